package moving

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
)

// Progress is what is done for one strategy.
type Progress struct {
	Strategy move.Strategy
	Count    map[move.State]int
	// Expected is the expected money of open moves, by currency; what is unsized
	// or without a chance is not in it.
	Expected []money.Amount
}

// ProgressOf sums moves by strategy: all six, in the study's order.
func ProgressOf(all []move.Edition) []Progress {
	var out []Progress
	for _, strategy := range move.Strategies() {
		p := Progress{Strategy: strategy, Count: map[move.State]int{}}
		for _, e := range all {
			if e.Move.Strategy != strategy {
				continue
			}
			p.Count[e.Move.State]++
			if expected := e.Move.Expected(); expected != nil && e.Move.State.Open() {
				p.add(*expected, e.Move.Size.Currency)
			}
		}
		slices.SortFunc(p.Expected, func(a, b money.Amount) int { return strings.Compare(string(a.Currency), string(b.Currency)) })
		out = append(out, p)
	}
	return out
}

func (p *Progress) add(d money.Decimal, c money.Currency) {
	for i := range p.Expected {
		if p.Expected[i].Currency == c {
			p.Expected[i] = money.New(p.Expected[i].Decimal.Add(d), c)
			return
		}
	}
	p.Expected = append(p.Expected, money.New(d, c))
}
