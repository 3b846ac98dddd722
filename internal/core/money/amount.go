package money

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Currency is an ISO 4217 code in upper case, or the code of a virtual
// currency as a bill names it.
type Currency string

// ParseCurrency accepts a three-letter code in any case.
func ParseCurrency(s string) (Currency, error) {
	c := strings.ToUpper(strings.TrimSpace(s))
	if len(c) != 3 || strings.Trim(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", fault.New(fault.KindInvalid, "currency.malformed").With("value", clip(s))
	}
	return Currency(c), nil
}

// Places is how many decimals the currency's smallest unit has, for showing
// totals. Nothing is ever rounded to it on the way in. Source: ISO 4217.
func (c Currency) Places() int32 {
	switch c {
	case "JPY", "KRW", "VND", "CLP", "ISK", "XAF", "XOF", "XPF", "PYG", "UGX", "RWF", "KMF", "GNF", "DJF", "BIF", "VUV":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	default:
		return 2
	}
}

// Amount is an exact number of one currency.
type Amount struct {
	Decimal  Decimal  `json:"amount"`
	Currency Currency `json:"currency"`
}

// New makes an amount.
func New(d Decimal, c Currency) Amount { return Amount{Decimal: d, Currency: c} }

// Add adds two amounts of one currency; two currencies are a defect of the caller.
func (a Amount) Add(b Amount) (Amount, error) {
	if a.Currency != b.Currency {
		return Amount{}, fault.New(fault.KindInternal, "money.mixed_currencies").
			With("left", string(a.Currency)).With("right", string(b.Currency))
	}
	return Amount{a.Decimal.Add(b.Decimal), a.Currency}, nil
}

// String is "12.50 USD" with every digit the number has.
func (a Amount) String() string { return a.Decimal.String() + " " + string(a.Currency) }
