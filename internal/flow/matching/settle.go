package matching

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
)

// settleMemory brings the memory to where the run has left the books.
func (a *again) settleMemory(made []kept) {
	k := a.k
	var grown []customer.Decision
	names := map[customer.ID]bool{}
	for _, d := range made {
		grown = append(grown, d.Decision)
		id := d.Customer
		if d.New != nil {
			id = d.New.ID
		}
		names[id] = true
	}
	some := map[*Party]bool{} // of whom anything is to be put down anew
	for id := range a.changed {
		if p := a.ps.byID[id]; p != nil {
			some[p] = true
		}
	}
	for id := range a.todo {
		some[a.ps.byID[id]] = true
	}
	// Whoever an identifier of a customer that was made or linked may find.
	marked := identity.NewKeySet()
	for _, c := range a.d.created {
		marked.Add(c.made.Marks()...)
		marked.Add(c.party.ID.Marks()...)
	}
	for _, l := range a.d.links {
		marked.Add(l.party.ID.Marks()...)
	}
	var found []*Party
	for _, p := range a.ps.all {
		if marked.Len() > 0 && marked.Meets(p.kept.marks) {
			found = append(found, p)
			some[p] = true
		}
	}
	a.ps.load(found...)
	exact := k.exactly(found...)
	a.after = slices.Clone(a.before)
	for i := range a.after {
		a.after[i].Matched.Unconverted = slices.Clone(a.after[i].Matched.Unconverted)
		a.after[i].Total.Unconverted = slices.Clone(a.after[i].Total.Unconverted)
	}
	for _, p := range found {
		p.share(a.after, exact, a.x, true)
		names[p.kept.owner] = true
	}
	k.about.Customers.Grow(grown...)
	for i, c := range k.about.Customers.Customers {
		if i == len(k.marks) {
			k.places[c.ID], k.marks, k.keys, k.sums = i, append(k.marks, nil), append(k.keys, nil), append(k.sums, 0)
			k.about.Listed = append(k.about.Listed, false)
		}
		if names[c.ID] {
			k.marks[i] = c.Marks()
		}
	}
	exact = k.exactly(found...)
	for _, p := range found {
		p.share(a.after, exact, a.x, false)
		p.owns(exact)
		names[p.kept.owner] = true
	}
	for _, c := range a.d.c.told {
		names[c.customer] = true
	}
	delete(names, "")
	owned, touched := a.ps.ownedBy(names), a.touching()
	for id := range names {
		i := k.places[id]
		now := identity.Prepare(customerRecord(k.about.Customers.Customers[i], a.ps.load(owned[id]...)))
		touched.customer(id, now)
		k.keys[i], k.sums[i] = now.Keys(), sumOf(now.Record)
	}
	all := make([]*Party, 0, len(some))
	for p := range some {
		all = append(all, p)
	}
	a.ps.load(all...)
	k.remember(a.running, touched, all)
	k.about.Shares = a.after
	looked := map[customer.ID]bool{}
	for _, id := range a.looked {
		q := Question{Party: Party{ID: id, Kind: identity.KindCustomer}}
		subject, _ := q.Customer()
		looked[subject] = true
	}
	k.about.Doubles = append(slices.DeleteFunc(k.about.Doubles, func(d [2]customer.ID) bool { return looked[d[0]] }), a.d.doubled...)
	for i := range a.ps.pieces {
		a.ps.pieces[i].isNew = false
	}
	a.book = a.d.g.book
	if len(made) > 0 {
		a.book = customer.Resume(k.about.Customers)
	}
	a.exact = k.exactly(all...)
}
