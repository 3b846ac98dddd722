package generating

import (
	"math/bits"

	"github.com/sevenfold/sevenfold/internal/core/period"
)

// spend plans a client's cloud spend month by month: growth, seasons, noise.
func (w *world) spend(c *client) {
	r := stream(w.options.Seed, purposeCloud, c.index, 0)
	level, growth := c.spend[0], between(r, -8, 32)
	c.spend = make([]cents, w.options.Months)
	for m := c.start; m < c.end; m++ {
		age := m - c.start
		amount := level
		if !c.settled && age < 4 { // migration: the workloads arrive one by one
			amount = level * cents(25*(age+1)) / 100
		}
		season := c.industry.seasons[w.month(m).Month()-1]
		amount = amount * cents(season) / 100
		c.spend[m] = amount * cents(between(r, 94, 107)) / 100
		level = level * cents(1000+growth) / 1000
		for _, h := range c.active(m) {
			w.weight += rowWeight(c.accountSpend(h, m))
			w.fixed += 3
		}
		w.fixed += 3
	}
	c.level, c.growth = level, growth
}

// month is the calendar month of an index.
func (w *world) month(m int) period.Month { return w.options.FirstMonth + period.Month(m) }

// active lists the accounts that are a client's in a month.
func (c *client) active(m int) []holding {
	var hs []holding
	if m < c.start || m >= c.end {
		return nil
	}
	for _, h := range c.holdings {
		if m >= h.from && m < h.until {
			hs = append(hs, h)
		}
	}
	return hs
}

// accountSpend is the part of a client's month that falls on one account, in USD.
func (c *client) accountSpend(h holding, m int) cents {
	total := 0
	for _, other := range c.active(m) {
		total += other.weight
	}
	return c.spend[m] * cents(h.weight) / cents(total)
}

// rowWeight grows with the root of the spend: large accounts have more rows,
// but not in proportion.
func rowWeight(c cents) int64 { return 1 << (bits.Len64(uint64(c)) / 2) }

// usageRows is how many usage rows an account gets in a month.
func (w *world) usageRows(spend cents) int {
	budget := max(w.options.RowsTotal-w.fixed, 0)
	return int(max(budget*rowWeight(spend)/max(w.weight, 1), 4))
}
