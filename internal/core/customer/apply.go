package customer

import (
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// folding is a book in the making.
type folding struct {
	*Book
	against map[ID][]ID // customers that people keep apart, by the ids they named
	said    []saidApart
	ofParty map[PartyID][]int // places in said
	revoked map[string]bool   // links that later words took away whole
}

// saidApart is an apart decision as it was said; gone when a person has linked
// the two since.
type saidApart struct {
	a, b Subject
	Apart
	gone bool
}

// foresee notes which customers people keep apart anywhere in the log: the
// matcher does not merge them even where it spoke first.
func (f *folding) foresee() {
	for _, d := range f.log {
		if d.Verb != VerbApart || f.undone[d.ID] || d.Origin() == OriginAuto {
			continue
		}
		if a, b := d.apart(); a.Customer != "" && b.Customer != "" {
			f.against[a.Customer] = append(f.against[a.Customer], b.Customer)
			f.against[b.Customer] = append(f.against[b.Customer], a.Customer)
		}
	}
}

// keepApart reports whether people keep apart two customers that remain, or
// any that were merged into them.
func (f *folding) keepApart(a, b ID) bool {
	for _, id := range append([]ID{a}, f.entries[a].merged...) {
		for _, other := range f.against[id] {
			if f.Survivor(other) == b {
				return true
			}
		}
	}
	return false
}

// obstacle says why a decision does not apply, if so.
func (f *folding) obstacle(d Decision) *fault.Error {
	if d.Verb == VerbSplit {
		for _, i := range d.Identifiers {
			f.index(i.Kind)
		}
	}
	listed := f.listed(d)
	if d.Verb == VerbCreate && listed.Verb == VerbLink {
		return f.isParty(d.Party, true)
	}
	if why := f.Book.obstacle(listed); why != nil {
		return why
	}
	if d.Verb == VerbMerge && d.Origin() == OriginAuto && f.keepApart(f.Survivor(d.Customer), f.Survivor(d.Into)) {
		return overruled()
	}
	return nil
}

// listed says a decision that made a customer as one about a customer who is
// there: people take over into their list what they have decided.
func (f *folding) listed(d Decision) Decision {
	if d.New == nil || f.entries[d.New.ID] == nil || !f.entries[d.New.ID].listed {
		return d
	}
	switch d.Verb {
	case VerbCreate:
		d.Verb, d.Customer, d.Identifiers = VerbLink, d.New.ID, d.New.Identifiers
	case VerbSplit:
		d.Into = d.New.ID
	default:
		return d
	}
	d.New = nil
	return d
}

func overruled() *fault.Error { return fault.New(fault.KindConflict, "customer.overruled") }

// apply carries a decision out; nothing stands in its way.
func (f *folding) apply(d Decision) {
	switch d = f.listed(d); d.Verb {
	case VerbCreate:
		f.create(d, *d.New)
		if d.Party != "" {
			f.link(d, d.New.ID)
		}
	case VerbLink:
		f.link(d, f.Survivor(d.Customer))
		for _, i := range d.Identifiers {
			f.hold(f.Survivor(d.Customer), decided(i, d))
		}
	case VerbApart:
		f.apart(d)
	case VerbMerge:
		f.merge(d)
	case VerbSplit:
		f.split(d)
	case VerbMove:
		f.move(d)
	case VerbParent:
		f.parent(d)
	case VerbUndo: // what it takes back was never applied
	}
}

// decided marks an identifier with the decision that gave it.
func decided(i Identifier, d Decision) Identifier {
	i.Source, i.Origin = d.ID, d.Origin()
	if i.Confidence.IsZero() {
		i.Confidence = d.Probability
	}
	return i
}

func (f *folding) create(d Decision, c Customer) {
	e := &entry{Customer: c}
	e.Origin, e.Identifiers = d.Origin(), nil
	f.entries[c.ID], f.order = e, append(f.order, c.ID)
	for _, i := range c.Identifiers {
		f.hold(c.ID, decided(i, d))
	}
}

// link gives a party to a customer. It takes the days from earlier links of the
// same origin; the Timeline settles what people, the roster and the matcher say.
func (f *folding) link(d Decision, to ID) {
	i, ok := d.Party.identifier()
	if !ok {
		return // a customer of the list that was made without a party
	}
	for _, n := range slices.Clone(f.of(d.Party)) {
		h := f.holds[n]
		if h.Origin != d.Origin() {
			continue
		}
		f.cut(n, d.From, d.Until)
		f.revoke(n, h.Source)
	}
	if d.Origin() == OriginPerson {
		for _, n := range f.ofParty[d.Party] {
			if s := &f.said[n]; f.Survivor(s.b.Customer) == to {
				s.gone = true
			}
		}
	}
	i.From, i.Until = d.From, d.Until
	f.hold(to, decided(i, d))
}

// revoke takes what a link brought besides, when nothing of the link is left.
// What a person wrote of a new customer stays.
func (f *folding) revoke(n int, source string) {
	if f.holds[n].owner != "" {
		return
	}
	if d, known := f.Decision(source); known && (d.Verb == VerbLink || d.Verb == VerbCreate && d.Origin() == OriginAuto) {
		f.revoked[source] = true
	}
}

func (f *folding) apart(d Decision) {
	a, b := d.apart()
	f.said = append(f.said, saidApart{a: a, b: b, Apart: Apart{d.EvidenceKey, d.ID, d.Origin()}})
	if a.Party == "" || b.Party != "" {
		return
	}
	f.ofParty[a.Party] = append(f.ofParty[a.Party], len(f.said)-1)
	for _, n := range f.of(a.Party) {
		h := &f.holds[n]
		mine := h.Origin == OriginAuto || h.Origin == d.Origin()
		if h.owner != "" && h.Origin != OriginRoster && mine && f.Survivor(h.owner) == f.Survivor(b.Customer) {
			h.owner = ""
			f.revoke(n, h.Source)
		}
	}
}

func (f *folding) merge(d Decision) {
	from, into := f.Survivor(d.Customer), f.Survivor(d.Into)
	e, to := f.entries[from], f.entries[into]
	if e.Name != "" {
		f.hold(from, Identifier{Kind: KindName, Value: e.Name, Origin: e.Origin, Source: d.ID})
	}
	e.into = into
	to.merged = append(append(to.merged, from), e.merged...)
	to.fill(e.Customer)
	for _, p := range e.Parents {
		if !slices.ContainsFunc(to.Parents, func(q Parent) bool {
			return q.Role.Line() == p.Role.Line() && overlap(p.From, p.Until, q.From, q.Until)
		}) {
			to.Parents = append(to.Parents, p)
		}
	}
}

func (f *folding) split(d Decision) {
	from, to := f.Survivor(d.Customer), f.Survivor(d.Into)
	if d.New != nil {
		f.create(d, *d.New)
		to = d.New.ID
	}
	for _, n := range f.parts(d) {
		f.holds[n].owner = to
	}
	f.said = append(f.said, saidApart{a: OfCustomer(from), b: OfCustomer(to), Apart: Apart{d.EvidenceKey, d.ID, d.Origin()}})
}

// move takes the days from who holds the party and gives them to another, as
// the newest word of its origin.
func (f *folding) move(d Decision) {
	to := f.Survivor(d.Into)
	i, _ := d.Party.identifier()
	for _, t := range f.movable(d) {
		for _, n := range slices.Clone(f.of(d.Party)) {
			h := f.holds[n]
			if owner := f.Survivor(h.owner); h.Origin == d.Origin() || owner == t.Customer || owner == f.Survivor(d.Customer) {
				f.cut(n, t.From, t.Until)
			}
		}
		i.From, i.Until = t.From, t.Until
		f.hold(to, decided(i, d))
	}
}

func (f *folding) parent(d Decision) {
	e := f.entries[f.Survivor(d.Customer)]
	var kept []Parent
	for _, p := range e.Parents {
		if p.Role.Line() == d.Role.Line() {
			kept = append(kept, p.without(d.From, d.Until)...)
		} else {
			kept = append(kept, p)
		}
	}
	e.Parents = append(kept, Parent{d.Into, d.Role, d.From, d.Until})
}

// settle lets people's words stand over automatic links, whichever came first,
// and takes away what links that are gone had brought besides.
func (f *folding) settle() {
	gone := map[int]bool{}
	for _, s := range f.said {
		if s.gone {
			continue
		}
		if p := f.pair(s.a, s.b); p[0] != p[1] {
			f.aparts[p] = s.Apart
		}
		if s.Origin == OriginAuto || s.a.Party == "" || s.b.Party != "" {
			continue
		}
		for _, n := range f.of(s.a.Party) {
			if h := &f.holds[n]; h.owner != "" && h.Origin == OriginAuto && f.Survivor(h.owner) == f.Survivor(s.b.Customer) {
				h.owner = ""
				f.revoke(n, h.Source)
				gone[f.at[h.Source]] = true
			}
		}
	}
	if len(f.revoked) > 0 {
		for n := range f.holds {
			if h := &f.holds[n]; h.Origin != OriginRoster && f.revoked[h.Source] {
				h.owner = ""
			}
		}
	}
	for n := range gone {
		f.stale = append(f.stale, Stale{f.log[n], overruled()})
	}
	slices.SortStableFunc(f.stale, func(a, b Stale) int { return f.at[a.Decision.ID] - f.at[b.Decision.ID] })
}

// overlap reports a day that two ranges share.
func overlap(aFrom, aUntil, bFrom, bUntil time.Time) bool {
	return (aUntil.IsZero() || bFrom.Before(aUntil)) && (bUntil.IsZero() || aFrom.Before(bUntil))
}
