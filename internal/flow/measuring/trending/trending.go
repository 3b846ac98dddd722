// Package trending says by quarter how the firm moves along with its market: how
// much of what it does is about artificial intelligence, how much it sells
// through a marketplace, and which categories grow.
//
// It owns which quarters there are, what of a quarter is known, and what is
// measured of it. It does not own what counts (core/multiplier), which cloud
// services are about artificial intelligence (core/trend), nor published values
// (core/benchmark).
package trending

import (
	"context"
	"maps"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/core/trend"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Trender measures trends in one workspace. It is safe for concurrent use.
type Trender struct {
	Measurer *measuring.Measurer
	// References gives the published values in force.
	References func(context.Context) (benchmark.Table, error)
}

// Input says which quarters are wanted, and in which money.
type Input struct {
	Period   period.Range // zero: all there are
	Currency money.Currency
	Policy   rate.Policy
	Calendar period.Calendar // of quarters
}

// Result is the quarters of the asker's customers, the oldest first, without a
// hole: a quarter that the books lack is there and says so.
type Result struct {
	Quarters   []Quarter
	Currency   money.Currency
	References benchmark.Table
	// Marked is how many offerings are about artificial intelligence; without any
	// nobody can say which services are.
	Marked int
	// Sold reports that some line is said to be sold through a marketplace; without
	// any nobody can say how much is.
	Sold bool
	// Limited: of some customers only.
	Limited bool
	// Unconverted are the currencies without a rate: their amounts are nowhere.
	Unconverted []money.Currency
	Queries     []measuring.Ran
}

// Quarter is what is known of three months. What is not known is nil, and never
// zero.
type Quarter struct {
	Label  string
	Months period.Range
	Lines  int // months of it for which there are service lines
	Bills  int // months of it for which there are bills
	// Figure is Services under the default definition, as explain knows it.
	Figure measuring.Address

	Services  *money.Decimal // the numerator of the default definition
	Customers int            // with services or cloud
	AI        *Part          // of Services: lines of offerings about artificial intelligence
	Unlinked  *money.Decimal // of Services: lines of no offering, which may be about anything
	Unmatched *money.Decimal // of Services: lines of no customer
	// Marketplace is services sold through a marketplace. The default definition
	// leaves them out; they are beside Services.
	Marketplace *money.Decimal
	Categories  map[service.Category]money.Decimal // of Services
	// Growth is against the same quarter of the year before, where both are whole
	// and there was something to grow from.
	Growth map[service.Category]money.Decimal

	Cloud            *money.Decimal // with what was bought on a marketplace
	CloudCustomers   int
	CloudMarketplace *money.Decimal // of Cloud
	CloudAI          *Part          // of Cloud: services of core/trend's list
}

// Part is an amount and how many customers it is of.
type Part struct {
	Amount    money.Decimal
	Customers int
}

// Whole reports that service lines are there for every month.
func (q Quarter) Whole() bool { return q.Lines == q.Months.Months() }

// AIShare is the part of services revenue that is about artificial intelligence.
func (q Quarter) AIShare() (money.Decimal, bool) {
	if q.AI == nil {
		return money.Zero, false
	}
	return share(&q.AI.Amount, q.Services)
}

// AICustomers is the share of customers who bought such services.
func (q Quarter) AICustomers() (money.Decimal, bool) { return counted(q.AI, q.Customers) }

// UnlinkedShare is the part of services revenue that belongs to no offering.
func (q Quarter) UnlinkedShare() (money.Decimal, bool) { return share(q.Unlinked, q.Services) }

// MarketplaceShare is the part of all services revenue that was sold through a
// marketplace.
func (q Quarter) MarketplaceShare() (money.Decimal, bool) {
	if q.Marketplace == nil {
		return money.Zero, false
	}
	all := q.Services.Add(*q.Marketplace)
	return share(q.Marketplace, &all)
}

// CloudMarketplaceShare is the part of cloud that was bought on a marketplace.
func (q Quarter) CloudMarketplaceShare() (money.Decimal, bool) {
	return share(q.CloudMarketplace, q.Cloud)
}

// CloudAICustomers is the share of customers with cloud whose bills show services
// about artificial intelligence.
func (q Quarter) CloudAICustomers() (money.Decimal, bool) {
	return counted(q.CloudAI, q.CloudCustomers)
}

func share(part, whole *money.Decimal) (money.Decimal, bool) {
	if part == nil || whole == nil {
		return money.Zero, false
	}
	return multiplier.Ratio(*part, *whole)
}

func counted(part *Part, of int) (money.Decimal, bool) {
	if part == nil {
		return money.Zero, false
	}
	return multiplier.Ratio(money.NewInt(int64(part.Customers)), money.NewInt(int64(of)))
}

// Run measures the quarters; for who came by a link, none.
func (t *Trender) Run(ctx context.Context, in Input) (_ Result, err error) {
	defer fault.Wrap(&err, "trending.Run")
	viewer, err := t.Measurer.Guard.Allow(ctx, access.RightSee)
	if err != nil || viewer.Link {
		return Result{}, err // a link opens one view, and this is none
	}
	wide := multiplier.Standard()
	wide.Name, wide.Numerator.MarketplaceServices, wide.Denominator.Marketplace = "trend", true, true
	standard := measuring.Input{Definitions: []string{multiplier.Standard().Name}, Currency: in.Currency, Policy: in.Policy, Calendar: in.Calendar}
	asked := standard
	asked.By, asked.Drafts = []multiplier.Dimension{multiplier.DimensionService}, []multiplier.Definition{wide}
	q, err := t.Measurer.Ask(ctx, asked)
	if err != nil {
		return Result{}, err
	}
	facts, err := t.Measurer.Read(ctx, q)
	if err != nil {
		return Result{}, err
	}
	r := Result{Currency: in.Currency, Limited: facts.Limited(), Queries: facts.Queries}
	if r.References, err = t.References(ctx); err != nil {
		return Result{}, err
	}
	catalogue, err := t.Measurer.State.Offerings(ctx)
	if err != nil {
		return Result{}, err
	}
	for _, o := range catalogue.Offerings() {
		if o.AI {
			r.Marked++
		}
	}
	books, err := t.Measurer.State.LiveSlices(ctx, batch.KindServices)
	if err != nil {
		return Result{}, err
	}
	s := &sums{facts: facts, standard: q.Definitions[0], wide: q.Definitions[1], calendar: in.Calendar, ai: trend.ShippedAI(), catalogue: catalogue, missing: map[money.Currency]bool{}}
	s.know(books, facts.Live())
	if err := s.sum(); err != nil {
		return Result{}, err
	}
	r.Quarters, r.Sold = s.quarters(r.Marked > 0), s.sold
	r.Quarters = slices.DeleteFunc(r.Quarters, func(x Quarter) bool { return !meets(in.Period, x.Months) })
	r.Unconverted = slices.Sorted(maps.Keys(s.missing))
	return r, t.name(ctx, r.Quarters, standard)
}

// name keeps the question behind each quarter, so that explain knows it.
func (t *Trender) name(ctx context.Context, all []Quarter, in measuring.Input) error {
	for i := range all {
		if all[i].Services == nil {
			continue
		}
		in.Period = all[i].Months
		q, err := t.Measurer.Ask(ctx, in)
		if err != nil {
			return err
		}
		id, err := t.Measurer.Name(ctx, q)
		if err != nil {
			return err
		}
		all[i].Figure = measuring.Address{Question: id, Row: multiplier.TotalRef(), Cell: multiplier.CellServices}
	}
	return nil
}

// meets reports months in common; a period of zero has all.
func meets(within, months period.Range) bool {
	return within.IsZero() || months.From < within.Until && within.From < months.Until
}

// monthsOf gives the months of slices.
func monthsOf(live []state.LiveSlice) map[period.Month]bool {
	months := map[period.Month]bool{}
	for _, s := range live {
		months[s.Slice.BillingPeriod] = true
	}
	return months
}
