package attribution

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Influence says that the firm works on an account that its customer pays, and
// perhaps what the account is thought to cost. The customer's own bill, where it
// is imported, stands in place of the estimate.
type Influence struct {
	Account  string       `json:"account"`
	Customer customer.ID  `json:"customer,omitempty"` // where no roster says whose the account is
	Provider string       `json:"provider,omitempty"`
	From     period.Month `json:"from,omitzero"`
	Until    period.Month `json:"until,omitzero"` // exclusive; zero bounds are open
	// Amount is the estimate for each month; zero currency: the account is only
	// declared.
	Amount   money.Decimal  `json:"amount,omitzero"`
	Currency money.Currency `json:"currency,omitempty"`
	Basis    EstimateBasis  `json:"basis,omitempty"`
	Note     string         `json:"note,omitempty"`
	File     int            `json:"file,omitempty"` // its place in the batch
	Row      int64          `json:"row,omitempty"`  // as a spreadsheet shows it
}

// EstimateBasis is what an estimate rests on.
type EstimateBasis string

const (
	BasisCustomerStated EstimateBasis = "customer_stated" // the customer said so
	BasisOpportunity    EstimateBasis = "opportunity"     // expected spend of a registered opportunity
	BasisCalculator     EstimateBasis = "calculator"      // a price calculation
	BasisPartialBill    EstimateBasis = "partial_bill"    // a bill of another month or account
	BasisOther          EstimateBasis = "other"
)

// EstimateBases lists every basis.
func EstimateBases() []EstimateBasis {
	return []EstimateBasis{BasisCustomerStated, BasisOpportunity, BasisCalculator, BasisPartialBill, BasisOther}
}

// IsEstimate reports that the account comes with an amount.
func (i Influence) IsEstimate() bool { return i.Currency != "" }

// ValidIn reports whether the declaration holds in a month.
func (i Influence) ValidIn(m period.Month) bool {
	return (i.From == 0 || m >= i.From) && (i.Until == 0 || m < i.Until)
}

// Validate checks a declaration by itself. An estimate needs both bounds: an
// amount for every month that ever will be is none.
//
// Faults: attribution.account_missing, attribution.period_empty,
// attribution.estimate_negative, attribution.estimate_open,
// attribution.estimate_basis.
func (i Influence) Validate() error {
	bad := func(code, value string) error { return fault.New(fault.KindInvalid, code).With("value", value) }
	switch {
	case customer.Normalise(customer.KindAccount, i.Account) == "":
		return bad("attribution.account_missing", i.Account)
	case i.From != 0 && i.Until != 0 && i.From >= i.Until:
		return bad("attribution.period_empty", i.From.String())
	case !i.IsEstimate():
		return nil
	case i.Amount.Sign() < 0:
		return bad("attribution.estimate_negative", i.Amount.String())
	case i.From == 0 || i.Until == 0:
		return bad("attribution.estimate_open", i.Account)
	case !slices.Contains(EstimateBases(), i.Basis):
		return bad("attribution.estimate_basis", string(i.Basis))
	}
	return nil
}

// Overlap finds an account that has two estimates for one month: then nobody
// can tell which holds.
//
// Fault: attribution.estimate_twice, with account, month and both rows.
func Overlap(all []Influence) error {
	type key struct {
		account string
		month   period.Month
	}
	first := map[key]int64{}
	for _, i := range all {
		if !i.IsEstimate() {
			continue
		}
		for m := i.From; m < i.Until; m++ {
			k := key{customer.Normalise(customer.KindAccount, i.Account), m}
			if row, twice := first[k]; twice {
				return fault.New(fault.KindInvalid, "attribution.estimate_twice").With("account", i.Account).
					With("month", m.String()).With("first", row).With("row", i.Row)
			}
			first[k] = i.Row
		}
	}
	return nil
}
