package matching

import (
	"context"

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
	met := map[money.Currency]bool{m.Currency: true}
	for _, p := range ps.all {
		for _, a := range p.Money {
			met[a.Currency] = true
		}
	}
	rates, err := m.State.RatesAmong(ctx, met)
	return multiplier.NewExchange(rate.NewTable(rates), m.Currency, m.Policy), err
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

// shares asks of every month of every party whether figures know its customer.
func (ps *parties) shares(index *customer.Index, x *multiplier.Exchange) []Share {
	cloud, services := Share{Side: multiplier.SideCloud}, Share{Side: multiplier.SideServices}
	for _, s := range []*Share{&cloud, &services} {
		s.Matched.Amount.Currency, s.Total.Amount.Currency = x.Currency(), x.Currency()
	}
	for _, p := range ps.all {
		s := &services
		if p.Kind == identity.KindAccount {
			s = &cloud
		}
		for _, in := range p.months {
			s.Total.Add(x, in.month, in.amount)
			if p.ownerOn(index, in.month.Start()).Outcome == customer.OutcomeMatched {
				s.Matched.Add(x, in.month, in.amount)
			}
		}
	}
	return []Share{cloud, services}
}
