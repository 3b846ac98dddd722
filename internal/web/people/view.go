package people

import (
	"net/url"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

type view struct {
	Link     link
	LinkText string
	People   []person
	Sessions []session
	Roles    []role // of somebody new
}

// link is what to send to somebody; zero for nothing.
type link struct{ Name, Href string }

type person struct {
	Name, Status, Codes, Customers string
	Action                         string // address that its forms begin with
	Disabled                       bool
	Roles                          []role
}

type role struct {
	Value, Label string
	Chosen       bool
}

type session struct {
	Name, Agent, Address, Created, Seen, End string
}

const minute = "2006-01-02 15:04"

func newView(v *visit.Visit, all []admitting.Person, sessions []admitting.Session, l link) view {
	out := view{Link: l, Roles: roles(v, access.RoleAccountManager)}
	if l.Href != "" {
		out.LinkText = v.Text("web.people.link", i18n.Args{"name": l.Name})
	}
	for _, p := range all {
		row := person{Name: p.Name, Status: v.Text("access.status."+string(p.Status), nil), Codes: v.Text("common.no", nil), Action: path + "/" + url.PathEscape(p.Name),
			Disabled: p.Status == "disabled", Roles: roles(v, p.Role)}
		if p.Codes {
			row.Codes = v.Text("common.yes", nil)
		}
		for i, id := range p.Customers {
			if i > 0 {
				row.Customers += ", "
			}
			row.Customers += string(id)
		}
		out.People = append(out.People, row)
	}
	for _, s := range sessions {
		out.Sessions = append(out.Sessions, session{s.Name, s.Agent, s.Address, s.CreatedAt.Format(minute), s.SeenAt.Format(minute), "/sessions/" + s.ID + "/end"})
	}
	return out
}

func roles(v *visit.Visit, chosen access.Role) []role {
	var all []role
	for _, r := range access.Roles() {
		all = append(all, role{string(r), v.Text("access.role."+string(r), nil), r == chosen})
	}
	return all
}
