package quartile

import (
	"math/big"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// grid numbers the values that can be told, from 0 for nothing. What is less
// than nothing counts as nothing.
type grid struct {
	step  money.Decimal   // of an even grid
	rungs []money.Decimal // of one that widens with the amount; nil for an even one
	top   int             // the last number; -1 where there is none
}

// mostDecades bounds the amounts that can be told.
const mostDecades = 30

func (r Rule) grid(m Measure) grid {
	if m.IsSum() {
		return grid{rungs: r.Rungs, top: mostDecades * len(r.Rungs)}
	}
	g := grid{step: r.Steps[m], top: -1}
	if top, ok := m.top(); ok {
		g.top = g.cell(top)
	}
	return g
}

// cell numbers the value that is nearest; half way it is the even number's.
func (g grid) cell(d money.Decimal) int {
	if d.Sign() <= 0 {
		return 0
	}
	var n int
	if g.rungs == nil {
		n = whole(d.Quo(g.step, 0))
	} else {
		low, high := 0, g.top
		for low < high { // the first number whose upper half does not reach d
			at := (low + high) / 2
			if two := g.value(at).Add(g.value(at + 1)); two.Cmp(d.Add(d)) >= 0 {
				high = at
			} else {
				low = at + 1
			}
		}
		n = low
	}
	if g.top >= 0 {
		n = min(n, g.top)
	}
	return n
}

// value is what a number stands for.
func (g grid) value(n int) money.Decimal {
	switch {
	case g.rungs == nil:
		return g.step.Mul(money.NewInt(int64(n)))
	case n == 0:
		return money.Zero
	}
	decade := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64((n-1)/len(g.rungs))), nil)
	return g.rungs[(n-1)%len(g.rungs)].Mul(money.NewScaled(decade, 0))
}

// whole gives a decimal without decimals as an int; one beyond any grid is as
// far as a grid goes.
func whole(d money.Decimal) int {
	n := d.Unscaled(0)
	if !n.IsInt64() || n.Int64() > 1<<40 {
		return 1 << 40
	}
	return int(n.Int64())
}
