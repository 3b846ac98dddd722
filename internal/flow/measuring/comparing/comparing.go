// Package comparing sets the partners of a distributor's workspace beside each
// other: quartiles of groups for everybody, and a partner's own row for who may
// see it.
//
// It owns who is a partner, what a partner's values are in a year, which groups
// there are, and whose rows are shown. It does not own what may be told of a
// group (core/quartile) nor what a class is (core/maturity). Everybody's books
// are compared with, whoever asks: what leaves here went through
// quartile.Publish, or is of customers that the asker sees, every one of them.
package comparing

import (
	"cmp"
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/quartile"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// Comparer compares the partners of one workspace. It is safe for concurrent
// use.
type Comparer struct {
	Measurer *measuring.Measurer
	Dir      string // the workspace's folder; empty where there is none
	// Judge gives the maturity rule in force.
	Judge func(context.Context) (maturity.Rule, error)
	// Terms gives the workspace's own. Nobody who asks chooses: the same value on
	// the grids of two currencies would be known closer than on one.
	Terms func() Terms
}

// Terms say in which money partners are compared, and in whose years.
type Terms struct {
	Currency money.Currency
	Policy   rate.Policy
	Calendar period.Calendar
}

// By is what partners of a group have in common.
type By string

const (
	ByAll     By = ""
	ByCountry By = "country"
	BySegment By = "segment"
	BySize    By = "size" // cloud revenue of the year
)

// Bys lists what partners are grouped by.
func Bys() []By { return []By{ByCountry, BySegment, BySize} }

// Result is what may be told, and the asker's own partners.
type Result struct {
	Rule     quartile.Rule
	RuleFile string // the workspace's own; empty for the shipped one
	Currency money.Currency
	// Years are the last two that are over and whole in the bills, the newest first.
	Years  []Year
	Groups []quartile.Group
	Cells  []quartile.Cell
	// Own are the partners of the newest year of whom the asker sees every customer,
	// the largest first.
	Own []Partner
	// Marked and Sold: some offering is about artificial intelligence, and some line
	// is said to be sold through a marketplace. Without any nobody has such a share.
	Marked, Sold bool
	// Limited: Own are not all there are.
	Limited bool
	// Unconverted are the currencies without a rate: partners with such amounts are
	// in no group. None for who is limited.
	Unconverted []money.Currency
}

// IsEmpty reports that there is no partner to compare.
func (r Result) IsEmpty() bool {
	return !slices.ContainsFunc(r.Groups, func(g quartile.Group) bool { return len(g.Members) > 0 })
}

// Year is a year of the firm.
type Year struct {
	Label  string
	Months period.Range
}

// Partner is a reseller with what its customers did in a year.
type Partner struct {
	ID               customer.ID
	Name             string
	Country, Segment string
	Values           map[quartile.Measure]money.Decimal // those that are known
	// Figure is its services, cloud and multiplier, as explain knows it; nil beyond
	// the first of a long list.
	Figure *measuring.Address
}

// mostYears is how many years are told, mostNamed of how many partners explain
// knows the figures: each is a question that is kept.
const (
	mostYears = 2
	mostNamed = 50
)

// Run compares the partners; for who came by a link, none.
func (c *Comparer) Run(ctx context.Context) (_ Result, err error) {
	defer fault.Wrap(&err, "comparing.Run")
	viewer, err := c.Measurer.Guard.Allow(ctx, access.RightSee)
	if err != nil || viewer.Link {
		return Result{}, err // a link opens one view, and this is none
	}
	in := c.Terms()
	r := Result{Currency: in.Currency, Limited: viewer.Scope() != nil}
	if r.Rule, r.RuleFile, err = c.rule(); err != nil {
		return Result{}, err
	}
	if r.Years, err = c.years(ctx, in.Calendar); err != nil || len(r.Years) == 0 {
		return r, err
	}
	m, err := c.read(ctx, in, r.Years)
	if err != nil {
		return Result{}, err
	}
	values := quartile.Values{}
	for _, year := range r.Years {
		found, err := m.measure(year)
		if err != nil {
			return Result{}, err
		}
		values[year.Label] = byMeasure(found)
		r.Groups = append(r.Groups, m.groups(r.Rule, year, found)...)
		if len(r.Own) == 0 && year == r.Years[0] {
			r.Own = m.own(viewer, year, found)
		}
	}
	r.Cells = quartile.Publish(r.Rule, r.Groups, values)
	if r.Marked, r.Sold = m.marked, m.sold; !r.Limited { // whose amounts these are is for who sees everybody
		r.Unconverted = m.missing()
	}
	return r, c.name(ctx, in, m, r)
}

// everybody asks in the name of the program: nothing of what is read leaves but
// as the package says.
func everybody(ctx context.Context) context.Context { return access.With(ctx, access.Local()) }

// years lists the years of which every month is in the bills.
func (c *Comparer) years(ctx context.Context, calendar period.Calendar) ([]Year, error) {
	live, err := c.Measurer.State.LiveSlices(ctx, batch.KindBill)
	if err != nil {
		return nil, err
	}
	months := map[int]map[period.Month]bool{}
	for _, s := range live {
		year := calendar.Year(s.Slice.BillingPeriod)
		if months[year] == nil {
			months[year] = map[period.Month]bool{}
		}
		months[year][s.Slice.BillingPeriod] = true
	}
	var all []Year
	for year, known := range months {
		if within := calendar.Months(year); len(known) == within.Months() {
			all = append(all, Year{calendar.Label(year), within})
		}
	}
	slices.SortFunc(all, func(a, b Year) int { return cmp.Compare(b.Months.From, a.Months.From) })
	return all[:min(len(all), mostYears)], nil
}

// byMeasure turns partners' values around.
func byMeasure(all []*found) map[quartile.Measure]map[string]money.Decimal {
	out := map[quartile.Measure]map[string]money.Decimal{}
	for _, m := range quartile.Measures() {
		out[m] = map[string]money.Decimal{}
		for _, f := range all {
			if v, known := f.values[m]; known {
				out[m][string(f.partner.ID)] = v
			}
		}
	}
	return out
}

// name keeps the question behind the asker's first partners, so that explain
// knows their figures.
func (c *Comparer) name(ctx context.Context, in Terms, m *market, r Result) error {
	for i := range min(len(r.Own), mostNamed) {
		var ids []string
		for _, id := range m.under[r.Years[0].Label][r.Own[i].ID] {
			ids = append(ids, string(id))
		}
		q, err := c.Measurer.Ask(ctx, measuring.Input{Definitions: []string{multiplier.Standard().Name}, Period: r.Years[0].Months, Currency: in.Currency, Policy: in.Policy,
			Calendar: in.Calendar, Where: []multiplier.Filter{{Dimension: multiplier.DimensionCustomer, Values: ids}}})
		if err != nil {
			return err
		}
		id, err := c.Measurer.Name(ctx, q)
		if err != nil {
			return err
		}
		r.Own[i].Figure = &measuring.Address{Question: id, Row: multiplier.TotalRef(), Cell: multiplier.CellMultiplier}
	}
	return nil
}
