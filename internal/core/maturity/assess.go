package maturity

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Verdict is a class, why it is that class, how sure we are, and what would
// change it.
type Verdict struct {
	Rule     Rule
	Class    Class
	Grade    Grade
	Evidence Evidence
	Criteria []Judged // in the order of Criteria
	// Up is what is missing for the next class, nearest first; empty at the top.
	Up []Change
	// Down is what the class hangs on, the smallest reserve first; empty at the bottom.
	Down []Change
}

// Grade says how much of the books the verdict rests on.
type Grade string

const (
	GradeHigh   Grade = "high"
	GradeMedium Grade = "medium"
	GradeLow    Grade = "low"
)

// Judged is one criterion of a verdict. A nil value is not known; a nil need
// does not exist.
type Judged struct {
	Criterion Criterion
	Value     *money.Decimal
	Need      *money.Decimal // of the verdict's class
	Next      *money.Decimal // of the class above
	// Reaches is the highest class this criterion alone would allow.
	Reaches Class
}

// Change is a criterion that would move the verdict to another class.
type Change struct {
	Criterion Criterion
	Class     Class          // where it would move to
	Value     *money.Decimal // now; nil is not known
	Threshold money.Decimal
	// Distance is |value - threshold| as a share of the larger of the two: by how
	// much of itself the value would have to fall, or fails to reach. What is not
	// known is as far as a thing can be.
	Distance money.Decimal
}

// Assess reaches a verdict. A class counts only if every class below it does,
// which Validate guarantees by asking for thresholds that never fall.
func Assess(r Rule, e Evidence) Verdict {
	v := Verdict{Rule: r, Class: ClassResaleLed, Grade: GradeLow, Evidence: e}
	for _, class := range Classes()[1:] {
		if !r.met(class, e) {
			break
		}
		v.Class = class
	}
	if c, ok := e.Values[CriterionConfidence]; ok {
		switch {
		case c.Cmp(r.HighConfidence) >= 0:
			v.Grade = GradeHigh
		case c.Cmp(r.MediumConfidence) >= 0:
			v.Grade = GradeMedium
		}
	}
	at := slices.Index(Classes(), v.Class)
	for _, c := range Criteria() {
		v.Criteria = append(v.Criteria, r.judge(c, at, e))
	}
	if at+1 < len(Classes()) {
		v.Up = r.missing(Classes()[at+1], e)
	}
	if at > 0 {
		v.Down = r.reserves(v.Class, Classes()[at-1], e)
	}
	return v
}

func (r Rule) met(class Class, e Evidence) bool {
	return !slices.ContainsFunc(r.Needs[class], func(n Need) bool {
		v, known := e.Values[n.Criterion]
		return !known || v.Cmp(n.AtLeast) < 0
	})
}

func (r Rule) judge(c Criterion, at int, e Evidence) Judged {
	j := Judged{Criterion: c, Reaches: ClassResaleLed}
	value, known := e.Values[c]
	if known {
		j.Value = &value
	}
	if need, ok := r.need(Classes()[at], c); ok {
		j.Need = &need
	}
	if at+1 < len(Classes()) {
		if next, ok := r.need(Classes()[at+1], c); ok {
			j.Next = &next
		}
	}
	for _, class := range Classes()[1:] {
		if need, asked := r.need(class, c); asked && (!known || value.Cmp(need) < 0) {
			break
		}
		j.Reaches = class
	}
	return j
}

// missing lists the unmet needs of a class, nearest first.
func (r Rule) missing(class Class, e Evidence) []Change {
	var changes []Change
	for _, n := range r.Needs[class] {
		v, known := e.Values[n.Criterion]
		if known && v.Cmp(n.AtLeast) >= 0 {
			continue
		}
		changes = append(changes, newChange(n, class, v, known))
	}
	sortByDistance(changes)
	return changes
}

// reserves lists the needs of the class itself, the one nearest to failing first.
func (r Rule) reserves(class, below Class, e Evidence) []Change {
	var changes []Change
	for _, n := range r.Needs[class] {
		changes = append(changes, newChange(n, below, e.Values[n.Criterion], true))
	}
	sortByDistance(changes)
	return changes
}

func newChange(n Need, class Class, value money.Decimal, known bool) Change {
	c := Change{Criterion: n.Criterion, Class: class, Threshold: n.AtLeast, Distance: money.One}
	if !known {
		return c
	}
	c.Value = &value
	larger := n.AtLeast
	if value.Cmp(larger) > 0 {
		larger = value
	}
	if larger.Sign() > 0 {
		c.Distance = value.Sub(n.AtLeast).Abs().Quo(larger, sharePlaces)
	}
	return c
}

func sortByDistance(changes []Change) {
	slices.SortStableFunc(changes, func(a, b Change) int { return a.Distance.Cmp(b.Distance) })
}
