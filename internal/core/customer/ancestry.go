package customer

import (
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Parent gives a customer's place in a line on a day. The parent's id is that
// of the customer that remains after merges.
func (b *Book) Parent(id ID, line Line, day time.Time) (Parent, bool) {
	e := b.entries[b.Survivor(id)]
	if e == nil {
		return Parent{}, false
	}
	for _, p := range b.parents(e) {
		if p.Role.Line() == line && p.ValidOn(day) {
			return p, true
		}
	}
	return Parent{}, false
}

// Ancestors lists who stands over a customer in a line on a day, the nearest
// first. It ends where a roster goes in a circle.
func (b *Book) Ancestors(id ID, line Line, day time.Time) []ID {
	seen := []ID{b.Survivor(id)}
	for {
		p, ok := b.Parent(seen[len(seen)-1], line, day)
		if !ok || p.ID == "" || slices.Contains(seen, p.ID) {
			return seen[1:]
		}
		seen = append(seen, p.ID)
	}
}

// Children lists who stands directly under a customer in a line on a day.
func (b *Book) Children(id ID, line Line, day time.Time) []ID {
	id = b.Survivor(id)
	var under []ID
	for _, c := range b.customers {
		if p, ok := b.Parent(c.ID, line, day); ok && id != "" && p.ID == id {
			under = append(under, c.ID)
		}
	}
	return under
}

// parents gives an entry's places with merges followed; a place under itself,
// or under a customer that nobody knows, is none.
func (b *Book) parents(e *entry) []Parent {
	var out []Parent
	for _, p := range e.Parents {
		if p.ID != "" {
			if p.ID = b.Survivor(p.ID); p.ID == "" || p.ID == e.ID {
				continue
			}
		}
		out = append(out, p)
	}
	return out
}

func (b *Book) canBeParent(d Decision) *fault.Error {
	if d.Role.Line() == "" {
		return fault.New(fault.KindInvalid, "customer.role").With("role", string(d.Role))
	}
	if d.Into == "" {
		return b.known(d.Customer)
	}
	if why := b.known(d.Customer, d.Into); why != nil {
		return why
	}
	if b.under(b.Survivor(d.Into), b.Survivor(d.Customer), d, map[ID]bool{}) {
		return fault.New(fault.KindInvalid, "customer.parent_circle").With("customer", string(d.Customer)).With("into", string(d.Into))
	}
	return nil
}

// under reports whether id stands anywhere under above on a day of the decision.
func (b *Book) under(id, above ID, d Decision, seen map[ID]bool) bool {
	if id == above {
		return true
	}
	if seen[id] {
		return false
	}
	seen[id] = true
	for _, p := range b.parents(b.entries[id]) {
		if p.ID != "" && p.Role.Line() == d.Role.Line() && overlap(p.From, p.Until, d.From, d.Until) && b.under(p.ID, above, d, seen) {
			return true
		}
	}
	return false
}
