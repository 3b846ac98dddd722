package whitespace

import "github.com/sevenfold/sevenfold/internal/core/service"

const (
	// folds is into how many parts customers are divided, so that nobody's leaning
	// is learned from what it did itself.
	folds = 5
	// leaningRidge holds a leaning's weights back.
	leaningRidge = 8.0
	// mostLeaning bounds a leaning: beyond it there is nothing to tell apart.
	mostLeaning = 4.0
)

// leanings say of each customer how much what it is (size, industry, cloud
// services) goes with buying each category at all.
type leanings struct {
	still  []int // places of the features that say what a customer is
	models [folds][]logistic
}

// newLeanings learns from one example of each customer.
func newLeanings(examples []example, l lens) leanings {
	var n leanings
	for i, f := range l.features {
		if !l.stage(i) && f != FeatureAge {
			n.still = append(n.still, i)
		}
	}
	seen := map[int]bool{}
	var once []example
	for _, e := range examples {
		if !seen[e.customer] {
			seen[e.customer], once = true, append(once, e)
		}
	}
	once = thin(once)
	for fold := range folds {
		for _, c := range service.Categories() {
			column := Column{Category: c}
			var xs [][]float64
			var buys []bool
			for _, e := range once {
				if e.customer%folds != fold {
					xs, buys = append(xs, n.static(e.x)), append(buys, e.past.buys(column, e.at) || e.takesUp(column))
				}
			}
			n.models[fold] = append(n.models[fold], newLogistic(len(n.still), xs, buys, leaningRidge))
		}
	}
	return n
}

func (n leanings) static(x []float64) []float64 {
	s := make([]float64, len(n.still))
	for i, at := range n.still {
		s[i] = x[at]
	}
	return s
}

// of gives the leanings of a customer towards every category.
func (n leanings) of(x []float64, customer int) []float64 {
	s := n.static(x)
	out := make([]float64, 0, len(n.models[0]))
	for _, m := range n.models[customer%folds] {
		out = append(out, min(max(m.logit(s), -mostLeaning), mostLeaning))
	}
	return out
}

// parts says what the leaning towards a category is made of, by feature.
func (n leanings) parts(category int, p point) []float64 {
	all := make([]float64, len(p.x))
	for i, part := range n.models[p.customer%folds][category].parts(n.static(p.x)) {
		all[n.still[i]] = part
	}
	return all
}
