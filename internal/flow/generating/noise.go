package generating

import (
	"math/rand/v2"
	"strings"
	"time"
)

// noise makes books whose names disagree. Everything about it comes from
// streams of its own, so that the money of those who are there without it stays
// what it is.
type noise struct {
	world *world
	names *names
	taken map[string]*client // names on invoices, so that no two clients share one
}

func (w *world) addNoise(n *names) {
	x := &noise{world: w, names: n, taken: map[string]*client{}}
	n.r = stream(w.options.Seed, purposeNoise, 0, 0)
	for _, c := range w.clients {
		c.truthful = true
		if !c.internal {
			x.lookAlike(c)
			x.taken[fold(c.legal)], x.taken[fold(c.name)] = c, c
		}
	}
	x.handOver()
	for _, c := range w.clients {
		if c.internal {
			continue
		}
		r := stream(w.options.Seed, purposeNoise, c.index+1, 0)
		x.spellInvoices(r, c)
		x.spellList(r, c)
		for i, h := range c.holdings {
			if h.from == 0 { // an account that came from another keeps its name
				h.account.name = accountName(r, c, h.account)
			}
			c.known.accounts[i] = x.accountKnown(r, c, h)
		}
	}
	x.addStrangers()
}

// handOver moves the one account that changes hands into the middle of a month.
func (x *noise) handOver() {
	for _, to := range x.world.clients {
		for _, h := range to.holdings {
			if h.from == 0 {
				continue
			}
			for _, from := range x.world.clients {
				for _, was := range from.holdings {
					if from != to && was.account == h.account {
						x.world.handover = &handover{h.account, from, h.from, between(x.names.r, 5, 25)}
					}
				}
			}
		}
	}
}

// dayOf is the first day of a month of the world, or the day of a handover.
func (w *world) dayOf(a *account, m int) string {
	if h := w.handover; h != nil && h.account == a && h.month == m {
		return w.month(m).Start().AddDate(0, 0, h.day-1).Format(time.DateOnly)
	}
	return w.month(m).Start().Format(time.DateOnly)
}

// lookAlike gives one client in twenty the brand of an earlier one, which is
// somebody else: in another industry, and in China perhaps in another city.
func (x *noise) lookAlike(c *client) {
	r := x.names.r
	if c.index == 0 || !chance(r, 5) && c.index != x.world.options.Customers/2 {
		return
	}
	for range 20 {
		other, was := pick(r, x.world.clients[:c.index]), *c
		chinese := c.place.country == "CN"
		if other.internal || chinese != (other.place.country == "CN") || other.industry.id == c.industry.id {
			continue
		}
		c.brand = other.brand
		if chinese {
			c.alias = pinyin(c.brand) + "-" + c.industry.id
		} else {
			c.alias = slug(c.brand + " " + c.word)
		}
		c.domain = c.alias + ".example"
		c.rename()
		if x.taken[fold(c.legal)] == nil && x.taken[fold(c.name)] == nil {
			return
		}
		*c = was
	}
}

// rename makes the names that follow from brand and word again.
func (c *client) rename() {
	if c.place.country == "CN" {
		c.name = c.brand + c.industry.chinese
		c.legal = c.city.name + c.brand + c.industry.chinese + "科技有限公司"
		return
	}
	c.name = c.brand + " " + c.word
	c.legal = c.name + " " + c.place.legal
}

// spellInvoices says how invoices name a client: one way as a rule, others now
// and then, and a former name in the beginning.
func (x *noise) spellInvoices(r *rand.Rand, c *client) {
	if c.place.country == "CN" {
		if chance(r, 60) { // what its accounts are called comes from its brand
			c.alias = pinyin(c.brand)
			if x.twice(c) {
				c.alias += "-" + c.industry.id
			}
			c.domain = c.alias + ".example"
		}
	}
	usual := buyer{name: c.legal, taxID: c.taxID, domain: c.domain}
	if chance(r, 30) {
		usual.domain = ""
	}
	if chance(r, 20) {
		usual.taxID = ""
	}
	c.buyers = []buyer{usual}
	for range between(r, 0, 2) {
		other := usual
		if c.place.country == "CN" {
			other.name = chineseSpelling(r, c)
		} else {
			other.name = spelling(r, c)
		}
		x.claim(c, other)
	}
	if months := x.world.options.Months; chance(r, 8) && months >= 4 && c.start == 0 {
		former := usual
		former.name = c.formerName(x.names)
		if x.taken[fold(former.name)] == nil {
			x.taken[fold(former.name)] = c
			c.former, c.renamed = former, months/3
			c.buyers[0].name = c.legal + " (formerly " + former.name + ")"
			if c.place.country == "CN" {
				c.buyers[0].name = c.legal + "（曾用名：" + former.name + "）"
			}
		}
	}
}

// claim takes a name on invoices unless another client has it.
func (x *noise) claim(c *client, b buyer) {
	if owner := x.taken[fold(b.name)]; owner == nil || owner == c {
		x.taken[fold(b.name)] = c
		c.buyers = append(c.buyers, b)
	}
}

// twice reports whether an earlier client has the same brand.
func (x *noise) twice(c *client) bool {
	for _, other := range x.world.clients[:c.index] {
		if other.brand == c.brand {
			return true
		}
	}
	return false
}

// noisyBuyer is the usual way in three invoices of four.
func (c *client) noisyBuyer(seed uint64, month int) buyer {
	if c.former.name != "" && month < c.renamed {
		return c.former
	}
	r := stream(seed, purposeNoise, c.index+1, month+1)
	if len(c.buyers) == 1 || chance(r, 75) {
		return c.buyers[0]
	}
	return pick(r, c.buyers[1:])
}

// spellList says how customers.csv names a client and what it knows of it.
func (x *noise) spellList(r *rand.Rand, c *client) {
	c.known.taxID = c.taxID != "" && chance(r, 55)
	c.known.domain = chance(r, 45)
	c.known.names = nil
	named := strings.HasPrefix(c.alias, pinyin(c.brand))
	switch {
	case c.place.country == "CN" && !named:
		// Its English brand has nothing to do with the Chinese one: only whoever
		// keeps the list can know.
		c.name = titled(strings.TrimSuffix(c.alias, "-cn")) + " " + c.brand + c.industry.chinese
	case c.place.country == "CN" && chance(r, 30):
		c.name = titled(pinyin(c.brand)) + " " + titled(c.industry.id) + " " + c.city.english
	case chance(r, 15):
		c.name = c.legal
	case c.place.country != "CN" && chance(r, 12):
		c.name = strings.ToUpper(c.name)
	case c.place.country != "CN" && chance(r, 10) && !x.twice(c) && !x.copied(c):
		c.name = c.brand
	}
	if chance(r, 20) {
		c.known.names = []string{c.legal}
	}
}

// copied reports whether a later client has the same brand.
func (x *noise) copied(c *client) bool {
	for _, other := range x.world.clients[c.index+1:] {
		if other.brand == c.brand {
			return true
		}
	}
	return false
}

// accountKnown: the list has half the accounts, and most of those that nothing
// in the bills could tell: that change hands, and without a name.
func (x *noise) accountKnown(r *rand.Rand, c *client, h holding) bool {
	moved := h.from > 0 || h.until < x.world.options.Months
	silent := h.account.payer.format == FormatCUR || !strings.Contains(fold(h.account.name), fold(c.brand)) && !strings.Contains(fold(h.account.name), fold(c.alias))
	switch {
	case moved:
		return true
	case silent:
		return chance(r, 90)
	default:
		return chance(r, 50)
	}
}
