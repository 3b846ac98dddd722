// Package selfassessment is where a firm stands by its own word, before there
// are books: questions, answers as ranges, the class and multiplier they allow,
// and what growing would be worth.
//
// It owns the questions and what their answers mean. The rule by which a class
// is reached is core/maturity's; published values come from core/benchmark; the
// words of the questions are the faces'.
package selfassessment

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// ID names a question.
type ID string

// The questions beside those of the six categories, which are named like them.
const (
	Cloud       ID = "cloud"       // cloud sold or influenced in twelve months
	Services    ID = "services"    // services revenue of twelve months
	Growth      ID = "growth"      // how cloud revenue grows in a year
	Depth       ID = "depth"       // categories a customer buys
	Outcome     ID = "outcome"     // share of services priced on outcomes
	AI          ID = "ai"          // artificial intelligence in what is delivered
	Marketplace ID = "marketplace" // sales through a cloud marketplace
)

// Question is one question. One without choices takes an amount of money in the
// report currency.
type Question struct {
	ID      ID
	Choices []Choice
}

// Choice is an answer to choose. Low and High are what it means as a number; nil
// where it means none.
type Choice struct {
	ID        string
	Low, High *money.Decimal
}

// What the questions of the six categories can be answered with.
const (
	Never   = "never"   // nobody bought it
	Rare    = "rare"    // too little or too few to count as breadth
	Regular = "regular" // counts as breadth
	Major   = "major"   // a large part of the business
)

// Unknown answers any question that has choices: everything is possible.
const Unknown = "unknown"

// Questions lists all thirteen, in the order in which they are asked. What is
// regular follows from the rule, so that a face must tell its thresholds.
func Questions() []Question {
	qs := []Question{{ID: Cloud}, {ID: Services},
		{ID: Growth, Choices: []Choice{between("shrinking", "-0.2", "0"), between("flat", "0", "0.05"), between("slow", "0.05", "0.15"),
			between("steady", "0.15", "0.3"), between("fast", "0.3", "0.6"), {ID: Unknown}}}}
	for _, c := range service.Categories() {
		qs = append(qs, Question{ID: ID(c), Choices: []Choice{between(Never, "0", "0"), between(Rare, "0", "0"), between(Regular, "1", "1"), between(Major, "1", "1"),
			between(Unknown, "0", "1")}})
	}
	return append(qs,
		Question{ID: Depth, Choices: []Choice{between("one", "1", "1.5"), between("two", "1.5", "2.5"), between("three", "2.5", "3.5"), between("four", "3.5", "6"), {ID: Unknown}}},
		Question{ID: Outcome, Choices: []Choice{between("none", "0", "0"), between("some", "0", "0.1"), between("tenth", "0.1", "0.2"), between("fifth", "0.2", "1"), {ID: Unknown}}},
		Question{ID: AI, Choices: []Choice{{ID: "no"}, {ID: "some"}, {ID: "most"}, {ID: Unknown}}},
		Question{ID: Marketplace, Choices: []Choice{{ID: "no"}, {ID: "listed"}, {ID: "selling"}, {ID: Unknown}}})
}

// Find gives the question of an id.
func Find(id ID) (Question, bool) {
	qs := Questions()
	i := slices.IndexFunc(qs, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return Question{}, false
	}
	return qs[i], true
}

func between(id, low, high string) Choice {
	l, h := money.MustParse(low), money.MustParse(high)
	return Choice{ID: id, Low: &l, High: &h}
}

// Answer is a choice, or an amount between two ends that may be the same.
type Answer struct {
	Choice    string
	Low, High *money.Decimal
	// Measured: the books say so, and what was answered no longer counts.
	Measured bool
}

// Answers are those given; a question without one is not known.
type Answers map[ID]Answer

// Validate refuses answers that mean nothing. Faults: selfassessment.question,
// selfassessment.choice, selfassessment.amount.
func (a Answers) Validate() error {
	for id, answer := range a {
		bad := func(code, value string) error {
			return fault.New(fault.KindInvalid, code).With("question", string(id)).With("value", value)
		}
		q, ok := Find(id)
		switch {
		case !ok:
			return bad("selfassessment.question", "")
		case answer.Measured:
		case len(q.Choices) > 0:
			if !slices.ContainsFunc(q.Choices, func(c Choice) bool { return c.ID == answer.Choice }) {
				return bad("selfassessment.choice", answer.Choice)
			}
		case answer.Low == nil || answer.High == nil || answer.Low.Sign() < 0 || answer.Low.Cmp(*answer.High) > 0:
			return bad("selfassessment.amount", text(answer.Low)+".."+text(answer.High))
		}
	}
	return nil
}

func text(d *money.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

// span gives what an answer means as a number; false where it is not known.
func (a Answers) span(id ID) (low, high money.Decimal, known bool) {
	answer, ok := a[id]
	if !ok {
		return low, high, false
	}
	if answer.Low == nil {
		q, _ := Find(id)
		i := slices.IndexFunc(q.Choices, func(c Choice) bool { return c.ID == answer.Choice })
		if i < 0 || q.Choices[i].Low == nil {
			return low, high, false
		}
		return *q.Choices[i].Low, *q.Choices[i].High, true
	}
	return *answer.Low, *answer.High, true
}
