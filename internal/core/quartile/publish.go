package quartile

import (
	"cmp"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Group is partners of one year that have something in common.
type Group struct {
	Year string
	// By is what they have in common, such as a country; empty for the partners of
	// the year, whom the groups of every By divide among them.
	By      string
	Key     string
	Members []string // each once
}

// Values are partners' values of a year; who is missing has none that is known.
type Values map[string]map[Measure]map[string]money.Decimal

// Quarter is one of the three quartiles.
type Quarter int

const (
	Lower Quarter = iota
	Median
	Upper
)

// Quarters lists the quartiles.
func Quarters() []Quarter { return []Quarter{Lower, Median, Upper} }

// Reason says why something is not told.
type Reason string

const (
	// ReasonFew: fewer partners than the minimum have a value.
	ReasonFew Reason = "few"
	// ReasonNear: another group that is shown has the same partners but for fewer
	// than the minimum, here or in another year.
	ReasonNear Reason = "near"
	// ReasonRest: what is left of the year's partners beside the groups that are
	// shown would be fewer than the minimum.
	ReasonRest Reason = "rest"
	// ReasonDominant: one or two partners are most of the sum, of the group or of
	// what is left beside the groups that are shown.
	ReasonDominant Reason = "dominant"
	// ReasonAlone: who knows all other partners would know the step of the grid that
	// one is on.
	ReasonAlone Reason = "alone"
)

// Reasons lists every reason.
func Reasons() []Reason {
	return []Reason{ReasonFew, ReasonNear, ReasonRest, ReasonDominant, ReasonAlone}
}

// Figure is a value on the grid, or the reason why there is none.
type Figure struct {
	Value  money.Decimal
	Hidden Reason // empty: Value is told
}

// Cell is what is told of a group by a measure.
type Cell struct {
	Group   int // place in what was asked
	Measure Measure
	// AtLeast is how many partners have a value, down to a multiple of the minimum;
	// zero where the group is not shown.
	AtLeast int
	// Hidden is why nothing is told; the figures say the same.
	Hidden    Reason
	Quartiles [3]Figure
	Sum       *Figure // of a measure that adds up
}

// Publish says what may be told of groups, those that matter most first: where
// two must not both be shown, it is the later one that is not. Cells stand by
// measure, then by group.
//
// What is guaranteed, of everything published at once:
//
//   - No group, no difference of two groups of any years, and no rest of a year
//     beside the groups of one By has between one and the minimum less one
//     members.
//   - Values that differ by less than the grid give the same publication.
//   - Who knows the values of all partners but one finds at least two steps of
//     the grid on which that one can be, by what is shown. An adversary who also
//     runs this very rule over what is hidden may sometimes tell which; closer
//     than a step of the grid nobody comes.
//   - A sum obeys the p%-rule, and so does the rest of its year.
func Publish(r Rule, groups []Group, values Values) []Cell {
	var all []Cell
	for _, m := range Measures() {
		p := &publication{rule: r, measure: m, grid: r.grid(m), groups: groups}
		for _, g := range groups {
			p.cells = append(p.cells, p.place(g, values[g.Year][m]))
		}
		p.keepApart()
		p.compute()
		p.guardSums()
		p.audit()
		for i, c := range p.cells {
			all = append(all, p.told(i, c))
		}
	}
	return all
}

// publication is the work on one measure.
type publication struct {
	rule    Rule
	measure Measure
	grid    grid
	groups  []Group
	cells   []*placed
}

// placed is a group on the grid.
type placed struct {
	members   map[string]int // their cells
	sorted    []int
	hidden    Reason
	quartiles [3]figure
	sum       figure
	exact     *money.Decimal // the sum before it was rounded, once asked for
}

// figure is a number of the grid, or the reason why it is not told.
type figure struct {
	cell   int
	hidden Reason
}

func (p *publication) place(g Group, values map[string]money.Decimal) *placed {
	c := &placed{members: map[string]int{}}
	for _, id := range g.Members {
		if v, known := values[id]; known {
			c.members[id] = p.grid.cell(v)
		}
	}
	for _, at := range c.members {
		c.sorted = append(c.sorted, at)
	}
	slices.Sort(c.sorted)
	if len(c.members) < p.rule.Minimum {
		c.hidden = ReasonFew
	}
	return c
}

// compute finds the figures of what is shown.
func (p *publication) compute() {
	for _, c := range p.cells {
		for _, q := range Quarters() {
			c.quartiles[q].hidden = c.hidden
			if c.hidden == "" {
				c.quartiles[q].cell = p.quartile(c.sorted, q)
			}
		}
		c.sum.hidden = c.hidden
		if p.measure.IsSum() && c.hidden == "" {
			c.sum.cell = p.grid.cell(p.total(c.sorted))
		}
	}
}

// quartile is the mean of the three or four partners around a rank, on the grid;
// of places in an order it is the partner of that rank, the lower of two.
func (p *publication) quartile(sorted []int, q Quarter) int {
	low, high := p.window(len(sorted), q)
	sum := 0
	for _, at := range sorted[low:high] {
		sum += at
	}
	return halfEven(sum, high-low)
}

// window is whose values a quartile is made of: places in order, high exclusive.
func (p *publication) window(n int, q Quarter) (low, high int) {
	rank := (int(q) + 1) * (n - 1) // in fourths
	low, high = rank/4, (rank+3)/4+1
	if p.measure.isOrdinal() {
		return low, low + 1
	}
	return max(low-1, 0), min(high+1, n)
}

func (p *publication) total(cells []int) money.Decimal {
	sum := money.Zero
	for _, at := range cells {
		sum = sum.Add(p.grid.value(at))
	}
	return sum
}

// halfEven divides and rounds half to even; both are not negative.
func halfEven(a, b int) int {
	q, rest := a/b, a%b
	if 2*rest > b || 2*rest == b && q%2 == 1 {
		q++
	}
	return q
}

func (p *publication) told(i int, c *placed) Cell {
	out := Cell{Group: i, Measure: p.measure, Hidden: c.hidden}
	if c.hidden == "" {
		out.AtLeast = len(c.members) / p.rule.Minimum * p.rule.Minimum
	}
	tell := func(f figure) Figure {
		if f.hidden != "" {
			return Figure{Hidden: f.hidden}
		}
		return Figure{Value: p.grid.value(f.cell)}
	}
	for _, q := range Quarters() {
		out.Quartiles[q] = tell(c.quartiles[q])
	}
	if p.measure.IsSum() {
		sum := tell(c.sum)
		out.Sum = &sum
	}
	return out
}

// bySize gives places of groups from the smallest on.
func (p *publication) bySize(of []int) []int {
	of = slices.Clone(of)
	slices.SortStableFunc(of, func(a, b int) int {
		return cmp.Or(cmp.Compare(len(p.cells[a].members), len(p.cells[b].members)), cmp.Compare(b, a))
	})
	return of
}
