package multiplier

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Input is a question and the facts that answer it.
type Input struct {
	Definition Definition
	Period     period.Range // zero: all months there are
	By         []Dimension
	Where      []Filter
	// Calendar says which months a year and a quarter are.
	Calendar period.Calendar
	// Top keeps that many rows and sums the others to one; zero keeps all.
	Top int

	Cloud     []CloudFact
	Services  []ServiceFact // of any basis; the definition picks
	Customers map[customer.ID]customer.Customer
	// FirstCharge is the month of each customer's first charge in all books,
	// not just in the period.
	FirstCharge map[customer.ID]period.Month
	// Pipeline says that one is imported: what a definition that is computed from it
	// has is then its deals, and not a gap.
	Pipeline bool
	// Group gives the top of a customer's group in a month; nil: every customer
	// stands alone.
	Group    func(customer.ID, period.Month) customer.ID
	Exchange *Exchange
}

// Validate checks the question; facts are taken as they are.
func (in Input) Validate() error {
	if err := in.Definition.Validate(); err != nil {
		return err
	}
	for i, d := range in.By {
		if slices.Contains(in.By[:i], d) {
			return fault.New(fault.KindInvalid, "dimension.twice").With("value", string(d))
		}
	}
	if in.Top < 0 {
		return fault.New(fault.KindInvalid, "measure.top_negative").With("value", in.Top)
	}
	return nil
}

// question is an input being answered.
type question struct {
	Input
	dims     []Dimension // By, then what Where asks for besides
	filters  []filter
	excluded map[Exclusion]money.Decimal
	behind   map[Exclusion][]Share // the facts of what is left out
}

// filter is a Filter with its place among the dimensions.
type filter struct {
	at     int
	values []string
}

// Compute answers a question. Amounts are exact: nothing is rounded before
// Row.Multiplier divides. The order of facts does not matter.
func Compute(in Input) (Result, error) {
	if err := in.Validate(); err != nil {
		return Result{}, err
	}
	r, _ := compute(in)
	return r, nil
}

// compute also gives what a trace needs: the book that was gathered, its
// contributions, and the groups behind every row.
func compute(in Input) (Result, traced) {
	if in.Definition.Origin == OriginPipeline {
		// A pipeline has no past: it says what stands now, whenever it is to close, and
		// nobody's first year is in it.
		in.Period, in.FirstCharge = period.Range{}, nil
	}
	r := Result{Definition: in.Definition, Period: in.Period, By: in.By, Where: in.Where,
		Currency: in.Exchange.Currency(), Policy: in.Exchange.Policy()}
	if in.Definition.Origin == OriginPipeline && !in.Pipeline {
		r.Gap = GapNoPipeline
		return r, traced{}
	}
	q := newQuestion(in)
	b := newBook(in.By)
	t := traced{question: q, book: b, cloud: q.cloud()}
	t.services = q.services(t.cloud)
	drop := func(c contribution) bool { return !q.keeps(c.values) }
	t.cloud, t.services = slices.DeleteFunc(t.cloud, drop), slices.DeleteFunc(t.services, drop)
	for _, c := range t.cloud {
		b.addCloud(c, q)
	}
	for _, c := range t.services {
		b.addServices(c, q)
	}
	r.Excluded = exclusions(q.excluded)
	t.layout = b.settle(&r, in.Top)
	return r, t
}

func newQuestion(in Input) *question {
	q := &question{Input: in, dims: slices.Clone(in.By), excluded: map[Exclusion]money.Decimal{}, behind: map[Exclusion][]Share{}}
	for _, f := range in.Where {
		at := slices.Index(q.dims, f.Dimension)
		if at < 0 {
			at = len(q.dims)
			q.dims = append(q.dims, f.Dimension)
		}
		q.filters = append(q.filters, filter{at, f.Values})
	}
	return q
}

// keeps applies the filters to the values of a contribution. Cloud has no
// category, so a filter by category does not touch it.
func (q *question) keeps(values []string) bool { return q.keepsBut(values, nil) }

// keepsBut applies the filters, those that skip names left out.
func (q *question) keepsBut(values []string, skip func(Dimension) bool) bool {
	for _, f := range q.filters {
		d := q.dims[f.at]
		if skip != nil && skip(d) {
			continue
		}
		if d == DimensionCategory && values[f.at] == noCategory {
			continue
		}
		if !slices.ContainsFunc(f.values, func(want string) bool { return q.matches(d, values[f.at], want) }) {
			return false
		}
	}
	return true
}

func (q *question) matches(d Dimension, value, want string) bool {
	if strings.EqualFold(value, want) {
		return true
	}
	return (d == DimensionCustomer || d == DimensionGroup) && value != "" && strings.EqualFold(q.Customers[customer.ID(value)].Name, want)
}

// contribution is an amount that counts, with its values along the dimensions:
// the sum of all facts that nothing of the question tells apart.
type contribution struct {
	values []string
	alike
	amount    money.Decimal
	allocated bool  // services: given to a cloud pro rata, not by their own word
	facts     []int // places in Input.Cloud or Input.Services that it sums
}

// alike is what facts must share, beside their values, to be one contribution.
type alike struct {
	customer  customer.ID
	rateMonth period.Month // whose rate converts it; zero where none is needed
	currency  money.Currency
	part      int    // of services, in the order of Parts
	provider  string // of services: the line's own word
	pricing   Pricing
	seasoned  bool // after the customer's first year
	atCost    bool // cloud: what the customer pays is not known
	estimated bool // cloud: nobody has a bill
	// unattributed and providerRest as facts have them.
	unattributed, providerRest bool
}

// gathered sums contributions, in the order in which the first fact of each came.
type gathered struct {
	places map[gatherKey]int
	all    []contribution
}

type gatherKey struct {
	values string
	alike
}

func newGathered() *gathered { return &gathered{places: map[gatherKey]int{}} }

// add sums a fact. The values are copied when they are new.
func (g *gathered) add(values []string, a alike, fact int, amount money.Decimal) {
	k := gatherKey{strings.Join(values, separator), a}
	at, known := g.places[k]
	if !known {
		at = len(g.all)
		g.places[k] = at
		g.all = append(g.all, contribution{values: slices.Clone(values), alike: a})
	}
	c := &g.all[at]
	c.amount, c.facts = c.amount.Add(amount), append(c.facts, fact)
}

// rateMonth is the month whose rate converts an amount. What is in the report
// currency has the same rate in every month, and sums with other months.
func (q *question) rateMonth(own, month period.Month, currency money.Currency) period.Month {
	if currency == q.Exchange.Currency() {
		return 0
	}
	return cmp.Or(own, month)
}

// noCategory is the value of cloud in the dimension category.
const noCategory = "none"

func (q *question) cloud() []contribution {
	g, values := newGathered(), make([]string, len(q.dims))
	for n, f := range q.Cloud {
		if !q.Period.Contains(f.Month) {
			continue
		}
		for i, d := range q.dims {
			switch d {
			case DimensionProvider:
				values[i] = f.Provider
			case DimensionRegion:
				values[i] = f.Region
			case DimensionService:
				values[i] = f.Service
			case DimensionFamily:
				values[i] = f.Family
			case DimensionAccount:
				values[i] = f.Account
			case DimensionPayer:
				values[i] = f.Payer
			case DimensionCategory:
				values[i] = noCategory
			case DimensionCustomer, DimensionGroup, DimensionMonth, DimensionQuarter, DimensionYear, DimensionSegment,
				DimensionIndustry, DimensionCohort, DimensionCurrency:
				values[i] = q.shared(d, f.Customer, f.Month, string(f.Currency))
			}
		}
		if !q.keepsBut(values, Dimension.ofMore) {
			continue
		}
		amount := f.valued(q.Definition.Denominator.Valuation)
		if reason := q.leavesOutCloud(f); reason != "" {
			if q.keeps(values) {
				q.exclude(Exclusion{SideCloud, reason, f.Currency}, n, amount)
			}
			continue
		}
		g.add(values, alike{customer: f.Customer, rateMonth: q.rateMonth(f.RateMonth, f.Month, f.Currency), currency: f.Currency,
			seasoned: seasoned(q.FirstCharge, f.Customer, f.Month), atCost: f.AtCost, estimated: f.Estimate, unattributed: f.Unattributed}, n, amount)
	}
	return g.all
}

func (f CloudFact) valued(v Valuation) money.Decimal {
	switch v {
	case ValuationBilled:
		return f.Billed
	case ValuationList:
		return f.List
	case ValuationEffective:
		return f.Effective
	}
	return f.Effective
}

// leavesOutCloud says why a charge does not count; empty when it does.
func (q *question) leavesOutCloud(f CloudFact) Reason {
	d := q.Definition.Denominator
	switch {
	case f.Out != "":
		return f.Out
	case f.Tax:
		return ReasonTax
	case q.Customers[f.Customer].Internal && !d.InternalUse:
		return ReasonInternalUse
	case d.Scope == ScopeResold && !f.Resold:
		return ReasonInfluenced
	case d.Scope == ScopeInfluenced && f.Resold:
		return ReasonResold
	case f.Credit && d.BeforeCredits:
		return ReasonCredit
	case f.Marketplace && !d.Marketplace:
		return ReasonMarketplace
	case f.Support && !d.Support:
		return ReasonSupport
	}
	return ""
}

// leavesOutService says why a service line does not count; empty when it does.
func (q *question) leavesOutService(f ServiceFact) Reason {
	n := q.Definition.Numerator
	if f.Out != "" {
		return f.Out
	}
	if q.Customers[f.Customer].Internal && !q.Definition.Denominator.InternalUse {
		return ReasonInternalUse
	}
	letIn := false
	switch f.Nature {
	case service.NatureService:
		letIn = true
	case service.NatureFunding:
		letIn = n.Funding
	case service.NatureMarketplaceServices:
		letIn = n.MarketplaceServices
	case service.NatureOwnSoftware:
		letIn = n.OwnSoftware
	case service.NatureResoldCloud, service.NatureThirdPartySoftware, service.NatureHardware, service.NatureUnrelated,
		service.NatureInternal:
	}
	part := f.part()
	switch {
	case !letIn:
		return Reason(f.Nature)
	case part.IsCategory() && !slices.Contains(n.Categories, f.Category):
		return ReasonCategory
	case part == PartUncategorised && !n.coversLifeCycle():
		return ReasonUncategorised
	}
	return ""
}

func (q *question) exclude(e Exclusion, fact int, amount money.Decimal) {
	q.excluded[e] = q.excluded[e].Add(amount)
	q.behind[e] = append(q.behind[e], Share{Fact: fact, Counted: amount})
}
