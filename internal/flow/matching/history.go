package matching

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/identity"
)

// Entry is a decision as the history shows it.
type Entry struct {
	customer.Decision
	Party  string // what the party was called
	Names  map[customer.ID]string
	Undone bool
	// Stale is why the decision does not apply any more; nil when it does.
	Stale *fault.Error
}

// HistoryInput says which decisions to give.
type HistoryInput struct {
	Customer customer.ID // only those that touch it, also under ids merged into it
	Party    customer.PartyID
	People   bool // only those of people
}

// History gives the decisions, the newest first.
func (m *Matcher) History(ctx context.Context, in HistoryInput) (_ []Entry, err error) {
	defer fault.Wrap(&err, "matching.History")
	g, err := m.stand(ctx)
	if err != nil {
		return nil, err
	}
	if in.Customer != "" && g.book.Survivor(in.Customer) == "" {
		return nil, fault.New(fault.KindNotFound, "customer.unknown").With("customer", string(in.Customer))
	}
	return g.entries(func(k kept) bool {
		return !(in.People && k.Actor == ActorAuto) && (in.Customer == "" || g.touches(k, in.Customer)) && (in.Party == "" || k.Party == in.Party)
	}), nil
}

// entries gives those decisions that are wanted, the newest first.
func (g *ground) entries(wanted func(kept) bool) []Entry {
	stale := map[string]*fault.Error{}
	for _, s := range g.book.Stale() {
		stale[s.Decision.ID] = s.Because
	}
	var out []Entry
	for _, k := range slices.Backward(g.log) {
		if !wanted(k) {
			continue
		}
		e := Entry{Decision: k.Decision, Party: k.Title, Undone: g.book.Undone(k.ID), Stale: stale[k.ID], Names: map[customer.ID]string{}}
		for _, id := range []customer.ID{k.Customer, k.Into} {
			if id != "" {
				e.Names[id] = g.name(id)
			}
		}
		out = append(out, e)
	}
	return out
}

// touches reports whether a decision is about a customer or one merged into it.
func (g *ground) touches(k kept, id customer.ID) bool {
	now := g.book.Survivor(id)
	for _, named := range []customer.ID{k.Customer, k.Into} {
		if named != "" && (named == id || g.book.Survivor(named) == now) {
			return true
		}
	}
	if k.New != nil && (k.New.ID == id || g.book.Survivor(k.New.ID) == now) {
		return true
	}
	if k.Verb == customer.VerbUndo {
		undone, known := g.given(k.Undoes)
		return known && g.touches(undone, id)
	}
	return false
}

// between gives the decisions that name both sides of a comparison.
func (g *ground) between(a, b Operand) []Entry {
	names := func(k kept, o Operand) bool {
		if o.ID == "" {
			return false
		}
		if o.Kind == identity.KindCustomer {
			return g.touches(k, customer.ID(o.ID))
		}
		return string(k.Party) == o.ID || string(k.Other) == o.ID
	}
	return g.entries(func(k kept) bool { return names(k, a) && names(k, b) })
}
