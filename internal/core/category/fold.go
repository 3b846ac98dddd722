package category

import (
	"maps"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Precedents are what a log of decisions comes to.
type Precedents struct {
	log      []Decision
	at       map[string]int // place in log by id
	undone   []bool
	takers   []string       // who took each decision back
	people   map[scoped]int // place of the answer that holds
	auto     map[scoped]int
	rejected map[scoped]map[Label]bool
	held     map[Key]bool
}

type scoped struct {
	scope Scope
	value string
}

// Fold reads a log in its order. It is pure and total: a decision that undoes
// nothing there is kept in the log and changes nothing. The latest answer of a
// person on a thing holds, and any of them beats any automatic one; what a
// rejection names is off the table until a person says it after all.
func Fold(log []Decision) *Precedents {
	p := &Precedents{log: log, at: map[string]int{}, undone: make([]bool, len(log)), takers: make([]string, len(log)), people: map[scoped]int{},
		auto: map[scoped]int{}, rejected: map[scoped]map[Label]bool{}, held: map[Key]bool{}}
	for i, d := range log {
		if _, twice := p.at[d.ID]; !twice && d.ID != "" {
			p.at[d.ID] = i
		}
	}
	p.settleUndos()
	for i, d := range log {
		if !p.undone[i] {
			p.apply(i, d)
		} else if d.Verb == VerbSet && d.Auto() && p.takers[i] != ActorAuto {
			// A person took an automatic answer back: the next run must ask.
			p.held[d.Subject.Key()] = true
		}
	}
	return p
}

// settleUndos goes from the last decision to the first: an undo counts unless a
// later one that counts takes it back.
func (p *Precedents) settleUndos() {
	for i := len(p.log) - 1; i >= 0; i-- {
		d := p.log[i]
		if d.Verb != VerbUndo || p.undone[i] {
			continue
		}
		if target, ok := p.at[d.Undoes]; ok && target < i {
			p.undone[target], p.takers[target] = true, d.Actor
		}
	}
}

func (p *Precedents) apply(i int, d Decision) {
	on := scoped{d.Scope, d.Value}
	switch {
	case d.Verb == VerbReject:
		if p.rejected[on] == nil {
			p.rejected[on] = map[Label]bool{}
		}
		p.rejected[on][d.Label] = true
		if a, ok := p.auto[on]; ok && d.names(p.log[a].Answer) {
			delete(p.auto, on)
		}
		if a, ok := p.people[on]; ok && d.names(p.log[a].Answer) {
			delete(p.people, on)
		}
	case d.Verb == VerbSet && d.Auto():
		p.auto[on] = i
	case d.Verb == VerbSet:
		p.people[on] = i
		for l := range d.Answer.Labels() {
			delete(p.rejected[on], l)
		}
	}
}

// names reports whether a rejection is about an answer.
func (d Decision) names(a Answer) bool {
	_, ok := a.Labels()[d.Label]
	return ok
}

// Reviewed gives what a person decided about a subject: on itself, else on its
// text, item or project.
func (p *Precedents) Reviewed(s Subject) (Decision, bool) { return p.about(s).reviewed() }

// Accepted gives what a run decided about a subject, which holds only where
// nobody decided otherwise. What a person rejected does not hold either.
func (p *Precedents) Accepted(s Subject) (Decision, bool) { return p.about(s).accepted() }

// Rejected lists what people said a subject is not, in label order.
func (p *Precedents) Rejected(s Subject) []Label { return p.about(s).rejected() }

// about is a subject as the log may speak of it. Bringing its text into a
// comparable form is what costs, so it is done once.
type about struct {
	p      *Precedents
	places []scoped
}

func (p *Precedents) about(s Subject) about {
	a := about{p: p}
	if p == nil || len(p.log) == 0 {
		return a
	}
	for _, sc := range Scopes() {
		if value := sc.Value(s); value != "" {
			a.places = append(a.places, scoped{sc, value})
		}
	}
	return a
}

func (a about) reviewed() (Decision, bool) {
	for _, at := range a.places {
		if i, ok := a.p.people[at]; ok {
			return a.p.log[i], true
		}
	}
	return Decision{}, false
}

func (a about) accepted() (Decision, bool) {
	for _, at := range a.places {
		i, ok := a.p.auto[at]
		if !ok {
			continue
		}
		for _, l := range a.rejected() {
			if _, is := a.p.log[i].Answer.Labels()[l]; is {
				return Decision{}, false
			}
		}
		return a.p.log[i], true
	}
	return Decision{}, false
}

func (a about) rejected() []Label {
	var found []Label
	for _, l := range Labels() {
		if slices.ContainsFunc(a.places, func(at scoped) bool { return a.p.rejected[at][l] }) {
			found = append(found, l)
		}
	}
	return found
}

// Held reports that a person took back or rejected what a run had decided about
// the subject, so that no run may decide it again.
func (p *Precedents) Held(s Subject) bool {
	return p != nil && (p.held[s.Key()] || len(p.Rejected(s)) > 0)
}

// Log gives the decisions in order, and whether each still counts.
func (p *Precedents) Log() []Entry {
	if p == nil {
		return nil
	}
	entries := make([]Entry, len(p.log))
	for i, d := range p.log {
		entries[i] = Entry{Decision: d, Undone: p.undone[i], Holds: p.holds(i)}
	}
	return entries
}

// Entry is a decision and what became of it.
type Entry struct {
	Decision
	Undone bool // a later decision took it back
	Holds  bool // it is what counts now: not undone, and no later one stands over it
}

// Concerns reports whether the decision speaks of a subject, or takes back one
// that does.
func (e Entry) Concerns(s Subject) bool {
	if e.Verb == VerbUndo {
		return e.Subject.Key() == s.Key()
	}
	return e.Value != "" && e.Scope.Value(s) == e.Value
}

func (p *Precedents) holds(i int) bool {
	d := p.log[i]
	on := scoped{d.Scope, d.Value}
	switch {
	case p.undone[i]:
		return false
	case d.Verb == VerbReject:
		return p.rejected[on][d.Label]
	case d.Verb == VerbUndo:
		return true
	case d.Auto():
		_, decided := p.people[on]
		at, ok := p.auto[on]
		return ok && at == i && !decided
	}
	at, ok := p.people[on]
	return ok && at == i
}

// Last is the id of the log's last decision; empty for an empty log.
func (p *Precedents) Last() string {
	if len(p.log) == 0 {
		return ""
	}
	return p.log[len(p.log)-1].ID
}

// Find gives a decision by its id; fault category.decision_not_found.
func (p *Precedents) Find(id string) (Entry, error) {
	i, ok := p.at[id]
	if !ok {
		return Entry{}, fault.New(fault.KindNotFound, "category.decision_not_found").With("decision", id)
	}
	return Entry{Decision: p.log[i], Undone: p.undone[i], Holds: p.holds(i)}, nil
}

// Permits says why a decision may not be added to the log; nil when it may.
//
// Faults: those of Decision.Validate, category.decision_not_found and
// category.already_undone.
func (p *Precedents) Permits(d Decision) error {
	if err := d.Validate(); err != nil {
		return err
	}
	if d.Verb != VerbUndo {
		return nil
	}
	e, err := p.Find(d.Undoes)
	if err != nil {
		return err
	}
	if e.Undone {
		return fault.New(fault.KindConflict, "category.already_undone").With("decision", d.Undoes)
	}
	return nil
}

// Lessons are what people decided, as examples to learn from: answers that hold,
// one for each thing decided. Answers of a run teach nothing: a model must not
// learn from itself.
func (p *Precedents) Lessons() []Example {
	if p == nil {
		return nil
	}
	var lessons []Example
	for _, i := range slices.Sorted(maps.Values(p.people)) {
		d := p.log[i]
		text := d.Subject.Text()
		if text == "" {
			continue
		}
		for _, l := range Labels() {
			if share, ok := d.Answer.Labels()[l]; ok {
				lessons = append(lessons, Example{Label: l, Text: text, Share: share})
			}
		}
	}
	return lessons
}
