// Package attributing finds sales that stand twice: in a marketplace's report or
// in a bill of the cloud, and on the firm's own invoices.
//
// It owns runs, the queue of questions and people's answers. It does not own
// what makes two lines one sale (core/attribution), whose lines they are and
// what they are (measuring, so that figures and questions see the same), or
// where decisions are kept (internal/state).
package attributing

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Attributor works on the books of one workspace.
type Attributor struct {
	Measurer  *measuring.Measurer
	Threshold money.Decimal // the probability from which a run pairs by itself
	Actor     string        // the person who answers
	// Partner gives the firm's own names, by which bills know it as seller.
	Partner  func() []string
	Now      func() time.Time
	Progress progress.Func
}

// DefaultAccept pairs only what is the same in amount and near in date, or
// names the other's document.
func DefaultAccept() money.Decimal { return money.MustParse("0.9") }

// Question is a sale of which nobody knows whether it is also an invoice.
type Question struct {
	ID         string                  `json:"id"`
	Customer   customer.ID             `json:"customer"`
	Name       string                  `json:"name"`
	Candidates []attribution.Candidate `json:"candidates"` // the likeliest first, at least one
}

// Sale is what is asked about.
func (q Question) Sale() attribution.Sale { return q.Candidates[0].Sale }

// maxCandidates is how many invoices a question offers.
const maxCandidates = 5

// Ran is what a run did.
type Ran struct {
	Sales, Lines int // that were compared
	Charges      int // of bills, for what was bought through marketplaces
	Paired       []attribution.Decision
	Questions    int
}

// Run pairs what is certain and asks about the rest. It decides nothing that a
// person decided, and nothing a second time.
func (a *Attributor) Run(ctx context.Context) (_ Ran, err error) {
	defer fault.Wrap(&err, "attributing.Run")
	began := a.Now()
	a.Progress.Send(progress.Event{Stage: "attribution.compare", Unit: progress.UnitSteps, Total: 1})
	p, err := a.plan(ctx)
	if err != nil {
		return Ran{}, err
	}
	a.Progress.Send(progress.Event{Stage: "attribution.compare", Unit: progress.UnitSteps, Done: 1, Total: 1, Finished: true})
	out := Ran{Sales: len(p.sales.Marketplace), Lines: len(p.sales.Own), Charges: p.charges}
	for _, c := range p.certain {
		d, err := a.decision(attribution.Decision{Verb: attribution.VerbPair, Sale: c.Sale.Ref, Line: c.Line.Ref, Keep: attribution.KeepLine,
			Probability: c.Probability, Evidence: c.Evidence}, attribution.ActorAuto)
		if err != nil {
			return Ran{}, err
		}
		out.Paired = append(out.Paired, d)
	}
	if err := a.decide(ctx, p.pairs, out.Paired...); err != nil {
		return Ran{}, err
	}
	out.Questions = len(p.questions)
	if err := a.ask(ctx, p.questions); err != nil {
		return Ran{}, err
	}
	return out, a.Measurer.State.SetRun(ctx, state.AreaAttribution, state.Run{At: began, Actor: a.Actor, Batches: p.sales.Batches})
}

// plan is what a run would do now.
type plan struct {
	sales     measuring.Sales
	pairs     *attribution.Pairs
	certain   []attribution.Candidate
	questions []Question
	charges   int
}

func (a *Attributor) plan(ctx context.Context) (plan, error) {
	var p plan
	if _, err := a.Measurer.Guard.Allow(ctx, access.RightBooks); err != nil {
		return p, err
	}
	var err error
	if p.pairs, err = measuring.Pairs(ctx, a.Measurer.State); err != nil {
		return p, err
	}
	if p.sales, err = a.Measurer.Sales(ctx); err != nil {
		return p, err
	}
	p.compare(p.sales.Marketplace, p.sales.Own, func(r attribution.LineRef) bool {
		_, paired := p.pairs.Of(r)
		return paired
	}, a.Threshold)
	charges, bills, err := a.Measurer.Charges(ctx, a.isOwn())
	if err != nil {
		return p, err
	}
	p.charges, p.sales.Batches = len(charges), append(p.sales.Batches, bills...)
	var lines []attribution.Sale // that count
	for _, l := range slices.Concat(p.sales.Own, p.sales.Marketplace) {
		if pair, paired := p.pairs.Of(l.Ref); !paired || pair.Kept.Key() == l.Ref.Key() {
			lines = append(lines, l)
		}
	}
	p.compare(charges, lines, func(r attribution.LineRef) bool {
		_, paired := p.pairs.Of(r)
		if !r.IsCharge() {
			_, paired = p.pairs.Billed(r)
		}
		return paired
	}, a.Threshold)
	return p, nil
}

// isOwn tells whether a seller is the firm itself, by its name without legal
// form. Where the firm has no name, nobody is.
func (a *Attributor) isOwn() func(seller string) bool {
	own := map[string]bool{}
	if a.Partner != nil {
		for _, n := range a.Partner() {
			own[customer.Normalise(customer.KindName, n)] = true
		}
	}
	delete(own, "")
	return func(seller string) bool { return own[customer.Normalise(customer.KindName, seller)] }
}

// compare adds what is certain and what is to be asked about sales and lines
// that are in no pair yet.
func (p *plan) compare(sales, lines []attribution.Sale, taken func(attribution.LineRef) bool, threshold money.Decimal) {
	candidates := slices.DeleteFunc(attribution.Candidates(sales, lines, attribution.DefaultPairing()), func(c attribution.Candidate) bool {
		return taken(c.Sale.Ref) || taken(c.Line.Ref) || p.pairs.Apart(c.Sale.Ref, c.Line.Ref)
	})
	used := map[string]bool{}
	for _, c := range attribution.Assign(candidates, taken) {
		if c.Probability.Cmp(threshold) >= 0 {
			p.certain = append(p.certain, c)
			used[c.Sale.Ref.Key()], used[c.Line.Ref.Key()] = true, true
		}
	}
	at := map[string]int{}
	for _, c := range candidates {
		if used[c.Sale.Ref.Key()] || used[c.Line.Ref.Key()] {
			continue
		}
		n, asked := at[c.Subject()]
		if !asked {
			n = len(p.questions)
			at[c.Subject()] = n
			p.questions = append(p.questions, Question{ID: questionID(c.Subject()), Customer: c.Sale.Customer, Name: p.sales.Names[c.Sale.Customer]})
		}
		if q := &p.questions[n]; len(q.Candidates) < maxCandidates {
			q.Candidates = append(q.Candidates, c)
		}
	}
}

// questionID names a question by what it is about: "p" and seven hex digits.
func questionID(subject string) string {
	sum := sha256.Sum256([]byte(subject))
	return "p" + hex.EncodeToString(sum[:4])[:7]
}

// ask replaces the queue.
func (a *Attributor) ask(ctx context.Context, questions []Question) error {
	items := make([]state.Review, len(questions))
	for i, q := range questions {
		body, err := json.Marshal(q)
		if err != nil {
			return err
		}
		best := q.Candidates[0]
		items[i] = state.Review{ID: q.ID, Subject: best.Subject(), Candidate: best.Line.Ref.Key(), Probability: best.Probability,
			Money: best.Sale.Ref.Net.Abs(), Currency: best.Sale.Ref.Currency, Body: body}
	}
	return a.Measurer.State.PutReviews(ctx, state.AreaAttribution, nil, items)
}

func (a *Attributor) decision(d attribution.Decision, actor string) (attribution.Decision, error) {
	id, err := ulid.New(ulid.Timestamp(a.Now()), rand.Reader)
	d.ID, d.At, d.Actor = id.String(), a.Now().UTC(), actor
	return d, err
}

// decide adds to the log in view of the pairs that were read.
func (a *Attributor) decide(ctx context.Context, in *attribution.Pairs, ds ...attribution.Decision) error {
	if len(ds) == 0 {
		return nil
	}
	if _, err := a.Measurer.Guard.Allow(ctx, access.RightDecide); err != nil {
		return err
	}
	entries := make([]state.Decision, len(ds))
	for i, d := range ds {
		if err := in.Permits(d); err != nil {
			return err
		}
		body, err := json.Marshal(d)
		if err != nil {
			return err
		}
		entries[i] = state.Decision{ID: d.ID, At: d.At, Actor: d.Actor, Body: body}
	}
	return a.Measurer.State.DecideAfter(ctx, state.AreaAttribution, in.Last(), entries...)
}
