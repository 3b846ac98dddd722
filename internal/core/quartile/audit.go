package quartile

import (
	"maps"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// shown is a figure as an adversary sees it: of the group at a place, a quartile
// or, with quarter -1, the sum.
type shown struct {
	place   int
	quarter Quarter
}

const ofSum Quarter = -1

// audit attacks what would be told, as somebody who knows every partner but one:
// could that one stand a step higher, or lower, and every figure be the same?
// Where neither is possible, the figures in one way are hidden, those of smaller
// groups rather than of larger. As every figure
// grows with every value, no other steps need to be tried; and as hiding only
// takes knowledge away, each partner is tried once.
func (p *publication) audit() {
	for _, year := range p.years() {
		in := map[string][]int{} // the groups that partners are in
		for i, c := range p.cells {
			if p.groups[i].Year == year {
				for id := range c.members {
					in[id] = append(in[id], i)
				}
			}
		}
		for _, id := range slices.Sorted(maps.Keys(in)) {
			up, canRise := p.changed(id, in[id], 1)
			down, canFall := p.changed(id, in[id], -1)
			hide := up
			switch {
			case canRise && len(up) == 0 || canFall && len(down) == 0:
				continue
			case !canRise || canFall && p.loss(down) < p.loss(up):
				hide = down
			}
			for _, f := range hide {
				p.figure(f).hidden = ReasonAlone
			}
		}
	}
}

// loss is how many partners figures are of.
func (p *publication) loss(all []shown) int {
	n := 0
	for _, f := range all {
		n += len(p.cells[f.place].members)
	}
	return n
}

func (p *publication) years() []string {
	var all []string
	for _, g := range p.groups {
		if !slices.Contains(all, g.Year) {
			all = append(all, g.Year)
		}
	}
	return all
}

func (p *publication) figure(f shown) *figure {
	if f.quarter == ofSum {
		return &p.cells[f.place].sum
	}
	return &p.cells[f.place].quartiles[f.quarter]
}

// changed lists the figures that would be others if a partner stood a step
// higher or lower; false where there is no such step.
func (p *publication) changed(id string, groups []int, by int) (all []shown, can bool) {
	for _, i := range groups {
		c := p.cells[i]
		at := c.members[id]
		if at+by < 0 || p.grid.top >= 0 && at+by > p.grid.top {
			return nil, false
		}
		// Among equals it is the last that rises and the first that falls: the rest
		// stays in order.
		k, _ := slices.BinarySearch(c.sorted, at)
		if by > 0 {
			k, _ = slices.BinarySearch(c.sorted, at+1)
			k--
		}
		for _, q := range Quarters() {
			low, high := p.window(len(c.sorted), q)
			if c.quartiles[q].hidden != "" || k < low || k >= high {
				continue
			}
			sum := by
			for _, v := range c.sorted[low:high] {
				sum += v
			}
			if halfEven(sum, high-low) != c.quartiles[q].cell {
				all = append(all, shown{i, q})
			}
		}
		if p.measure.IsSum() && c.sum.hidden == "" && p.moved(c, at, by) {
			all = append(all, shown{i, ofSum})
		}
	}
	return all, true
}

// moved reports that the sum would be another.
func (p *publication) moved(c *placed, at, by int) bool {
	sum := p.sumOf(c).Sub(p.grid.value(at)).Add(p.grid.value(at + by))
	return p.grid.cell(sum) != c.sum.cell
}

// sumOf is the exact sum of what stands on the grid.
func (p *publication) sumOf(c *placed) money.Decimal {
	if c.exact == nil {
		sum := p.total(c.sorted)
		c.exact = &sum
	}
	return *c.exact
}
