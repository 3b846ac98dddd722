package matching

import (
	"context"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Undone is what an undo took back.
type Undone struct {
	Decision customer.Decision   // that was taken back
	Followed []customer.Decision // from it, and were taken back with it
	Again    *Question           // that is asked again
}

// Undo takes back the decision of an id, or of the end of one; without an id the
// person's last decision that still stands. What followed from it goes with it,
// and the question that it answered is asked again.
func (m *Matcher) Undo(ctx context.Context, id, reason string) (_ Undone, err error) {
	defer fault.Wrap(&err, "matching.Undo(%s)", id)
	var out Undone
	_, _, err = m.decide(ctx, func(g *ground) ([]kept, error) {
		out = Undone{}
		target, err := m.target(g, id)
		if err != nil {
			return nil, err
		}
		out.Decision, out.Again = target.Decision, target.Question
		made, err := m.undoing(target.Decision, reason, nil)
		if err != nil {
			return nil, err
		}
		if err := g.book.Permits(made[0].Decision); err != nil {
			return nil, err
		}
		for _, k := range g.log {
			if k.With == target.ID && !g.book.Undone(k.ID) {
				out.Followed = append(out.Followed, k.Decision)
				if made, err = m.undoing(k.Decision, reason, made); err != nil {
					return nil, err
				}
			}
		}
		return made, nil
	})
	if err != nil {
		return Undone{}, err
	}
	if out.Again != nil {
		return out, m.put(ctx, *out.Again)
	}
	return out, nil
}

func (m *Matcher) undoing(d customer.Decision, reason string, made []kept) ([]kept, error) {
	k, err := m.newDecision(m.Actor, customer.Decision{Verb: customer.VerbUndo, Undoes: d.ID, Reason: reason})
	return append(made, k), err
}

// target finds the decision that is meant.
func (m *Matcher) target(g *ground, id string) (kept, error) {
	if id == "" {
		for i := len(g.log) - 1; i >= 0; i-- {
			k := g.log[i]
			if k.Actor == m.Actor && k.Verb != customer.VerbUndo && !g.book.Undone(k.ID) {
				return k, nil
			}
		}
		return kept{}, fault.New(fault.KindNotFound, "match.nothing_to_undo").With("actor", m.Actor)
	}
	var found []kept
	for _, k := range g.log {
		if k.ID == strings.ToUpper(id) {
			return k, nil
		}
		if len(id) >= minPrefix && strings.HasSuffix(k.ID, strings.ToUpper(id)) {
			found = append(found, k)
		}
	}
	switch len(found) {
	case 0:
		return kept{}, fault.New(fault.KindNotFound, "match.decision_unknown").With("decision", id)
	case 1:
		return found[0], nil
	default:
		return kept{}, fault.New(fault.KindInvalid, "match.decision_ambiguous").With("decision", id).With("count", len(found))
	}
}
