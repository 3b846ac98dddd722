package matching

import (
	"context"
	"encoding/json"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/state"
)

// QueueInput says what of the queue to give.
type QueueInput struct {
	// Unknown gives the parties that nobody comes near, too.
	Unknown bool
	Limit   int // 0 gives all
}

// Queue is the open questions, the most money first.
type Queue struct {
	Questions []Question
	// Open are the questions with a candidate, Unknown the parties without; both
	// whole, with what is at stake.
	Open, Unknown           int
	OpenStake, UnknownStake multiplier.Stake
}

// Queue gives the open questions.
func (m *Matcher) Queue(ctx context.Context, in QueueInput) (_ Queue, err error) {
	defer fault.Wrap(&err, "matching.Queue")
	rows, err := m.State.Reviews(ctx, state.AreaIdentity)
	if err != nil {
		return Queue{}, err
	}
	g, err := m.stand(ctx)
	if err != nil {
		return Queue{}, err
	}
	var q Queue
	for _, r := range rows {
		question, err := questionOf(r)
		if err != nil {
			return Queue{}, err
		}
		known := len(question.Candidates) > 0
		if _, two := question.Customer(); two && len(g.current(question).Candidates) == 0 {
			continue // they have become one by another way
		}
		if known {
			q.Open++
			q.OpenStake.Join(question.Stake)
		} else {
			q.Unknown++
			q.UnknownStake.Join(question.Stake)
		}
		if (known || in.Unknown) && (in.Limit == 0 || len(q.Questions) < in.Limit) {
			q.Questions = append(q.Questions, g.current(question))
		}
	}
	return q, nil
}

// current gives a question its candidates as they are called now, those that
// were merged since under the customer that remains.
func (g *ground) current(q Question) Question {
	var now []Candidate
	seen := map[customer.ID]bool{}
	if subject, two := q.Customer(); two {
		if g.book.Survivor(subject) != subject {
			q.Candidates = nil
			return q
		}
		seen[subject] = true
	}
	for _, c := range q.Candidates {
		if id := g.book.Survivor(c.Customer); id != "" && !seen[id] {
			seen[id] = true
			c.Customer, c.Name = id, g.name(id)
			now = append(now, c)
		}
	}
	q.Candidates = now
	return q
}

// questions gives the open questions by party.
func (m *Matcher) questions(ctx context.Context) (map[customer.PartyID]Question, error) {
	rows, err := m.State.Reviews(ctx, state.AreaIdentity)
	if err != nil {
		return nil, err
	}
	out := make(map[customer.PartyID]Question, len(rows))
	for _, r := range rows {
		q, err := questionOf(r)
		if err != nil {
			return nil, err
		}
		out[q.Party.ID] = q
	}
	return out, nil
}

func questionOf(r state.Review) (Question, error) {
	var q Question
	err := json.Unmarshal(r.Body, &q)
	return q, err
}

// reviewOf is a question as the state keeps it.
func reviewOf(q Question) (state.Review, error) {
	body, err := json.Marshal(q)
	if err != nil {
		return state.Review{}, err
	}
	r := state.Review{ID: string(q.ID), Subject: string(q.Party.ID), Money: q.Worth, Currency: q.Stake.Amount.Currency, Body: body}
	if best, ok := q.Best(); ok {
		r.Candidate, r.Probability = string(best.Customer), best.Probability
	}
	return r, nil
}

// put puts a question in the place of the one about the same party.
func (m *Matcher) put(ctx context.Context, q Question) error {
	item, err := reviewOf(q)
	if err != nil {
		return err
	}
	return m.State.PutReviews(ctx, state.AreaIdentity, []string{string(q.Party.ID)}, []state.Review{item})
}
