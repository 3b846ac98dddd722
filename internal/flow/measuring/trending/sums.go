package trending

import (
	"maps"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/core/trend"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/state"
)

// sums are figures by quarter, of all facts and of the parts that a trend is
// about. Each is computed as every other figure is.
type sums struct {
	facts          *measuring.Facts
	standard, wide multiplier.Definition
	calendar       period.Calendar
	ai             trend.AIServices
	catalogue      *offering.Catalogue

	lines, bills map[period.Month]bool // months that are known

	all, aiServices, unlinked, marketplace, cloud, cloudMarketplace, cloudAI map[string]sum
	missing                                                                  map[money.Currency]bool
	sold                                                                     bool // some line is said to be sold through a marketplace
}

// sum is a figure of one quarter.
type sum struct {
	services  multiplier.ByPart
	unmatched money.Decimal // of services
	cloud     money.Decimal
	customers int
}

// know notes the months that are known. Of a month between the first invoice and
// the last in which nothing was invoiced, it is known what is recognised in it;
// what is to be recognised after the last invoice is not all there will be.
func (s *sums) know(books, bills []state.LiveSlice) {
	s.lines, s.bills = monthsOf(books), monthsOf(bills)
	if len(s.lines) == 0 {
		return
	}
	issued := slices.Sorted(maps.Keys(s.lines))
	for _, g := range s.facts.Services {
		if g.Month > issued[0] && g.Month < issued[len(issued)-1] {
			s.lines[g.Month] = true
		}
	}
}

// sum computes what the trends need.
func (s *sums) sum() error {
	for _, x := range []struct {
		to         *map[string]sum
		definition multiplier.Definition
		services   func(measuring.ServiceGroup, multiplier.ServiceFact) bool
		cloud      func(multiplier.CloudFact) bool
	}{
		{&s.all, s.standard, everyLine, everyCharge},
		{&s.aiServices, s.standard, func(g measuring.ServiceGroup, _ multiplier.ServiceFact) bool {
			o, ok := s.catalogue.Get(g.Class.Offering)
			return ok && o.AI
		}, nil},
		{&s.unlinked, s.standard, func(g measuring.ServiceGroup, _ multiplier.ServiceFact) bool { return g.Class.Offering == "" }, nil},
		{&s.marketplace, s.wide, func(_ measuring.ServiceGroup, f multiplier.ServiceFact) bool {
			s.sold = s.sold || f.Nature == service.NatureMarketplaceServices
			return f.Nature == service.NatureMarketplaceServices
		}, nil},
		{&s.cloud, s.wide, nil, everyCharge},
		{&s.cloudMarketplace, s.wide, nil, func(f multiplier.CloudFact) bool { return f.Marketplace }},
		{&s.cloudAI, s.wide, nil, func(f multiplier.CloudFact) bool { return s.ai.Has(f.Service) }},
	} {
		var err error
		if *x.to, err = s.byQuarter(x.definition, x.services, x.cloud); err != nil {
			return err
		}
	}
	return nil
}

func everyLine(measuring.ServiceGroup, multiplier.ServiceFact) bool { return true }

func everyCharge(multiplier.CloudFact) bool { return true }

// byQuarter computes a figure of some of the facts; a nil choice is of none.
func (s *sums) byQuarter(d multiplier.Definition, services func(measuring.ServiceGroup, multiplier.ServiceFact) bool, cloud func(multiplier.CloudFact) bool) (map[string]sum, error) {
	in := s.facts.Input(d)
	in.By, in.Cloud, in.Services = []multiplier.Dimension{multiplier.DimensionQuarter}, nil, nil
	if cloud != nil {
		for _, g := range s.facts.Cloud {
			for _, f := range g.Facts {
				if cloud(f) {
					in.Cloud = append(in.Cloud, f)
				}
			}
		}
	}
	if services != nil {
		for _, g := range s.facts.Services {
			for _, f := range g.Facts {
				if services(g, f) {
					in.Services = append(in.Services, f)
				}
			}
		}
	}
	figure, err := multiplier.Compute(in)
	if err != nil {
		return nil, err
	}
	for _, r := range figure.Unconverted {
		s.missing[r.Currency] = true
	}
	quarters := map[string]sum{}
	for _, r := range figure.Rows {
		x := quarters[r.Key[0]]
		for i, amount := range r.Services {
			x.services[i] = x.services[i].Add(amount)
		}
		x.cloud = x.cloud.Add(r.Cloud)
		x.customers += r.Customers
		if r.Kind == multiplier.RowUnmatched {
			x.unmatched = x.unmatched.Add(r.Services.Sum())
		}
		quarters[r.Key[0]] = x
	}
	return quarters, nil
}

// quarters puts the sums together, from the first known month to the last.
func (s *sums) quarters(marked bool) []Quarter {
	known := slices.Sorted(maps.Keys(s.lines))
	known = append(known, slices.Sorted(maps.Keys(s.bills))...)
	if len(known) == 0 {
		return nil
	}
	first, last := slices.Min(known), slices.Max(known)
	for s.calendar.QuarterLabel(first-1) == s.calendar.QuarterLabel(first) {
		first--
	}
	var all []Quarter
	places := map[string]int{}
	for from := first; from <= last; from += 3 {
		q := s.quarter(period.Range{From: from, Until: from + 3}, marked)
		if before, ok := places[s.calendar.QuarterLabel(from-12)]; ok {
			q.Growth = growth(all[before], q)
		}
		places[q.Label] = len(all)
		all = append(all, q)
	}
	return all
}

func (s *sums) quarter(months period.Range, marked bool) Quarter {
	q := Quarter{Label: s.calendar.QuarterLabel(months.From), Months: months}
	for m := months.From; m < months.Until; m++ {
		if s.lines[m] {
			q.Lines++
		}
		if s.bills[m] {
			q.Bills++
		}
	}
	amount := func(d money.Decimal) *money.Decimal { return &d }
	if q.Lines > 0 {
		of := s.all[q.Label]
		q.Customers = of.customers
		q.Services, q.Unmatched = amount(of.services.Sum()), amount(of.unmatched)
		q.Unlinked = amount(s.unlinked[q.Label].services.Sum())
		if s.sold {
			q.Marketplace = amount(s.marketplace[q.Label].services.Sum())
		}
		q.Categories = map[service.Category]money.Decimal{}
		for _, c := range service.Categories() {
			q.Categories[c] = of.services.Of(multiplier.Part(c))
		}
		if ai := s.aiServices[q.Label]; marked {
			q.AI = &Part{ai.services.Sum(), ai.customers}
		}
	}
	if q.Bills > 0 {
		of := s.cloud[q.Label]
		q.Cloud, q.CloudCustomers = amount(of.cloud), of.customers
		q.CloudMarketplace = amount(s.cloudMarketplace[q.Label].cloud)
		q.CloudAI = &Part{s.cloudAI[q.Label].cloud, s.cloudAI[q.Label].customers}
	}
	return q
}

// growth compares two quarters that are whole.
func growth(before, now Quarter) map[service.Category]money.Decimal {
	if !before.Whole() || !now.Whole() {
		return nil
	}
	grown := map[service.Category]money.Decimal{}
	for c, was := range before.Categories {
		if rate, ok := multiplier.Ratio(now.Categories[c].Sub(was), was); ok {
			grown[c] = rate
		}
	}
	return grown
}
