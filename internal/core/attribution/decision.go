package attribution

import (
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// ActorAuto is the actor of decisions that a run made by itself.
const ActorAuto = "auto"

// Verb is what a decision does.
type Verb string

const (
	// VerbPair: Sale and Line are one sale, of which Keep counts.
	VerbPair Verb = "pair"
	// VerbApart: they are two.
	VerbApart Verb = "apart"
	// VerbUndo takes another decision back, also another undo.
	VerbUndo Verb = "undo"
)

// Keep says which of two lines counts.
type Keep string

const (
	// KeepLine: the firm's own invoice, which says more of what it is.
	KeepLine Keep = "line"
	// KeepSale: the marketplace's record.
	KeepSale Keep = "sale"
)

// Decision is one entry of the log. Entries are never changed.
type Decision struct {
	ID    string    `json:"-"`
	At    time.Time `json:"-"`
	Actor string    `json:"-"` // a person, or ActorAuto

	Verb        Verb          `json:"verb"`
	Sale        LineRef       `json:"sale,omitzero"`
	Line        LineRef       `json:"line,omitzero"`
	Keep        Keep          `json:"keep,omitempty"`
	Probability money.Decimal `json:"probability,omitzero"`
	Evidence    []Evidence    `json:"evidence,omitempty"`
	Reason      string        `json:"reason,omitempty"` // a person's own words
	Undoes      string        `json:"undoes,omitempty"`
}

// Auto reports whether a run made the decision.
func (d Decision) Auto() bool { return d.Actor == ActorAuto }

// Pair is two lines that are one sale.
type Pair struct {
	Decision Decision
	// Kept counts, and is a marketplace sale whatever else it is; Left is shown
	// and does not count.
	Kept, Left LineRef
}

// Pairs are what a log comes to. They are never changed once folded.
type Pairs struct {
	log    []Decision
	at     map[string]int // place in log by id
	undone []bool
	pairs  []Pair
	by     map[string]int       // place in pairs by slot of either line
	apart  map[[2]string]int    // place in log
	stale  map[int]*fault.Error // decisions that another one stands over
}

// Fold reads a log in its order. It is pure and total. A person's word beats a
// run's, and a later one an earlier one; a pair that needs a line which a
// stronger pair has does not hold.
func Fold(log []Decision) *Pairs {
	p := &Pairs{log: log, at: map[string]int{}, undone: make([]bool, len(log)), by: map[string]int{}, apart: map[[2]string]int{}, stale: map[int]*fault.Error{}}
	for i, d := range log {
		if _, twice := p.at[d.ID]; !twice && d.ID != "" {
			p.at[d.ID] = i
		}
	}
	for i := len(log) - 1; i >= 0; i-- {
		if target, known := p.at[log[i].Undoes]; log[i].Verb == VerbUndo && !p.undone[i] && known && target < i {
			p.undone[target] = true
		}
	}
	// The strongest first: what is there is never displaced.
	for _, auto := range []bool{false, true} {
		for i := len(log) - 1; i >= 0; i-- {
			if d := log[i]; d.Auto() == auto && !p.undone[i] && d.Verb != VerbUndo {
				p.apply(i, d)
			}
		}
	}
	slices.SortFunc(p.pairs, func(a, b Pair) int { return p.at[a.Decision.ID] - p.at[b.Decision.ID] })
	clear(p.by)
	for n, pair := range p.pairs {
		sale, line := pair.Decision.slots()
		p.by[sale], p.by[line] = n, n
	}
	return p
}

// slots are the places that a pair takes: a line has one for a marketplace's
// record and another for a charge, since one sale can stand in all three.
func (d Decision) slots() (sale, line string) {
	if d.Sale.IsCharge() {
		return d.Sale.Key(), billedSlot + d.Line.Key()
	}
	return d.Sale.Key(), d.Line.Key()
}

const billedSlot = "billed\x1f"

func (p *Pairs) apply(i int, d Decision) {
	key := [2]string{d.Sale.Key(), d.Line.Key()}
	over := func(by int) {
		p.stale[i] = fault.New(fault.KindConflict, "attribution.stands_over").With("decision", d.ID).With("by", p.log[by].ID)
	}
	if by, known := p.apart[key]; known {
		over(by)
		return
	}
	at := func(k string) int { // place in pairs, -1 for none
		if n, taken := p.by[k]; taken {
			return n
		}
		return -1
	}
	saleSlot, lineSlot := d.slots()
	sale, line := at(saleSlot), at(lineSlot)
	if d.Verb == VerbApart {
		if sale >= 0 && sale == line {
			over(p.at[p.pairs[sale].Decision.ID])
			return
		}
		p.apart[key] = i
		return
	}
	if n := max(sale, line); n >= 0 {
		over(p.at[p.pairs[n].Decision.ID])
		return
	}
	pair := Pair{Decision: d, Kept: d.Line, Left: d.Sale}
	if d.Keep == KeepSale {
		pair.Kept, pair.Left = d.Sale, d.Line
	}
	p.by[saleSlot], p.by[lineSlot] = len(p.pairs), len(p.pairs)
	p.pairs = append(p.pairs, pair)
}

// All lists the pairs that hold, in order of the log.
func (p *Pairs) All() []Pair { return p.pairs }

// Of finds the pair that a line of a book is in with one of another book, or
// that a charge is in.
func (p *Pairs) Of(r LineRef) (Pair, bool) { return p.in(r.Key()) }

// Billed finds the pair that a line of a book is in with a charge.
func (p *Pairs) Billed(r LineRef) (Pair, bool) { return p.in(billedSlot + r.Key()) }

func (p *Pairs) in(slot string) (Pair, bool) {
	n, ok := p.by[slot]
	if !ok {
		return Pair{}, false
	}
	return p.pairs[n], true
}

// Apart reports that two lines were said to be two sales, or that a run's answer
// about them was taken back: no run may decide it again.
func (p *Pairs) Apart(sale, line LineRef) bool {
	if _, apart := p.apart[[2]string{sale.Key(), line.Key()}]; apart {
		return true
	}
	return slices.ContainsFunc(p.log, func(d Decision) bool {
		return d.Verb == VerbPair && d.Auto() && d.Sale.Key() == sale.Key() && d.Line.Key() == line.Key() && p.undone[p.at[d.ID]]
	})
}

// Entry is a decision and what became of it.
type Entry struct {
	Decision
	Undone bool
	Stale  *fault.Error // another decision stands over it; nil where it holds
}

// Log gives every decision in order.
func (p *Pairs) Log() []Entry {
	entries := make([]Entry, len(p.log))
	for i, d := range p.log {
		entries[i] = Entry{d, p.undone[i], p.stale[i]}
	}
	return entries
}

// Last is the id of the last decision, empty for an empty log: what a further
// one was made in view of.
func (p *Pairs) Last() string {
	if len(p.log) == 0 {
		return ""
	}
	return p.log[len(p.log)-1].ID
}

// Permits says why a decision may not be added; nil when it may.
//
// Faults: attribution.decision_not_found, attribution.already_undone,
// attribution.same_line, attribution.charge_not_kept, attribution.already_paired.
func (p *Pairs) Permits(d Decision) error {
	if d.Verb == VerbUndo {
		i, known := p.at[d.Undoes]
		switch {
		case !known:
			return fault.New(fault.KindNotFound, "attribution.decision_not_found").With("decision", d.Undoes)
		case p.undone[i]:
			return fault.New(fault.KindConflict, "attribution.already_undone").With("decision", d.Undoes)
		}
		return nil
	}
	if d.Sale.Key() == d.Line.Key() {
		return fault.New(fault.KindInvalid, "attribution.same_line").With("line", d.Line.String())
	}
	if d.Verb == VerbApart {
		return nil
	}
	if d.Sale.IsCharge() && d.Keep == KeepSale { // the firm's own services are no cloud
		return fault.New(fault.KindInvalid, "attribution.charge_not_kept").With("charge", d.Sale.String())
	}
	sale, line := d.slots()
	for slot, r := range map[string]LineRef{sale: d.Sale, line: d.Line} {
		if pair, taken := p.in(slot); taken && !pair.Decision.Auto() && d.Auto() {
			return fault.New(fault.KindConflict, "attribution.already_paired").With("line", r.String()).With("decision", pair.Decision.ID)
		}
	}
	return nil
}
