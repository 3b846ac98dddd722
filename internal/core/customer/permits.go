package customer

import (
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Permits says whether a decision makes sense now; ask before writing it. What
// it permits, Fold applies when the decision comes next in the log.
//
// Faults: customer.decision_verb, customer.decision_incomplete (arg field),
// customer.decision_days, customer.decision_probability, customer.unknown,
// customer.exists, customer.same, customer.party, customer.party_held,
// customer.party_not_held, customer.nothing_to_split, customer.role,
// customer.parent_circle, customer.undo_unknown, customer.undo_twice,
// customer.overruled.
func (b *Book) Permits(d Decision) error {
	if d.ID == "" || d.Actor == "" || d.At.IsZero() {
		return incomplete("id")
	}
	if one := money.One; d.Probability.Sign() < 0 || d.Probability.Cmp(one) > 0 {
		return fault.New(fault.KindInvalid, "customer.decision_probability").With("value", d.Probability.String())
	}
	if why := b.obstacle(d); why != nil {
		return why
	}
	if why := b.unfit(d); why != nil {
		return why
	}
	return nil
}

// unfit says what else stands against a decision that would apply: it would
// have no effect, or none that its maker meant.
func (b *Book) unfit(d Decision) *fault.Error {
	switch d.Verb {
	case VerbLink, VerbCreate:
		if d.Party == "" {
			return nil
		}
		if d.Origin() == OriginAuto {
			return b.overrules(OfParty(d.Party), OfCustomer(d.Customer))
		}
		for _, t := range b.Tenures(d.Party) {
			if t.Origin != OriginAuto && t.Customer != b.Survivor(d.Customer) && overlap(t.From, t.Until, d.From, d.Until) {
				return fault.New(fault.KindConflict, "customer.party_held").With("party", string(d.Party)).With("customer", string(t.Customer))
			}
		}
	case VerbMerge:
		if d.Origin() == OriginAuto {
			return b.overrules(OfCustomer(d.Customer), OfCustomer(d.Into))
		}
	case VerbUndo:
		if b.undone[d.Undoes] {
			return fault.New(fault.KindConflict, "customer.undo_twice").With("decision", d.Undoes)
		}
	default: // whatever applies has an effect
	}
	return nil
}

// overrules reports that people keep two apart, so that the matcher may not
// make them one.
func (b *Book) overrules(x, y Subject) *fault.Error {
	if a, is := b.Apart(x, y); is && a.Origin == OriginPerson {
		return overruled()
	}
	return nil
}

// obstacle says why a decision cannot apply to what the book has come to, nil
// when nothing stands in its way.
func (b *Book) obstacle(d Decision) *fault.Error {
	if !slices.Contains(Verbs(), d.Verb) {
		return fault.New(fault.KindInvalid, "customer.decision_verb").With("verb", string(d.Verb))
	}
	if !isDay(d.From) || !isDay(d.Until) || !d.Until.IsZero() && !d.From.Before(d.Until) {
		return fault.New(fault.KindInvalid, "customer.decision_days").With("from", dayText(d.From)).With("until", dayText(d.Until))
	}
	switch d.Verb {
	case VerbCreate:
		return first(b.isNew(d.New), b.isParty(d.Party, true))
	case VerbLink:
		return first(b.known(d.Customer), b.isParty(d.Party, false))
	case VerbApart:
		return b.canBeApart(d)
	case VerbMerge:
		return b.known(d.Customer, d.Into)
	case VerbSplit:
		return b.canSplit(d)
	case VerbMove:
		return b.canMove(d)
	case VerbParent:
		return b.canBeParent(d)
	default:
		if _, known := b.at[d.Undoes]; !known {
			return fault.New(fault.KindNotFound, "customer.undo_unknown").With("decision", d.Undoes)
		}
		return nil
	}
}

// first gives the first obstacle.
func first(obstacles ...*fault.Error) *fault.Error {
	for _, o := range obstacles {
		if o != nil {
			return o
		}
	}
	return nil
}

func incomplete(field string) *fault.Error {
	return fault.New(fault.KindInvalid, "customer.decision_incomplete").With("field", field)
}

// known checks that ids name customers, and not one customer twice.
func (b *Book) known(ids ...ID) *fault.Error {
	var seen []ID
	for _, id := range ids {
		s := b.Survivor(id)
		if s == "" {
			return fault.New(fault.KindNotFound, "customer.unknown").With("customer", string(id))
		}
		if slices.Contains(seen, s) {
			return fault.New(fault.KindInvalid, "customer.same").With("customer", string(ids[0])).With("into", string(id))
		}
		seen = append(seen, s)
	}
	return nil
}

func (b *Book) isNew(c *Customer) *fault.Error {
	if c == nil || c.ID == "" {
		return incomplete("new")
	}
	if _, known := b.entries[c.ID]; known {
		return fault.New(fault.KindConflict, "customer.exists").With("customer", string(c.ID))
	}
	return nil
}

func (b *Book) isParty(p PartyID, optional bool) *fault.Error {
	if _, ok := p.identifier(); ok || optional && p == "" {
		return nil
	}
	return fault.New(fault.KindInvalid, "customer.party").With("party", string(p))
}

func (b *Book) canBeApart(d Decision) *fault.Error {
	x, y := d.apart()
	for _, s := range []Subject{x, y} {
		if s.Party != "" {
			if why := b.isParty(s.Party, false); why != nil {
				return why
			}
		} else if why := b.known(s.Customer); why != nil {
			return why
		}
	}
	if p := b.pair(x, y); p[0] == p[1] {
		return fault.New(fault.KindInvalid, "customer.same").With("customer", string(d.Customer)+string(d.Party)).
			With("into", string(d.Into)+string(d.Other))
	}
	return nil
}

func (b *Book) canSplit(d Decision) *fault.Error {
	if d.New != nil {
		if why := first(b.known(d.Customer), b.isNew(d.New)); why != nil {
			return why
		}
	} else if why := b.known(d.Customer, d.Into); why != nil {
		return why
	}
	if why := b.isParty(d.Party, true); why != nil {
		return why
	}
	if len(b.parts(d)) == 0 {
		return fault.New(fault.KindNotFound, "customer.nothing_to_split").With("customer", string(d.Customer))
	}
	return nil
}

// parts gives the places of what a split takes away.
func (b *Book) parts(d Decision) []int {
	from := b.Survivor(d.Customer)
	var places []int
	take := func(kind IdentifierKind, value string) {
		for _, n := range b.find(kind, value) {
			if h := b.holds[n]; h.owner != "" && b.Survivor(h.owner) == from && !slices.Contains(places, n) {
				places = append(places, n)
			}
		}
	}
	if i, ok := d.Party.identifier(); ok {
		take(i.Kind, i.Value)
	}
	for _, i := range d.Identifiers {
		take(i.Kind, Normalise(i.Kind, i.Value))
	}
	return places
}

func (b *Book) canMove(d Decision) *fault.Error {
	ids := []ID{d.Customer, d.Into}
	if d.Customer == "" {
		ids = ids[1:]
	}
	if why := first(b.isParty(d.Party, false), b.known(ids...)); why != nil {
		return why
	}
	if len(b.movable(d)) == 0 {
		return fault.New(fault.KindNotFound, "customer.party_not_held").With("party", string(d.Party)).With("customer", string(d.Customer))
	}
	return nil
}

// movable gives the tenures that a move gives to somebody else, cut to its
// days: those of the customer it names, or of anybody. The matcher moves only
// what it gave itself.
func (b *Book) movable(d Decision) []Tenure {
	from, to := b.Survivor(d.Customer), b.Survivor(d.Into)
	var out []Tenure
	for _, t := range b.Tenures(d.Party) {
		mine := t.Customer == from || slices.Contains(t.Rivals, from) || d.Customer == "" && t.Customer != to
		if !mine || !overlap(t.From, t.Until, d.From, d.Until) || d.Origin() == OriginAuto && t.Origin != OriginAuto {
			continue
		}
		t.From, t.Until = later(t.From, d.From), earlier(t.Until, d.Until)
		out = append(out, t)
	}
	return out
}

func isDay(t time.Time) bool { return t.IsZero() || t.Equal(t.UTC().Truncate(24*time.Hour)) }

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}
