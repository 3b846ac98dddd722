package whitespace

import "math"

// logistic says how likely an answer is yes, by a weighted sum of numbers. Its
// weights are held back (ridge), so that few examples make a cautious model.
type logistic struct {
	mean, scale []float64 // of each number: standardised before it is weighed
	weights     []float64 // the last one stands alone
}

const (
	// rounds of Newton's method; it settles in five or six.
	rounds = 8
	// steepest bounds the exponent, far beyond what a probability tells apart.
	steepest = 30
)

// newLogistic learns from examples of d numbers and their answers; from none it
// says nothing. The ridge weighs as so
// many examples of each number that had nothing to do with the answer.
func newLogistic(d int, xs [][]float64, yes []bool, ridge float64) logistic {
	m := logistic{mean: make([]float64, d), scale: make([]float64, d), weights: make([]float64, d+1)}
	if len(xs) == 0 {
		return m
	}
	for f := range d {
		mean, variance := spread(len(xs), func(i int) float64 { return xs[i][f] })
		m.mean[f] = mean
		if variance > 0 {
			m.scale[f] = 1 / math.Sqrt(variance)
		}
	}
	zs := make([][]float64, len(xs))
	for i, x := range xs {
		zs[i] = m.standard(x)
	}
	for range rounds {
		m.step(zs, yes, ridge)
	}
	return m
}

// standard gives the numbers by how far they are from the usual, and a one.
func (m logistic) standard(x []float64) []float64 {
	z := make([]float64, len(x)+1)
	for f, v := range x {
		z[f] = (v - m.mean[f]) * m.scale[f]
	}
	z[len(x)] = 1
	return z
}

// step takes one step of Newton's method.
func (m logistic) step(zs [][]float64, yes []bool, ridge float64) {
	n := len(m.weights)
	slope, curve := make([]float64, n), make([][]float64, n)
	for i := range curve {
		curve[i] = make([]float64, n)
		held := ridge
		if i == n-1 {
			held = 1e-3 // the share of yes is free
		}
		curve[i][i], slope[i] = held, -held*m.weights[i]
	}
	for e, z := range zs {
		p := sigmoid(dot(m.weights, z))
		miss, weight := -p, p*(1-p)
		if yes[e] {
			miss = 1 - p
		}
		for i, v := range z {
			slope[i] += miss * v
			if v = v * weight; v == 0 {
				continue
			}
			row := curve[i]
			for j := 0; j <= i; j++ {
				row[j] += v * z[j]
			}
		}
	}
	for i, by := range solve(curve, slope) {
		m.weights[i] += by
	}
}

// solve gives x of a x = b for a symmetric positive definite a, of which the
// lower half is read and overwritten (Cholesky).
func solve(a [][]float64, b []float64) []float64 {
	for i := range a {
		for j := 0; j <= i; j++ {
			sum := a[i][j] - dot(a[i][:j], a[j][:j])
			if i == j {
				a[i][i] = math.Sqrt(max(sum, 1e-12))
			} else {
				a[i][j] = sum / a[j][j]
			}
		}
	}
	x := make([]float64, len(b))
	for i := range b {
		x[i] = (b[i] - dot(a[i][:i], x[:i])) / a[i][i]
	}
	for i := len(b) - 1; i >= 0; i-- {
		for j := i + 1; j < len(b); j++ {
			x[i] -= a[j][i] * x[j]
		}
		x[i] /= a[i][i]
	}
	return x
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

func sigmoid(s float64) float64 { return 1 / (1 + math.Exp(-min(max(s, -steepest), steepest))) }

// logit is the weighted sum of an example.
func (m logistic) logit(x []float64) float64 { return dot(m.weights, m.standard(x)) }

// parts are the addends of the weighted sum but the one that stands alone: each
// is zero for the usual.
func (m logistic) parts(x []float64) []float64 {
	parts := m.standard(x)[:len(x)]
	for f := range parts {
		parts[f] *= m.weights[f]
	}
	return parts
}
