package invoice

import (
	"strconv"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Settle makes revenue of a draft.
//
//   - A document-level allowance or charge is spread over the lines of its tax
//     category (over all lines where no line has that category), in proportion to
//     their nets, by money.Spread. Lines of mixed sign or without a sum give no
//     proportion that means anything: then it becomes a line of its own, after
//     the others, with its reason as description.
//   - The tax of a category is spread over the lines of that category alike.
//   - Rounding of the payable amount, prepayments and the second currency never
//     touch a line.
//   - A credit note's amounts and quantities change sign at the very end.
func (d Draft) Settle() Document {
	found := d.checkLines()
	lines := d.settleAdjustments(d.completeLines())
	found = append(found, d.checkTotals()...)
	found = append(found, d.shareTax(lines)...)

	doc := Document{Number: d.Number, Kind: d.Kind, IssueDate: d.IssueDate, Buyer: d.Buyer, Currency: d.Currency,
		TaxCurrency: d.TaxCurrency, Totals: d.totals(), Findings: found}
	for _, l := range lines {
		doc.Lines = append(doc.Lines, l.Line)
	}
	if d.Kind == service.DocumentCreditNote {
		doc.negate()
	}
	return doc
}

// completeLines copies the lines and fills in what the document says for all.
func (d Draft) completeLines() []Line {
	lines := make([]Line, len(d.Lines))
	for i, l := range d.Lines {
		lines[i] = d.complete(l)
	}
	return lines
}

func (d Draft) complete(l Line) Line {
	l.File, l.Document, l.DocumentKind, l.IssueDate, l.Currency = d.File, d.Number, d.Kind, d.IssueDate, d.Currency
	l.CustomerName, l.CustomerTaxID = d.Buyer.Name, d.Buyer.TaxID
	l.CustomerRef, l.CustomerEmail = d.Buyer.Ref, d.Buyer.Email
	if l.CustomerTaxID == "" {
		l.CustomerTaxID = d.Buyer.LegalID
	}
	if l.CustomerRef == "" {
		l.CustomerRef = d.Buyer.Endpoint
	}
	if l.AccountCode == "" {
		l.AccountCode = d.AccountCode
	}
	if l.Project == "" {
		l.Project = d.Project
	}
	if l.ServiceFrom.IsZero() && l.ServiceUntil.IsZero() { // a line's own period is taken whole
		l.ServiceFrom, l.ServiceUntil = d.ServiceFrom, d.ServiceUntil
	}
	return l
}

// settleAdjustments spreads what it can and appends the rest as lines. The
// proportions are those of the stated nets, so the order of adjustments does
// not matter.
func (d Draft) settleAdjustments(lines []Line) []Line {
	places := d.places()
	for n, a := range d.Adjustments {
		members := inCategory(d.Lines, a.Category)
		if len(members) == 0 {
			members = all(d.Lines)
		}
		weights, proportional := proportions(d.Lines, members)
		if !proportional {
			lines = append(lines, d.complete(Line{Category: a.Category, Line: service.Line{
				Row: int64(len(lines) + 1), LineID: "adjustment-" + strconv.Itoa(n+1), Description: a.Reason,
				Quantity: money.One, UnitPrice: a.signed(), Net: a.signed(),
			}}))
			continue
		}
		for i, part := range money.Spread(a.signed(), weights, places) {
			m := members[i]
			lines[m].Net = lines[m].Net.Add(part)
		}
	}
	return lines
}

// places is how finely shares are cut: the currency's smallest unit, or finer
// where the document itself is.
func (d Draft) places() int32 {
	places := d.Currency.Places()
	for _, l := range d.Lines {
		places = max(places, l.Net.Places())
	}
	for _, a := range d.Adjustments {
		places = max(places, a.Amount.Places())
	}
	return places
}

func inCategory(lines []Line, c TaxCategory) []int {
	var members []int
	for i, l := range lines {
		if l.Category.same(c) {
			members = append(members, i)
		}
	}
	return members
}

func all(lines []Line) []int {
	members := make([]int, len(lines))
	for i := range lines {
		members[i] = i
	}
	return members
}

// proportions gives the nets of the members as weights, and whether they have
// one sign and a sum.
func proportions(lines []Line, members []int) ([]money.Decimal, bool) {
	weights := make([]money.Decimal, len(members))
	positive, negative := false, false
	for i, m := range members {
		weights[i] = lines[m].Net
		positive = positive || weights[i].Sign() > 0
		negative = negative || weights[i].Sign() < 0
	}
	return weights, positive != negative
}

func (doc *Document) negate() {
	t := &doc.Totals
	for _, v := range []*money.Decimal{&t.LineExtension, &t.AllowanceTotal, &t.ChargeTotal, &t.TaxExclusive, &t.Tax,
		&t.TaxInclusive, &t.Prepaid, &t.Rounding, &t.Payable} {
		*v = v.Neg()
	}
	for i := range doc.Lines {
		l := &doc.Lines[i]
		l.Net, l.Tax, l.Quantity = l.Net.Neg(), l.Tax.Neg(), l.Quantity.Neg()
	}
}
