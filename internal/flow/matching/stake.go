package matching

import (
	"context"
	"maps"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/rate"
)

// stake is what hangs on a party.
func (p *Party) stake(x *multiplier.Exchange) multiplier.Stake {
	s := multiplier.NewStake(x.Currency())
	for _, m := range p.months {
		s.Add(x, m.month, m.amount)
	}
	return s
}

// exchange takes the rates of every currency that the parties are in.
func (m *Matcher) exchange(ctx context.Context, ps *parties) (*multiplier.Exchange, error) {
	return m.exchangeOf(ctx, ps.currencies())
}

func (m *Matcher) exchangeOf(ctx context.Context, currencies []money.Currency) (*multiplier.Exchange, error) {
	met := map[money.Currency]bool{m.Currency: true}
	for _, c := range currencies {
		met[c] = true
	}
	rates, err := m.State.RatesAmong(ctx, met)
	return multiplier.NewExchange(rate.NewTable(rates), m.Currency, m.Policy), err
}

// currencies are those that the books are in.
func (ps *parties) currencies() []money.Currency {
	met := map[money.Currency]bool{}
	for _, p := range ps.all {
		for _, r := range p.rows {
			met[r.amount.Currency] = true
		}
	}
	return slices.Sorted(maps.Keys(met))
}

// Share is how much of one side of the books has a customer.
type Share struct {
	Side           multiplier.Side
	Matched, Total multiplier.Stake
}

// Ratio is matched money over all; false where there is none.
func (s Share) Ratio() (money.Decimal, bool) {
	if s.Total.Amount.Decimal.Sign() <= 0 {
		return money.Zero, false
	}
	return s.Matched.Amount.Decimal.Quo(s.Total.Amount.Decimal, 4), true
}

// noShares is no money on either side.
func noShares(x *multiplier.Exchange) []Share {
	none := multiplier.NewStake(x.Currency())
	return []Share{{multiplier.SideCloud, none, none}, {multiplier.SideServices, none, none}}
}

// shares asks of every month of every party whether figures know its customer.
func (ps *parties) shares(index *customer.Index, x *multiplier.Exchange) []Share {
	all := noShares(x)
	for _, p := range ps.all {
		p.share(all, index, x, false)
	}
	return all
}

// share counts a party in shares, or takes it out of them.
func (p *Party) share(shares []Share, index *customer.Index, x *multiplier.Exchange, out bool) {
	s := &shares[1]
	if p.Kind == identity.KindAccount {
		s = &shares[0]
	}
	for _, in := range p.months {
		if out {
			in.amount.Decimal = in.amount.Decimal.Neg()
		}
		s.Total.Add(x, in.month, in.amount)
		if p.ownerOn(index, in.month.Start()).Outcome == customer.OutcomeMatched {
			s.Matched.Add(x, in.month, in.amount)
		}
	}
}
