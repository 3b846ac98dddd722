package whitespace

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Window is how many months before a day say what a customer buys and uses.
const Window = 12

// Horizon is how many months after a day a chance speaks of: two quarters.
const Horizon = 6

// quarter is how long a customer may be without cloud before it is one no more.
const quarter = 3

// Books are everybody's histories in one currency, over the same months.
type Books struct {
	Histories []History // in the order of ids
	Columns   []Column
	Offerings []offering.Offering
	// From and Until are the months that the books have; Until is exclusive, and
	// the day from which on nothing is known.
	From, Until period.Month
	Currency    money.Currency
	References  benchmark.Table
}

// Column is what a customer may buy: a category, or an offering with the
// category that it stands for most. An offering without one has none.
type Column struct {
	Category service.Category
	Offering offering.ID
}

// History is what the books know of one customer.
type History struct {
	Customer customer.Customer
	First    period.Month // of the first charge; zero: none
	Cloud    Series
	// Used are the months in which each cloud service cost something, in order;
	// Providers those in which each provider did.
	Used      map[string][]period.Month
	Providers map[string][]period.Month
	Bought    map[Column]Series
	// Billed is the first month in which an invoice names a column: before it
	// nobody can have known, whenever the work was done.
	Billed map[Column]period.Month
}

// Series is amounts by month, in order, each month once at most.
type Series []Point

// Point is the amount of a month.
type Point struct {
	Month  period.Month
	Amount money.Decimal
}

// Between gives the part from a month up to, not including, another.
func (s Series) Between(from, until period.Month) Series {
	return s[s.at(from):max(s.at(until), s.at(from))]
}

func (s Series) at(m period.Month) int {
	i, _ := slices.BinarySearchFunc(s, m, func(p Point, m period.Month) int { return int(p.Month - m) })
	return i
}

// Sum adds the amounts.
func (s Series) Sum() money.Decimal {
	sum := money.Zero
	for _, p := range s {
		sum = sum.Add(p.Amount)
	}
	return sum
}

// begins gives the first month with an amount above zero; zero where there is none.
func (s Series) begins() period.Month {
	for _, p := range s {
		if p.Amount.Sign() > 0 {
			return p.Month
		}
	}
	return 0
}

// Before gives the books as they were on the first day of a month, with nothing
// of what came later.
func (b Books) Before(at period.Month) Books {
	b.Until, b.Histories = at, slices.Clone(b.Histories)
	for i, h := range b.Histories {
		h.Cloud = h.Cloud.Between(b.From, at)
		h.Used, h.Providers = until(h.Used, at), until(h.Providers, at)
		bought := make(map[Column]Series, len(h.Bought))
		for column, series := range h.Bought {
			billed, known := h.Billed[column]
			if seen := series.Between(b.From, at); known && billed < at && len(seen) > 0 {
				bought[column] = seen
			}
		}
		h.Bought = bought
		if h.First >= at {
			h.First = 0
		}
		b.Histories[i] = h
	}
	return b
}

func until(months map[string][]period.Month, at period.Month) map[string][]period.Month {
	out := make(map[string][]period.Month, len(months))
	for name, all := range months {
		if i, _ := slices.BinarySearch(all, at); i > 0 {
			out[name] = all[:i]
		}
	}
	return out
}

// within reports that one of the months lies from a month up to another.
func within(months []period.Month, from, until period.Month) bool {
	i, _ := slices.BinarySearch(months, from)
	return i < len(months) && months[i] < until
}

// spent is the cloud of the window before a month, and over how many months of
// it the customer is known: from its first charge on.
func (h History) spent(b Books, at period.Month) (money.Decimal, int) {
	from := max(at-Window, b.From, h.First)
	return h.Cloud.Between(from, at).Sum(), int(at - from)
}

// buys reports that a column brought money in the window before a month.
func (h History) buys(c Column, at period.Month) bool {
	return h.Bought[c].Between(at-Window, at).Sum().Sign() > 0
}

// takesUp reports that a column which was white brings money from a month on,
// before another.
func (h History) takesUp(c Column, at, until period.Month) bool {
	return h.Bought[c].Between(at, until).Sum().Sign() > 0
}
