package attributing

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Page is a part of the queue.
type Page struct {
	Questions []Question
	Total     int
	Stale     bool // books came in or went that no run has looked at
}

// Queue gives questions, the most money first.
func (a *Attributor) Queue(ctx context.Context, limit int) (_ Page, err error) {
	defer fault.Wrap(&err, "attributing.Queue")
	if _, err := a.Measurer.Guard.Allow(ctx, access.RightBooks); err != nil {
		return Page{}, err
	}
	rows, err := a.Measurer.State.ReviewsPage(ctx, state.AreaAttribution, limit, 0)
	if err != nil {
		return Page{}, err
	}
	p := Page{Questions: make([]Question, len(rows))}
	for i, r := range rows {
		if err := json.Unmarshal(r.Body, &p.Questions[i]); err != nil {
			return Page{}, err
		}
	}
	if p.Total, err = a.Measurer.State.CountReviews(ctx, state.AreaAttribution); err != nil {
		return Page{}, err
	}
	p.Stale, err = a.stale(ctx)
	return p, err
}

// AnswerInput is a person's answer to a question.
type AnswerInput struct {
	Question string
	Line     string // document#line of another candidate than the first; empty: the first
	Keep     attribution.Keep
	Reason   string
}

// Answered is what an answer did.
type Answered struct {
	Decision  attribution.Decision
	Questions int // in the queue now
}

// Accept says that a sale and an invoice line are one.
//
// Faults: review.not_found, attribution.line_not_offered, and those of
// attribution.Pairs.Permits.
func (a *Attributor) Accept(ctx context.Context, in AnswerInput) (_ Answered, err error) {
	defer fault.Wrap(&err, "attributing.Accept(%s)", in.Question)
	return a.answer(ctx, in, attribution.VerbPair)
}

// Reject says that they are two. What else the sale may be is asked next.
func (a *Attributor) Reject(ctx context.Context, in AnswerInput) (_ Answered, err error) {
	defer fault.Wrap(&err, "attributing.Reject(%s)", in.Question)
	return a.answer(ctx, in, attribution.VerbApart)
}

func (a *Attributor) answer(ctx context.Context, in AnswerInput, verb attribution.Verb) (Answered, error) {
	row, err := a.Measurer.State.FindReview(ctx, state.AreaAttribution, in.Question)
	if err != nil {
		return Answered{}, err
	}
	var q Question
	if err := json.Unmarshal(row.Body, &q); err != nil {
		return Answered{}, err
	}
	n := 0
	if in.Line != "" {
		n = slices.IndexFunc(q.Candidates, func(c attribution.Candidate) bool { return strings.EqualFold(c.Line.Ref.String(), in.Line) })
		if n < 0 {
			return Answered{}, fault.New(fault.KindNotFound, "attribution.line_not_offered").With("line", in.Line).With("question", in.Question)
		}
	}
	c := q.Candidates[n]
	d := attribution.Decision{Verb: verb, Sale: c.Sale.Ref, Line: c.Line.Ref, Probability: c.Probability, Evidence: c.Evidence, Reason: in.Reason}
	if verb == attribution.VerbPair {
		if d.Keep = in.Keep; d.Keep == "" {
			d.Keep = attribution.KeepLine
		}
	}
	return a.add(ctx, d)
}

// add makes a person's decision and asks what is still open.
func (a *Attributor) add(ctx context.Context, d attribution.Decision) (Answered, error) {
	d, err := a.decision(d, a.Actor)
	if err != nil {
		return Answered{}, err
	}
	pairs, err := measuring.Pairs(ctx, a.Measurer.State)
	if err != nil {
		return Answered{}, err
	}
	if err := a.decide(ctx, pairs, d); err != nil {
		return Answered{}, err
	}
	p, err := a.plan(ctx)
	if err != nil {
		return Answered{}, err
	}
	// Only a run decides by itself; until then what is certain is asked too.
	for _, c := range p.certain {
		p.questions = append(p.questions, Question{ID: questionID(c.Subject()), Customer: c.Sale.Customer, Name: p.sales.Names[c.Sale.Customer],
			Candidates: []attribution.Candidate{c}})
	}
	return Answered{d, len(p.questions)}, a.ask(ctx, p.questions)
}

// Undo takes a decision back: by its id or the end of it, empty the last one
// that still counts.
func (a *Attributor) Undo(ctx context.Context, id, reason string) (_ Answered, err error) {
	defer fault.Wrap(&err, "attributing.Undo(%s)", id)
	pairs, err := measuring.Pairs(ctx, a.Measurer.State)
	if err != nil {
		return Answered{}, err
	}
	log := pairs.Log()
	for i := len(log) - 1; i >= 0; i-- {
		e := log[i]
		switch {
		case id == "" && !e.Undone && e.Verb != attribution.VerbUndo, id != "" && strings.HasSuffix(e.ID, strings.ToUpper(id)):
			return a.add(ctx, attribution.Decision{Verb: attribution.VerbUndo, Undoes: e.ID, Sale: e.Sale, Line: e.Line, Reason: reason})
		}
	}
	return Answered{}, fault.New(fault.KindNotFound, "attribution.decision_not_found").With("decision", id)
}

// Shown is everything that is attributed.
type Shown struct {
	Shares     []state.LiveShare
	Influences []state.LiveInfluence
	Log        []attribution.Entry
	Questions  int
	Stale      bool
}

// Show reads it.
func (a *Attributor) Show(ctx context.Context) (_ Shown, err error) {
	defer fault.Wrap(&err, "attributing.Show")
	if _, err := a.Measurer.Guard.Allow(ctx, access.RightBooks); err != nil {
		return Shown{}, err
	}
	var s Shown
	if s.Shares, err = a.Measurer.State.Shares(ctx); err != nil {
		return Shown{}, err
	}
	if s.Influences, err = a.Measurer.State.Influences(ctx); err != nil {
		return Shown{}, err
	}
	pairs, err := measuring.Pairs(ctx, a.Measurer.State)
	if err != nil {
		return Shown{}, err
	}
	s.Log = pairs.Log()
	if s.Questions, err = a.Measurer.State.CountReviews(ctx, state.AreaAttribution); err != nil {
		return Shown{}, err
	}
	s.Stale, err = a.stale(ctx)
	return s, err
}

// stale reports that books came in or went since the last run.
func (a *Attributor) stale(ctx context.Context) (bool, error) {
	r, err := a.Measurer.State.LastRun(ctx, state.AreaAttribution, readKinds(), nil)
	return r.IsStale(), err
}

func readKinds() []batch.Kind { return []batch.Kind{batch.KindServices, batch.KindBill} }

// LastRun says when a run last looked at the books and what has come since.
func (a *Attributor) LastRun(ctx context.Context) (_ batch.LastRun, err error) {
	defer fault.Wrap(&err, "attributing.LastRun")
	if _, err := a.Measurer.Guard.Allow(ctx, access.RightBooks); err != nil {
		return batch.LastRun{}, err
	}
	return a.Measurer.State.LastRun(ctx, state.AreaAttribution, readKinds(), []batch.Kind{batch.KindCustomers, batch.KindCategories, batch.KindShares})
}
