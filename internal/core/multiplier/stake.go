package multiplier

import (
	"cmp"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Stake is the money that hangs on an answer: what has a rate in the report
// currency, each month at its own rate, and what has none as it is.
type Stake struct {
	Amount      money.Amount   `json:"amount"`
	Unconverted []money.Amount `json:"unconverted,omitempty"` // one a currency, by code
}

// NewStake is no money in a report currency.
func NewStake(report money.Currency) Stake { return Stake{Amount: money.New(money.Zero, report)} }

// Add counts an amount of a month.
func (s *Stake) Add(x *Exchange, month period.Month, a money.Amount) {
	s.Amount.Currency = x.Currency()
	if r, ok := x.Rate(month, a.Currency); ok {
		s.Amount.Decimal = s.Amount.Decimal.Add(a.Decimal.Mul(r))
		return
	}
	if !a.Decimal.IsZero() {
		s.keep(a)
	}
}

// keep counts an amount that has no rate.
func (s *Stake) keep(a money.Amount) {
	i, found := slices.BinarySearchFunc(s.Unconverted, a.Currency, func(m money.Amount, c money.Currency) int { return cmp.Compare(m.Currency, c) })
	if !found {
		s.Unconverted = slices.Insert(s.Unconverted, i, a)
		return
	}
	s.Unconverted[i].Decimal = s.Unconverted[i].Decimal.Add(a.Decimal)
}

// Join counts what another stake in the same report currency has.
func (s *Stake) Join(o Stake) {
	if s.Amount.Currency == "" {
		s.Amount.Currency = o.Amount.Currency
	}
	s.Amount.Decimal = s.Amount.Decimal.Add(o.Amount.Decimal)
	for _, a := range o.Unconverted {
		s.keep(a)
	}
}

// Size is what stakes are ordered by: money in the report currency, or, where
// none of it has a rate, the largest amount as it is.
func (s Stake) Size() money.Amount {
	size := s.Amount
	if size.Decimal.IsZero() {
		for _, u := range s.Unconverted {
			if u.Decimal.Abs().Cmp(size.Decimal.Abs()) > 0 {
				size = u
			}
		}
	}
	return size
}

// Split divides a stake by shares; the parts sum to it.
func (s Stake) Split(shares []money.Decimal) []Stake {
	out := make([]Stake, len(shares))
	for n, d := range money.Spread(s.Amount.Decimal, shares, money.LakeScale) {
		out[n].Amount = money.New(d, s.Amount.Currency)
	}
	for _, u := range s.Unconverted {
		for n, d := range money.Spread(u.Decimal, shares, money.LakeScale) {
			out[n].Unconverted = append(out[n].Unconverted, money.New(d, u.Currency))
		}
	}
	return out
}
