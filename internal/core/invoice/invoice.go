// Package invoice is what a structured invoice means, whatever syntax carries
// it: the semantic model of EN 16931 as far as revenue needs it.
//
// It owns the arithmetic of a document: how document-level allowances and
// charges become part of the revenue lines, how tax is shared out, which totals
// are checked against which, and the sign of credit notes. It owns no syntax:
// UBL and CII are internal/source's business.
package invoice

import (
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Document is a settled invoice or credit note. Every amount has the sign of
// revenue: a credit note of 100 has a net of -100. The nets of Lines sum to
// Totals.TaxExclusive exactly, unless a finding says that the document
// contradicts itself.
type Document struct {
	Number      string
	Kind        service.DocumentKind
	IssueDate   time.Time
	Buyer       Party
	Currency    money.Currency
	TaxCurrency money.Currency // second currency, in which only tax is stated; may be empty
	Totals      Totals
	Lines       []service.Line
	Findings    []batch.Finding
}

// Totals are what the document states, with the sign of revenue. Rounding is
// what was added to make the payable amount round; it is never revenue.
type Totals struct {
	LineExtension  money.Decimal
	AllowanceTotal money.Decimal
	ChargeTotal    money.Decimal
	TaxExclusive   money.Decimal
	Tax            money.Decimal // in Currency
	TaxInclusive   money.Decimal
	Prepaid        money.Decimal
	Rounding       money.Decimal
	Payable        money.Decimal
}

// Party is the buyer as the document names it.
type Party struct {
	Name      string // registered name; the trading name where there is no other
	TradeName string
	TaxID     string // VAT or other tax number, without spaces
	LegalID   string // number in a register of companies
	Ref       string // the seller's own id of the buyer, else the buyer's first identifier
	Endpoint  string // electronic address, "scheme:id"
	Email     string
	Country   string
}

// Draft is a document as its syntax states it: amounts positive on a credit
// note, allowances and charges apart. Settle makes a Document of it.
type Draft struct {
	File        string
	Number      string
	Kind        service.DocumentKind
	IssueDate   time.Time
	Currency    money.Currency
	TaxCurrency money.Currency
	Buyer       Party
	// Lines hold what the syntax says of each line. Settle fills in what the whole
	// document says: kind, number, dates, buyer, tax, and what a line leaves empty
	// of AccountCode, Project and the service period.
	Lines        []Line
	AccountCode  string
	Project      string
	ServiceFrom  time.Time
	ServiceUntil time.Time // exclusive
	Adjustments  []Adjustment
	Taxes        []Tax
	Stated       Stated
	// OtherTax is the tax total in TaxCurrency: reported, never added.
	OtherTax *money.Decimal
}

// Line is one line with the tax category that decides which allowances and
// which tax it takes part in.
type Line struct {
	service.Line
	Category TaxCategory
}

// TaxCategory is a VAT category code and its rate: S at 25, E at 0.
type TaxCategory struct {
	Code string
	Rate money.Decimal
}

// same compares whatever the number of trailing zeros of the rate.
func (c TaxCategory) same(o TaxCategory) bool { return c.Code == o.Code && c.Rate.Equal(o.Rate) }

// Adjustment is an allowance (Amount reduces the net) or a charge (adds to it)
// on the whole document.
type Adjustment struct {
	Charge   bool
	Amount   money.Decimal // as stated, usually positive
	Reason   string
	Category TaxCategory
}

// signed is what the adjustment adds to the net.
func (a Adjustment) signed() money.Decimal {
	if a.Charge {
		return a.Amount
	}
	return a.Amount.Neg()
}

// Tax is the tax of one category.
type Tax struct {
	Category TaxCategory
	Amount   money.Decimal
}

// Stated are the totals as written; nil where the document has none.
type Stated struct {
	LineExtension  *money.Decimal
	AllowanceTotal *money.Decimal
	ChargeTotal    *money.Decimal
	TaxExclusive   *money.Decimal
	Tax            *money.Decimal
	TaxInclusive   *money.Decimal
	Prepaid        *money.Decimal
	Rounding       *money.Decimal
	Payable        *money.Decimal
}
