package whitespace

import (
	"cmp"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Report says how right the answers of two quarters ago were: categories only,
// because an offering is the same money once more.
type Report struct {
	At, Until period.Month // what was hidden
	// Cells were white with a chance; Bought of them were taken up while hidden.
	Cells, Bought int
	// ByChance puts the likeliest first; BySize calls on the customers with the most
	// cloud first, each with the category that sold most. Nil where nothing could
	// be told.
	ByChance, BySize *Order
	// LiftOverSize and LiftOverChance are how many times as often the first twenty
	// of ByChance were bought as those of BySize, and as any cell was.
	LiftOverSize, LiftOverChance *money.Decimal
	// Sized were bought and had a range with a level; Held lay in it.
	Sized, Held int
	Coverage    *money.Decimal // Held of Sized
	Tenths      []Tenth        // of the chances
	Trust       Trust
}

// Order is how good one order of the cells was: shares of 0 to 1.
type Order struct {
	First10, First20 money.Decimal // of the first ten and twenty, bought
	// Found is the share of all bought cells among as many first ones as were
	// bought in all; Found20 that among the first twenty.
	Found, Found20 money.Decimal
}

// Tenth is the cells whose chance lies in one tenth, such as 0.3 up to 0.4.
type Tenth struct {
	From   int // tenths
	Cells  int
	Bought int
	Said   money.Decimal // mean chance
	Came   money.Decimal // share bought
}

// Trust is how far to go by the answers, in a word.
type Trust string

const (
	TrustUnknown Trust = "unknown" // too little was bought to tell
	TrustNone    Trust = "none"    // no better than calling on the largest customers
	TrustOrder   Trust = "order"   // the order helps; the amounts are not proven
	TrustFull    Trust = "full"    // the order helps, and the ranges held what they promised
)

// Trusts lists every trust.
func Trusts() []Trust { return []Trust{TrustUnknown, TrustNone, TrustOrder, TrustFull} }

const (
	// leastBought is how many hidden purchases tell anything.
	leastBought = 10
	// leastSized is how many of them tell anything of ranges.
	leastSized = 10
)

// BackTest hides the last two quarters, looks at what is left, and compares
// with what was hidden.
func BackTest(b Books) Report {
	at := b.Until - Horizon
	r := Report{At: at, Until: b.Until, Trust: TrustUnknown}
	if at-leastPast < b.From {
		return r
	}
	then := b.Before(at)
	then.Columns = slices.DeleteFunc(slices.Clone(b.Columns), func(c Column) bool { return c.Offering != "" })
	var tried []tried
	for i, c := range Look(then, nil).Cells {
		if c.State != StateWhite || c.Chance == nil {
			continue
		}
		h := b.Histories[i/len(then.Columns)]
		t := newTried(c, h, b)
		r.Cells++
		if t.bought {
			r.Bought++
			r.judge(t, h, b)
		}
		tried = append(tried, t)
	}
	if r.Cells == 0 {
		return r
	}
	r.tenths(tried)
	if r.Sized > 0 {
		r.Coverage = share(r.Held, r.Sized)
	}
	if r.Bought == 0 {
		return r
	}
	r.order(tried)
	r.trust()
	return r
}

// tried is a cell and whether it was bought.
type tried struct {
	Cell
	bought bool
}

func newTried(c Cell, h History, b Books) tried {
	return tried{c, h.takesUp(c.Column, b.Until-Horizon, b.Until)}
}

// judge says whether the range of a bought cell held: the part of it that falls
// on the months seen.
func (r *Report) judge(t tried, h History, b Books) {
	if t.Size == nil || t.Size.Level.IsZero() {
		return
	}
	came, months := h.came(t.Column, r.At, r.Until)
	r.Sized++
	if t.Size.Scale(money.NewInt(int64(months)).Quo(money.NewInt(yearMonths), multiplier.RatioPlaces)).Holds(came.Round(b.Currency.Places())) {
		r.Held++
	}
}

func (r *Report) order(all []tried) {
	bought := map[service.Category]int{}
	for _, t := range all {
		if t.bought {
			bought[t.Column.Category]++
		}
	}
	slices.SortStableFunc(all, func(a, b tried) int {
		return cmp.Or(b.Chance.Cmp(*a.Chance), Compare(a.Cell, b.Cell))
	})
	r.ByChance = r.measured(all)
	r.BySize = r.measured(largestFirst(all, bought))
	if r.BySize.First20.Sign() > 0 {
		lift := r.ByChance.First20.Quo(r.BySize.First20, chancePlaces)
		r.LiftOverSize = &lift
	}
	lift := r.ByChance.First20.Quo(*share(r.Bought, r.Cells), chancePlaces)
	r.LiftOverChance = &lift
}

// largestFirst is the rule of thumb: call on the customer with the most cloud,
// then the next, each with the category that sold most among those that it is
// without; then round again. It is given the benefit of hindsight.
func largestFirst(all []tried, bought map[service.Category]int) []tried {
	slices.SortStableFunc(all, func(a, b tried) int {
		return cmp.Or(b.Ground.Cloud.Cmp(a.Ground.Cloud), cmp.Compare(a.Customer, b.Customer), bought[b.Column.Category]-bought[a.Column.Category])
	})
	calls := map[customer.ID]int{}
	type call struct {
		tried
		round int
	}
	order := make([]call, len(all))
	for i, t := range all {
		order[i] = call{t, calls[t.Customer]}
		calls[t.Customer]++
	}
	slices.SortStableFunc(order, func(a, b call) int { return a.round - b.round })
	out := make([]tried, len(order))
	for i, c := range order {
		out[i] = c.tried
	}
	return out
}

// measured counts what was bought along an order.
func (r *Report) measured(all []tried) *Order {
	hits := func(first int) int {
		n := 0
		for _, t := range all[:min(first, len(all))] {
			if t.bought {
				n++
			}
		}
		return n
	}
	return &Order{First10: *share(hits(10), min(10, len(all))), First20: *share(hits(20), min(20, len(all))),
		Found: *share(hits(r.Bought), r.Bought), Found20: *share(hits(20), r.Bought)}
}

// tenths counts the cells by their chance.
func (r *Report) tenths(all []tried) {
	byTenth := map[int][]tried{}
	for _, t := range all {
		n := 0
		for n < 9 && t.Chance.Cmp(money.NewInt(int64(n+1)).Quo(money.NewInt(10), 1)) >= 0 {
			n++
		}
		byTenth[n] = append(byTenth[n], t)
	}
	for n := range 10 {
		in := byTenth[n]
		if len(in) == 0 {
			continue
		}
		said, bought := money.Zero, 0
		for _, t := range in {
			said = said.Add(*t.Chance)
			if t.bought {
				bought++
			}
		}
		r.Tenths = append(r.Tenths, Tenth{From: n, Cells: len(in), Bought: bought,
			Said: said.Quo(money.NewInt(int64(len(in))), chancePlaces), Came: *share(bought, len(in))})
	}
}

// trust sums it up. A lift of a half more than the rule of thumb is the least
// that is worth following; a range of nine in ten may miss by ten points.
func (r *Report) trust() {
	helps := r.BySize.First20.Mul(money.MustParse("1.5")).Cmp(r.ByChance.First20) <= 0 && r.ByChance.First20.Cmp(*share(r.Bought, r.Cells)) > 0
	switch {
	case r.Bought < leastBought:
		r.Trust = TrustUnknown
	case !helps:
		r.Trust = TrustNone
	case r.Enough() && r.Coverage.Cmp(money.MustParse("0.8")) >= 0:
		r.Trust = TrustFull
	default:
		r.Trust = TrustOrder
	}
}

// Enough reports that enough was bought with a range to tell whether ranges hold.
func (r Report) Enough() bool { return r.Sized >= leastSized }

// share is a part of a whole that is not zero.
func share(part, whole int) *money.Decimal {
	s := money.NewInt(int64(part)).Quo(money.NewInt(int64(whole)), chancePlaces)
	return &s
}
