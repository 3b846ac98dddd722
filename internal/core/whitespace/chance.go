package whitespace

import (
	"cmp"
	"math"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

const (
	// MinPeers is how many customers a figure rests on at least: fewer could be
	// told apart.
	MinPeers = 5
	// mostExamples bounds what one column learns from.
	mostExamples = 3_000
	// mostPushes is how many of them a ground names.
	mostPushes = 6
	// chanceRidge holds the weights of a chance back.
	chanceRidge = 12.0
	// chancePlaces are the decimals of a chance.
	chancePlaces = 4
)

// chancer knows, of one column, which customers took it up within two quarters
// while it was white.
type chancer struct {
	own      int // place of the column's category; -1: it has none
	lens     lens
	leanings leanings
	peers    peers
	inputs   []input
	model    logistic

	customers int // it learned from
	seen      int // times a customer was without the column
	took      int // of them it was taken up
}

// input is one number that decides a chance: a feature, the leaning towards the
// column's category, or both together, because what comes before depends on who
// one is.
type input struct {
	feature int // place; -1: none
	leaning bool
}

func newInputs(l lens) []input {
	all := []input{{-1, true}}
	for i, f := range l.features {
		switch {
		case f == FeatureBreadth || f == FeatureAge || f == FeatureGrowth || f == FeatureSpend:
			all = append(all, input{i, false})
		case l.stage(i):
			all = append(all, input{i, false}, input{i, true})
		}
	}
	return all
}

// newChancer learns from the examples of a column.
func newChancer(examples []example, c Column, l lens, n leanings) chancer {
	ch := chancer{own: slices.Index(service.Categories(), c.Category), lens: l, leanings: n, inputs: newInputs(l)}
	if ch.own < 0 {
		return ch
	}
	var white []example
	for _, e := range examples {
		if e.white(c) {
			white = append(white, e)
			if e.takesUp(c) {
				ch.took++
			}
		}
	}
	ch.customers, ch.seen = distinct(white), len(white)
	if ch.customers < MinPeers {
		return ch
	}
	white = thin(white)
	ch.peers = newPeers(white, c, l)
	xs, takes := make([][]float64, len(white)), make([]bool, len(white))
	for i, e := range white {
		xs[i], takes[i] = ch.numbers(e.point, ch.peers.of(e.point)), e.takesUp(c)
	}
	ch.model = newLogistic(len(ch.inputs)+1, xs, takes, chanceRidge)
	return ch
}

// numbers are what the model weighs: the inputs, then what peers did.
func (c chancer) numbers(p point, near []neighbour) []float64 {
	out := make([]float64, len(c.inputs), len(c.inputs)+1)
	for k, in := range c.inputs {
		out[k] = 1
		if in.feature >= 0 {
			out[k] = p.x[in.feature]
		}
		if in.leaning {
			out[k] *= p.lean[c.own]
		}
	}
	return append(out, c.peers.logit(near))
}

// asked is what a chancer was asked about a customer.
type asked struct {
	point
	near    []neighbour // the peers
	numbers []float64
}

// ask prepares an answer; false where too few customers were ever in the
// customer's place.
func (c chancer) ask(p point) (asked, bool) {
	if c.customers < MinPeers {
		return asked{}, false
	}
	near := c.peers.of(p)
	return asked{p, near, c.numbers(p, near)}, true
}

// chance is how likely a white cell is bought within the horizon.
func (c chancer) chance(a asked) money.Decimal { return probability(sigmoid(c.model.logit(a.numbers))) }

// pushes says what moves a customer's chance away from what is usual.
func (c chancer) pushes(a asked) []Push {
	parts := c.model.parts(a.numbers)
	by := make([]float64, len(c.lens.features))
	for k, in := range c.inputs {
		if in.feature >= 0 {
			by[in.feature] += parts[k]
			continue
		}
		for f, part := range c.leanings.parts(c.own, a.point) {
			by[f] += part * c.model.weights[k] * c.model.scale[k]
		}
	}
	pushes := []*push{{feature: FeaturePeers, has: true, by: parts[len(c.inputs)]}}
	named := map[Feature]*push{}
	for i, part := range by {
		name, has := c.lens.features[i], a.x[i] != 0
		if kind, _ := name.Kind(); kind == string(FeatureIndustry) {
			name = FeatureIndustry
		}
		if named[name] == nil {
			named[name] = &push{feature: name, has: has || !name.isOneOf()}
			pushes = append(pushes, named[name])
		}
		named[name].by += part
	}
	return told(pushes)
}

type push struct {
	feature Feature
	has     bool
	by      float64
}

// told names the strongest pushes.
func told(all []*push) []Push {
	sum := 0.0
	for _, p := range all {
		sum += math.Abs(p.by)
	}
	slices.SortStableFunc(all, func(a, b *push) int { return cmp.Compare(math.Abs(b.by), math.Abs(a.by)) })
	var out []Push
	for _, p := range all[:min(len(all), mostPushes)] {
		if p.by != 0 {
			out = append(out, Push{p.feature, p.has, p.by > 0, probability(math.Abs(p.by) / sum)})
		}
	}
	return out
}

// probability writes a share between 0 and 1 down.
func probability(p float64) money.Decimal {
	scaled := int64(math.Round(min(max(p, 0), 1) * 1e4))
	return money.NewInt(scaled).Quo(money.NewInt(1e4), chancePlaces)
}

// thin takes mostExamples of more than that, at even steps.
func thin(all []example) []example {
	if len(all) <= mostExamples {
		return all
	}
	kept := make([]example, mostExamples)
	for i := range kept {
		kept[i] = all[i*len(all)/mostExamples]
	}
	return kept
}

// distinct counts the customers of examples.
func distinct(examples []example) int {
	seen := map[int]bool{}
	for _, e := range examples {
		seen[e.customer] = true
	}
	return len(seen)
}
