package matching

import (
	"context"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/identity"
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
		followed, err := m.followed(ctx, g, target)
		if err != nil {
			return nil, err
		}
		for _, k := range followed {
			out.Followed = append(out.Followed, k.Decision)
			if made, err = m.undoing(k.Decision, reason, made); err != nil {
				return nil, err
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

// undoing adds an undo; those after the first follow from it.
func (m *Matcher) undoing(d customer.Decision, reason string, made []kept) ([]kept, error) {
	k, err := m.newDecision(m.Actor, customer.Decision{Verb: customer.VerbUndo, Undoes: d.ID, Reason: reason})
	if len(made) > 0 {
		k.With = made[0].ID
	}
	return append(made, k), err
}

// followed gives the decisions that do not stand without one that is taken back:
// those that were made with it, and automatic links that rest on it.
func (m *Matcher) followed(ctx context.Context, g *ground, target kept) ([]kept, error) {
	var out []kept
	for _, k := range g.log {
		if k.With == target.ID && !g.book.Undone(k.ID) {
			out = append(out, k)
		}
	}
	resting, err := m.resting(ctx, g, target)
	return append(out, resting...), err
}

// resting gives the automatic links that would not be made any more once a link,
// the making of a customer or a merge is taken back: the names and accounts that
// came by it were theirs to meet. Those made before it never needed it.
func (m *Matcher) resting(ctx context.Context, g *ground, target kept) ([]kept, error) {
	if target.Verb != customer.VerbLink && target.Verb != customer.VerbCreate && target.Verb != customer.VerbMerge {
		return nil, nil
	}
	owner := g.linkedTo(target)
	if target.Verb == customer.VerbMerge {
		owner = g.book.Survivor(target.Into)
	}
	return m.unsupported(ctx, g, customer.Decision{Verb: customer.VerbUndo, Undoes: target.ID}, owner, g.log[g.at[target.ID]+1:])
}

// unsupported gives, of some decisions, the automatic links to a customer that
// would not be made any more after a further decision. What still stands by itself
// may support others.
func (m *Matcher) unsupported(ctx context.Context, g *ground, d customer.Decision, of customer.ID, among []kept) ([]kept, error) {
	var open []kept
	for _, k := range among {
		if k.Actor == ActorAuto && k.Verb == customer.VerbLink && !g.book.Undone(k.ID) && g.linkedTo(k) == of {
			open = append(open, k)
		}
	}
	if len(open) == 0 {
		return nil, nil
	}
	ps, err := m.collect(ctx)
	if err != nil {
		return nil, err
	}
	model, err := m.model(ctx)
	if err != nil {
		return nil, err
	}
	after := g.after(d)
	owned := ps.owned(after)
	left := func(id customer.PartyID) bool {
		return slices.ContainsFunc(open, func(k kept) bool { return k.Party == id })
	}
	for {
		at := slices.IndexFunc(open, func(k kept) bool {
			p, id := ps.byID[k.Party], after.linkedTo(k)
			c, known := after.book.Customer(id)
			if p == nil || !known {
				return p == nil // nothing hangs on it
			}
			mine, record := identity.Prepare(p.record()), identity.Prepare(customerRecord(without(c, left), slices.DeleteFunc(slices.Clone(owned[id]), func(p *Party) bool { return left(p.ID) })))
			_, named := identity.NamedAlone(mine, record)
			return p.Kind == identity.KindAccount && named || m.Thresholds.Verdict(model.Score(mine, record)) == identity.VerdictAccept
		})
		if at < 0 {
			return open, nil
		}
		open = slices.Delete(open, at, at+1)
	}
}

// after is the ground with a decision more; its log stays as it is.
func (g *ground) after(d customer.Decision) *ground {
	log := make([]customer.Decision, 0, len(g.log)+1)
	for _, k := range g.log {
		log = append(log, k.Decision)
	}
	then := *g
	then.book = customer.Fold(g.roster, append(log, d))
	then.exact = then.book.Index()
	return &then
}

// linkedTo is the customer that a decision gave a party to, as it is now.
func (g *ground) linkedTo(k kept) customer.ID {
	if k.New != nil {
		return g.book.Survivor(k.New.ID)
	}
	return g.book.Survivor(k.Customer)
}

// without is a customer without the identifiers that parties are known by.
func without(c customer.Customer, left func(customer.PartyID) bool) customer.Customer {
	c.Identifiers = slices.DeleteFunc(slices.Clone(c.Identifiers), func(i customer.Identifier) bool {
		return i.Kind == customer.KindAccount && left(customer.AccountParty(i.Value))
	})
	return c
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
