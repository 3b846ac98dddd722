// Package wording says in words what figures are cut by, and names figures by
// their address.
//
// It owns the words of dimension values, periods and cells on pages. It does
// not own the texts (internal/i18n) nor the tables they stand in.
package wording

import (
	"net/url"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Figure leads to where a figure of an answer comes from.
func Figure(r measuring.Result, definition int, ref multiplier.Ref, cell multiplier.Cell) component.Link {
	return component.Explain(measuring.Address{Question: r.ID, Definition: definition, Row: ref, Cell: cell}.String())
}

// Total leads to where the total of a narrower question comes from, which is
// asked when somebody follows it: a row that is the sum of several has no
// address of its own.
func Total(v *visit.Visit, definition, within string, where []multiplier.Filter, cell multiplier.Cell) component.Link {
	q := url.Values{"definition": {definition}, "period": {within}, "currency": {string(v.Currency)}, "cell": {string(cell)}}
	for _, f := range where {
		for _, value := range f.Values {
			q.Add("where", string(f.Dimension)+"="+value)
		}
	}
	return component.Link{Href: "/explain?" + q.Encode(), Explain: true}
}

// Ratio is a cell of a quotient that may not exist.
func Ratio(d money.Decimal, ok bool) report.Cell {
	if !ok {
		return report.Gap()
	}
	return report.Decimal(d)
}

// Shown is a cell as people read it, outside a table.
func Shown(v *visit.Visit, c report.Cell, k report.Kind) string {
	return v.Locale().Show(c, report.Column{Kind: k})
}

// Part names a category or what has none.
func Part(v *visit.Visit, p multiplier.Part) string {
	return v.Text("multiplier.part."+string(p), nil)
}

// Dimension names a dimension.
func Dimension(v *visit.Visit, d multiplier.Dimension) string {
	return v.Text("multiplier.dimension."+string(d), nil)
}

// Period names a range of months.
func Period(v *visit.Visit, r period.Range) string {
	switch {
	case r.IsZero():
		return v.Text("measure.period.all", nil)
	case r.Months() == 1:
		return r.From.String()
	}
	if name, ok := v.Calendar.Name(r); ok {
		return name
	}
	return r.From.String() + " – " + (r.Until - 1).String()
}

// Value names a value of a dimension in a row.
func Value(v *visit.Visit, names map[customer.ID]string, d multiplier.Dimension, value string, kind multiplier.RowKind) string {
	switch {
	case value == "" && kind == multiplier.RowUnattributed:
		return v.Text("measure.unattributed", nil)
	case value == "" && (kind == multiplier.RowUnmatched || ofCustomers(d)):
		return v.Text("measure.unmatched", nil)
	case ofCustomers(d):
		if name := names[customer.ID(value)]; name != "" {
			return name
		}
	case d == multiplier.DimensionCategory && value == "none":
		return v.Text("measure.no_services", nil)
	case d == multiplier.DimensionCategory:
		return Part(v, multiplier.Part(value))
	case d == multiplier.DimensionCohort && value != "":
		return v.Text("measure.cohort", i18n.Args{"year": value})
	case value == "":
		return v.Text("measure.none", nil)
	}
	return value
}

func ofCustomers(d multiplier.Dimension) bool {
	return d == multiplier.DimensionCustomer || d == multiplier.DimensionGroup
}

// Style is how a row of a figure stands in a table.
func Style(kind multiplier.RowKind) report.Style {
	switch kind {
	case multiplier.RowUnmatched, multiplier.RowUnattributed, multiplier.RowUnconverted:
		return report.StyleResidual
	case multiplier.RowTotal:
		return report.StyleTotal
	case multiplier.RowGroup, multiplier.RowOthers, multiplier.RowExcluded:
	}
	return report.StyleNormal
}

// Notes are what a reader must know of every figure of an answer. That services
// are allocated goes without saying where nothing is cut by cloud.
func Notes(v *visit.Visit, r measuring.Result) []string {
	var notes []string
	for _, n := range r.Notes {
		notes = append(notes, v.Text("measure.note."+string(n), nil))
	}
	return notes
}

// Parts are the addends worth a line: the six, and what has no category where
// there is any.
func Parts(f multiplier.Result) []multiplier.Part {
	return slices.DeleteFunc(multiplier.Parts(), func(p multiplier.Part) bool {
		return !p.IsCategory() && f.Total.Services.Of(p).IsZero()
	})
}

// CustomerPage is the address of a customer's page.
func CustomerPage(id string) string { return "/customers/" + url.PathEscape(id) }
