package measuring

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/state"
)

// billed is a month of an account for which somebody's bill was imported.
type billed struct {
	account string // normal
	month   period.Month
}

// Influence gives what was declared about an account, by CloudGroup.Estimate.
func (f *Facts) Influence(place int) state.LiveInfluence { return f.attributed.influences[place-1] }

// readEstimates values accounts that customers pay themselves where no bill
// says what they cost. An estimate of a month that has a bill is shown and does
// not count.
func (f *Facts) readEstimates(context.Context, *Measurer) error {
	for n, live := range f.attributed.influences {
		i := live.Influence
		id := customer.Normalise(customer.KindAccount, i.Account)
		if !i.IsEstimate() {
			continue
		}
		for m := i.From; m < i.Until; m++ {
			if !f.question.Period.Contains(m) {
				continue
			}
			fact := multiplier.CloudFact{Customer: f.estimated(i, m), Month: m, Provider: canonicalProvider(i.Provider), Account: i.Account, Currency: i.Currency,
				Estimate: true, Effective: i.Amount, Billed: i.Amount, List: i.Amount}
			if f.billed[billed{id, m}] {
				fact.Out = multiplier.ReasonEstimateReplaced
			}
			g := CloudGroup{Month: m, Currency: i.Currency, Provider: i.Provider, Account: i.Account, Estimate: n + 1}
			g.Facts, g.Shares = f.shareCloud(fact, id)
			f.Cloud = append(f.Cloud, g)
		}
	}
	return nil
}

// countUnvalued counts the declared accounts that nobody knows the cost of in
// the period.
func (f *Facts) countUnvalued() int {
	if len(f.attributed.influences) == 0 && len(f.attributed.shares) == 0 {
		return 0
	}
	valued := map[string]bool{}
	for b := range f.billed {
		if f.question.Period.Contains(b.month) {
			valued[b.account] = true
		}
	}
	for _, live := range f.attributed.influences {
		i := live.Influence
		for m := i.From; m < i.Until && i.IsEstimate(); m++ {
			if f.question.Period.Contains(m) {
				valued[customer.Normalise(customer.KindAccount, i.Account)] = true
			}
		}
	}
	return len(f.declared(func(id string) bool { return !valued[id] }))
}

// estimated gives whose an estimated account is on the last day of the month:
// by the roster and what was decided, else as its own file says.
func (f *Facts) estimated(i attribution.Influence, m period.Month) customer.ID {
	t, held := holding(f.index.Tenures(customer.KindAccount, i.Account), lastDay(m))
	if held {
		return t.Customer
	}
	if i.Customer == "" {
		return ""
	}
	return f.named(string(i.Customer), m)
}

// declared lists the accounts that customers pay themselves, as files and
// revenue attribution allocations name them, that hold in the period.
func (f *Facts) declared(keep func(id string) bool) []string {
	var ids []string
	add := func(id string, from, until period.Month) {
		p := f.question.Period
		within := p.IsZero() || (until == 0 || until > p.From) && from < p.Until
		if within && keep(id) && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, live := range f.attributed.influences {
		i := live.Influence
		add(customer.Normalise(customer.KindAccount, i.Account), i.From, i.Until)
	}
	for _, s := range f.attributed.shares {
		if s.Reason == attribution.ReasonRevenueAttribution {
			add(s.Subject.Normal().Value, s.From, s.Until)
		}
	}
	return ids
}
