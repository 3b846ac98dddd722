package category

import (
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Reason says whose word a classification is.
type Reason string

const (
	ReasonCode     Reason = "code"     // the line's own category code
	ReasonRule     Reason = "rule"     // a category rule of the workspace
	ReasonReviewed Reason = "reviewed" // a person, on the subject, its text, item or project
	ReasonOffering Reason = "offering" // the catalogue, by the offering the line belongs to
	ReasonAccepted Reason = "accepted" // the classifier's answer, accepted by a run
	ReasonNone     Reason = "none"     // nobody: a service without a category
)

// Reasons lists every reason in the order in which they decide.
func Reasons() []Reason {
	return []Reason{ReasonCode, ReasonRule, ReasonReviewed, ReasonOffering, ReasonAccepted, ReasonNone}
}

// Classification is what a line is and from whom that is known. Weights is
// empty for natures without categories and for a service that nobody could
// place: that one shows as uncategorised.
type Classification struct {
	Nature      service.Nature
	Weights     []service.Weight
	Reason      Reason
	Scope       Scope         // what a person's answer was given on
	By          string        // id of the rule, decision or offering; code for an explicit code
	Probability money.Decimal // 0 to 1; one for everything but the classifier's answers
	Model       string        // version of the classifier whose answer it is
	Offering    offering.ID   // that the line belongs to; may be empty
}

// Service is the classification as figures split lines by.
func (c Classification) Service() service.Classification {
	return service.Classification{Nature: c.Nature, Weights: c.Weights, Rule: c.By}
}

// Decided reports whether anybody could place the line.
func (c Classification) Decided() bool { return c.Reason != ReasonNone }

// Basis is everything an answer can rest on.
type Basis struct {
	Rules      service.Rules
	Precedents *Precedents         // nil: nothing was ever decided
	Offerings  *offering.Catalogue // nil: there is none
}

// Judge classifies lines. It is safe for concurrent use and never runs the
// classifier: figures change when a decision is made and not before.
type Judge struct{ basis Basis }

// NewJudge makes a judge.
func NewJudge(b Basis) *Judge { return &Judge{b} }

// Classify gives the first answer there is: the line's own code, a rule, a
// person, the offering catalogue, an accepted prediction. A rule that says only
// "a service" leaves the category to the others, and a pipeline's delivery
// model says too little to be an answer: see Model.Predict.
func (j *Judge) Classify(s Subject) Classification {
	linked, _, isLinked := j.basis.Offerings.Find(s.ItemCode, s.Project, s.Description)
	c := Classification{Nature: service.NatureService, Reason: ReasonNone, Probability: money.Zero}
	if isLinked {
		c.Offering = linked.ID
	}
	ruled := j.basis.Rules.Classify(s.line())
	if ruled.Rule != "" {
		c.Nature, c.By = ruled.Nature, ruled.Rule
		if len(ruled.Weights) > 0 || ruled.Nature != service.NatureService {
			c.Weights, c.Reason, c.Probability = ruled.Weights, ReasonRule, money.One
			if ruled.Rule == service.RuleCode {
				c.Reason = ReasonCode
			}
			return c
		}
	}
	said := j.basis.Precedents.about(s)
	if d, ok := said.reviewed(); ok {
		return j.answered(c, d, ReasonReviewed, money.One)
	}
	if isLinked && (len(linked.Weights) > 0 || linked.Nature != service.NatureService) {
		c.Nature, c.Weights, c.Reason, c.By, c.Probability = linked.Nature, linked.Weights, ReasonOffering, string(linked.ID), money.One
		return c
	}
	if d, ok := said.accepted(); ok {
		return j.answered(c, d, ReasonAccepted, d.Probability)
	}
	return c
}

// answered fills in a decision. One that names an offering and no categories
// has those of the offering.
func (j *Judge) answered(c Classification, d Decision, reason Reason, probability money.Decimal) Classification {
	c.Nature, c.Weights, c.Reason, c.Scope, c.By = d.Answer.Nature, d.Answer.Weights, reason, d.Scope, d.ID
	c.Probability, c.Model = probability, d.Model
	if d.Answer.Offering != "" {
		c.Offering = d.Answer.Offering
	}
	if o, ok := j.basis.Offerings.Get(c.Offering); ok && len(c.Weights) == 0 && d.Answer.Offering != "" && c.Nature == service.NatureService {
		c.Nature, c.Weights = o.Nature, o.Weights
	}
	return c
}
