package matching

import (
	"cmp"
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
)

// Shown is all that is known of a customer.
type Shown struct {
	Customer customer.Customer
	Merged   []customer.ID
	Children []customer.Customer // that stand directly under it
	Names    map[customer.ID]string
	Parties  []ShownParty // its own now, the most money first
	Stakes   map[multiplier.Side]multiplier.Stake
	// Asked are the open questions that have it among their candidates.
	Asked     []Question
	Decisions int
}

// ShownParty is a party of a customer: by which identifier, on whose word.
type ShownParty struct {
	Party Party
	Match customer.Match
	Stake multiplier.Stake
}

// Show gives a customer whole: identifiers, hierarchy, parties, money.
func (m *Matcher) Show(ctx context.Context, id customer.ID) (_ Shown, err error) {
	defer fault.Wrap(&err, "matching.Show(%s)", id)
	g, err := m.stand(ctx)
	if err != nil {
		return Shown{}, err
	}
	c, known := g.book.Customer(id)
	if !known {
		return Shown{}, fault.New(fault.KindNotFound, "customer.unknown").With("customer", string(id))
	}
	ps, err := m.collect(ctx)
	if err != nil {
		return Shown{}, err
	}
	x, err := m.exchange(ctx, ps)
	if err != nil {
		return Shown{}, err
	}
	out := Shown{Customer: c, Merged: g.book.Merged(c.ID), Names: g.names, Stakes: map[multiplier.Side]multiplier.Stake{},
		Decisions: len(g.entries(func(k kept) bool { return g.touches(k, c.ID) }))}
	for _, p := range ps.all {
		match := p.ownerOn(g.exact, p.lastDay())
		if match.ID != c.ID {
			continue
		}
		stake := p.stake(x)
		out.Parties = append(out.Parties, ShownParty{*p, match, stake})
		side := multiplier.SideServices
		if p.Kind == identity.KindAccount {
			side = multiplier.SideCloud
		}
		sum := out.Stakes[side]
		sum.Join(stake)
		out.Stakes[side] = sum
	}
	slices.SortFunc(out.Parties, func(a, b ShownParty) int {
		return cmp.Or(b.Stake.Amount.Decimal.Cmp(a.Stake.Amount.Decimal), cmp.Compare(a.Party.ID, b.Party.ID))
	})
	for _, other := range g.book.Customers() {
		if slices.ContainsFunc(other.Parents, func(p customer.Parent) bool { return p.ID != "" && g.book.Survivor(p.ID) == c.ID }) {
			out.Children = append(out.Children, other)
		}
	}
	asked, err := m.questions(ctx)
	if err != nil {
		return Shown{}, err
	}
	for _, q := range asked {
		if q = g.current(q); q.names(c.ID) {
			out.Asked = append(out.Asked, q)
		}
	}
	slices.SortFunc(out.Asked, func(a, b Question) int {
		return cmp.Or(b.Stake.Amount.Decimal.Cmp(a.Stake.Amount.Decimal), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}
