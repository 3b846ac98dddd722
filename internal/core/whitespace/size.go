package whitespace

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// yearMonths are the months that a size speaks of.
const yearMonths = 12

// minCases is the least number of cases whose outermost bound 90 % of the next:
// 5 % of twenty is one on either side.
const minCases = 19

// level is how often the truth is meant to lie in a range.
var level = money.MustParse("0.9")

// cases are how far past sizes were off: what came over what was said, in order.
type cases []money.Decimal

// pastCases is the cases of categories, and those of offerings: an offering is
// the same money once more, and narrower.
type pastCases struct{ categories, offerings cases }

func (h pastCases) of(c Column) cases {
	if c.Offering != "" {
		return h.offerings
	}
	return h.categories
}

// newCases says on each of some earlier days what the books of that day would
// have, of everything that was taken up in the two quarters after it, and
// compares with what the books say now.
func newCases(b Books, days []period.Month) pastCases {
	var all pastCases
	for _, at := range days {
		then := b.Before(at)
		l := newLens(then)
		for _, c := range b.Columns {
			off := b.missed(then, l, at, c)
			if c.Offering != "" {
				all.offerings = append(all.offerings, off...)
			} else {
				all.categories = append(all.categories, off...)
			}
		}
	}
	slices.SortFunc(all.categories, money.Decimal.Cmp)
	slices.SortFunc(all.offerings, money.Decimal.Cmp)
	return all
}

// missed is by which factors the sizes of one column on one day were off.
func (b Books) missed(then Books, l lens, at period.Month, c Column) cases {
	var all cases
	s := newSizer(then, l, at, c)
	for i, h := range b.Histories {
		past := then.Histories[i]
		if past.buys(c, at) || then.applies(past, c) != "" || !h.takesUp(c, at, min(at+Horizon, b.Until)) {
			continue
		}
		alike, ok := s.ratio(l.see(past, at))
		if !ok {
			continue
		}
		came, months := h.came(c, at, b.Until)
		said := alike.mid.Mul(past.year(then)).Mul(money.NewInt(int64(months))).Quo(money.NewInt(yearMonths), multiplier.RatioPlaces)
		if off, ok := multiplier.Ratio(came, said); ok && off.Sign() > 0 {
			all = append(all, off)
		}
	}
	return all
}

// came is what a column brought in its first months after a day, twelve at most,
// and how many months those are.
func (h History) came(c Column, at, until period.Month) (money.Decimal, int) {
	first := h.Bought[c].Between(at, until).begins()
	if first == 0 {
		return money.Zero, 0
	}
	end := min(first+yearMonths, until)
	return h.Bought[c].Between(first, end).Sum(), int(end - first)
}

// year is the cloud of twelve months at the pace of the last ones.
func (h History) year(b Books) money.Decimal {
	spent, months := h.spent(b, b.Until)
	if months <= 0 {
		return money.Zero
	}
	return spent.Mul(money.NewInt(yearMonths)).Quo(money.NewInt(int64(months)), multiplier.RatioPlaces)
}

// spanned gives the range of a size for a customer with a year's cloud: its
// middle set right by what came of earlier ones, its ends where nine of ten of
// them fell. With too few cases the ends are what the lower and the upper half
// of the buyers pay, which promise nothing.
func (cs cases) spanned(p paid, year money.Decimal, currency money.Currency) *estimate.Range {
	r := estimate.Range{Low: p.low, Mid: p.mid, High: p.high, Currency: currency, Basis: estimate.BasisSimilar, Cases: p.buyers}
	if n := len(cs); n >= minCases {
		side := (n + 1) / 20
		r.Low, r.Mid, r.High = p.mid.Mul(cs[side-1]), p.mid.Mul(cs.middle()), p.mid.Mul(cs[n-side])
		r.Level, r.Cases = level, n
	}
	r = r.Scale(year)
	places := currency.Places()
	r.Low, r.Mid, r.High = r.Low.Round(places), r.Mid.Round(places), r.High.Round(places)
	return &r
}

func (cs cases) middle() money.Decimal {
	n := len(cs)
	return cs[(n-1)/2].Add(cs[n/2]).Quo(money.NewInt(2), multiplier.RatioPlaces)
}

// perCloud is the unit of references that size a category.
const perCloud = "services per cloud"

// referred sizes a category from what others published, where they did.
func (b Books) referred(c Column, year money.Decimal) *estimate.Range {
	ref, ok := b.References.Find("pem.category." + string(c.Category))
	if !ok || !ref.Known() || ref.Source == "" || ref.Unit != perCloud || c.Offering != "" {
		return nil
	}
	low, mid, high := ref.Low, ref.Value, ref.High
	if mid == nil {
		if low == nil || high == nil {
			return nil // one end of a range is no size
		}
		m := low.Add(*high).Quo(money.NewInt(2), multiplier.RatioPlaces)
		mid = &m
	}
	if low == nil || low.Cmp(*mid) > 0 {
		low = mid
	}
	if high == nil || high.Cmp(*mid) < 0 {
		high = mid
	}
	places := b.Currency.Places()
	return &estimate.Range{Low: low.Mul(year).Round(places), Mid: mid.Mul(year).Round(places), High: high.Mul(year).Round(places),
		Currency: b.Currency, Basis: estimate.BasisReference, References: []string{ref.ID}}
}

// Level is how often the truth is meant to lie in a range that is learned from
// the books; one of references has none.
func Level() money.Decimal { return level }
