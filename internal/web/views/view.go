package views

import (
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/flow/sharing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// view is the page in words.
type view struct {
	Own, Team []kept
	Links     []link
	Made      made
	MadeText  string
	MayShare  bool
}

// kept is a view that somebody keeps.
type kept struct {
	Name, Href, Owner, Since string
	Team                     bool
	Change, Drop             string // addresses of forms; empty for views of others
}

// link is a live link, without its secret.
type link struct {
	Title, Href, Maker, Made, Ends, Opened, Exports, Revoke string
}

func newView(v *visit.Visit, all []sharing.View, m made) view {
	out := view{Made: m, MayShare: v.May(access.RightShare), MadeText: v.Text("web.views.made", i18n.Args{"title": m.Title})}
	for _, k := range all {
		one := kept{Name: k.Name, Href: address(k.Query), Owner: owner(v, k.Owner), Since: day(k.CreatedAt), Team: k.Team}
		if !k.Own {
			out.Team = append(out.Team, one)
			continue
		}
		one.Change, one.Drop = path+"/"+k.ID, path+"/"+k.ID+"/drop"
		out.Own = append(out.Own, one)
	}
	return out
}

func newLinks(v *visit.Visit, all []sharing.Link) []link {
	out := make([]link, len(all))
	for i, l := range all {
		out[i] = link{Title: l.Title, Href: address(l.Query), Maker: owner(v, l.Maker), Made: day(l.CreatedAt), Ends: day(l.ExpiresAt),
			Opened: v.Text("web.views.opened.never", nil), Exports: v.Text("common.no", nil), Revoke: "/links/" + l.ID + "/revoke"}
		if l.Exports {
			out[i].Exports = v.Text("common.yes", nil)
		}
		if !l.OpenedAt.IsZero() {
			out[i].Opened = v.Text("web.views.opened.times", i18n.Args{"count": l.Openings, "at": l.OpenedAt.Format("2006-01-02 15:04"), "from": l.OpenedFrom})
		}
	}
	return out
}

func owner(v *visit.Visit, actor string) string {
	if actor == access.LocalActor {
		return v.Text("web.views.local", nil)
	}
	return actor
}

func day(t time.Time) string { return t.Format("2006-01-02") }
