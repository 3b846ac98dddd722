package invoicebook

import (
	"fmt"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// invoice is the rows of one document in one table, looked at together: what a
// discount on the whole invoice takes from each line, whether the prices include
// tax, and whether the lines come to what the source states.
type invoice struct {
	document string
	drafts   []*draft
	stated   stated
}

// stated is what a source says an invoice comes to.
type stated struct {
	linesNet, net, tax, gross, extra *money.Decimal
}

func (s stated) isZero() bool { return s.linesNet == nil && s.net == nil && s.gross == nil }

// invoices groups drafts by document and currency, in the order of first rows. Rows without
// a number are invoices of their own: nothing says that they belong together.
func (r *reader) invoices() []*invoice {
	var all []*invoice
	byNumber := map[string]*invoice{}
	for _, d := range r.drafts {
		key := d.line.Document + " " + string(d.line.Currency)
		inv := byNumber[key]
		if inv == nil || d.line.Document == "" {
			inv = &invoice{document: d.line.Document}
			byNumber[key] = inv
			all = append(all, inv)
		}
		inv.drafts = append(inv.drafts, d)
	}
	return all
}

// resolveDates reads the dates of every draft, now that the whole column is
// known; rows whose dates cannot be read become rejects.
func (r *reader) resolveDates() {
	kept := r.drafts[:0]
	for _, d := range r.drafts {
		if f := r.datesOf(d); f != nil {
			r.reject(row{number: d.line.Row, cells: d.cells}, f)
			continue
		}
		kept = append(kept, d)
	}
	r.drafts = kept
}

func (r *reader) datesOf(d *draft) *fault.Error {
	day := func(field Field) (time.Time, *fault.Error) {
		text := d.dates[field]
		if isBlank(text) {
			return time.Time{}, nil
		}
		t, err := r.dates.read(text)
		if err != nil {
			f, _ := fault.As(err)
			_, column := r.value(field, d.cells)
			return time.Time{}, f.At(fault.Place{Column: column, Value: text})
		}
		return t, nil
	}
	var f *fault.Error
	if d.line.IssueDate, f = day(FieldIssueDate); f != nil {
		return f
	}
	if d.line.IssueDate.IsZero() {
		_, column := r.value(FieldIssueDate, d.cells)
		return cellFault("invoicebook.date_missing", column, "")
	}
	from, f := day(FieldServiceFrom)
	if f != nil {
		return f
	}
	until, f := day(FieldServiceUntil)
	if f != nil {
		return f
	}
	switch {
	case from.IsZero():
		return nil
	case r.mapping.ServiceUntil == UntilSameDay:
		until = from.AddDate(0, 0, 1)
	case until.IsZero():
		return nil
	case r.mapping.ServiceUntil == UntilInclusive:
		until = until.AddDate(0, 0, 1)
	}
	if until.Before(from) {
		_, column := r.value(FieldServiceUntil, d.cells)
		return cellFault("invoicebook.period_backwards", column, d.dates[FieldServiceUntil])
	}
	if until.After(from) { // an exclusive end on the first day is no period
		d.line.ServiceFrom, d.line.ServiceUntil = from, until
	}
	return nil
}

// settle turns an invoice's drafts into net and tax.
func (r *reader) settle(inv *invoice) {
	inv.stated = r.statedOf(inv)
	if r.mapping.Grain == GrainInvoiceRepeated {
		r.takeOnce(inv)
	}
	r.sign(inv)
	if r.mapping.Amounts.Tax == TaxByTotal {
		included := inv.totalIncludesTax(r)
		for _, d := range inv.drafts {
			d.included = included
		}
	}
	for _, d := range inv.drafts {
		r.split(d)
	}
	r.discountInvoice(inv)
}

// takeOnce keeps the first row of an invoice whose total every row repeats.
func (r *reader) takeOnce(inv *invoice) {
	first := inv.drafts[0]
	for _, d := range inv.drafts[1:] {
		if !d.amount.Equal(first.amount) {
			r.find("invoicebook.total_varies", batch.SeverityWarning, inv.document)
			break
		}
	}
	inv.drafts = inv.drafts[:1]
}

// sign makes the amounts of credit notes negative where the source writes them
// as positive numbers.
func (r *reader) sign(inv *invoice) {
	if r.mapping.Credit.Amounts != CreditPositive {
		return
	}
	credit := false
	for _, d := range inv.drafts {
		if d.credit {
			credit = true
			d.amount = d.amount.Neg()
			for _, f := range []Field{FieldTax, FieldInvoiceDiscountAmount} {
				if n, ok := d.numbers[f]; ok {
					d.numbers[f] = n.Neg()
				}
			}
		}
	}
	if credit {
		inv.stated = inv.stated.negated()
	}
}

func (s stated) negated() stated {
	for _, p := range []**money.Decimal{&s.linesNet, &s.net, &s.tax, &s.gross, &s.extra} {
		if *p != nil {
			n := (*p).Neg()
			*p = &n
		}
	}
	return s
}

// totalIncludesTax decides by the gross total which reading of the prices meets
// it; where both do, or neither, prices are taken as without tax.
func (inv *invoice) totalIncludesTax(r *reader) bool {
	if inv.stated.gross == nil {
		return false
	}
	amounts, tax := money.Zero, money.Zero
	for _, d := range inv.drafts {
		amounts = amounts.Add(d.amount)
		tax = tax.Add(d.numbers[FieldTax])
	}
	want := *inv.stated.gross
	if inv.stated.extra != nil {
		want = want.Sub(*inv.stated.extra)
	}
	if discount := r.discountOf(inv, amounts); discount != nil {
		amounts = amounts.Sub(*discount)
	}
	excluded, included := amounts.Add(tax).Sub(want).Abs(), amounts.Sub(want).Abs()
	return included.Cmp(excluded) < 0 && included.Cmp(roundingSlack(len(inv.drafts), r.places(inv.drafts[0].line.Currency))) <= 0
}

// roundingSlack is one smallest unit for each line.
func roundingSlack(lines int, places int32) money.Decimal {
	return money.NewInt(int64(lines)).Quo(money.MustParse(fmt.Sprintf("1E%d", places)), places)
}

// split divides a draft's amount into net and tax. Where prices include tax, a
// stated tax is taken out of them; else net is amount / (1 + rate), rounded, and
// tax the rest, so that both sum to the amount.
func (r *reader) split(d *draft) {
	tax, hasTax := d.numbers[FieldTax]
	rate, hasRate := d.numbers[FieldTaxRate]
	places := r.places(d.line.Currency)
	switch {
	case d.included && hasTax:
		d.line.Net, d.line.Tax = d.amount.Sub(tax), tax
	case d.included && hasRate:
		d.line.Net = d.amount.Quo(money.One.Add(rate), places)
		d.line.Tax = d.amount.Sub(d.line.Net)
	case d.included:
		d.line.Net = d.amount
	case hasTax:
		d.line.Net, d.line.Tax = d.amount, tax
	case hasRate:
		d.line.Net, d.line.Tax = d.amount, d.amount.Mul(rate).Round(places)
	default:
		d.line.Net = d.amount
	}
}

// discountInvoice spreads a discount on the whole invoice over its lines, by
// their net amounts, exactly.
func (r *reader) discountInvoice(inv *invoice) {
	nets := make([]money.Decimal, len(inv.drafts))
	for i, d := range inv.drafts {
		nets[i] = d.line.Net
	}
	discount := r.discountOf(inv, money.Sum(nets...))
	if discount == nil || discount.IsZero() {
		return
	}
	parts := money.Spread(*discount, nets, r.places(inv.drafts[0].line.Currency))
	if parts == nil {
		r.find("invoicebook.discount_unspread", batch.SeverityError, inv.document)
		return
	}
	for i, d := range inv.drafts {
		d.line.Net = d.line.Net.Sub(parts[i])
	}
}

// discountOf is the invoice's own discount; a rate is of the given amount.
func (r *reader) discountOf(inv *invoice, of money.Decimal) *money.Decimal {
	first := inv.drafts[0]
	if n, ok := first.numbers[FieldInvoiceDiscountAmount]; ok && !n.IsZero() {
		return &n
	}
	if rate, ok := first.numbers[FieldInvoiceDiscountPercent]; ok && !rate.IsZero() {
		n := of.Mul(rate).Round(r.places(first.line.Currency))
		return &n
	}
	return nil
}

// statedOf takes the totals from the invoice's first row that has them.
func (r *reader) statedOf(inv *invoice) stated {
	var s stated
	for field, into := range map[Field]**money.Decimal{
		FieldInvoiceLinesNet: &s.linesNet, FieldInvoiceNet: &s.net, FieldInvoiceTax: &s.tax,
		FieldInvoiceGross: &s.gross, FieldInvoiceExtra: &s.extra,
	} {
		for _, d := range inv.drafts {
			if n, ok := d.numbers[field]; ok {
				*into = &n
				break
			}
		}
	}
	return s
}

// check compares the lines with the stated totals, and adds both to the book's.
func (inv *invoice) check(r *reader, totals *totals) {
	if inv.stated.isZero() || len(inv.drafts) == 0 {
		return
	}
	net, tax := money.Zero, money.Zero
	for _, d := range inv.drafts {
		net, tax = net.Add(d.line.Net), tax.Add(d.line.Tax)
	}
	var want, have money.Decimal
	switch s := inv.stated; {
	case s.net != nil:
		want, have = *s.net, net
	case s.gross != nil:
		want, have = *s.gross, net.Add(tax)
		if s.extra != nil {
			want = want.Sub(*s.extra)
		}
	default:
		want, have = *s.linesNet, net
		if discount := r.discountOf(inv, *s.linesNet); discount != nil {
			want = want.Sub(*discount)
		}
	}
	totals.state(inv.drafts[0].line.Currency, want, have)
	if have.Sub(want).Abs().Cmp(r.mapping.Amounts.Tolerance) > 0 {
		r.find("invoicebook.total_differs", batch.SeverityWarning, fmt.Sprintf("%s: %s / %s", inv.document, have, want))
	}
}
