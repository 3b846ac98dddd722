package generating

import "math/rand/v2"

// addStrangers adds firms that have the brand of a customer of the list, accounts
// of their own, and neither a line in the list nor an invoice. The first account
// of each says its whole name, the second the brand alone: where nothing in the
// books said that there is another firm, nobody could tell, not even a person.
func (x *noise) addStrangers() {
	w := x.world
	if w.options.withoutStrangers {
		return
	}
	known := w.clients
	for n := range 1 + w.options.Customers/60 {
		r := stream(w.options.Seed, purposeNoise, len(known)+n+1, 1)
		c := x.stranger(r, known)
		c.index, c.id = len(known)+n, "S"+pad(n+1, 4)
		x.taken[fold(c.name)] = c
		level := cents(between(r, 40_000, 120_000))
		for m := range w.options.Months {
			c.spend = append(c.spend, level*cents(c.industry.seasons[w.month(m).Month()-1])/100*cents(between(r, 94, 107))/100)
		}
		for i, env := range []string{"prod", "staging", "dev"}[:between(r, 2, 3)] {
			a := w.newAccount(r, x.names, c, w.homePayer(c))
			a.env = []string{"production", "staging", "development"}[i]
			switch a.name = c.alias + "-" + env; i {
			case 0:
			case 1:
				a.name = slug(c.brand) + "-" + env
			default:
				a.name = accountName(r, c, a)
			}
			c.holdings = append(c.holdings, holding{account: a, until: w.options.Months, weight: []int{60, 14, 10}[i]})
		}
		w.clients = append(w.clients, c)
	}
}

// stranger invents a firm of a known one's brand, in another industry.
func (x *noise) stranger(r *rand.Rand, known []*client) *client {
	for {
		like := pick(r, known)
		if !like.listed || like.internal || like.place.country == "CN" {
			continue
		}
		c := &client{place: like.place, brand: like.brand, industry: pick(r, industries()), truthful: true, unbilled: true,
			settled: true, end: x.world.options.Months, segment: "smb"}
		c.word = pick(r, c.industry.words)
		c.alias = slug(c.brand + " " + c.word)
		c.domain = c.alias + ".example"
		c.rename()
		if c.industry.id != like.industry.id && x.taken[fold(c.legal)] == nil && x.taken[fold(c.name)] == nil {
			return c
		}
	}
}
