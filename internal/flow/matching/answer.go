package matching

import (
	"context"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/state"
)

// AcceptInput says yes to a question.
type AcceptInput struct {
	Question string      // id or the beginning of one, or a party or account id
	Customer customer.ID // whose it is; empty for the first candidate
	New      bool        // it is a customer of its own, called Name
	Name     string
	Reason   string // the person's own words
}

// RejectInput says no to a question.
type RejectInput struct {
	Question string
	Customer customer.ID // who it is not; empty for the first candidate
	Reason   string
}

// Answer is what an answer did.
type Answer struct {
	Decision customer.Decision
	Party    Party
	Customer customer.ID // whose the party is now, or is not
	Name     string
	Made     bool // the customer was made by the answer
	// Next is the question about the party that is open now: another candidate, or
	// nobody comes near. Nil when it is answered.
	Next *Question
	// Own: after the last candidate the party became a customer of its own.
	Own *customer.Customer
}

// Accept links a party to a customer, because a person says so.
func (m *Matcher) Accept(ctx context.Context, in AcceptInput) (_ Answer, err error) {
	defer fault.Wrap(&err, "matching.Accept(%s)", in.Question)
	q, err := m.Find(ctx, in.Question)
	if err != nil {
		return Answer{}, err
	}
	var out Answer
	_, _, err = m.decide(ctx, func(g *ground) (made []kept, err error) {
		out, made, err = m.accepting(g, q, in)
		return made, err
	})
	if err != nil {
		return Answer{}, err
	}
	return out, m.close(ctx, out)
}

// accepting says what a yes is on a ground.
func (m *Matcher) accepting(g *ground, q Question, in AcceptInput) (Answer, []kept, error) {
	out, now := Answer{Party: q.Party}, g.current(q)
	if _, two := q.Customer(); two {
		return m.merging(g, now, in)
	}
	d := customer.Decision{Verb: customer.VerbLink, Party: q.Party.ID, Reason: in.Reason}
	var chosen Candidate
	if in.New {
		c := newCustomer(&q.Party, in.Name)
		c.ID = g.free(c.ID)
		d.Verb, d.New = customer.VerbCreate, &c
		out.Customer, out.Name, out.Made = c.ID, c.Name, true
	} else {
		var err error
		if chosen, err = now.chosen(g, in.Customer); err != nil {
			return Answer{}, nil, err
		}
		d.Customer, out.Customer, out.Name = chosen.Customer, chosen.Customer, chosen.Name
	}
	// No probability: a person's word is not as sure as the model was.
	d.Evidence, d.EvidenceKey, d.Model = chosen.codes(), chosen.Key, q.Model
	k, err := m.answered(d, q, chosen, true)
	if err != nil {
		return Answer{}, nil, err
	}
	out.Decision = k.Decision
	return out, []kept{k}, g.book.Permits(k.Decision)
}

// chosen is the candidate that an answer means: the one that it names, else the
// first.
func (q *Question) chosen(g *ground, named customer.ID) (Candidate, error) {
	if named != "" {
		return q.among(g, named)
	}
	if best, ok := q.Best(); ok {
		return best, nil
	}
	return Candidate{}, fault.New(fault.KindInvalid, "match.no_candidate").With("question", string(q.ID))
}

// among gives a customer as a candidate of the question, also one that was none.
func (q *Question) among(g *ground, id customer.ID) (Candidate, error) {
	now := g.book.Survivor(id)
	if now == "" {
		return Candidate{}, fault.New(fault.KindNotFound, "customer.unknown").With("customer", string(id))
	}
	if at := slices.IndexFunc(q.Candidates, func(c Candidate) bool { return c.Customer == now }); at >= 0 {
		return q.Candidates[at], nil
	}
	return Candidate{Customer: now, Name: g.name(now)}, nil
}

// close takes answered questions out of the queue, and puts in those that an
// answer leaves open.
func (m *Matcher) close(ctx context.Context, answers ...Answer) error {
	subjects := make([]string, len(answers))
	var items []state.Review
	for i, a := range answers {
		subjects[i] = string(a.Party.ID)
		if a.Next != nil {
			item, err := reviewOf(*a.Next)
			if err != nil {
				return err
			}
			items = append(items, item)
		}
	}
	return m.State.PutReviews(ctx, state.AreaIdentity, subjects, items)
}

// answered is a person's decision on a question, with what it rests on.
func (m *Matcher) answered(d customer.Decision, q Question, c Candidate, same bool) (kept, error) {
	k, err := m.newDecision(m.Actor, d)
	if err != nil {
		return kept{}, err
	}
	k.Question, k.Title = &q, q.Party.Title()
	if c.Example != nil {
		example := *c.Example
		example.Same = same
		k.Example, k.Marks = &example, c.Marks
	}
	return k, nil
}

// free gives an id that no customer has or had.
func (g *ground) free(id customer.ID) customer.ID {
	for n, try := 'b', id; ; n++ {
		if g.book.Survivor(try) == "" {
			return try
		}
		try = id + "-" + customer.ID(n)
	}
}

// Reject keeps a party and a customer apart, because a person says so. The next
// candidate takes the place of the one that was ruled out; a party of the books
// whose last candidate goes becomes a customer of its own.
func (m *Matcher) Reject(ctx context.Context, in RejectInput) (_ Answer, err error) {
	defer fault.Wrap(&err, "matching.Reject(%s)", in.Question)
	q, err := m.Find(ctx, in.Question)
	if err != nil {
		return Answer{}, err
	}
	var out Answer
	_, _, err = m.decide(ctx, func(g *ground) (made []kept, err error) {
		out, made, err = m.rejecting(g, q, in)
		return made, err
	})
	if err != nil {
		return Answer{}, err
	}
	return out, m.close(ctx, out)
}

// rejecting says what a no is on a ground.
func (m *Matcher) rejecting(g *ground, q Question, in RejectInput) (Answer, []kept, error) {
	out, now := Answer{Party: q.Party}, g.current(q)
	chosen, err := now.chosen(g, in.Customer)
	if err != nil {
		return Answer{}, nil, err
	}
	out.Customer, out.Name = chosen.Customer, chosen.Name
	d := customer.Decision{Verb: customer.VerbApart, Party: q.Party.ID, Into: chosen.Customer, Probability: chosen.Probability,
		Evidence: chosen.codes(), EvidenceKey: chosen.Key, Model: q.Model, Reason: in.Reason}
	subject, two := q.Customer()
	if two {
		d.Party, d.Customer = "", subject
	}
	k, err := m.answered(d, q, chosen, false)
	if err != nil {
		return Answer{}, nil, err
	}
	out.Decision = k.Decision
	made := []kept{k}
	now.Candidates = slices.DeleteFunc(slices.Clone(now.Candidates), func(c Candidate) bool { return c.Customer == chosen.Customer })
	switch {
	case len(now.Candidates) > 0:
		now.Why = WhyUnsure
		if two {
			now.Why = WhyDuplicate
		}
		out.Next = &now
	case two: // it stays the customer that it is
	case q.Party.Kind == identity.KindBook:
		own, err := m.own(g, &q.Party, k.ID)
		if err != nil {
			return Answer{}, nil, err
		}
		made, out.Own = append(made, own), own.New
	default:
		now.Why = WhyUnknown
		out.Next = &now
	}
	return out, made, g.book.Permits(k.Decision)
}

// own makes a customer of a party that is none of those it came near; that
// follows from the answer with.
func (m *Matcher) own(g *ground, p *Party, with string) (kept, error) {
	c := newCustomer(p, "")
	c.ID = g.free(c.ID)
	k, err := m.newDecision(ActorAuto, customer.Decision{Verb: customer.VerbCreate, Party: p.ID, New: &c})
	k.With, k.Title = with, p.Title()
	return k, err
}

// minPrefix is the least of an id that may stand for it.
const minPrefix = 4

// Find gives the open question of an id, the beginning of one, or a party or
// account. A party that nobody asks about can be answered too: then the question
// has no candidates.
func (m *Matcher) Find(ctx context.Context, name string) (_ Question, err error) {
	if _, err := m.Guard.Allow(ctx, access.RightBooks); err != nil {
		return Question{}, err
	}
	typed := strings.ToLower(strings.TrimSpace(name))
	found, err := m.State.ReviewsAbout(ctx, state.AreaIdentity, name, string(customer.AccountParty(name)))
	if err != nil {
		return Question{}, err
	}
	if len(found) > 0 {
		return questionOf(found[0])
	}
	if len(typed) >= minPrefix {
		if found, err = m.State.ReviewsBeginning(ctx, state.AreaIdentity, typed); err != nil {
			return Question{}, err
		}
	}
	switch len(found) {
	case 1:
		return questionOf(found[0])
	case 0:
		return m.findParty(ctx, name)
	default:
		return Question{}, fault.New(fault.KindInvalid, "match.question_ambiguous").With("question", name).With("count", len(found))
	}
}

// findParty makes a question of a party of the books that has none.
func (m *Matcher) findParty(ctx context.Context, name string) (Question, error) {
	ps, err := m.collect(ctx)
	if err != nil {
		return Question{}, err
	}
	p := ps.byID[customer.PartyID(name)]
	if p == nil {
		p = ps.byID[customer.AccountParty(name)]
	}
	if p == nil {
		return Question{}, fault.New(fault.KindNotFound, "match.question_unknown").With("question", name)
	}
	x, err := m.exchange(ctx, ps)
	if err != nil {
		return Question{}, err
	}
	return Question{ID: questionID(p.ID), Why: WhyUnknown, Party: *p, Stake: p.stake(x), Worth: p.stake(x).Amount.Decimal}, nil
}
