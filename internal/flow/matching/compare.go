package matching

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
)

// customerPrefix keeps the keys of customers from meeting those of parties.
const customerPrefix = "customer:"

func customerKey(id customer.ID) string { return customerPrefix + string(id) }

// customerOf gives the customer that a match names.
func customerOf(m identity.Match) customer.ID {
	return customer.ID(strings.TrimPrefix(m.Record.Record.Key, customerPrefix))
}

// candidatesPerParty bounds what is scored in full and shown.
const candidatesPerParty = 5

// comparing finds the customers that parties come near.
type comparing struct {
	model *identity.Model
	index *identity.Index
	// told are the customers that the run has let be known by more, in order, and
	// seen is how many of them stood when the parties of the books that remain were
	// judged last.
	told []told
	seen int
}

// told is a customer as it was made comparable by a run.
type told struct {
	customer customer.ID
	was, now *identity.Prepared // nil before it was made
}

// newComparing makes every customer comparable, with what is known of it by its
// identifiers and by the parties that are its own already.
func newComparing(model *identity.Model, g *ground, owned map[customer.ID][]*Party) *comparing {
	customers := g.book.Customers()
	records := make([]identity.Record, len(customers))
	for i, c := range customers {
		records[i] = customerRecord(c, owned[c.ID])
	}
	return &comparing{model: model, index: identity.NewIndex(records)}
}

// add makes a customer that was just made a candidate for the parties to come.
func (c *comparing) add(made customer.Customer, owned ...*Party) {
	was, _ := c.index.Find(customerKey(made.ID))
	c.told = append(c.told, told{made.ID, was, c.index.Add(customerRecord(made, owned))})
}

// best gives the customers that a party comes near, the best first.
func (c *comparing) best(p *Party) []identity.Match {
	return c.index.Best(c.model, identity.Prepare(p.record()), candidatesPerParty)
}

// customerRecord is a customer with all that is known of it. A roster does not
// say which program its references are from, so that they are a system of their
// own; figures compare them exactly.
func customerRecord(c customer.Customer, owned []*Party) identity.Record {
	r := identity.Record{Key: customerKey(c.ID), Kind: identity.KindCustomer, Country: c.Country}
	add := func(to *[]string, v string) {
		if v != "" && !slices.Contains(*to, v) {
			*to = append(*to, v)
		}
	}
	add(&r.Names, c.Name)
	for _, i := range c.Identifiers {
		switch i.Kind {
		case customer.KindAccount:
			add(&r.Accounts, i.Value)
		case customer.KindTaxID:
			add(&r.TaxIDs, i.Value)
		case customer.KindDUNS:
			add(&r.DUNS, i.Value)
		case customer.KindLEI:
			add(&r.LEI, i.Value)
		case customer.KindDomain:
			add(&r.Domains, i.Value)
		case customer.KindName:
			add(&r.Names, i.Value)
		case customer.KindRef, customer.KindCRM, customer.KindPartnerCentral, customer.KindMarketplace:
			r.Refs = append(r.Refs, identity.Ref{System: string(i.Kind), Value: i.Value})
		case customer.KindParty: // what it stands for is in owned
		}
	}
	for _, p := range slices.SortedFunc(slices.Values(owned), func(a, b *Party) int { return cmp.Compare(a.ID, b.ID) }) {
		if p.Kind == identity.KindAccount {
			add(&r.Accounts, p.Account)
			if p.payerTells {
				add(&r.Payers, p.Payer)
			}
			for _, n := range p.labels() {
				add(&r.Aliases, n)
			}
			continue
		}
		for _, n := range p.Names {
			add(&r.Names, n)
		}
		add(&r.TaxIDs, p.TaxID)
		add(&r.Domains, p.Email)
		// What the pipeline says of a customer's numbers is its word, and finds the
		// customer; whose an account of the bills is, it does not decide.
		add(&r.Domains, p.Domain)
		if ref, mail := p.reference(); mail != "" {
			add(&r.Domains, mail)
		} else if ref != (identity.Ref{}) && !slices.Contains(r.Refs, ref) {
			r.Refs = append(r.Refs, ref)
		}
	}
	return r
}

// parallel runs work for 0 to n-1 on all processors, in chunks so that handing
// out costs nothing beside it.
func parallel(n int, work func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers < 2 {
		for i := range n {
			work(i)
		}
		return
	}
	var group sync.WaitGroup
	size := max(1, min(512, n/workers))
	chunks := make(chan int)
	for range workers {
		group.Go(func() {
			for from := range chunks {
				for i := from; i < min(from+size, n); i++ {
					work(i)
				}
			}
		})
	}
	for from := 0; from < n; from += size {
		chunks <- from
	}
	close(chunks)
	group.Wait()
}
