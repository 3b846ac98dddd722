package whitespace

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// metric says how far two customers are from each other for one question: only
// features that had to do with its answers count, each as much as it had.
type metric struct {
	kept  []int     // places of the features that count
	scale []float64 // of each: its weight over its spread
	share []float64 // of each in all weights
}

// newMetric makes a metric of the weights of all features, learned from examples
// that say how far each feature spreads.
func newMetric(xs [][]float64, weights []float64) metric {
	var m metric
	all := 0.0
	for f, weight := range weights {
		_, variance := spread(len(xs), func(i int) float64 { return xs[i][f] })
		if weight <= 0 || variance == 0 {
			continue
		}
		m.kept, m.scale, m.share = append(m.kept, f), append(m.scale, math.Sqrt(weight/variance)), append(m.share, weight)
		all += weight
	}
	for i := range m.share {
		m.share[i] /= all
	}
	return m
}

// relevance learns from examples and their answers how much each feature has to
// do with the answer: its squared correlation, less what chance alone would give
// it where that many customers are independent. Zero: nothing.
func relevance(xs [][]float64, ys []float64, customers int) []float64 {
	if len(xs) == 0 {
		return nil
	}
	weights := make([]float64, len(xs[0]))
	meanY, varY := spread(len(xs), func(i int) float64 { return ys[i] })
	for f := range weights {
		mean, variance := spread(len(xs), func(i int) float64 { return xs[i][f] })
		if variance*varY == 0 {
			continue
		}
		covariance := 0.0
		for i, x := range xs {
			covariance += (x[f] - mean) * (ys[i] - meanY)
		}
		covariance /= float64(len(xs))
		// Under no relation at all r² exceeds 4/n once in twenty.
		weights[f] = max(covariance*covariance/(variance*varY)-4/float64(customers), 0)
	}
	return weights
}

func spread(n int, value func(int) float64) (mean, variance float64) {
	for i := range n {
		mean += value(i)
	}
	mean /= float64(n)
	for i := range n {
		d := value(i) - mean
		variance += d * d
	}
	return mean, variance / float64(n)
}

// place gives the numbers that count, scaled: distance is then Euclid's.
func (m metric) place(x []float64) []float64 {
	p := make([]float64, len(m.kept))
	for i, f := range m.kept {
		p[i] = x[f] * m.scale[i]
	}
	return p
}

// neighbour is an example and how far it is, squared.
type neighbour struct {
	example  int
	distance float64
}

// nobody is no customer's place in the books.
const nobody = -1

// nearest gives the examples nearest to a place, one of each customer but the
// own, the nearest first. whose says whose each example is; nil where each is of
// another customer.
func nearest(p []float64, own int, places [][]float64, whose []int, count int) []neighbour {
	found := make([]neighbour, 0, count+1)
	limit := math.Inf(1)
	for i, q := range places {
		if whose != nil && whose[i] == own {
			continue
		}
		d := 0.0
		for f, v := range q {
			step := v - p[f]
			if d += step * step; d >= limit {
				break
			}
		}
		if d >= limit {
			continue
		}
		if whose != nil {
			if same := slices.IndexFunc(found, func(n neighbour) bool { return whose[n.example] == whose[i] }); same >= 0 {
				if found[same].distance <= d {
					continue
				}
				found = slices.Delete(found, same, same+1)
			}
		}
		at, _ := slices.BinarySearchFunc(found, d, func(n neighbour, d float64) int {
			if c := cmp.Compare(n.distance, d); c != 0 {
				return c
			}
			return -1 // equals keep the order of the examples
		})
		found = slices.Insert(found, at, neighbour{i, d})
		if len(found) > count {
			found = found[:count]
		}
		if len(found) == count {
			limit = found[count-1].distance
		}
	}
	return found
}

// mostWeighed is how many features a ground names.
const mostWeighed = 5

// weigh names what counts in a metric, the most first.
func (m metric) weigh(l lens) []Weighed {
	shares := map[Feature]float64{}
	for i, f := range m.kept {
		name := l.features[f]
		if kind, _ := name.Kind(); kind == string(FeatureIndustry) {
			name = FeatureIndustry
		}
		shares[name] += m.share[i]
	}
	var all []Weighed
	for _, f := range slices.Sorted(maps.Keys(shares)) {
		all = append(all, Weighed{f, probability(shares[f])})
	}
	slices.SortStableFunc(all, func(a, b Weighed) int { return b.Share.Cmp(a.Share) })
	return all[:min(len(all), mostWeighed)]
}
