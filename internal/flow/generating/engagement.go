package generating

import (
	"math/rand/v2"
	"time"
)

// bookkeeper writes down what one client buys in services, month by month.
type bookkeeper struct {
	world     *world
	sold      offerings
	client    *client
	r         *rand.Rand
	retainer  int64 // percent of the cloud spend; 0: no managed service
	recharges bool
	project   []phase // what is still to be delivered
	last      *document
	documents []*document
}

// phase is one month of a project.
type phase struct {
	month int
	items []phaseItem
}

type phaseItem struct {
	sold    *offering
	percent int64 // of the project
	budget  cents
}

// documents invents the books of all clients.
func (w *world) documents() []*document {
	var ds []*document
	sold := newOfferings()
	for _, c := range w.clients {
		if c.internal || c.unbilled {
			continue
		}
		r := stream(w.options.Seed, purposeBooks, c.index, 0)
		k := &bookkeeper{world: w, sold: sold, client: c, r: r, recharges: chance(r, 40)}
		if chance(r, 70) || c.place.book == bookUBL {
			k.retainer = int64(between(r, 18, 48))
		}
		for m := c.start; m < c.end; m++ {
			k.month(m)
		}
		for _, d := range k.documents {
			d.buyer = w.buyerOf(d)
		}
		ds = append(ds, k.documents...)
	}
	numberDocuments(ds)
	return ds
}

// month writes the invoices of one month.
func (k *bookkeeper) month(m int) {
	c := k.client
	first := k.world.month(m).Start()
	d := &document{book: c.place.book, client: c, currency: c.place.currency, issued: first.AddDate(0, 0, between(k.r, 19, 27))}
	if d.book == bookUBL { // e-invoices are for the retainers; the rest is in the ledger
		d.book = bookXero
	}
	if c.planted != nil {
		k.purchases(m, d)
	} else {
		k.manage(m, d)
		k.deliver(m, d)
	}
	if k.recharges && c.place.country != "CN" && k.world.homePayer(c).owner == nil {
		k.flat(d, k.sold.recharge, c.spend[m]*106/100)
	}
	if chance(k.r, 3) {
		k.flat(d, k.sold.hardware, cents(between(k.r, 10, 80))*10_000)
	}
	if chance(k.r, 4) {
		k.flat(d, k.sold.licence, cents(between(k.r, 5, 60))*10_000)
	}
	if chance(k.r, 5) || !c.listed && m == c.start {
		k.flat(d, k.sold.other, cents(between(k.r, 5, 40))*10_000)
	}
	k.credit(first)
	if len(d.lines) > 0 {
		k.documents = append(k.documents, d)
		k.last = d
	}
}

// manage invoices managed services: by the month, or in advance up to the end
// of the calendar year where the book can say so.
func (k *bookkeeper) manage(m int, d *document) {
	if k.retainer == 0 {
		return
	}
	c := k.client
	fee := max(c.spend[m]*cents(k.retainer)/100, 15_000)
	if c.place.book != bookUBL {
		k.flat(d, k.sold.operations, fee)
		return
	}
	from := k.world.month(m).Start()
	if m != c.start && from.Month() != time.January {
		return
	}
	until := time.Date(from.Year()+1, time.January, 1, 0, 0, 0, 0, time.UTC)
	months := cents(13 - int(from.Month()))
	advance := &document{book: bookUBL, client: c, currency: c.place.currency, issued: from.AddDate(0, 0, 2)}
	k.flat(advance, k.sold.retainer, fee*months)
	advance.lines[0].from, advance.lines[0].until = from, until
	k.documents = append(k.documents, advance)
	if chance(k.r, 25) || m == c.start && c.index == 4 {
		// A gesture for an outage: credited at once, for no period.
		back := &document{book: bookUBL, client: c, currency: c.place.currency, issued: from.AddDate(0, 0, 16), credits: advance}
		k.flat(back, k.sold.retainer, -fee/4)
		k.documents = append(k.documents, back)
	}
}

// deliver runs projects: newcomers begin with one, the others start one now
// and then.
func (k *bookkeeper) deliver(m int, d *document) {
	c := k.client
	newcomer := m == c.start && !c.settled
	if len(k.project) == 0 && (newcomer || chance(k.r, 17)) {
		k.plan(m)
	}
	for len(k.project) > 0 && k.project[0].month <= m {
		for _, i := range k.project[0].items {
			k.work(d, i.sold, i.budget*cents(i.percent)/100)
		}
		k.project = k.project[1:]
	}
}

// plan lays a project out over five months.
func (k *bookkeeper) plan(m int) {
	c := k.client
	budget := max(c.spend[m]*cents(c.appetite*between(k.r, 8, 20))/100, 400_000)
	build := pick(k.r, []*offering{k.sold.migration, k.sold.platform, k.sold.landingZone})
	share := func(sold *offering, percent int64) phaseItem { return phaseItem{sold, percent, budget} }
	k.project = []phase{
		{m, []phaseItem{share(pick(k.r, []*offering{k.sold.assessment, k.sold.review}), 9)}},
		{m + 1, []phaseItem{share(k.sold.architecture, 12), share(k.sold.security, 6), share(k.sold.procurement, 5)}},
		{m + 2, []phaseItem{share(build, 25)}},
		{m + 3, []phaseItem{share(build, 25)}},
		{m + 4, []phaseItem{share(build, 10), share(k.sold.training, 8)}},
	}
}

// credit takes part of an earlier invoice back.
func (k *bookkeeper) credit(first time.Time) {
	if k.last == nil || !chance(k.r, 3) {
		return
	}
	back := k.last.lines[0]
	d := &document{book: k.last.book, client: k.client, currency: k.last.currency, issued: first.AddDate(0, 0, between(k.r, 4, 15)), credits: k.last}
	share := cents(between(k.r, 10, 30))
	amount := back.net * share / 100 / 100 * 100
	if amount == 0 {
		return
	}
	d.lines = []item{{sold: back.sold, halves: -2, unit: amount, net: -amount, taxRate: back.taxRate}}
	k.documents = append(k.documents, d)
}

// local turns a budget in US dollars into the client's currency, about.
func (k *bookkeeper) local(usd cents) cents {
	switch k.client.place.currency {
	case "CNY":
		return usd * 71 / 10
	case "EUR":
		return usd * 92 / 100
	case "GBP":
		return usd * 79 / 100
	default:
		return usd
	}
}

// flat adds a line with a lump sum, in whole tens.
func (k *bookkeeper) flat(d *document, sold *offering, usd cents) {
	net := k.local(usd) / 1000 * 1000
	if net == 0 {
		return
	}
	i := item{sold: sold, halves: 2, unit: net, net: net, taxRate: k.taxRate(d.book, sold)}
	if net < 0 {
		i.halves, i.unit = -2, -net
	}
	d.lines = append(d.lines, i)
}

// work adds days at a day rate; sometimes the ledger grants a discount.
func (k *bookkeeper) work(d *document, sold *offering, usd cents) {
	if !sold.perDay {
		k.flat(d, sold, usd)
		return
	}
	rate := k.local(cents(between(k.r, 9, 15))*10_000) / 1000 * 1000
	halves := max(int64(k.local(usd)*2/rate), 1)
	i := item{sold: sold, halves: halves, unit: rate, taxRate: k.taxRate(d.book, sold)}
	if d.book == bookXero && chance(k.r, 8) {
		i.discount = 10
	}
	i.net = cents(halves) * rate / 2 * cents(100-i.discount) / 100
	d.lines = append(d.lines, i)
}

func (k *bookkeeper) taxRate(b book, sold *offering) int64 {
	switch k.client.place.country {
	case "CN":
		if sold == k.sold.hardware {
			return 13
		}
		return 6
	case "GB":
		return 20
	case "DE":
		if b == bookUBL {
			return 19
		}
	case "NL":
		if b == bookUBL {
			return 21
		}
	}
	return 0 // reverse charge, export, or no tax in this book
}
