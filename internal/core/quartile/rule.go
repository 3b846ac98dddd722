// Package quartile says what may be told about many partners without telling of
// one: quartiles and sums by group, so coarse and so seldom that no combination
// of them gives a partner away.
//
// It owns the grid that values are rounded to, which groups are shown, and why
// the others are not. It does not own who is a partner, what a partner's values
// are (internal/flow/measuring/comparing), nor who may see a partner's own row
// (core/access).
//
// Everything that is published follows from the membership of groups and from
// values on the grid, and from nothing finer: whatever tables are put together, a
// partner is never known closer than a step of the grid. See Publish for what is
// guaranteed beyond that.
package quartile

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// LeastMinimum is the smallest group that any rule may allow: among fewer, two
// partners who put their own values together know the third's.
const LeastMinimum = 3

// Measure names something that partners are compared by.
type Measure string

const (
	MeasureMultiplier  Measure = "multiplier"  // services over cloud, definition standard
	MeasureServices    Measure = "services"    // services revenue, in the report currency
	MeasureCloud       Measure = "cloud"       // cloud revenue, in the report currency
	MeasureBreadth     Measure = "breadth"     // categories that count by the maturity rule
	MeasureAI          Measure = "ai"          // share of services of AI offerings
	MeasureMarketplace Measure = "marketplace" // share of services sold through a marketplace
	MeasureClass       Measure = "class"       // maturity class, 0 the lowest
)

// Measures lists the measures in the order in which they are shown.
func Measures() []Measure {
	return []Measure{MeasureMultiplier, MeasureServices, MeasureCloud, MeasureBreadth, MeasureAI, MeasureMarketplace, MeasureClass}
}

// IsSum reports a measure whose values can be added up.
func (m Measure) IsSum() bool { return m == MeasureServices || m == MeasureCloud }

// isOrdinal reports a measure whose values are places in an order, of which
// there is no mean.
func (m Measure) isOrdinal() bool { return m == MeasureBreadth || m == MeasureClass }

// top is the highest value there can be; false where there is none.
func (m Measure) top() (money.Decimal, bool) {
	switch m {
	case MeasureBreadth:
		return money.NewInt(6), true
	case MeasureAI, MeasureMarketplace:
		return money.One, true
	case MeasureClass:
		return money.NewInt(4), true
	case MeasureMultiplier, MeasureServices, MeasureCloud:
	}
	return money.Zero, false
}

// Rule says how much may be told.
type Rule struct {
	Name    string
	Version int
	// Minimum is the least number of partners in a group, and in whatever is left
	// between two groups.
	Minimum int
	// Protection is p of the p%-rule: a sum is told only where all but the two
	// largest partners are at least this share of the largest, so that the second
	// cannot work out the first closer than that.
	Protection money.Decimal
	// Steps has the step of each measure that is no sum: values are rounded to its
	// multiples.
	Steps map[Measure]money.Decimal
	// Rungs are the amounts of one decade, from 1 to below 10, that sums and their
	// addends are rounded to; the same in every decade.
	Rungs []money.Decimal
	// Bands are where a size band ends and the next begins, by cloud revenue of the
	// year in the report currency, ascending.
	Bands []money.Decimal
}

// Validate checks a rule as a user wrote it. Faults: quartile.unnamed,
// quartile.minimum, quartile.protection, quartile.steps, quartile.rungs,
// quartile.bands.
func (r Rule) Validate() error {
	bad := func(code, value string) error {
		return fault.New(fault.KindInvalid, code).With("rule", r.Name).With("value", value).With("least", LeastMinimum)
	}
	switch {
	case r.Name == "" || r.Version < 1:
		return bad("quartile.unnamed", r.Name)
	case r.Minimum < LeastMinimum || r.Minimum > 1000:
		return bad("quartile.minimum", money.NewInt(int64(r.Minimum)).String())
	case r.Protection.Sign() <= 0 || r.Protection.Cmp(money.One) > 0:
		return bad("quartile.protection", r.Protection.String())
	}
	for _, m := range Measures() {
		step, ok := r.Steps[m]
		if m.IsSum() == ok || ok && step.Sign() <= 0 || m.isOrdinal() && !step.Equal(money.One) {
			return bad("quartile.steps", string(m))
		}
	}
	if len(r.Steps) != len(Measures())-2 {
		return bad("quartile.steps", "")
	}
	if len(r.Rungs) == 0 || !r.Rungs[0].Equal(money.One) || !ascending(r.Rungs) || r.Rungs[len(r.Rungs)-1].Cmp(money.NewInt(10)) >= 0 {
		return bad("quartile.rungs", "")
	}
	if !ascending(r.Bands) || len(r.Bands) > 0 && r.Bands[0].Sign() <= 0 {
		return bad("quartile.bands", "")
	}
	return nil
}

// ascending reports that each is more than the one before.
func ascending(all []money.Decimal) bool {
	for i := 1; i < len(all); i++ {
		if all[i].Cmp(all[i-1]) <= 0 {
			return false
		}
	}
	return true
}

// Band gives the place of a partner of this much cloud among the bands, from 0.
// It is decided on the grid, as everything is.
func (r Rule) Band(cloud money.Decimal) int {
	g := r.grid(MeasureCloud)
	return len(r.Bands) - len(r.bandsAbove(g.value(g.cell(cloud))))
}

func (r Rule) bandsAbove(d money.Decimal) []money.Decimal {
	return slices.DeleteFunc(slices.Clone(r.Bands), func(b money.Decimal) bool { return b.Cmp(d) <= 0 })
}

// Round gives a value as the grid has it.
func (r Rule) Round(m Measure, d money.Decimal) money.Decimal {
	g := r.grid(m)
	return g.value(g.cell(d))
}
