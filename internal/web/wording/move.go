package wording

import (
	"net/url"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// MovePage is the address of a move's page.
func MovePage(id move.ID) string { return "/moves/" + url.PathEscape(string(id)) }

// Subject names the customer, practice or firm that a move is for, and leads to
// the customer.
func Subject(v *visit.Visit, names map[customer.ID]string, p move.Proposal) (string, component.Link) {
	switch {
	case p.Customer == "" && p.Practice == move.PracticeFirm:
		return v.Text("move.practice.firm", nil), component.Link{}
	case p.Customer == "":
		return p.Practice, component.Link{}
	case names[p.Customer] == "": // merged away, or gone
		return string(p.Customer), component.Link{Href: CustomerPage(string(p.Customer))}
	}
	return names[p.Customer], component.Link{Href: CustomerPage(string(p.Customer))}
}

// Size is an estimated amount with its ends, shortened; what nobody estimated
// says so.
func Size(v *visit.Visit, r *estimate.Range) string {
	if r == nil {
		return v.Text("web.moves.unsized", nil)
	}
	args := i18n.Args{"low": v.L.Short(r.Low.String()), "mid": v.L.Short(r.Mid.String()), "high": v.L.Short(r.High.String()), "currency": string(r.Currency)}
	if r.Low.Equal(r.High) {
		return v.Text("web.moves.size_one", args)
	}
	return v.Text("web.moves.size", args)
}

// Estimated is a cell of an estimated amount in the currency of a size; a gap
// where there is none.
func Estimated(r *estimate.Range, d *money.Decimal) report.Cell {
	if r == nil || d == nil {
		return report.Gap()
	}
	return report.Money(money.New(d.Round(r.Currency.Places()), r.Currency)).Estimated()
}
