package regions

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// offered is an offering with its verdicts and the work that hangs on them.
type offered struct {
	Title, Say string // Say leads to where what it needs is said; empty for who may not
	Said       bool
	Verdicts   []verdict
	Services   component.Table
	Prospects  component.Table
	Chances    component.Table
}

// Offering answers GET /regions/offering: the offering ?id, its verdicts, and what
// they open and block.
func (h *Handler) Offering(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	books, err := h.Selling(r.Context())
	if err != nil {
		return err
	}
	all, err := h.today().Outlooks(books, v.L.Lang() == i18n.Chinese, offering.ID(r.URL.Query().Get("id")))
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, offeringPage(v, newOffered(v, h.Checker, all[0])))
}

func newOffered(v *visit.Visit, k *fitting.Checker, o fitting.Outlook) offered {
	out := offered{Title: o.Offering.Title(v.L.Lang() == i18n.Chinese), Said: o.Report != nil,
		Prospects: newProspects(v, []fitting.Outlook{o}), Chances: newChances(v, o)}
	if v.May(access.RightImport) {
		out.Say = "/settings/offerings/edit?" + url.Values{"id": {string(o.Offering.ID)}}.Encode()
	}
	if o.Report == nil {
		return out
	}
	for _, one := range o.Report.Verdicts {
		out.Verdicts = append(out.Verdicts, newVerdict(v, k.Catalogue, one))
	}
	out.Services = services(v, k.Catalogue, *o.Report)
	return out
}

// offeringPath leads to the page of an offering.
func offeringPath(id offering.ID) string {
	return home + "/offering?" + url.Values{"id": {string(id)}}.Encode()
}

// newProspects is a row for each offering and region: verdict, what it does, to
// how much work.
func newProspects(v *visit.Visit, all []fitting.Outlook) component.Table {
	label := func(key string) string { return v.Text("region.outlook."+key, nil) }
	kinds := func(k fitting.ChanceKind) string { return v.Text("region.chance."+string(k), nil) }
	t := report.Table{ID: "offerings", Title: v.Text("web.regions.offerings", nil), Columns: []report.Column{
		{Key: "offering", Label: label("offering"), Kind: report.KindText}, {Key: "region", Label: label("region"), Kind: report.KindText},
		{Key: "feasibility", Label: label("feasibility"), Kind: report.KindText}, {Key: "effect", Label: label("effect"), Kind: report.KindText},
		{Key: "cells", Label: kinds(fitting.ChanceCell), Kind: report.KindText}, {Key: "moves", Label: kinds(fitting.ChanceMove), Kind: report.KindText}}}
	links := component.Links{}
	for _, o := range all {
		for i, p := range o.Prospects {
			grade, title := report.Gap(), report.Text(o.Offering.Title(v.L.Lang() == i18n.Chinese))
			if p.Grade != "" {
				grade = report.Text(string(p.Grade)).WithTone(fitting.GradeTone(p.Grade))
			}
			if i == 0 {
				links[component.At{Row: len(t.Rows), Column: 0}] = component.Link{Href: offeringPath(o.Offering.ID)}
			}
			for column, tally := range []fitting.Tally{p.Cells, p.Moves} {
				if tally.Count > 0 {
					links[component.At{Row: len(t.Rows), Column: 4 + column}] = component.Link{Href: offeringPath(o.Offering.ID) + "#chances"}
				}
			}
			t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{title, report.Text(string(p.Region)), grade,
				report.Word(string(p.Effect), v.Text("region.effect."+string(p.Effect), nil)), report.Text(tallied(v, p.Cells)), report.Text(tallied(v, p.Moves))}})
		}
	}
	return component.NewTable(v, t, links)
}

// tallied says how many there are, what they are worth, and how many nobody has
// sized: 3 · CNY 1.2M to 3.4M · 1 unsized.
func tallied(v *visit.Visit, t fitting.Tally) string {
	if t.Count == 0 {
		return v.Text("web.regions.offering.nothing", nil)
	}
	parts := []string{v.L.Count(int64(t.Count))}
	for _, s := range t.Sums {
		parts = append(parts, "~"+v.Text("web.regions.offering.worth", i18n.Args{"currency": string(s.Currency), "low": v.L.Short(s.Low.String()), "high": v.L.Short(s.High.String())}))
	}
	if t.Unsized > 0 {
		parts = append(parts, v.Text("web.regions.offering.unsized", i18n.Args{"count": t.Unsized}))
	}
	return strings.Join(parts, " · ")
}

// newChances is the work behind the figures; each leads to its cell or move.
func newChances(v *visit.Visit, o fitting.Outlook) component.Table {
	t := fitting.ChanceTable(v.L, []fitting.Outlook{o})
	at := func(key string) int {
		return slices.IndexFunc(t.Columns, func(c report.Column) bool { return c.Key == key })
	}
	for _, key := range []string{"ref", "offering", "low", "high"} { // the link, the page's title and the range say them
		t.Columns[at(key)].Rank = 9
	}
	mid := at("mid")
	t.Columns[mid] = report.Column{Key: "size", Label: v.Text("web.regions.offering.size", nil), Kind: report.KindText}
	links := component.Links{}
	for row, c := range o.Chances {
		to := "/whitespace/cell?" + url.Values{"cell": {c.Ref}}.Encode()
		if c.Kind == fitting.ChanceMove {
			to = "/moves/" + url.PathEscape(c.Ref)
		}
		links[component.At{Row: row, Column: at("work")}] = component.Link{Href: to}
		t.Rows[row].Cells[mid] = report.Text(wording.Size(v, c.Size))
	}
	return component.NewTable(v, t, links)
}
