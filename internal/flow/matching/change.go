package matching

import (
	"context"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Changed is what a change of the customers did.
type Changed struct {
	Decision       customer.Decision
	Customer, Into customer.Customer // as they were before; Into is the new one where one was made
	// Followed are automatic links that rested on what a split takes away, and that
	// the program took back.
	Followed []customer.Decision
}

// change writes one decision of the person.
func (m *Matcher) change(ctx context.Context, say func(*ground) (customer.Decision, error)) (Changed, error) {
	var out Changed
	_, _, err := m.decide(ctx, func(g *ground) ([]kept, error) {
		d, err := say(g)
		if err != nil {
			return nil, err
		}
		k, err := m.newDecision(m.Actor, d)
		if err != nil {
			return nil, err
		}
		out = Changed{Decision: k.Decision}
		out.Customer, _ = g.book.Customer(d.Customer)
		if out.Into, _ = g.book.Customer(d.Into); d.New != nil {
			out.Into = *d.New
		}
		if err := g.book.Permits(k.Decision); err != nil || d.Verb != customer.VerbSplit {
			return []kept{k}, err
		}
		made := []kept{k}
		resting, err := m.unsupported(ctx, g, k.Decision, g.book.Survivor(d.Customer), g.log)
		if err != nil {
			return nil, err
		}
		for _, link := range resting {
			back, err := m.newDecision(ActorAuto, customer.Decision{Verb: customer.VerbUndo, Undoes: link.ID, Reason: d.Reason})
			if err != nil {
				return nil, err
			}
			back.With = k.ID
			out.Followed, made = append(out.Followed, link.Decision), append(made, back)
		}
		return made, nil
	})
	return out, err
}

// Merge makes one customer of two: all that one has is the other's.
func (m *Matcher) Merge(ctx context.Context, one, into customer.ID, reason string) (_ Changed, err error) {
	defer fault.Wrap(&err, "matching.Merge(%s, %s)", one, into)
	return m.change(ctx, func(*ground) (customer.Decision, error) {
		return customer.Decision{Verb: customer.VerbMerge, Customer: one, Into: into, Reason: reason}, nil
	})
}

// SplitInput says what of a customer is another's.
type SplitInput struct {
	Customer customer.ID
	// Identifiers are values of its identifiers, or ids of parties.
	Identifiers []string
	Into        customer.ID // a customer there is, or
	Name        string      // the name of one to make
	Reason      string
}

// Split gives identifiers of a customer to another, or to a new one. The two
// are kept apart from then on.
func (m *Matcher) Split(ctx context.Context, in SplitInput) (_ Changed, err error) {
	defer fault.Wrap(&err, "matching.Split(%s)", in.Customer)
	return m.change(ctx, func(g *ground) (customer.Decision, error) {
		d := customer.Decision{Verb: customer.VerbSplit, Customer: in.Customer, Into: in.Into, Reason: in.Reason}
		from, known := g.book.Customer(in.Customer)
		if !known {
			return d, fault.New(fault.KindNotFound, "customer.unknown").With("customer", string(in.Customer))
		}
		for _, value := range in.Identifiers {
			found := false
			for _, i := range from.Identifiers {
				if customer.Normalise(i.Kind, i.Value) == customer.Normalise(i.Kind, value) {
					d.Identifiers, found = append(d.Identifiers, i), true
				}
			}
			if !found {
				return d, fault.New(fault.KindNotFound, "match.identifier_unknown").With("value", value).With("customer", string(in.Customer))
			}
		}
		if in.Into == "" {
			c := customer.Customer{ID: g.free(customer.ID("c-" + hash(string(in.Customer)+"\x00"+in.Name, 5))), Name: in.Name}
			d.New = &c
		}
		return d, nil
	})
}

// MoveInput says from which day whose an account is.
type MoveInput struct {
	Account     string // or the id of a party
	Into        customer.ID
	From, Until time.Time // UTC midnight, until exclusive, zero open
	Reason      string
}

// Move gives an account to another customer from a day on, any day of a month.
// Figures of the days before stay where they were.
func (m *Matcher) Move(ctx context.Context, in MoveInput) (_ Changed, err error) {
	defer fault.Wrap(&err, "matching.Move(%s)", in.Account)
	return m.change(ctx, func(g *ground) (customer.Decision, error) {
		party := customer.PartyID(in.Account)
		if _, account := party.Account(); !account && !party.IsBook() {
			party = customer.AccountParty(in.Account)
		}
		return customer.Decision{Verb: customer.VerbMove, Party: party, Into: in.Into, From: in.From, Until: in.Until, Reason: in.Reason}, nil
	})
}

// ParentInput says under whom a customer stands.
type ParentInput struct {
	Customer customer.ID
	Parent   customer.ID // empty takes it out of the role's line
	// Role is what the customer is there: group, legal entity, buying unit, or
	// distributor, reseller, end customer.
	Role        customer.Role
	From, Until time.Time
	Reason      string
}

// Parent puts a customer under another, or takes it out again.
func (m *Matcher) Parent(ctx context.Context, in ParentInput) (_ Changed, err error) {
	defer fault.Wrap(&err, "matching.Parent(%s)", in.Customer)
	return m.change(ctx, func(*ground) (customer.Decision, error) {
		return customer.Decision{Verb: customer.VerbParent, Customer: in.Customer, Into: in.Parent, Role: in.Role,
			From: in.From, Until: in.Until, Reason: in.Reason}, nil
	})
}
