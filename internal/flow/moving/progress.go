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
	// Findings count the moves that were done by what came of them, as far on as
	// the books tell.
	Findings map[move.Finding]int
	// Change is by how much the services of those customers changed a month, of
	// the moves that could be compared; Alike is what alike customers would have done.
	Change, Alike money.Decimal
}

// ProgressOf sums moves and what came of them by strategy: all six, in the
// study's order.
func ProgressOf(all []move.Edition, effects []Effect) []Progress {
	var out []Progress
	for _, strategy := range move.Strategies() {
		p := Progress{Strategy: strategy, Count: map[move.State]int{}, Findings: map[move.Finding]int{}}
		for _, e := range effects {
			if e.Move.Move.Strategy != strategy {
				continue
			}
			last := e.Last()
			p.Findings[last.Finding]++
			if last.Compared() {
				p.Change, p.Alike = p.Change.Add(last.Change()), p.Alike.Add(last.Expected)
			}
		}
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
