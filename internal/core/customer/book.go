package customer

import (
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Book is who the customers are after everything that was decided. It is never
// changed once folded and is safe for concurrent use.
type Book struct {
	order   []ID // roster order, then as created
	entries map[ID]*entry
	holds   []hold
	keyed   map[IdentifierKind]map[string][]int // places in holds, by normalised value
	aparts  map[[2]Subject]Apart
	log     []Decision
	at      map[string]int // places in log
	undone  map[string]bool
	stale   []Stale

	customers []Customer
	place     map[ID]int // in customers
}

// Stale is a decision that does not apply any more, and why.
type Stale struct {
	Decision Decision
	Because  *fault.Error
}

// Apart is what keeps two subjects apart.
type Apart struct {
	EvidenceKey string // hash of what was compared
	Decision    string // id
	Origin      Origin
}

// Customers gives the customers as they are now: merged ones once, under the
// id that remains, with their linked identifiers. Roster order, then as created.
func (b *Book) Customers() []Customer { return b.customers }

// Index indexes the customers.
func (b *Book) Index() *Index { return NewIndex(b.customers) }

// Customer finds a customer by its id or that of one merged into it.
func (b *Book) Customer(id ID) (Customer, bool) {
	n, known := b.place[b.Survivor(id)]
	if !known {
		return Customer{}, false
	}
	return b.customers[n], true
}

// Survivor gives the customer that an id stands for after merges; empty for an
// id that nobody has.
func (b *Book) Survivor(id ID) ID {
	e, known := b.entries[id]
	for known && e.into != "" {
		id = e.into
		e, known = b.entries[id]
	}
	if !known {
		return ""
	}
	return id
}

// Merged lists the ids that were merged into a customer, itself left out.
func (b *Book) Merged(id ID) []ID {
	if e := b.entries[b.Survivor(id)]; e != nil {
		return slices.Clone(e.merged)
	}
	return nil
}

// Tenures gives whose a party is when: by decisions, and for an account also by
// the roster. A book party may belong to somebody by its words alone; that is
// the Index's to say.
func (b *Book) Tenures(p PartyID) []Tenure {
	var claims []Claim
	for _, n := range b.of(p) {
		if h := b.holds[n]; h.owner != "" {
			claims = append(claims, Claim{b.Survivor(h.owner), h.From, h.Until, h.Origin})
		}
	}
	return Timeline(claims)
}

// Owner gives whose a party is on a day; false for nobody or several.
func (b *Book) Owner(p PartyID, day time.Time) (ID, bool) {
	for _, t := range b.Tenures(p) {
		if within(day, t.From, t.Until) {
			return t.Customer, t.Customer != ""
		}
	}
	return "", false
}

// Apart tells whether two subjects were said not to be one customer, and on
// what evidence. Order does not matter; merged customers count as one.
func (b *Book) Apart(x, y Subject) (Apart, bool) {
	a, known := b.aparts[b.pair(x, y)]
	return a, known
}

// Decision finds a decision by its id, undone ones included.
func (b *Book) Decision(id string) (Decision, bool) {
	n, known := b.at[id]
	if !known {
		return Decision{}, false
	}
	return b.log[n], true
}

// Undone reports whether a decision has been taken back.
func (b *Book) Undone(id string) bool { return b.undone[id] }

// Stale lists the decisions that do not apply any more, in order of the log.
func (b *Book) Stale() []Stale { return b.stale }

// Last is the id of the last decision of the log, empty for an empty one: what
// a further decision was made in view of.
func (b *Book) Last() string {
	if len(b.log) == 0 {
		return ""
	}
	return b.log[len(b.log)-1].ID
}

// pair names two subjects whatever their order.
func (b *Book) pair(x, y Subject) [2]Subject {
	resolve := func(s Subject) Subject {
		if s.Party == "" {
			return OfCustomer(b.Survivor(s.Customer))
		}
		return OfParty(s.Party)
	}
	x, y = resolve(x), resolve(y)
	if x.Party > y.Party || x.Party == y.Party && x.Customer > y.Customer {
		x, y = y, x
	}
	return [2]Subject{x, y}
}
