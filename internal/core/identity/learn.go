package identity

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Example is a pair that a person has answered. It keeps what the pair looked
// like when the answer was given, so that answers can be learned from again after
// the records have changed.
type Example struct {
	Values map[Code]float64 `json:"values"`
	Same   bool             `json:"same"`
}

// NewExample takes down an answer.
func NewExample(a, b *Prepared, same bool) Example {
	c := Shipped().compare(a, b)
	e := Example{Values: map[Code]float64{}, Same: same}
	for f, x := range c.values {
		if x != 0 {
			e.Values[features()[f].code] = x
		}
	}
	return e
}

// Learn gives the shipped model moved by answers: the weights that are likeliest
// given the answers and a normal prior around the shipped ones. With few answers
// it stays at the shipped weights; no weight but the prior's may change its sign,
// so that what agrees never counts against a pair. The prior hardly moves: people
// are asked about pairs in the middle, and how often those are the same says
// nothing of all the others. The same answers in any order give the same model.
func Learn(answers []Example) *Model {
	center, spread := vector{}, vector{}
	for f, d := range features() {
		center[f], spread[f] = d.weight, d.spread
	}
	m := Shipped()
	m.answers = len(answers)
	if len(answers) > 0 {
		m.version = fmt.Sprintf("%s+%d", shippedVersion, len(answers))
		m.weights = fit(answers, &center, &spread)
	}
	return m
}

// fit climbs to the likeliest weights by Newton's method on one weight at a time
// (cyclic coordinate descent): it is exact, needs no step size, and keeps signs
// by stopping at zero.
func fit(answers []Example, center, spread *vector) vector {
	const rounds, enough = 200, 1e-6
	t := newTable(answers, center)
	w := *center
	for range rounds {
		var moved float64
		for f := range featureCount {
			step := t.newton(f, &w, center, spread)
			if step == 0 {
				continue
			}
			w[f] += step
			for _, c := range t.columns[f] {
				t.sums[c.row] += step * c.value
			}
			moved = max(moved, math.Abs(step))
		}
		if moved < enough {
			break
		}
	}
	return w
}

// table is answers by feature: most features of most pairs are zero.
type table struct {
	columns [featureCount][]cell
	same    []float64 // 1 or 0 by row
	sums    []float64 // log-odds by row, under the weights so far
}

type cell struct {
	row   int32
	value float64
}

// newTable brings answers into an order of their own: sums of floats depend on
// it, and the model must not depend on who was asked first.
func newTable(answers []Example, weights *vector) *table {
	type row struct {
		values vector
		same   float64
	}
	rows := make([]row, len(answers))
	for i, e := range answers {
		for f, d := range features() {
			rows[i].values[f] = e.Values[d.code]
		}
		if e.Same {
			rows[i].same = 1
		}
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.same, b.same), slices.Compare(a.values[:], b.values[:]))
	})
	t := &table{}
	for i := range rows {
		for f, x := range rows[i].values {
			if x != 0 {
				t.columns[f] = append(t.columns[f], cell{int32(i), x})
			}
		}
		t.same = append(t.same, rows[i].same)
		t.sums = append(t.sums, rows[i].values.dot(weights))
	}
	return t
}

// newton gives the step of one weight.
func (t *table) newton(f feature, w, center, spread *vector) float64 {
	precision := 1 / (spread[f] * spread[f])
	slope, bend := (center[f]-w[f])*precision, precision
	for _, c := range t.columns[f] {
		p := logistic(t.sums[c.row])
		slope += (t.same[c.row] - p) * c.value
		bend += p * (1 - p) * c.value * c.value
	}
	const furthest = 1 // a far step would leave where the curve is as it looks here
	to := w[f] + max(-furthest, min(furthest, slope/bend))
	switch features()[f].side {
	case sideFor:
		to = max(to, 0)
	case sideAgainst:
		to = min(to, 0)
	case sidePrior:
	}
	return to - w[f]
}
