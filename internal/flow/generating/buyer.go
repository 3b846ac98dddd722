package generating

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/period"
)

// buyer is how an invoice names a client.
type buyer struct {
	name   string
	taxID  string
	domain string
}

// mail is an address at the buyer's; empty where the books have none.
func (b buyer) mail(box string) string {
	if b.domain == "" {
		return ""
	}
	return box + "@" + b.domain
}

// buyerOf is how a document names its client: where books are clean the
// ledgers' clerk once typed every fifth name in capitals, and that is all.
func (w *world) buyerOf(d *document) buyer {
	c := d.client
	if len(c.buyers) > 0 {
		return c.noisyBuyer(w.options.Seed, int(period.MonthOf(d.issued)-w.month(0)))
	}
	b := buyer{name: c.legal, taxID: c.taxID, domain: c.domain}
	if c.index%5 == 2 && (d.book == bookXero || d.book == bookQuickBooks) {
		b.name = strings.ToUpper(c.legal)
	}
	return b
}

// knowledge is what customers.csv says of a client.
type knowledge struct {
	accounts []bool // of its holdings
	taxID    bool
	domain   bool
	names    []string // beside the first
}

// everything is what the list of a careful partner says.
func (c *client) everything() knowledge {
	return knowledge{accounts: slices.Repeat([]bool{true}, len(c.holdings)), taxID: c.taxID != "", domain: c.index%2 == 0, names: []string{c.legal}}
}

// accountTruth says whose every account is.
func (w *world) accountTruth() []TruthAccount {
	var list []TruthAccount
	for _, c := range w.clients {
		for _, h := range c.holdings {
			list = append(list, TruthAccount{h.account.id, h.account.name, c.id, c.listed, w.dayOf(h.account, h.from), w.dayOf(h.account, h.until)})
		}
	}
	return list
}

// partyTruth says who everybody is whom invoices name, by book.
func partyTruth(ds []*document) []TruthParty {
	var list []TruthParty
	seen := map[TruthParty]bool{}
	for _, d := range ds {
		p := TruthParty{Book: d.book.path(), Name: d.buyer.name, Customer: d.client.id, Listed: d.client.listed}
		switch d.book { // what the columns of the book hold
		case bookXero:
			p.Domain = d.buyer.domain
		case bookQuanliang:
			p.TaxID = d.buyer.taxID
		case bookUBL:
			p.TaxID, p.Domain = d.buyer.taxID, d.buyer.domain
		case bookQuickBooks:
		}
		if !seen[p] {
			seen[p] = true
			list = append(list, p)
		}
	}
	return list
}
