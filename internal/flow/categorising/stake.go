package categorising

import (
	"cmp"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Stake is money: what has a rate in the report currency, each month at its
// own, and what has none as it is.
type Stake struct {
	Amount      money.Amount   `json:"amount"`
	Unconverted []money.Amount `json:"unconverted,omitempty"`
}

// Size is what questions are ordered by: money in the report currency, or, where
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

// add counts an amount of a month.
func (s *Stake) add(x *multiplier.Exchange, month period.Month, a money.Amount) {
	s.Amount.Currency = x.Currency()
	if r, ok := x.Rate(month, a.Currency); ok {
		s.Amount.Decimal = s.Amount.Decimal.Add(a.Decimal.Mul(r))
		return
	}
	if a.Decimal.IsZero() {
		return
	}
	s.keep(a)
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

// merge adds what another stake has.
func (s *Stake) merge(o Stake) {
	s.Amount.Decimal = s.Amount.Decimal.Add(o.Amount.Decimal)
	for _, u := range o.Unconverted {
		s.keep(u)
	}
}

// split divides a stake by shares; the parts sum to it.
func (s Stake) split(shares []money.Decimal) []Stake {
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
