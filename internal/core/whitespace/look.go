package whitespace

import (
	"cmp"
	"slices"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

const (
	// leastPast is how many months a day must have behind it to learn from.
	leastPast = 6
	// mostDays is how many earlier days chances are learned from, a month apart.
	mostDays = 12
	// mostPast is how many of them sizes are proven on, two quarters apart, so that
	// what is bought counts once.
	mostPast = 4
)

// example is a customer on an earlier day, of which is known what came next.
type example struct {
	point
	at   period.Month
	then Books // as of the day
	now  *History
	past *History
}

func (e example) white(c Column) bool {
	return !e.past.buys(c, e.at) && e.then.applies(*e.past, c) == ""
}

func (e example) takesUp(c Column) bool { return e.now.takesUp(c, e.at, e.at+Horizon) }

// Finding is every cell of the customers asked for, and how it was found.
type Finding struct {
	Cells []Cell // by customer, then column
	// Days are the earlier days that chances were learned from, the latest first;
	// none where the books are too short for chances.
	Days []period.Month
	// Cases is how many past sizes set the ranges of categories.
	Cases int
}

// Look finds the cells of customers as of the end of the books; of everybody
// where subjects is nil. Everybody is compared with, whoever is asked for. The
// order of everything is fixed, so that the same books give the same answer.
func Look(b Books, subjects map[customer.ID]bool) Finding {
	l := newLens(b)
	f := Finding{Days: b.days(1, mostDays)}
	examples := b.examples(l, f.Days)
	lean := newLeanings(examples, l)
	for i, e := range examples {
		examples[i].lean = lean.of(e.x, e.customer)
	}
	past := newCases(b, b.days(Horizon, mostPast))
	f.Cases = len(past.categories)
	var seen []seen
	for i, h := range b.Histories {
		if subjects == nil || subjects[h.Customer.ID] {
			seen = append(seen, newSeen(i, h, l, lean))
		}
	}
	columns := make([][]Cell, len(b.Columns))
	b.together(func(n int) { columns[n] = b.column(b.Columns[n], l, seen, examples, lean, past) })
	for s := range seen {
		for n := range columns {
			f.Cells = append(f.Cells, columns[n][s])
		}
	}
	return f
}

// seen is a customer as of the end of the books.
type seen struct {
	History
	point
	year   money.Decimal // of cloud
	months int           // that it is known for
}

func newSeen(at int, h History, l lens, n leanings) seen {
	x := l.see(h, l.books.Until)
	_, months := h.spent(l.books, l.books.Until)
	return seen{h, point{at, x, n.of(x, at)}, h.year(l.books), months}
}

// together works on every column, side by side.
func (b Books) together(work func(column int)) {
	var wg sync.WaitGroup
	for n := range b.Columns {
		wg.Go(func() { work(n) })
	}
	wg.Wait()
}

// days gives the earlier days whose next two quarters are known, the latest
// first.
func (b Books) days(step period.Month, most int) []period.Month {
	var days []period.Month
	for at := b.Until - Horizon; at-leastPast >= b.From && len(days) < most; at -= step {
		days = append(days, at)
	}
	return days
}

// examples looks at every customer on every day.
func (b Books) examples(l lens, days []period.Month) []example {
	var all []example
	for _, at := range days {
		then := b.Before(at)
		view := lens{books: then, features: l.features, index: l.index}
		for i := range b.Histories {
			h := &then.Histories[i]
			if h.Customer.Internal || h.First == 0 {
				continue
			}
			all = append(all, example{point: point{customer: i, x: view.see(*h, at)}, at: at, then: then, now: &b.Histories[i], past: h})
		}
	}
	return all
}

// column finds the cells of one column.
func (b Books) column(c Column, l lens, subjects []seen, examples []example, n leanings, past pastCases) []Cell {
	chances, sizes := newChancer(examples, c, l, n), newSizer(b, l, b.Until, c)
	cells := make([]Cell, len(subjects))
	for i, h := range subjects {
		cell := Cell{Customer: h.Customer.ID, Column: c, State: StateWhite}
		amount := h.Bought[c].Between(b.Until-Window, b.Until).Sum()
		switch reason := b.applies(h.History, c); {
		case amount.Sign() > 0:
			cell.State, cell.Amount = StateBought, amount
		case reason != "":
			cell.State, cell.Reason = StateNotApplicable, reason
		default:
			b.guess(&cell, h, chances, sizes, past)
		}
		cells[i] = cell
	}
	return cells
}

// guess fills in what a white cell is likely to become.
func (b Books) guess(cell *Cell, h seen, chances chancer, sizes sizer, past pastCases) {
	g := &cell.Ground
	g.Cloud, g.Months = h.year, h.months
	g.Seen, g.Took, g.Customers = chances.seen, chances.took, chances.customers
	if a, ok := chances.ask(h.point); ok {
		p := chances.chance(a)
		cell.Chance, g.Pushes = &p, chances.pushes(a)
		for _, n := range a.near {
			e := chances.peers.all[n.example]
			took := chances.peers.takes[n.example]
			g.Peers = append(g.Peers, Peer{b.Histories[e.customer].Customer.ID, e.at, took})
			if g.Asked++; took {
				g.AskedTook++
			}
		}
	}
	if alike, ok := sizes.ratio(h.x); ok {
		for _, i := range alike.who {
			g.Alike = append(g.Alike, Alike{b.Histories[sizes.whose[i]].Customer.ID, sizes.ratios[i]})
		}
		g.Buyers, g.Ratio, g.Weighed = alike.buyers, &alike.mid, sizes.weighed
		cell.Size = past.of(cell.Column).spanned(alike, g.Cloud, b.Currency)
		return
	}
	cell.Size = b.referred(cell.Column, g.Cloud)
}

// Expected is the middle of the size times the chance; nil where one of them is
// not known.
func (c Cell) Expected() *money.Decimal {
	if c.Size == nil || c.Chance == nil {
		return nil
	}
	e := c.Size.Mid.Mul(*c.Chance)
	return &e
}

// Compare orders cells by expected money, the most first, then by chance; what
// is not known stands last, and what is alike in the order of customers and
// columns.
func Compare(a, b Cell) int {
	return cmp.Or(larger(a.Expected(), b.Expected()), larger(a.Chance, b.Chance), cmp.Compare(a.Customer, b.Customer), a.Column.compare(b.Column))
}

func larger(a, b *money.Decimal) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return b.Cmp(*a)
}

func (c Column) compare(o Column) int {
	order := service.Categories()
	return cmp.Or(cmp.Compare(c.Offering, o.Offering), slices.Index(order, c.Category)-slices.Index(order, o.Category))
}
