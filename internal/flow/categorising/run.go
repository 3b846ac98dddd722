package categorising

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/state"
)

// RunInput says what a run may do.
type RunInput struct {
	// Again has the classifier judge its own earlier answers anew: what it has
	// learned since may change or withdraw them. Without it they stay.
	Again bool
	// DryRun decides and asks nothing; the result says what would be.
	DryRun bool
}

// Result is what a run came to.
type Result struct {
	Accepted  []Answered // by this run, the most money first
	Withdrawn int        // earlier automatic answers that this run took back
	Asked     int        // subjects in the queue now
	AskedFor  multiplier.Stake
	Summary   []Line
	Model     string
	Threshold money.Decimal
}

// Answered is a subject and what the run decided about it.
type Answered struct {
	Question Question
	Decision category.Decision
}

// Line is what the lines of one label and reason sum to. Label is empty for
// services that nobody could place.
type Line struct {
	Label  category.Label
	Reason category.Reason
	Lines  int64 // a line of several categories counts in each
	Stake  multiplier.Stake
}

// shownGuesses is how many guesses a question keeps.
const shownGuesses = 4

// Run lets the classifier decide what it is sure of and fills the queue with
// the rest. Running again on unchanged books and answers changes nothing.
func (c *Categoriser) Run(ctx context.Context, in RunInput) (_ Result, err error) {
	defer fault.Wrap(&err, "categorising.Run")
	b, err := c.read(ctx)
	if err != nil {
		return Result{}, err
	}
	var r Result
	work := func(g *ground) ([]category.Decision, error) {
		model := c.model(g)
		r = Result{Model: model.Version(), Threshold: c.Threshold}
		made, err := c.reconsider(g, b, model, in.Again)
		if err != nil {
			return nil, err
		}
		r.Withdrawn = len(made)
		after, seen := g.with(made), map[category.Key]bool{}
		for _, item := range b.items(after.judge) {
			if item.Class.Decided() || seen[item.Key] {
				continue
			}
			seen[item.Key] = true
			q := after.ask(model, item)
			d, sure, err := c.sure(after, q)
			if err != nil {
				return nil, err
			}
			if sure {
				made, r.Accepted = append(made, d), append(r.Accepted, Answered{q, d})
			}
		}
		return made, nil
	}
	var g *ground
	if in.DryRun {
		if g, err = c.stand(ctx); err != nil {
			return Result{}, err
		}
		made, err := work(g)
		if err != nil {
			return Result{}, err
		}
		g = g.with(made)
	} else if g, _, err = c.decide(ctx, work); err != nil {
		return Result{}, err
	}
	questions := c.questions(g, b)
	r.Asked, r.AskedFor.Amount.Currency = len(questions), c.Currency
	for _, q := range questions {
		r.AskedFor.Join(q.Stake)
	}
	r.Summary = summarise(b.items(g.judge))
	if in.DryRun {
		return r, nil
	}
	return r, c.keep(ctx, b, questions)
}

// sure decides what the model is sure enough of, unless a person took such an
// answer back before. The pipeline is only a weak hint: it can make a question of
// what the words alone would decide, and never the other way round.
func (c *Categoriser) sure(g *ground, q Question) (category.Decision, bool, error) {
	if !q.sureFrom(c.Threshold) || g.Precedents.Held(q.Subject) || q.Key == "" {
		return category.Decision{}, false, nil
	}
	d, err := c.newDecision(category.ActorAuto, category.Decision{Verb: category.VerbSet, Scope: category.ScopeSubject,
		Value: string(q.Key), Subject: q.Subject, Answer: q.Guesses[0].Label.Answer(), Probability: q.Guesses[0].Probability, Model: q.Model})
	return d, err == nil, err
}

// reconsider withdraws automatic answers that the model of today would not
// give; the run then judges their subjects like any other.
func (c *Categoriser) reconsider(g *ground, b *books, model *category.Model, again bool) ([]category.Decision, error) {
	if !again {
		return nil, nil
	}
	var made []category.Decision
	seen := map[string]bool{}
	for _, item := range b.items(g.judge) {
		if item.Class.Reason != category.ReasonAccepted || seen[item.Class.By] {
			continue
		}
		seen[item.Class.By] = true
		q := g.ask(model, item)
		e, err := g.Precedents.Find(item.Class.By)
		if err != nil {
			return nil, err
		}
		_, same := e.Answer.Labels()[q.Guesses[0].Label]
		if same && q.sureFrom(c.Threshold) {
			continue
		}
		d, err := c.newDecision(category.ActorAuto, category.Decision{Verb: category.VerbUndo, Undoes: item.Class.By, Subject: e.Subject, Model: model.Version()})
		if err != nil {
			return nil, err
		}
		made = append(made, d)
	}
	return made, nil
}

// ask makes a question of an item: what the classifier thinks it is.
func (g *ground) ask(model *category.Model, item *Item) Question {
	q := Question{Key: item.Key, Subject: item.Subject, Lines: item.Lines, Stake: item.Stake, Model: model.Version(),
		Held: g.Precedents.Held(item.Subject), Offering: item.Class.Offering}
	hint := category.Hint{Not: g.Precedents.Rejected(item.Subject), Delivery: g.delivery(item.Class.Offering)}
	q.Guesses = model.Predict(item.Subject.Text(), hint)
	if len(q.Guesses) == 0 {
		return q
	}
	if q.words = q.Guesses[0]; hint.Delivery == "" && len(item.Deals) > 0 {
		q.Deals = item.Deals
		hint.Pipeline = leans(item.Deals)
		q.Guesses = model.Predict(item.Subject.Text(), hint)
	}
	return q
}

// sureFrom reports that the first guess is at least so likely, by the words alone
// too.
func (q Question) sureFrom(threshold money.Decimal) bool {
	return len(q.Guesses) > 0 && q.Guesses[0].Probability.Cmp(threshold) >= 0 &&
		q.words.Label == q.Guesses[0].Label && q.words.Probability.Cmp(threshold) >= 0
}

func (g *ground) delivery(id offering.ID) offering.DeliveryModel {
	o, _ := g.Offerings.Get(id)
	return o.Delivery
}

// questions are what nobody has answered, one for each key, the most money
// first.
func (c *Categoriser) questions(g *ground, b *books) []Question {
	var model *category.Model
	var list []Question
	at := map[category.Key]int{}
	for _, item := range b.items(g.judge) {
		if item.Class.Decided() || item.Key == "" {
			continue
		}
		if i, asked := at[item.Key]; asked {
			list[i].Lines += item.Lines
			list[i].Stake.Join(item.Stake)
			continue
		}
		if model == nil {
			model = c.model(g)
		}
		q := g.ask(model, item)
		q.Guesses = q.Guesses[:min(shownGuesses, len(q.Guesses))]
		at[item.Key], list = len(list), append(list, q)
	}
	return list
}

// keep makes the questions the queue.
func (c *Categoriser) keep(ctx context.Context, b *books, questions []Question) error {
	reviews := make([]state.Review, len(questions))
	for i, q := range questions {
		var err error
		if reviews[i], err = q.review(); err != nil {
			return err
		}
	}
	if err := c.State.PutReviews(ctx, state.AreaCategory, nil, reviews); err != nil {
		return err
	}
	c.Progress.Send(progress.Event{Stage: "categorise.ask", Unit: progress.UnitSteps, Done: 1, Total: 1, Finished: true})
	return c.State.SetRun(ctx, state.AreaCategory, state.Run{At: b.began, Actor: c.Actor, Batches: b.batches})
}

// requeue fills the queue anew after an answer was taken away.
func (c *Categoriser) requeue(ctx context.Context, g *ground) error {
	b, err := c.read(ctx)
	if err != nil {
		return err
	}
	return c.keep(ctx, b, c.questions(g, b))
}

// summarise sums items by label and reason, in the order of labels; what nobody
// could place comes last.
func summarise(items []*Item) []Line {
	type place struct {
		label  category.Label
		reason category.Reason
	}
	at := map[place]int{}
	var lines []Line
	add := func(p place, n int64, s multiplier.Stake) {
		i, known := at[p]
		if !known {
			i = len(lines)
			at[p], lines = i, append(lines, Line{Label: p.label, Reason: p.reason, Stake: multiplier.NewStake(s.Amount.Currency)})
		}
		lines[i].Lines += n
		lines[i].Stake.Join(s)
	}
	for _, item := range items {
		parts := item.parts()
		for _, label := range parts.labels {
			add(place{label, item.Class.Reason}, item.Lines, parts.stakes[label])
		}
	}
	rank := func(l Line) int {
		if l.Label == "" {
			return 1 << 10
		}
		if i := slices.Index(category.Labels(), l.Label); i >= 0 {
			return i
		}
		return 1 << 9
	}
	slices.SortStableFunc(lines, func(a, b Line) int {
		return cmp.Or(rank(a)-rank(b), cmp.Compare(a.Label, b.Label),
			slices.Index(category.Reasons(), a.Reason)-slices.Index(category.Reasons(), b.Reason))
	})
	return lines
}

// review is the question as the state keeps it.
func (q Question) review() (state.Review, error) {
	body, err := json.Marshal(q)
	size := q.Stake.Size()
	r := state.Review{ID: string(q.Key), Subject: string(q.Key), Money: size.Decimal, Currency: size.Currency, Body: body}
	if len(q.Guesses) > 0 {
		r.Candidate, r.Probability = string(q.Guesses[0].Label), q.Guesses[0].Probability
	}
	return r, err
}
