package categorising

import (
	"context"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Given is what answering did.
type Given struct {
	Decisions []category.Decision
	// Overruled are subjects whose code or rule decides before any person: the
	// answer is kept and counts when that is gone.
	Overruled []Overruled
	Left      int // questions in the queue now
}

// Overruled is a subject on which an answer has no effect now.
type Overruled struct {
	Subject category.Subject
	Class   category.Classification
}

// SetInput is a person's answer.
type SetInput struct {
	Selection
	Scope  category.Scope // empty: subject
	Answer category.Answer
	Note   string
}

// Set answers for every selected subject.
//
// Faults: category.subject_not_found, category.subject_ambiguous,
// category.nothing_selected, category.pattern, category.offering_unknown, and
// those of category.Decision.Validate.
func (c *Categoriser) Set(ctx context.Context, in SetInput) (_ Given, err error) {
	defer fault.Wrap(&err, "categorising.Set")
	return c.answer(ctx, in.Selection, func(g *ground, q Question) (category.Decision, error) {
		answer := in.Answer
		if o := answer.Offering; o != "" {
			if _, known := g.Offerings.Get(o); !known {
				return category.Decision{}, fault.New(fault.KindNotFound, "category.offering_unknown").With("offering", string(o))
			}
		}
		if answer.Nature == "" {
			answer.Nature = service.NatureService
		}
		scope := in.Scope
		if scope == "" {
			scope = category.ScopeSubject
		}
		return category.Decision{Verb: category.VerbSet, Scope: scope, Value: scope.Value(q.Subject), Subject: q.Subject, Answer: answer, Note: in.Note}, nil
	})
}

// Accept makes the first guess of every selected question the person's answer.
// Only questions at least as sure as from are taken.
func (c *Categoriser) Accept(ctx context.Context, sel Selection, from money.Decimal, note string) (_ Given, err error) {
	defer fault.Wrap(&err, "categorising.Accept")
	sel.Asked = true
	return c.answer(ctx, sel, func(_ *ground, q Question) (category.Decision, error) {
		if len(q.Guesses) == 0 || q.Guesses[0].Probability.Cmp(from) < 0 {
			return category.Decision{}, nil
		}
		return category.Decision{Verb: category.VerbSet, Scope: category.ScopeSubject, Value: string(q.Key), Subject: q.Subject,
			Answer: q.Guesses[0].Label.Answer(), Probability: q.Guesses[0].Probability, Model: q.Model, Note: note}, nil
	})
}

// Reject says that the selected subjects are not what they are said to be: not
// the label, or, without one, not what they count as or else what was guessed.
// They are asked again with what is left.
func (c *Categoriser) Reject(ctx context.Context, sel Selection, label category.Label, note string) (_ Given, err error) {
	defer fault.Wrap(&err, "categorising.Reject")
	given, err := c.answer(ctx, sel, func(g *ground, q Question) (category.Decision, error) {
		not := label
		if not == "" {
			not = g.held(q)
		}
		return category.Decision{Verb: category.VerbReject, Scope: category.ScopeSubject, Value: string(q.Key), Subject: q.Subject, Label: not, Note: note}, nil
	})
	if err != nil {
		return Given{}, err
	}
	return c.asked(ctx, given)
}

// held is what a subject is taken for: by a person or run, else by the first
// guess.
func (g *ground) held(q Question) category.Label {
	for _, find := range []func(category.Subject) (category.Decision, bool){g.Precedents.Reviewed, g.Precedents.Accepted} {
		if d, ok := find(q.Subject); ok {
			for _, l := range category.Labels() {
				if _, is := d.Answer.Labels()[l]; is {
					return l
				}
			}
		}
	}
	if len(q.Guesses) > 0 {
		return q.Guesses[0].Label
	}
	return ""
}

// asked fills the queue anew: an answer may have been taken away.
func (c *Categoriser) asked(ctx context.Context, given Given) (Given, error) {
	g, err := c.stand(ctx)
	if err != nil {
		return Given{}, err
	}
	if err := c.requeue(ctx, g); err != nil {
		return Given{}, err
	}
	given.Left, err = c.State.CountReviews(ctx, state.AreaCategory)
	return given, err
}

// Undo takes a decision back, named by its id or the end of it; an empty one is
// the person's last that still counts.
//
// Faults: category.decision_not_found, category.decision_ambiguous,
// category.already_undone, category.nothing_to_undo.
func (c *Categoriser) Undo(ctx context.Context, ref, note string) (_ Given, undone category.Decision, err error) {
	defer fault.Wrap(&err, "categorising.Undo(%s)", ref)
	_, made, err := c.decide(ctx, func(g *ground) ([]category.Decision, error) {
		e, err := c.meant(g, ref)
		if err != nil {
			return nil, err
		}
		undone = e.Decision
		d, err := c.newDecision(c.Actor, category.Decision{Verb: category.VerbUndo, Undoes: e.ID, Subject: e.Subject, Note: note})
		return []category.Decision{d}, err
	})
	if err != nil {
		return Given{}, category.Decision{}, err
	}
	given, err := c.asked(ctx, Given{Decisions: made})
	return given, undone, err
}

func (c *Categoriser) meant(g *ground, ref string) (category.Entry, error) {
	entries := slices.Clone(g.Precedents.Log())
	slices.Reverse(entries)
	if ref == "" {
		for _, e := range entries {
			if e.Actor == c.Actor && e.Verb != category.VerbUndo && !e.Undone {
				return e, nil
			}
		}
		return category.Entry{}, fault.New(fault.KindNotFound, "category.nothing_to_undo").With("actor", c.Actor)
	}
	ref = strings.ToUpper(strings.TrimSpace(ref))
	var found []category.Entry
	for _, e := range entries {
		if e.ID == ref || (len(ref) >= 4 && strings.HasSuffix(e.ID, ref)) {
			found = append(found, e)
		}
	}
	switch len(found) {
	case 0:
		return category.Entry{}, fault.New(fault.KindNotFound, "category.decision_not_found").With("decision", ref)
	case 1:
		return found[0], nil
	default:
		return category.Entry{}, fault.New(fault.KindInvalid, "category.decision_ambiguous").With("decision", ref).With("count", len(found))
	}
}

// answer decides for every selected subject in one transaction. A draft without
// a verb decides nothing.
func (c *Categoriser) answer(ctx context.Context, sel Selection, draft func(*ground, Question) (category.Decision, error)) (Given, error) {
	chosen, err := c.choose(ctx, sel)
	if err != nil {
		return Given{}, err
	}
	g, made, err := c.decide(ctx, func(g *ground) ([]category.Decision, error) {
		var made []category.Decision
		said := map[[2]string]bool{}
		for _, q := range chosen {
			d, err := draft(g, q)
			if err != nil {
				return nil, err
			}
			on := [2]string{string(d.Scope), d.Value}
			if d.Verb == "" || said[on] {
				continue
			}
			said[on] = true
			if d, err = c.newDecision(c.Actor, d); err != nil {
				return nil, err
			}
			made = append(made, d)
		}
		return made, nil
	})
	if err != nil {
		return Given{}, err
	}
	given := Given{Decisions: made, Overruled: g.overruled(made)}
	given.Left, err = c.drop(ctx, g)
	return given, err
}

// overruled lists answers that a code or rule stands over.
func (g *ground) overruled(made []category.Decision) []Overruled {
	var list []Overruled
	for _, d := range made {
		if class := g.judge.Classify(d.Subject); d.Verb == category.VerbSet && (class.Reason == category.ReasonCode || class.Reason == category.ReasonRule) {
			list = append(list, Overruled{d.Subject, class})
		}
	}
	return list
}

// drop takes questions out of the queue that are answered by now.
func (c *Categoriser) drop(ctx context.Context, g *ground) (left int, err error) {
	waiting, err := c.queue(ctx)
	if err != nil {
		return 0, err
	}
	var answered []string
	for _, q := range waiting {
		if g.judge.Classify(q.Subject).Decided() {
			answered = append(answered, string(q.Key))
		}
	}
	if len(answered) == 0 {
		return len(waiting), nil
	}
	return len(waiting) - len(answered), c.State.PutReviews(ctx, state.AreaCategory, answered, nil)
}
