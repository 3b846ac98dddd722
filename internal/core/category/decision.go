package category

import (
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Area is the part of the decision log that is about categories.
const Area = "category"

// ActorAuto is the actor of decisions that a run made by itself.
const ActorAuto = "auto"

// Verb is what a decision does.
type Verb string

const (
	// VerbSet answers: what it speaks of is Answer.
	VerbSet Verb = "set"
	// VerbReject says what it is not: the label is never accepted by itself and
	// not suggested again.
	VerbReject Verb = "reject"
	// VerbUndo takes another decision back, also another undo.
	VerbUndo Verb = "undo"
)

// Scope is how much a decision speaks of.
type Scope string

const (
	ScopeSubject Scope = "subject" // lines of one Key
	ScopeText    Scope = "text"    // lines of one normalised description, whatever their codes
	ScopeItem    Scope = "item"    // lines of one item code
	ScopeProject Scope = "project" // lines of one project
)

// Scopes lists the scopes, the narrowest first, which is how they win.
func Scopes() []Scope { return []Scope{ScopeSubject, ScopeText, ScopeItem, ScopeProject} }

// Value is what a decision of this scope about the subject speaks of; empty
// where the subject has nothing of the kind.
func (sc Scope) Value(s Subject) string {
	switch sc {
	case ScopeSubject:
		return string(s.Key())
	case ScopeText:
		return Normalise(s.Description)
	case ScopeItem:
		return fold(s.ItemCode)
	case ScopeProject:
		return fold(s.Project)
	}
	return ""
}

// Answer is what a line is. Weights sum to one; they may be empty where the
// nature has no categories, or where the offering gives them.
type Answer struct {
	Nature   service.Nature   `json:"nature"`
	Weights  []service.Weight `json:"weights,omitempty"`
	Offering offering.ID      `json:"offering,omitempty"`
}

// Decision is one entry of the log. Entries are never changed; the log's order
// is theirs.
type Decision struct {
	ID    string    `json:"-"`
	At    time.Time `json:"-"`
	Actor string    `json:"-"` // a person, or ActorAuto

	Verb  Verb   `json:"verb"`
	Scope Scope  `json:"scope,omitempty"`
	Value string `json:"value,omitempty"` // Scope.Value of Subject
	// Subject is one line that the decision was made on: what is learned from.
	Subject Subject `json:"subject,omitzero"`
	Answer  Answer  `json:"answer,omitzero"`
	Label   Label   `json:"label,omitempty"` // what a rejection rejects
	// Probability and Model say how sure which model was, of decisions by a run.
	Probability money.Decimal `json:"probability,omitzero"`
	Model       string        `json:"model,omitempty"`
	Note        string        `json:"note,omitempty"` // why, in the person's words
	Undoes      string        `json:"undoes,omitempty"`
}

// Auto reports whether a run made the decision.
func (d Decision) Auto() bool { return d.Actor == ActorAuto }

// Validate checks a decision by itself; whether the log permits it, Precedents
// says.
//
// Faults: category.decision_verb, category.decision_scope,
// category.decision_value, category.nature_unknown,
// category.answer_without_category, category.weights_on_excluded,
// category.weight_*, category.label_unknown, category.undo_nothing.
func (d Decision) Validate() error {
	bad := func(code, value string) error { return fault.New(fault.KindInvalid, code).With("value", value) }
	if d.Verb == VerbUndo {
		if d.Undoes == "" {
			return bad("category.undo_nothing", "")
		}
		return nil
	}
	switch {
	case d.Verb != VerbSet && d.Verb != VerbReject:
		return bad("category.decision_verb", string(d.Verb))
	case !slices.Contains(Scopes(), d.Scope):
		return bad("category.decision_scope", string(d.Scope))
	case d.Value == "":
		return bad("category.decision_value", string(d.Scope))
	case d.Verb == VerbReject && !d.Label.Known():
		return bad("category.label_unknown", string(d.Label))
	case d.Verb == VerbReject:
		return nil
	}
	return d.Answer.Validate()
}

// Validate checks an answer.
func (a Answer) Validate() error {
	bad := func(code, value string) error { return fault.New(fault.KindInvalid, code).With("value", value) }
	switch {
	case !slices.Contains(service.Natures(), a.Nature):
		return bad("category.nature_unknown", string(a.Nature))
	case !a.Nature.TakesWeights() && len(a.Weights) > 0:
		return bad("category.weights_on_excluded", string(a.Nature))
	case a.Nature == service.NatureService && len(a.Weights) == 0 && a.Offering == "":
		return bad("category.answer_without_category", "")
	}
	code, value := service.CheckWeights(a.Weights, service.WeightCodes{Unknown: "category.weight_category",
		Twice: "category.weight_category_twice", Share: "category.weight_share", Sum: "category.weight_sum"})
	if code != "" {
		return bad(code, value)
	}
	return nil
}
