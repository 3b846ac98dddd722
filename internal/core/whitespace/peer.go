package whitespace

import (
	"math"
	"slices"
)

// mostPeers is how many customers at the same point are asked what they did.
const mostPeers = 10

// peers are customers without a column on earlier days, and whether they took it
// up; alike in what they lean to, what they buy and since when.
type peers struct {
	metric metric
	all    []example
	places [][]float64
	whose  []int
	takes  []bool
	usual  float64 // share that took it up
	stage  []int   // places of the features that say what a customer buys
}

func newPeers(all []example, c Column, l lens) peers {
	p := peers{all: all}
	for i := range l.features {
		if l.stage(i) {
			p.stage = append(p.stage, i)
		}
	}
	xs, took := make([][]float64, len(all)), 0.0
	for i, e := range all {
		xs[i] = p.at(e.point)
		p.whose, p.takes = append(p.whose, e.customer), append(p.takes, e.takesUp(c))
		if p.takes[i] {
			took++
		}
	}
	alike := make([]float64, len(xs[0]))
	for i := range alike {
		alike[i] = 1
	}
	p.metric = newMetric(xs, alike)
	for _, x := range xs {
		p.places = append(p.places, p.metric.place(x))
	}
	p.usual = (took + 0.5) / (float64(len(all)) + 1)
	return p
}

// at is where a customer stands: what it leans to, what it buys.
func (p peers) at(of point) []float64 {
	x := slices.Clone(of.lean)
	for _, i := range p.stage {
		x = append(x, of.x[i])
	}
	return x
}

// of finds the peers most alike, each customer once.
func (p peers) of(at point) []neighbour {
	return nearest(p.metric.place(p.at(at)), at.customer, p.places, p.whose, mostPeers)
}

// logit is the share of peers that took the column up, held back by two usual
// ones.
func (p peers) logit(near []neighbour) float64 {
	took := 2 * p.usual
	for _, n := range near {
		if p.takes[n.example] {
			took++
		}
	}
	share := took / float64(len(near)+2)
	return math.Log(share / (1 - share))
}
