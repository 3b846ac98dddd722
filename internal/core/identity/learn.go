package identity

import (
	"fmt"
	"math"
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
// it stays at the shipped weights; no weight ever changes its sign, so that what
// agrees never counts against a pair. The same answers in any order give the same
// model.
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
	rows := sortedRows(answers)
	w := *center
	sums := make([]float64, len(rows))
	for i := range rows {
		sums[i] = rows[i].values.dot(&w)
	}
	for range rounds {
		var moved float64
		for f := range featureCount {
			step := newton(rows, sums, f, &w, center, spread)
			if step == 0 {
				continue
			}
			w[f] += step
			for i := range rows {
				sums[i] += step * rows[i].values[f]
			}
			moved = max(moved, math.Abs(step))
		}
		if moved < enough {
			break
		}
	}
	return w
}

// row is an example as numbers.
type row struct {
	values vector
	same   float64
}

// newton gives the step of one weight.
func newton(rows []row, sums []float64, f feature, w, center, spread *vector) float64 {
	precision := 1 / (spread[f] * spread[f])
	slope, bend := (center[f]-w[f])*precision, precision
	for i := range rows {
		if x := rows[i].values[f]; x != 0 {
			p := logistic(sums[i])
			slope += (rows[i].same - p) * x
			bend += p * (1 - p) * x * x
		}
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
