package customer

import (
	"slices"
	"time"
)

// entry is a customer while the log is folded.
type entry struct {
	Customer
	into   ID // merged
	merged []ID
	listed bool // in the roster
}

// hold is an identifier and whose it is: an id that may have been merged since.
// A hold that was cut to nothing has no owner.
type hold struct {
	owner ID
	Identifier
}

// Fold gives what holds after a log of decisions over the imported customers.
// It is total: a decision that does not apply (any more) changes nothing and is
// listed by Stale. Folding a log in which a decision is undone gives what the
// log without it gives.
func Fold(roster []Customer, log []Decision) *Book {
	b := &Book{entries: make(map[ID]*entry, len(roster)), keyed: map[IdentifierKind]map[string][]int{},
		aparts: map[[2]Subject]Apart{}, log: log, at: make(map[string]int, len(log)), undone: undone(log)}
	identifiers := len(log)
	for _, c := range roster {
		identifiers += len(c.Identifiers)
	}
	b.holds = make([]hold, 0, identifiers)
	for _, c := range roster {
		b.enroll(c)
	}
	b.index(KindParty)
	b.index(KindAccount)
	f := &folding{Book: b, against: map[ID][]ID{}, ofParty: map[PartyID][]int{}, revoked: map[string]bool{}}
	f.foresee()
	for n, d := range log {
		b.at[d.ID] = n
		if b.undone[d.ID] {
			continue
		}
		if why := f.obstacle(d); why != nil {
			b.stale = append(b.stale, Stale{d, why})
			continue
		}
		f.apply(d)
	}
	f.settle()
	b.gather()
	return b
}

// undone finds what is taken back, from the end: an undo that was itself undone
// takes nothing back.
func undone(log []Decision) map[string]bool {
	gone := map[string]bool{}
	for _, d := range slices.Backward(log) {
		if d.Verb == VerbUndo && !gone[d.ID] {
			gone[d.Undoes] = true
		}
	}
	return gone
}

// enroll adds a customer of the roster. Two deliveries that name one customer
// add up.
func (b *Book) enroll(c Customer) {
	e, known := b.entries[c.ID]
	if !known {
		e = &entry{Customer: c, listed: true}
		e.Identifiers, e.Parents = nil, nil
		b.entries[c.ID], b.order = e, append(b.order, c.ID)
	} else {
		e.fill(c)
	}
	e.Parents = append(e.Parents, c.Parents...)
	for _, i := range c.Identifiers {
		b.hold(c.ID, i)
	}
}

// fill takes over what the entry does not know.
func (e *entry) fill(c Customer) {
	for _, f := range []struct{ to, from *string }{{&e.Name, &c.Name}, {&e.Segment, &c.Segment},
		{&e.Industry, &c.Industry}, {&e.Country, &c.Country}} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
}

func (b *Book) hold(owner ID, i Identifier) {
	b.holds = append(b.holds, hold{owner, i})
	if byValue, indexed := b.keyed[i.Kind]; indexed {
		v := Normalise(i.Kind, i.Value)
		byValue[v] = append(byValue[v], len(b.holds)-1)
	}
}

// index makes the places of the holds of a kind known by value, while folding;
// most kinds of most books are never asked for.
func (b *Book) index(kind IdentifierKind) {
	if _, indexed := b.keyed[kind]; indexed {
		return
	}
	byValue := map[string][]int{}
	for n, h := range b.holds {
		if h.Kind == kind {
			v := Normalise(kind, h.Value)
			byValue[v] = append(byValue[v], n)
		}
	}
	b.keyed[kind] = byValue
}

// find gives the places of the holds of an identifier, by its normalised value.
func (b *Book) find(kind IdentifierKind, value string) []int {
	if byValue, indexed := b.keyed[kind]; indexed {
		return byValue[value]
	}
	var places []int
	for n, h := range b.holds {
		if h.Kind == kind && Normalise(kind, h.Value) == value {
			places = append(places, n)
		}
	}
	return places
}

// of gives the places of a party's holds.
func (b *Book) of(p PartyID) []int {
	i, ok := p.identifier()
	if !ok {
		return nil
	}
	return b.keyed[i.Kind][i.Value]
}

// cut takes the days from From up to Until out of a hold.
func (b *Book) cut(n int, from, until time.Time) {
	h := b.holds[n]
	if h.owner == "" || !overlap(h.From, h.Until, from, until) {
		return
	}
	before, after := h, h
	before.Until, after.From = later(h.From, from), earlier(h.Until, until)
	hasBefore := before.From.Before(before.Until)
	hasAfter := !after.From.IsZero() && (after.Until.IsZero() || after.From.Before(after.Until))
	switch {
	case hasBefore:
		b.holds[n] = before
		if hasAfter {
			b.hold(after.owner, after.Identifier)
		}
	case hasAfter:
		b.holds[n] = after
	default:
		b.holds[n].owner = ""
	}
}

// later of two starts; zero is the beginning of time.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// earlier of two ends; zero is never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// gather puts the identifiers to the customers that remain.
func (b *Book) gather() {
	at := make(map[ID]int, len(b.order))
	out := make([]Customer, 0, len(b.order))
	for _, id := range b.order {
		if e := b.entries[id]; e.into == "" {
			at[id] = len(out)
			c := e.Customer
			c.Parents = b.parents(e)
			out = append(out, c)
		}
	}
	// Every customer's part of one list: most have a few identifiers each.
	owners, counts := make([]int, len(b.holds)), make([]int, len(out)+1)
	for n, h := range b.holds {
		owners[n] = -1
		if h.owner != "" {
			owners[n] = at[b.Survivor(h.owner)]
			counts[owners[n]+1]++
		}
	}
	for n := range out {
		counts[n+1] += counts[n]
	}
	all := make([]Identifier, counts[len(out)])
	next := slices.Clone(counts)
	for n, h := range b.holds {
		if o := owners[n]; o >= 0 {
			all[next[o]] = h.Identifier
			next[o]++
		}
	}
	for i := range out {
		out[i].Identifiers = unique(all[counts[i]:counts[i+1]:counts[i+1]])
	}
	b.customers, b.place = out, at
}

// unique drops what was said twice, keeping the first.
func unique(ids []Identifier) []Identifier {
	const few = 24 // up to here looking at all others beats a table
	if len(ids) <= few {
		kept := ids[:0]
		for _, i := range ids {
			if !slices.ContainsFunc(kept, i.Equal) {
				kept = append(kept, i)
			}
		}
		return kept
	}
	seen := make(map[key][]Identifier, len(ids))
	return slices.DeleteFunc(ids, func(i Identifier) bool {
		k := key{i.Kind, i.Value}
		if slices.ContainsFunc(seen[k], i.Equal) {
			return true
		}
		seen[k] = append(seen[k], i)
		return false
	})
}
