package triggering

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
)

const (
	// sizeMonths is the year that sizes are made of and for.
	sizeMonths = 12
	// leastPeers is how many customers a size rests on at least.
	leastPeers = 5
	// ratioPlaces is how many decimals services per cloud keep.
	ratioPlaces = 9
)

// sizeLevel is how often the truth is meant to lie in a range: from the tenth to
// the ninetieth of a hundred customers.
var sizeLevel = money.MustParse("0.8")

// size says what the suggested category would bring in a year: what customers
// who buy it pay for it by unit of their cloud, times this one's cloud. Who buys
// it already, and what too few buy, has no size.
func (s *search) size() error {
	if s.facts == nil || s.books.span.IsZero() {
		return nil
	}
	within := s.window(sizeMonths)
	sold, known := s.services(within), map[service.Category][]money.Decimal{}
	for i := range s.findings {
		f := &s.findings[i].Finding
		at := slices.IndexFunc(s.rules, func(r trigger.Rule) bool { return r.ID == f.Rule })
		category := s.rules[at].Suggests.Category
		cloud := s.spend[f.Customer].Sum(within)
		if _, buys := sold[category][f.Customer]; buys || cloud.Sign() <= 0 {
			continue
		}
		if known[category] == nil {
			known[category] = s.ratios(sold[category], within)
		}
		ratios := known[category]
		if len(ratios) < leastPeers {
			continue
		}
		at10, at50, at90 := len(ratios)/10, len(ratios)/2, len(ratios)-1-len(ratios)/10
		currency := s.books.exchange.Currency()
		amount := func(at int) money.Decimal { return ratios[at].Mul(cloud).Round(currency.Places()) }
		f.Size = &estimate.Range{Low: amount(at10), Mid: amount(at50), High: amount(at90), Currency: currency,
			Level: sizeLevel, Basis: estimate.BasisSimilar, Cases: len(ratios)}
		if err := f.Size.Validate(); err != nil {
			return err
		}
	}
	return nil
}

// services is what each customer paid for each category, in the report currency.
func (s *search) services(within period.Range) map[service.Category]map[customer.ID]money.Decimal {
	sold := map[service.Category]map[customer.ID]money.Decimal{}
	for _, g := range s.facts.Services {
		for _, x := range g.Facts {
			if x.Customer == "" || x.Category == "" || x.Nature != service.NatureService || x.Basis != multiplier.Standard().Numerator.Basis || x.Out != "" || x.Unattributed || !within.Contains(x.Month) {
				continue
			}
			m := x.Month
			if x.RateMonth != 0 {
				m = x.RateMonth
			}
			worth, known := s.worth(m, x.Currency, x.Net)
			if !known {
				continue
			}
			if sold[x.Category] == nil {
				sold[x.Category] = map[customer.ID]money.Decimal{}
			}
			sold[x.Category][x.Customer] = sold[x.Category][x.Customer].Add(worth)
		}
	}
	return sold
}

// ratios are services per cloud of customers who buy a category, the smallest
// first.
func (s *search) ratios(sold map[customer.ID]money.Decimal, within period.Range) []money.Decimal {
	var all []money.Decimal
	for id, paid := range sold {
		if cloud := s.spend[id].Sum(within); cloud.Sign() > 0 && paid.Sign() > 0 {
			all = append(all, paid.Quo(cloud, ratioPlaces))
		}
	}
	slices.SortFunc(all, money.Decimal.Cmp)
	return all
}
