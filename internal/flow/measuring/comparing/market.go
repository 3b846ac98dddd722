package comparing

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/quartile"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// market is everybody's facts, put to the partners that they are of.
type market struct {
	book           *customer.Book
	input          multiplier.Input // without facts
	standard, wide multiplier.Definition
	rule           maturity.Rule
	marked         bool // some offering is about artificial intelligence
	sold           bool // some line is said to be sold through a marketplace
	ledgers        map[string]map[customer.ID]*ledger
	under          map[string]map[customer.ID][]customer.ID // customers with facts, by year and partner
	unconverted    map[money.Currency]bool
}

// ledger is one partner's facts of a year.
type ledger struct {
	cloud              []multiplier.CloudFact
	services, ai, sold []multiplier.ServiceFact
}

// found is a partner with its values.
type found struct {
	partner customer.Customer
	values  map[quartile.Measure]money.Decimal
}

// read reads everybody's facts of some years.
func (c *Comparer) read(ctx context.Context, in Terms, years []Year) (*market, error) {
	wide := multiplier.Standard()
	wide.Name, wide.Numerator.MarketplaceServices = "comparison", true
	q, err := c.Measurer.Ask(everybody(ctx), measuring.Input{Definitions: []string{multiplier.Standard().Name}, Drafts: []multiplier.Definition{wide},
		Currency: in.Currency, Policy: in.Policy, Calendar: in.Calendar})
	if err != nil {
		return nil, err
	}
	facts, err := c.Measurer.Read(everybody(ctx), q)
	if err != nil {
		return nil, err
	}
	m := &market{standard: q.Definitions[0], wide: q.Definitions[1], ledgers: map[string]map[customer.ID]*ledger{},
		under: map[string]map[customer.ID][]customer.ID{}, unconverted: map[money.Currency]bool{}}
	if m.book, err = c.Measurer.State.CustomerBook(ctx); err != nil {
		return nil, err
	}
	catalogue, err := c.Measurer.State.Offerings(ctx)
	if err != nil {
		return nil, err
	}
	if m.rule, err = c.Judge(ctx); err != nil {
		return nil, err
	}
	m.marked = slices.ContainsFunc(catalogue.Offerings(), func(o offering.Offering) bool { return o.AI })
	m.input = facts.Input(m.standard)
	m.input.Cloud, m.input.Services, m.input.By = nil, nil, []multiplier.Dimension{multiplier.DimensionCustomer}
	for _, year := range years {
		m.share(facts, year, catalogue)
	}
	return m, nil
}

// share puts a year's facts to partners. Whose a customer is on the year's last
// day, its whole year is: a year's figure is of one partner, and explain can sum
// it again.
func (m *market) share(facts *measuring.Facts, year Year, catalogue *offering.Catalogue) {
	last := year.Months.Until.Start().AddDate(0, 0, -1)
	partners, ledgers, under := map[customer.ID]customer.ID{}, map[customer.ID]*ledger{}, map[customer.ID][]customer.ID{}
	of := func(id customer.ID) *ledger {
		if id == "" {
			return nil // nobody's
		}
		partner, known := partners[id]
		if !known {
			partner = partnerOf(m.book, id, last)
			partners[id] = partner
			if partner != "" {
				under[partner] = append(under[partner], id)
			}
		}
		if partner == "" {
			return nil
		}
		if ledgers[partner] == nil {
			ledgers[partner] = &ledger{}
		}
		return ledgers[partner]
	}
	for _, g := range facts.Cloud {
		for _, f := range g.Facts {
			if l := of(f.Customer); l != nil && year.Months.Contains(f.Month) {
				l.cloud = append(l.cloud, f)
			}
		}
	}
	for _, g := range facts.Services {
		offered, _ := catalogue.Get(g.Class.Offering)
		for _, f := range g.Facts {
			m.sold = m.sold || f.Nature == service.NatureMarketplaceServices
			l := of(f.Customer)
			if l == nil || !year.Months.Contains(f.Month) {
				continue
			}
			l.services = append(l.services, f)
			if offered.AI {
				l.ai = append(l.ai, f)
			}
			if f.Nature == service.NatureMarketplaceServices {
				l.sold = append(l.sold, f)
			}
		}
	}
	m.ledgers[year.Label], m.under[year.Label] = ledgers, under
}

// partnerOf is the nearest reseller over a customer by the channel on a day, the
// customer itself included; empty where there is none.
func partnerOf(book *customer.Book, id customer.ID, day time.Time) customer.ID {
	line := append([]customer.ID{book.Survivor(id)}, book.Ancestors(id, customer.LineChannel, day)...)
	for _, at := range line {
		if place, ok := book.Parent(at, customer.LineChannel, day); ok && place.Role == customer.RoleReseller {
			return at
		}
	}
	return ""
}

// measure finds the values of the year's partners, in the order of their ids.
func (m *market) measure(year Year) ([]*found, error) {
	var all []*found
	for _, id := range slices.Sorted(maps.Keys(m.ledgers[year.Label])) {
		l := m.ledgers[year.Label][id]
		if len(l.cloud)+len(l.services) == 0 {
			continue
		}
		partner, _ := m.book.Customer(id)
		values, err := m.values(l)
		if err != nil {
			return nil, err
		}
		all = append(all, &found{partner, values})
	}
	return all, nil
}

// values are what is known of one partner. Without a line of services they are
// not zero but unknown: it may have told of none.
func (m *market) values(l *ledger) (map[quartile.Measure]money.Decimal, error) {
	values := map[quartile.Measure]money.Decimal{}
	whole, err := m.compute(m.standard, l.cloud, l.services)
	if err != nil {
		return nil, err
	}
	if len(whole.Unconverted) > 0 {
		for _, r := range whole.Unconverted {
			m.unconverted[r.Currency] = true
		}
		return values, nil
	}
	if whole.Total.Cloud.Sign() > 0 {
		values[quartile.MeasureCloud] = whole.Total.Cloud
	}
	services := whole.Total.Services.Sum()
	if len(l.services) == 0 {
		return values, nil
	}
	values[quartile.MeasureServices] = services
	if ratio, ok := whole.Total.Multiplier(); ok {
		values[quartile.MeasureMultiplier] = ratio
		e := maturity.Gather(m.rule, maturity.Books{ByCustomer: whole})
		if breadth, known := e.Values[maturity.CriterionBreadth]; known {
			values[quartile.MeasureBreadth] = breadth
			values[quartile.MeasureClass] = money.NewInt(int64(slices.Index(maturity.Classes(), maturity.Assess(m.rule, e).Class)))
		}
	}
	part := func(d multiplier.Definition, facts []multiplier.ServiceFact) (money.Decimal, error) {
		if len(facts) == 0 {
			return money.Zero, nil
		}
		r, err := m.compute(d, nil, facts)
		return r.Total.Services.Sum(), err
	}
	if m.marked {
		ai, err := part(m.standard, l.ai)
		if err != nil {
			return nil, err
		}
		if share, ok := multiplier.Ratio(ai, services); ok {
			values[quartile.MeasureAI] = share
		}
	}
	if m.sold {
		sold, err := part(m.wide, l.sold)
		if err != nil {
			return nil, err
		}
		if share, ok := multiplier.Ratio(sold, services.Add(sold)); ok {
			values[quartile.MeasureMarketplace] = share
		}
	}
	return values, nil
}

func (m *market) compute(d multiplier.Definition, cloud []multiplier.CloudFact, services []multiplier.ServiceFact) (multiplier.Result, error) {
	in := m.input
	in.Definition, in.Cloud, in.Services = d, cloud, services
	return multiplier.Compute(in)
}

func (m *market) missing() []money.Currency { return slices.Sorted(maps.Keys(m.unconverted)) }

// groups are the year's partners, and the parts of them that have something in
// common.
func (m *market) groups(rule quartile.Rule, year Year, all []*found) []quartile.Group {
	whole := quartile.Group{Year: year.Label}
	parts := map[By]map[string][]string{ByCountry: {}, BySegment: {}, BySize: {}}
	for _, f := range all {
		id := string(f.partner.ID)
		whole.Members = append(whole.Members, id)
		for by, key := range map[By]string{ByCountry: f.partner.Country, BySegment: f.partner.Segment, BySize: strconv.Itoa(rule.Band(f.values[quartile.MeasureCloud]))} {
			parts[by][key] = append(parts[by][key], id)
		}
	}
	groups := []quartile.Group{whole}
	for _, by := range Bys() {
		for _, key := range slices.Sorted(maps.Keys(parts[by])) {
			groups = append(groups, quartile.Group{Year: year.Label, By: string(by), Key: key, Members: parts[by][key]})
		}
	}
	return groups
}

// own are the partners of a year of whom a viewer sees every customer whose
// figures are in it, the largest first.
func (m *market) own(viewer access.Viewer, year Year, all []*found) []Partner {
	var own []Partner
	for _, f := range all {
		unseen := func(id customer.ID) bool { return !viewer.Sees(m.book, id) }
		if unseen(f.partner.ID) || slices.ContainsFunc(m.under[year.Label][f.partner.ID], unseen) {
			continue
		}
		own = append(own, Partner{ID: f.partner.ID, Name: f.partner.Name, Country: f.partner.Country, Segment: f.partner.Segment, Values: f.values})
	}
	slices.SortStableFunc(own, func(a, b Partner) int {
		return cmp.Or(b.Values[quartile.MeasureCloud].Cmp(a.Values[quartile.MeasureCloud]), cmp.Compare(a.ID, b.ID))
	})
	return own
}
