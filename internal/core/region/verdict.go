package region

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Grade is the answer to "does it fit".
type Grade string

const (
	GradeHigh          Grade = "HIGH"
	GradeModerate      Grade = "MODERATE"
	GradeLow           Grade = "LOW"
	GradeNotApplicable Grade = "NOT_APPLICABLE"
)

// Grades lists the grades, the best first.
func Grades() []Grade { return []Grade{GradeHigh, GradeModerate, GradeLow, GradeNotApplicable} }

// Decision is why a grade is what it is: a message key for every face.
type Decision string

const (
	DecisionAll         Decision = "all"          // everything needed is there
	DecisionDoubt       Decision = "doubt"        // something needed is unknown
	DecisionReplaceable Decision = "replaceable"  // what is missing has an alternative, and enough is there
	DecisionShare       Decision = "share"        // too little is there
	DecisionNoWay       Decision = "no_way"       // something missing has no alternative
	DecisionNothing     Decision = "nothing"      // it needs no service
	DecisionKind        Decision = "kind"         // it is no technical thing
	DecisionUnresolved  Decision = "unresolved"   // it names what the catalogue does not have
	DecisionMentioned   Decision = "mentioned"    // it mentions services and needs none
	DecisionNoDecisions Decision = "no_decisions" // every service that it needs is unknown
)

// Judged is one need in one region.
type Judged struct {
	Need         Need          `json:"need"`
	Availability Availability  `json:"availability"`
	Notes        []Note        `json:"notes,omitempty"`
	Alternatives []Alternative `json:"alternatives,omitempty"`
}

// Change is what would make another verdict: these services there, or done
// without.
type Change struct {
	Services []ServiceID `json:"services"`
	Grade    Grade       `json:"grade"`
}

// Verdict is what a rule says of a thing in a region.
type Verdict struct {
	Region  ID     `json:"region"`
	Grade   Grade  `json:"grade"`
	Rule    string `json:"rule"`
	Version int    `json:"version"`
	// What it needs, by state; each in the order of needs.
	Available   []Judged `json:"available"`
	Unavailable []Judged `json:"unavailable"`
	Unknown     []Judged `json:"unknown"`
	// Mentioned is what it speaks of and can do without. It does not count.
	Mentioned []Judged   `json:"mentioned"`
	Decided   []Decision `json:"decided"`
	// Blocking is what stands in the way of a better grade.
	Blocking []ServiceID `json:"blocking,omitempty"`
	Changes  []Change    `json:"changes,omitempty"`
}

// Judge says how a thing with these needs fits into a region. Unresolved is how
// many names in it nobody knows; they are a doubt like any unknown service.
func (c *Catalogue) Judge(needs []Need, unresolved int, in ID, rule Rule) Verdict {
	v := Verdict{Region: in, Rule: rule.Name, Version: rule.Version}
	for _, n := range needs {
		j := Judged{Need: n, Availability: c.Available(n.Service, in), Notes: c.Notes(n.Service, in)}
		if j.Availability.State != StateAvailable {
			j.Alternatives = c.Alternatives(n.Service, in)
		}
		switch {
		case !n.Core:
			v.Mentioned = append(v.Mentioned, j)
		case j.Availability.State == StateAvailable:
			v.Available = append(v.Available, j)
		case j.Availability.State == StateUnavailable:
			v.Unavailable = append(v.Unavailable, j)
		default:
			v.Unknown = append(v.Unknown, j)
		}
	}
	t := tally{available: len(v.Available), doubts: unresolved}
	for _, j := range v.Unavailable {
		t.missing = append(t.missing, lacking{j.Need.Service, len(j.Alternatives) > 0})
	}
	for _, j := range v.Unknown {
		switch rule.Unknown {
		case DoubtMissing:
			t.missing = append(t.missing, lacking{j.Need.Service, len(j.Alternatives) > 0})
		case DoubtOpen:
			t.doubts++
		case DoubtLeftOut:
		}
	}
	v.Grade, v.Decided = rule.grade(t)
	switch {
	case len(needs) == 0 && unresolved == 0:
		v.Decided = []Decision{DecisionNothing}
	case t.available+len(t.missing) == 0 && len(v.Unknown) == 0 && len(v.Mentioned) > 0:
		v.Decided = []Decision{DecisionMentioned}
	}
	if unresolved > 0 && rule.Unknown == DoubtOpen {
		v.Decided = append(v.Decided, DecisionUnresolved)
	}
	v.Blocking, v.Changes = rule.changes(t, v)
	return v
}

// NotApplicable is the verdict on a thing that is not about technology in use.
// Both of its counts are zero, whatever it mentions.
func NotApplicable(needs []Need, in ID, rule Rule) Verdict {
	v := Verdict{Region: in, Grade: GradeNotApplicable, Rule: rule.Name, Version: rule.Version, Decided: []Decision{DecisionKind}}
	for _, n := range needs {
		n.Core = false
		v.Mentioned = append(v.Mentioned, Judged{Need: n, Availability: Availability{Service: n.Service, Region: in, State: StateUnknown}})
	}
	return v
}

type lacking struct {
	service     ServiceID
	replaceable bool
}

// tally is what a grade depends on.
type tally struct {
	available int
	missing   []lacking
	doubts    int
}

// grade applies the rule.
func (r Rule) grade(t tally) (Grade, []Decision) {
	if len(t.missing) == 0 {
		switch {
		case t.doubts == 0:
			return GradeHigh, []Decision{DecisionAll}
		case t.available == 0:
			return GradeLow, []Decision{DecisionNoDecisions}
		}
		return GradeModerate, []Decision{DecisionDoubt}
	}
	var why []Decision
	total := money.NewInt(int64(t.available + len(t.missing)))
	if money.NewInt(int64(t.available)).Cmp(total.Mul(r.MoreThan)) <= 0 {
		why = append(why, DecisionShare)
	}
	if r.Alternatives && slices.ContainsFunc(t.missing, func(l lacking) bool { return !l.replaceable }) {
		why = append(why, DecisionNoWay)
	}
	if len(why) > 0 {
		return GradeLow, why
	}
	why = []Decision{DecisionReplaceable}
	if t.doubts > 0 {
		why = append(why, DecisionDoubt)
	}
	return GradeModerate, why
}

// changes finds what would make the grade better: each single service that does,
// and the fewest that lead to every better grade, those without alternative first.
func (r Rule) changes(t tally, v Verdict) (blocking []ServiceID, changes []Change) {
	if v.Grade == GradeHigh || v.Grade == GradeNotApplicable {
		return nil, nil
	}
	missing := slices.Clone(t.missing)
	slices.SortStableFunc(missing, func(a, b lacking) int {
		switch {
		case a.replaceable == b.replaceable:
			return 0
		case b.replaceable:
			return -1
		}
		return 1
	})
	for _, l := range missing {
		blocking = append(blocking, l.service)
	}
	if r.Unknown == DoubtOpen {
		for _, j := range v.Unknown {
			blocking = append(blocking, j.Need.Service)
		}
	}
	best := v.Grade
	for n := 1; n <= len(blocking); n++ {
		after := tally{available: t.available + n, doubts: t.doubts}
		if n <= len(missing) {
			after.missing = missing[n:]
		} else {
			after.doubts -= n - len(missing)
		}
		if g, _ := r.grade(after); slices.Index(Grades(), g) < slices.Index(Grades(), best) {
			best = g
			changes = append(changes, Change{Services: blocking[:n:n], Grade: g})
		}
	}
	return blocking, changes
}
