package quartile

import "github.com/sevenfold/sevenfold/internal/core/money"

// keepApart hides groups until no two that are shown, and no group and the rest
// of its year, differ by fewer partners than the minimum.
func (p *publication) keepApart() {
	for i, c := range p.cells {
		for j := 0; j < i && c.hidden == ""; j++ {
			if first := p.cells[j]; first.hidden == "" && p.tooNear(first, c) {
				c.hidden = ReasonNear
			}
		}
	}
	for _, d := range p.divisions() {
		for {
			rest := p.rest(d, func(c *placed) bool { return c.hidden == "" })
			shown := p.shown(d, func(c *placed) bool { return c.hidden == "" })
			if len(rest) == 0 || len(rest) >= p.rule.Minimum || len(shown) == 0 {
				break
			}
			p.cells[p.bySize(shown)[0]].hidden = ReasonRest
		}
	}
}

// tooNear reports groups that differ by some partners, and by fewer than the
// minimum. Those with the very same partners tell the same.
func (p *publication) tooNear(a, b *placed) bool {
	if len(a.members) > len(b.members)+p.rule.Minimum || len(b.members) > len(a.members)+p.rule.Minimum {
		return false
	}
	differ := 0
	for _, of := range [][2]*placed{{a, b}, {b, a}} {
		for id := range of[0].members {
			if _, both := of[1].members[id]; !both {
				if differ++; differ >= p.rule.Minimum {
					return false
				}
			}
		}
	}
	return differ > 0
}

// division is the groups by which the partners of a year are divided.
type division struct {
	whole int // place of the year's partners
	parts []int
}

// divisions lists those of years that are asked for as a whole.
func (p *publication) divisions() []division {
	type key struct{ year, by string }
	var order []key
	parts := map[key][]int{}
	for i, g := range p.groups {
		k := key{g.Year, g.By}
		if _, seen := parts[k]; !seen {
			order = append(order, k)
		}
		parts[k] = append(parts[k], i)
	}
	var all []division
	for _, k := range order {
		if whole, ok := parts[key{k.year, ""}]; ok && k.by != "" {
			all = append(all, division{whole[0], parts[k]})
		}
	}
	return all
}

func (p *publication) shown(d division, is func(*placed) bool) []int {
	var all []int
	for _, i := range d.parts {
		if is(p.cells[i]) {
			all = append(all, i)
		}
	}
	return all
}

// rest is the partners of a year that are in no part that is shown, with their
// cells; none where the year is not shown.
func (p *publication) rest(d division, is func(*placed) bool) map[string]int {
	rest := map[string]int{}
	if !is(p.cells[d.whole]) {
		return rest
	}
	for id, at := range p.cells[d.whole].members {
		rest[id] = at
	}
	for _, i := range p.shown(d, is) {
		for id := range p.cells[i].members {
			delete(rest, id)
		}
	}
	return rest
}

// guardSums hides sums of which one or two partners are most, and further ones
// until what is left of a year obeys the same rule.
func (p *publication) guardSums() {
	if !p.measure.IsSum() {
		return
	}
	for _, c := range p.cells {
		if c.sum.hidden == "" && p.dominated(c.members) {
			c.sum.hidden = ReasonDominant
		}
	}
	told := func(c *placed) bool { return c.sum.hidden == "" }
	for _, d := range p.divisions() {
		for {
			rest, shown := p.rest(d, told), p.shown(d, told)
			if len(rest) == 0 || len(shown) == 0 || len(rest) >= p.rule.Minimum && !p.dominated(rest) {
				break
			}
			p.cells[p.bySize(shown)[0]].sum.hidden = ReasonDominant
		}
	}
}

// dominated reports that all but the two largest partners are less than the
// rule's share of the largest.
func (p *publication) dominated(members map[string]int) bool {
	first, second, sum := money.Zero, money.Zero, money.Zero
	for _, at := range members {
		v := p.grid.value(at)
		sum = sum.Add(v)
		switch {
		case v.Cmp(first) > 0:
			first, second = v, first
		case v.Cmp(second) > 0:
			second = v
		}
	}
	return sum.Sub(first).Sub(second).Cmp(first.Mul(p.rule.Protection)) < 0
}
