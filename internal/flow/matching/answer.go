package matching

import (
	"context"
	"slices"
	"strings"

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
	_, made, err := m.decide(ctx, func(g *ground) ([]kept, error) {
		out = Answer{Party: q.Party}
		now := g.current(q)
		d := customer.Decision{Verb: customer.VerbLink, Party: q.Party.ID, Reason: in.Reason}
		var chosen Candidate
		switch best, ok := now.Best(); {
		case in.New:
			c := newCustomer(&q.Party, in.Name)
			c.ID = g.free(c.ID)
			d.Verb, d.New = customer.VerbCreate, &c
			out.Customer, out.Name, out.Made = c.ID, c.Name, true
		case in.Customer != "":
			if d.Customer = g.book.Survivor(in.Customer); d.Customer == "" {
				return nil, fault.New(fault.KindNotFound, "customer.unknown").With("customer", string(in.Customer))
			}
			if at := slices.IndexFunc(now.Candidates, func(c Candidate) bool { return c.Customer == d.Customer }); at >= 0 {
				chosen = now.Candidates[at]
			}
		case ok:
			d.Customer, chosen = best.Customer, best
		default:
			return nil, fault.New(fault.KindInvalid, "match.no_candidate").With("question", string(q.ID))
		}
		if d.Customer != "" {
			out.Customer, out.Name = d.Customer, g.name(d.Customer)
		}
		// No probability: a person's word is not as sure as the model was.
		d.Evidence, d.EvidenceKey, d.Model = chosen.codes(), chosen.Key, q.Model
		k, err := m.answered(d, q, chosen, true)
		if err != nil {
			return nil, err
		}
		out.Decision = k.Decision
		return []kept{k}, g.book.Permits(k.Decision)
	})
	if err != nil {
		return Answer{}, err
	}
	out.Decision = made[0].Decision
	return out, m.State.PutReviews(ctx, state.AreaIdentity, []string{string(q.Party.ID)}, nil)
}

// answered is a person's decision on a question, with what it rests on.
func (m *Matcher) answered(d customer.Decision, q Question, c Candidate, same bool) (kept, error) {
	k, err := m.newDecision(m.Actor, d)
	if err != nil {
		return kept{}, err
	}
	k.Question = &q
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
	_, _, err = m.decide(ctx, func(g *ground) ([]kept, error) {
		out = Answer{Party: q.Party}
		now := g.current(q)
		chosen, ok := now.Best()
		if in.Customer != "" {
			id := g.book.Survivor(in.Customer)
			if id == "" {
				return nil, fault.New(fault.KindNotFound, "customer.unknown").With("customer", string(in.Customer))
			}
			chosen, ok = Candidate{Customer: id, Name: g.name(id)}, true
			if at := slices.IndexFunc(now.Candidates, func(c Candidate) bool { return c.Customer == id }); at >= 0 {
				chosen = now.Candidates[at]
			}
		}
		if !ok {
			return nil, fault.New(fault.KindInvalid, "match.no_candidate").With("question", string(q.ID))
		}
		out.Customer, out.Name = chosen.Customer, chosen.Name
		k, err := m.answered(customer.Decision{Verb: customer.VerbApart, Party: q.Party.ID, Into: chosen.Customer, Probability: chosen.Probability,
			Evidence: chosen.codes(), EvidenceKey: chosen.Key, Model: q.Model, Reason: in.Reason}, q, chosen, false)
		if err != nil {
			return nil, err
		}
		out.Decision = k.Decision
		made := []kept{k}
		now.Candidates = slices.DeleteFunc(slices.Clone(now.Candidates), func(c Candidate) bool { return c.Customer == chosen.Customer })
		switch {
		case len(now.Candidates) > 0:
			now.Why = WhyUnsure
			out.Next = &now
		case q.Party.Kind == identity.KindBook:
			own, err := m.own(g, &q.Party, k.ID)
			if err != nil {
				return nil, err
			}
			made, out.Own = append(made, own), own.New
		default:
			now.Why = WhyUnknown
			out.Next = &now
		}
		return made, g.book.Permits(k.Decision)
	})
	if err != nil {
		return Answer{}, err
	}
	if out.Next != nil {
		return out, m.put(ctx, *out.Next)
	}
	return out, m.State.PutReviews(ctx, state.AreaIdentity, []string{string(q.Party.ID)}, nil)
}

// own makes a customer of a party that is none of those it came near; that
// follows from the answer with.
func (m *Matcher) own(g *ground, p *Party, with string) (kept, error) {
	c := newCustomer(p, "")
	c.ID = g.free(c.ID)
	k, err := m.newDecision(ActorAuto, customer.Decision{Verb: customer.VerbCreate, Party: p.ID, New: &c})
	k.With = with
	return k, err
}

// minPrefix is the least of an id that may stand for it.
const minPrefix = 4

// Find gives the open question of an id, the beginning of one, or a party or
// account. A party that nobody asks about can be answered too: then the question
// has no candidates.
func (m *Matcher) Find(ctx context.Context, name string) (_ Question, err error) {
	rows, err := m.State.Reviews(ctx, state.AreaIdentity)
	if err != nil {
		return Question{}, err
	}
	typed := strings.ToLower(strings.TrimSpace(name))
	account := customer.AccountParty(name)
	var found []state.Review
	for _, r := range rows {
		switch {
		case r.ID == typed || r.Subject == name || r.Subject == string(account):
			return questionOf(r)
		case len(typed) >= minPrefix && strings.HasPrefix(r.ID, typed):
			found = append(found, r)
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
	ps, err := m.collect(ctx, nil)
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
	return Question{ID: questionID(p.ID), Why: WhyUnknown, Party: *p, Stake: p.stake(x)}, nil
}
