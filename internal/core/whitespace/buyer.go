package whitespace

import (
	"math"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// mostBuyers bounds how many buyers a size rests on.
const mostBuyers = 15

// sizer knows what the buyers of one column pay per cloud.
type sizer struct {
	metric  metric
	weighed []Weighed
	places  [][]float64
	whose   []int
	ratios  []money.Decimal
	// everybody is what all buyers pay, where nothing tells who is alike.
	everybody *paid
}

// newSizer gathers who buys a column on a day, and at which ratio.
func newSizer(b Books, l lens, at period.Month, c Column) sizer {
	var s sizer
	var xs [][]float64
	var ys []float64
	for i, h := range b.Histories {
		if h.Customer.Internal || !h.buys(c, at) {
			continue
		}
		sold := h.Bought[c].Between(at-Window, at)
		from := sold.begins()
		cloud := h.Cloud.Between(from, at).Sum()
		amount := sold.Between(from, at).Sum()
		ratio, ok := multiplier.Ratio(amount, cloud)
		if !ok || ratio.Sign() <= 0 {
			continue
		}
		s.whose, s.ratios = append(s.whose, i), append(s.ratios, ratio)
		xs, ys = append(xs, l.see(h, at)), append(ys, math.Log(number(ratio)))
	}
	s.metric = newMetric(xs, relevance(xs, ys, len(xs)))
	s.weighed = s.metric.weigh(l)
	if len(s.metric.kept) == 0 && len(s.ratios) > 0 {
		who := make([]int, len(s.ratios))
		for i := range who {
			who[i] = i
		}
		all := s.paidBy(who)
		s.everybody = &all
		return s
	}
	for _, x := range xs {
		s.places = append(s.places, s.metric.place(x))
	}
	return s
}

// paid is what alike buyers pay per cloud: the means of their lower, middle and
// upper half, so that no single one can be read from them.
type paid struct {
	low, mid, high money.Decimal
	who            []int // buyers, the most alike first; mostBuyers at most
	buyers         int
}

// ratio asks the buyers most alike, or all where nothing tells who is. False with
// fewer than MinPeers. Who is asked for buys nothing yet, and so is none of them.
func (s sizer) ratio(x []float64) (paid, bool) {
	switch {
	case len(s.ratios) < MinPeers:
		return paid{}, false
	case s.everybody != nil:
		return *s.everybody, true
	}
	near := nearest(s.metric.place(x), nobody, s.places, nil, mostBuyers)
	who := make([]int, len(near))
	for i, n := range near {
		who[i] = n.example
	}
	return s.paidBy(who), true
}

func (s sizer) paidBy(who []int) paid {
	ratios := make([]money.Decimal, len(who))
	for i, w := range who {
		ratios[i] = s.ratios[w]
	}
	slices.SortFunc(ratios, money.Decimal.Cmp)
	n := len(ratios)
	return paid{mean(ratios[:(n+1)/2]), mean(ratios[n/4 : n-n/4]), mean(ratios[n/2:]), who[:min(n, mostBuyers)], n}
}

func mean(of []money.Decimal) money.Decimal {
	return money.Sum(of...).Quo(money.NewInt(int64(len(of))), multiplier.RatioPlaces)
}
