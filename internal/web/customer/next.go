package customer

import (
	"net/http"
	"net/url"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/prospecting"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/triggering"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// mostTriggers is how many triggers the page shows; a list of its own has all.
const mostTriggers = 8

// next is what the customer could buy and what its bills say. Both take a search
// through all books, when they are new: the customer's page is not kept waiting
// and fetches it afterwards.
type next struct {
	Address string // of what is fetched
	Found   bool
	Name    string
	Home    string
	White   component.Table
	Bills   component.Table
	Rest    component.Link // to all triggers, where some are left out
	Count   string
}

func nextOf(id customer.ID) string { return wording.CustomerPage(string(id)) + "/next" }

// Next answers GET /customers/{id}/next.
func (h *Handler) Next(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	profile, err := h.Measurer.Profile(r.Context(), customer.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	c := profile.Customer
	white, err := h.Prospector.Run(r.Context(), prospecting.Input{Currency: v.Currency, Policy: v.Policy})
	if err != nil {
		return err
	}
	found, err := h.Finder.Run(r.Context(), triggering.Input{Currency: v.Currency, Policy: v.Policy})
	if err != nil {
		return err
	}
	all := found.Select(triggering.Filter{Customer: c.ID})
	n := next{Address: nextOf(c.ID), Found: true, Name: c.Name, Home: wording.CustomerPage(string(c.ID)), White: whites(v, white, c.ID),
		Bills: bills(v, found, all[:min(mostTriggers, len(all))])}
	if len(all) > mostTriggers {
		n.Rest = component.Link{Href: "/triggers?" + url.Values{"customer": {string(c.ID)}}.Encode()}
		n.Count = v.Text("web.customer.next.rest", i18n.Args{"count": len(all)})
	}
	return visit.Show(r.Context(), w, http.StatusOK, nextPage(v, n))
}

// whites are the white categories, those with the most expected money first.
func whites(v *visit.Visit, r prospecting.Result, id customer.ID) component.Table {
	column := func(key string, kind report.Kind) report.Column {
		return report.Column{Key: key, Label: v.Text("whitespace.column."+key, nil), Kind: kind}
	}
	t := report.Table{ID: "white", Title: v.Text("web.customer.next.white", nil), Columns: []report.Column{column("what", report.KindText),
		column("chance", report.KindPercent), column("mid", report.KindText)}}
	links := component.Links{}
	for i, c := range (prospecting.Filter{Customer: id, State: whitespace.StateWhite}).Keep(r.Finding.Cells) {
		links[component.At{Row: i}] = component.Link{Href: "/whitespace/cell?" + url.Values{"cell": {prospecting.Address(c)}}.Encode()}
		chance := report.Gap()
		if c.Chance != nil {
			chance = report.Decimal(*c.Chance).Estimated()
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(r.Column(v.L, c.Column)), chance, report.Text(wording.Size(v, c.Size))}})
	}
	switch {
	case r.From == 0:
		t.Notes = []string{v.Text("web.whitespace.no_books", nil)}
	case len(t.Rows) == 0:
		t.Notes = []string{v.Text("web.customer.next.no_white", nil)}
	case len(r.Finding.Days) == 0:
		t.Notes = []string{v.Text("web.whitespace.short", nil)}
	}
	return component.NewTable(v, t, links)
}

// bills are triggers, the largest first.
func bills(v *visit.Visit, r triggering.Result, found []trigger.Finding) component.Table {
	whole := int32(0)
	t := report.Table{ID: "bills", Title: v.Text("web.customer.next.bills", nil), Columns: []report.Column{{Key: "rule", Kind: report.KindText},
		{Key: "what", Kind: report.KindText}, {Key: "per_month", Kind: report.KindMoney, Currency: r.Currency, Places: &whole}}}
	for i := range t.Columns {
		t.Columns[i].Label = v.Text("trigger.column."+t.Columns[i].Key, nil)
	}
	links := component.Links{}
	for i, f := range found {
		rule, _ := r.Rule(f.Rule)
		monthly := report.Gap()
		if m := f.Monthly(); m != nil {
			monthly = report.Decimal(m.Round(r.Currency.Places()))
		}
		links[component.At{Row: i}] = component.Link{Href: "/triggers/open?" + url.Values{"trigger": {f.Key.String()}}.Encode()}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(rule.Name.In(triggering.Chinese(v.L))), report.Text(triggering.Say(v.L, rule, f)), monthly}})
	}
	switch {
	case r.Span.IsZero():
		t.Notes = []string{v.Text("web.triggers.no_bills", nil)}
	case len(t.Rows) == 0:
		t.Notes = []string{v.Text("web.customer.next.no_bills", nil)}
	}
	return component.NewTable(v, t, links)
}
