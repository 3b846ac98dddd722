package customer

import "slices"

// Kept is what a book comes to, without the log that it came from.
type Kept struct {
	Customers []Customer
	Merged    map[ID]ID // ids that were merged away, and the customer that each stands for
	Aparts    []KeptApart
	Last      string
}

// KeptApart is two subjects that are kept apart.
type KeptApart struct {
	A, B Subject
	Apart
}

// Keep gives what Resume needs.
func (b *Book) Keep() Kept {
	k := Kept{Customers: b.customers, Merged: map[ID]ID{}, Last: b.Last()}
	for id, e := range b.entries {
		if e.into != "" {
			k.Merged[id] = b.Survivor(id)
		}
	}
	for pair, apart := range b.aparts {
		k.Aparts = append(k.Aparts, KeptApart{pair[0], pair[1], apart})
	}
	return k
}

// Resume gives a book that knows who the customers are and who is kept apart, but
// nothing of how that came about: it has no decisions, and permits none.
func Resume(k Kept) *Book {
	b := &Book{entries: make(map[ID]*entry, len(k.Customers)), aparts: map[[2]Subject]Apart{}, customers: k.Customers,
		place: make(map[ID]int, len(k.Customers)), log: []Decision{{ID: k.Last}}}
	remains := make([]entry, len(k.Customers))
	for n, c := range k.Customers {
		b.entries[c.ID], b.place[c.ID] = &remains[n], n
	}
	for id, into := range k.Merged {
		b.entries[id] = &entry{into: into}
	}
	for _, a := range k.Aparts {
		b.aparts[b.pair(a.A, a.B)] = a.Apart
	}
	return b
}

// Grow adds to a kept book what the matcher has decided after it: customers that it
// made and parties that it linked, which nobody held on any day. That is what Fold
// gives for the longer log.
func (k *Kept) Grow(ds ...Decision) {
	at := map[ID]int{}
	for _, d := range ds {
		at[d.Customer] = -1
		if now, merged := k.Merged[d.Customer]; merged {
			at[now] = -1
		}
	}
	for n, c := range k.Customers {
		if _, asked := at[c.ID]; asked {
			at[c.ID] = n
		}
	}
	for _, d := range ds {
		id, identifiers := d.Customer, []Identifier(nil)
		if d.Verb == VerbCreate {
			c := *d.New
			id, c.Origin, c.Identifiers = c.ID, d.Origin(), nil
			at[id], k.Customers = len(k.Customers), append(k.Customers, c)
			identifiers = d.New.Identifiers
		}
		if now, merged := k.Merged[id]; merged {
			id = now
		}
		c := &k.Customers[at[id]]
		c.Identifiers = slices.Clip(c.Identifiers)
		for _, i := range identifiers {
			c.Identifiers = append(c.Identifiers, decided(i, d))
		}
		if i, ok := d.Party.identifier(); ok {
			i.From, i.Until = d.From, d.Until
			c.Identifiers = append(c.Identifiers, decided(i, d))
		}
		k.Last = d.ID
	}
}
