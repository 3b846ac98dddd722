package invoicebook

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/source"
)

// draft understands one row; the fault says which cell cannot be.
func (r *reader) draft(cells []string) (*draft, *fault.Error) {
	d := &draft{dates: map[Field]string{}, numbers: map[Field]money.Decimal{}}
	text := func(f Field) string { s, _ := r.value(f, cells); return s }
	d.line = service.Line{
		Document: text(FieldDocument), DocumentKind: service.DocumentInvoice, LineID: text(FieldLineID),
		CustomerName:  text(FieldCustomerName),
		CustomerTaxID: strings.Join(strings.Fields(text(FieldCustomerTaxID)), ""),
		CustomerRef:   text(FieldCustomerRef), CustomerEmail: text(FieldCustomerEmail),
		ItemCode: text(FieldItemCode), Description: text(FieldDescription), Project: text(FieldProject),
		AccountCode: text(FieldAccountCode), CategoryCode: text(FieldCategory), Provider: text(FieldProvider),
		EngagementType: text(FieldEngagement),
	}
	if document, column := r.value(FieldDocument, cells); damagedNumber(document) {
		return nil, cellFault("invoicebook.document_damaged", column, document)
	}
	for _, f := range dateFields() {
		if s, _ := r.value(f, cells); s != "" {
			d.dates[f] = s
			r.dates.note(s)
		}
	}
	if f := r.currencyOf(d, cells); f != nil {
		return nil, f
	}
	for _, field := range numberFields() {
		if f := r.number(d, field, cells); f != nil {
			return nil, f
		}
	}
	if f := r.amount(d, cells); f != nil {
		return nil, f
	}
	for _, c := range r.mapping.Credit.When {
		d.credit = d.credit || c.holds(r.header, cells)
	}
	if d.credit {
		d.line.DocumentKind = service.DocumentCreditNote
	}
	d.included = r.mapping.Amounts.Tax == TaxIncluded
	if w := r.mapping.Amounts.TaxIncludedWhen; w != nil && w.applies(r.header) {
		d.included = w.holds(r.header, cells)
	}
	d.line.Quantity, d.line.UnitPrice = d.numbers[FieldQuantity], d.numbers[FieldUnitPrice]
	return d, nil
}

func cellFault(code, column, value string) *fault.Error {
	return fault.New(fault.KindInvalid, code).With("value", value).With("column", column).
		At(fault.Place{Column: column, Value: value})
}

// damagedNumber: a spreadsheet that took a 20-digit invoice number for a number
// shows 2.5332E+19 and has lost the digits for good.
func damagedNumber(s string) bool {
	mantissa, exponent, found := strings.Cut(strings.ToUpper(s), "E+")
	return found && exponent != "" && strings.Trim(exponent, "0123456789") == "" &&
		mantissa != "" && strings.Trim(mantissa, "0123456789.") == ""
}

func (r *reader) currencyOf(d *draft, cells []string) *fault.Error {
	text, column := r.value(FieldCurrency, cells)
	if text == "" {
		if r.currency == "" {
			return cellFault("invoicebook.currency_missing", column, "")
		}
		d.line.Currency = r.currency
		return nil
	}
	c := source.CurrencyOf(text)
	if c == "" {
		parsed, err := money.ParseCurrency(text)
		if err != nil {
			return cellFault("currency.malformed", column, text).Because(err)
		}
		c = parsed
	}
	d.line.Currency = c
	return nil
}

// number reads one numeric field, if the row has it.
func (r *reader) number(d *draft, field Field, cells []string) *fault.Error {
	c := r.mapping.Columns[field]
	if len(c.Sum) > 0 {
		for _, name := range c.Sum {
			n, has, f := r.parse(d, field, r.header.cell(cells, name), name)
			if f != nil {
				return f
			}
			if has {
				d.numbers[field] = d.numbers[field].Add(n)
			}
		}
		return nil
	}
	text, column := r.value(field, cells)
	n, has, f := r.parse(d, field, text, column)
	if has {
		d.numbers[field] = n
	}
	return f
}

// parse reads one cell. Rates come out as fractions. A rate that is a word
// (免税, 不征税, ***) is no rate; the tax stands in its own column then.
func (r *reader) parse(d *draft, field Field, text, column string) (money.Decimal, bool, *fault.Error) {
	if isBlank(text) {
		return money.Zero, false, nil
	}
	n, err := r.numbers.Parse(text)
	isRate := field == FieldTaxRate || field == FieldDiscountPercent || field == FieldInvoiceDiscountPercent
	if err != nil {
		if field == FieldTaxRate && strings.Trim(text, "0123456789.,%+-") == text {
			return money.Zero, false, nil
		}
		f, _ := fault.As(err)
		place := f.Place
		place.Column = column
		return money.Zero, false, f.With("column", column).At(place)
	}
	if c := source.CurrencyOf(n.Symbol); c != "" && c != d.line.Currency {
		return money.Zero, false, cellFault("invoicebook.currency_conflict", column, text).With("currency", string(d.line.Currency))
	}
	if isRate && !n.Percent && r.mapping.Amounts.Rate != RateFraction {
		return n.Value.Quo(money.NewInt(100), n.Value.Places()+2), true, nil
	}
	return n.Value, true, nil
}

// amount makes the row's amount by the table's basis.
func (r *reader) amount(d *draft, cells []string) *fault.Error {
	missing := func(f Field) *fault.Error {
		text, column := r.value(f, cells)
		if column == "" && len(r.mapping.Columns[f].headers()) > 0 {
			column = r.mapping.Columns[f].headers()[0]
		}
		return cellFault("invoicebook.amount_missing", column, text)
	}
	has := func(f Field) bool { _, ok := d.numbers[f]; return ok }
	switch r.basis {
	case BasisAmount:
		if !has(FieldAmount) {
			return missing(FieldAmount)
		}
		d.amount = d.numbers[FieldAmount]
		if r.mapping.Amounts.Discount == DiscountApply {
			d.amount = r.discounted(d, d.amount)
		}
	case BasisQuantityPrice:
		if !has(FieldQuantity) {
			return missing(FieldQuantity)
		}
		if !has(FieldUnitPrice) {
			return missing(FieldUnitPrice)
		}
		d.amount = r.discounted(d, d.numbers[FieldQuantity].Mul(d.numbers[FieldUnitPrice])).Round(r.places(d.line.Currency))
	case BasisCreditDebit:
		if !has(FieldCredit) && !has(FieldDebit) {
			return missing(FieldCredit)
		}
		d.amount = d.numbers[FieldCredit].Sub(d.numbers[FieldDebit])
	}
	return nil
}

// discounted takes the row's own discount off, written as a positive amount or
// rate; a rate's part is rounded.
func (r *reader) discounted(d *draft, amount money.Decimal) money.Decimal {
	if rate, ok := d.numbers[FieldDiscountPercent]; ok {
		amount = amount.Sub(amount.Mul(rate)).Round(r.places(d.line.Currency))
	}
	return amount.Sub(d.numbers[FieldDiscountAmount])
}

func (r *reader) places(c money.Currency) int32 {
	if p := r.mapping.Amounts.Places; p != nil {
		return *p
	}
	return c.Places()
}

// exampleOf quotes the beginning of a row.
func exampleOf(raw row) string {
	var shown []string
	for _, c := range raw.cells {
		if c = strings.TrimSpace(c); c != "" {
			shown = append(shown, c)
		}
		if len(shown) == 4 {
			break
		}
	}
	return strings.Join(shown, " | ")
}
