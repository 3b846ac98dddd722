package invoice

import (
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Rules that a document can break; each is a message key finding.<rule>. The
// column of a finding is the total by its EN 16931 name, its example
// "computed ≠ stated".
const (
	RuleLineSum        = "invoice.line_sum"
	RuleAllowanceSum   = "invoice.allowance_sum"
	RuleChargeSum      = "invoice.charge_sum"
	RuleTaxExclusive   = "invoice.tax_exclusive"
	RuleTaxSum         = "invoice.tax_sum"
	RuleTaxInclusive   = "invoice.tax_inclusive"
	RulePayable        = "invoice.payable"
	RuleRounding       = "invoice.rounding"
	RuleTaxCurrency    = "invoice.tax_currency"
	RuleTotalsMissing  = "invoice.totals_missing"
	RuleTaxUnassigned  = "invoice.tax_unassigned"
	RuleNegativeCredit = "invoice.negative_credit_note"
)

func (d Draft) finding(rule string, severity batch.Severity, column, example string) batch.Finding {
	return batch.Finding{Rule: rule, Severity: severity, Column: column, Count: 1, Example: example, File: d.File}
}

// compare reports a stated total that is not what it should be.
func (d Draft) compare(rule, column string, computed money.Decimal, stated *money.Decimal) []batch.Finding {
	if stated == nil || stated.Equal(computed) {
		return nil
	}
	return []batch.Finding{d.finding(rule, batch.SeverityError, column, computed.String()+" ≠ "+stated.String())}
}

// sums are what the document's parts add up to.
func (d Draft) sums() (net, allowances, charges, tax money.Decimal) {
	for _, l := range d.Lines {
		net = net.Add(l.Net)
	}
	for _, a := range d.Adjustments {
		if a.Charge {
			charges = charges.Add(a.Amount)
		} else {
			allowances = allowances.Add(a.Amount)
		}
	}
	for _, t := range d.Taxes {
		tax = tax.Add(t.Amount)
	}
	return net, allowances, charges, tax
}

func (d Draft) checkLines() []batch.Finding {
	stated := d.Stated
	net, allowances, charges, _ := d.sums()
	found := d.compare(RuleLineSum, "LineExtensionAmount", net, stated.LineExtension)
	found = append(found, d.compare(RuleAllowanceSum, "AllowanceTotalAmount", allowances, stated.AllowanceTotal)...)
	return append(found, d.compare(RuleChargeSum, "ChargeTotalAmount", charges, stated.ChargeTotal)...)
}

func (d Draft) checkTotals() []batch.Finding {
	stated := d.Stated
	if stated.TaxExclusive == nil {
		return []batch.Finding{d.finding(RuleTotalsMissing, batch.SeverityWarning, "TaxExclusiveAmount", "")}
	}
	net, allowances, charges, tax := d.sums()
	exclusive := net.Sub(allowances).Add(charges)
	found := d.compare(RuleTaxExclusive, "TaxExclusiveAmount", exclusive, stated.TaxExclusive)
	if len(d.Taxes) > 0 {
		found = append(found, d.compare(RuleTaxSum, "TaxAmount", tax, stated.Tax)...)
	}
	if stated.Tax != nil {
		found = append(found, d.compare(RuleTaxInclusive, "TaxInclusiveAmount", stated.TaxExclusive.Add(*stated.Tax), stated.TaxInclusive)...)
	}
	if stated.TaxInclusive != nil {
		payable := stated.TaxInclusive.Sub(value(stated.Prepaid)).Add(value(stated.Rounding))
		found = append(found, d.compare(RulePayable, "PayableAmount", payable, stated.Payable)...)
	}
	if rounding := value(stated.Rounding); !rounding.IsZero() {
		found = append(found, d.finding(RuleRounding, batch.SeverityInfo, "PayableRoundingAmount", rounding.String()))
	}
	if d.TaxCurrency != "" && d.TaxCurrency != d.Currency {
		example := string(d.TaxCurrency)
		if d.OtherTax != nil {
			example = money.New(*d.OtherTax, d.TaxCurrency).String()
		}
		found = append(found, d.finding(RuleTaxCurrency, batch.SeverityInfo, "TaxCurrencyCode", example))
	}
	if d.Kind == service.DocumentCreditNote && stated.TaxExclusive.Sign() < 0 {
		found = append(found, d.finding(RuleNegativeCredit, batch.SeverityWarning, "TaxExclusiveAmount", stated.TaxExclusive.String()))
	}
	return found
}

// shareTax spreads the tax of each category over its lines in proportion to
// their nets. What no line can take is reported, not forced onto one.
func (d Draft) shareTax(lines []Line) []batch.Finding {
	left, places := money.Zero, d.places()
	for _, t := range d.Taxes {
		members := inCategory(lines, t.Category)
		weights := make([]money.Decimal, len(members))
		for i, m := range members {
			weights[i] = lines[m].Net
		}
		parts := money.Spread(t.Amount, weights, max(places, t.Amount.Places()))
		if parts == nil {
			left = left.Add(t.Amount)
			continue
		}
		for i, part := range parts {
			lines[members[i]].Tax = lines[members[i]].Tax.Add(part)
		}
	}
	if left.IsZero() {
		return nil
	}
	return []batch.Finding{d.finding(RuleTaxUnassigned, batch.SeverityWarning, "TaxAmount", left.String())}
}

// totals are the stated totals; what the document leaves out is computed.
func (d Draft) totals() Totals {
	net, allowances, charges, tax := d.sums()
	or := func(stated *money.Decimal, computed money.Decimal) money.Decimal {
		if stated != nil {
			return *stated
		}
		return computed
	}
	s := d.Stated
	t := Totals{
		LineExtension:  or(s.LineExtension, net),
		AllowanceTotal: or(s.AllowanceTotal, allowances),
		ChargeTotal:    or(s.ChargeTotal, charges),
		Tax:            or(s.Tax, tax),
		Prepaid:        value(s.Prepaid),
		Rounding:       value(s.Rounding),
	}
	t.TaxExclusive = or(s.TaxExclusive, net.Sub(allowances).Add(charges))
	t.TaxInclusive = or(s.TaxInclusive, t.TaxExclusive.Add(t.Tax))
	t.Payable = or(s.Payable, t.TaxInclusive.Sub(t.Prepaid).Add(t.Rounding))
	return t
}

func value(d *money.Decimal) money.Decimal {
	if d == nil {
		return money.Zero
	}
	return *d
}
