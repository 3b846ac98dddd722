package categorising

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/offering"
)

// Explanation is why a subject counts as what it counts as.
type Explanation struct {
	Question Question // with every guess there is
	Class    category.Classification
	Cues     []category.Cue // words for and against the first guess
	Offering offering.Offering
	Link     offering.Link // by what its lines belong to the offering; empty when a person said so
	History  []category.Entry
	InBooks  bool // false for a text that was only asked about
}

// shownCues is how many words an explanation names.
const shownCues = 8

// Explain says why a subject is what it is, or what a text that is in no book
// would be taken for.
//
// Faults: category.subject_ambiguous, category.subject_not_found for an empty
// text.
func (c *Categoriser) Explain(ctx context.Context, ref string) (_ Explanation, err error) {
	defer fault.Wrap(&err, "categorising.Explain")
	all, err := c.subjects(ctx)
	if err != nil {
		return Explanation{}, err
	}
	g, err := c.stand(ctx)
	if err != nil {
		return Explanation{}, err
	}
	q, found, err := named(all, func(q Question) category.Key { return q.Key }, ref)
	if err != nil {
		return Explanation{}, err
	}
	if !found {
		q = Question{Subject: category.Subject{Description: ref}}
		if q.Key = q.Subject.Key(); q.Key == "" {
			return Explanation{}, unknownSubject(ref)
		}
		for _, known := range all { // a text as it stands in the books
			if category.Normalise(known.Subject.Description) == category.Normalise(ref) {
				q, found = known, true
				break
			}
		}
	}
	e := Explanation{Class: g.judge.Classify(q.Subject), InBooks: found}
	model := c.model(g)
	e.Question = g.ask(model, &Item{Key: q.Key, Subject: q.Subject, Lines: q.Lines, Stake: q.Stake, Class: e.Class, Deals: q.Deals})
	if len(e.Question.Guesses) > 0 {
		e.Cues = model.Cues(q.Subject.Text(), e.Question.Guesses[0].Label, shownCues)
	}
	if o, known := g.Offerings.Get(e.Class.Offering); known {
		e.Offering = o
		if linked, by, ok := g.Offerings.Find(q.Subject.ItemCode, q.Subject.Project, q.Subject.Description); ok && linked.ID == o.ID {
			e.Link = by
		}
	}
	for _, entry := range g.Precedents.Log() {
		if entry.Concerns(q.Subject) {
			e.History = append(e.History, entry)
		}
	}
	return e, nil
}

// HistoryInput narrows the log.
type HistoryInput struct {
	People bool   // leave automatic decisions out
	Ref    string // only what concerns this subject
}

// History gives the log, the latest first.
func (c *Categoriser) History(ctx context.Context, in HistoryInput) (_ []category.Entry, err error) {
	defer fault.Wrap(&err, "categorising.History")
	g, err := c.stand(ctx)
	if err != nil {
		return nil, err
	}
	log := g.Precedents.Log()
	about := func(category.Entry) bool { return true }
	if in.Ref != "" {
		subject, err := c.recorded(ctx, log, in.Ref)
		if err != nil {
			return nil, err
		}
		about = func(e category.Entry) bool { return e.Concerns(subject) }
	}
	var entries []category.Entry
	for i := len(log) - 1; i >= 0; i-- {
		if e := log[i]; about(e) && !(in.People && e.Auto()) {
			entries = append(entries, e)
		}
	}
	return entries, nil
}

// recorded finds a subject by its key in the log, else in the books.
func (c *Categoriser) recorded(ctx context.Context, log []category.Entry, ref string) (category.Subject, error) {
	e, ok, err := named(log, func(e category.Entry) category.Key { return e.Subject.Key() }, ref)
	if err != nil || ok {
		return e.Subject, err
	}
	all, err := c.subjects(ctx)
	if err != nil {
		return category.Subject{}, err
	}
	q, ok, err := named(all, func(q Question) category.Key { return q.Key }, ref)
	if err == nil && !ok {
		err = unknownSubject(ref)
	}
	return q.Subject, err
}
