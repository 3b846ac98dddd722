package matching

import (
	"encoding/binary"
	"encoding/json"
	"hash/fnv"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
)

// memorise makes the memory of a run that has compared everybody.
func (r *running) memorise(g *ground) *memory {
	k := &memory{ps: r.ps, about: about{Customers: r.book.Keep(), Marks: map[string]kept{}, Currencies: r.ps.currencies(), Shares: r.after,
		Learned: r.learned.Answers, Model: r.learned.After, Doubles: r.d.doubled}}
	for _, a := range k.about.Customers.Aparts {
		if d, known := g.given(a.Decision); known {
			k.about.Marks[a.Decision] = kept{Decision: customer.Decision{ID: d.ID}, Marks: d.Marks}
		}
	}
	for id := range g.held {
		k.about.Held = append(k.about.Held, id)
	}
	slices.Sort(k.about.Held)
	owned := map[customer.ID][]*Party{}
	for _, p := range r.ps.all {
		p.kept = &keptParty{}
		if match := p.ownerOn(r.exact, p.lastDay()); match.Outcome == customer.OutcomeMatched {
			p.kept.owner = match.ID
			owned[match.ID] = append(owned[match.ID], p)
		}
	}
	customers := k.about.Customers.Customers
	k.marks, k.keys, k.sums = make([][]uint64, len(customers)), make([]identity.Keys, len(customers)), make([]uint64, len(customers))
	now := make([]*identity.Prepared, len(customers))
	parallel(len(customers), func(i int) {
		now[i] = identity.Prepare(customerRecord(customers[i], owned[customers[i].ID]))
		k.marks[i], k.keys[i], k.sums[i] = customers[i].Marks(), now[i].Keys(), sumOf(now[i].Record)
	})
	touched := r.touching()
	for i, c := range customers {
		k.about.Listed = append(k.about.Listed, g.listed[c.ID])
		touched.customer(c.ID, now[i])
	}
	k.remember(r, touched, r.ps.all)
	return k
}

// sumOf names a record by what it says.
func sumOf(r identity.Record) uint64 {
	h := fnv.New64a()
	body, err := json.Marshal(r)
	if err != nil {
		return 0 // shapes of spend alone could do that, and customers have none
	}
	_, _ = h.Write(body)
	return binary.LittleEndian.Uint64(h.Sum(nil))
}

// touching gathers what the next run must compare again because this one has
// changed it after it was compared.
type touching struct {
	r       *running
	told    map[customer.ID][]told
	late    map[customer.ID]bool // told after parties were judged last
	keys    *identity.KeySet
	touched int
}

func (r *running) touching() *touching {
	t := &touching{r: r, told: map[customer.ID][]told{}, late: map[customer.ID]bool{}, keys: identity.NewKeySet()}
	for i, c := range r.d.c.told {
		t.told[c.customer] = append(t.told[c.customer], c)
		t.late[c.customer] = t.late[c.customer] || i >= r.d.c.seen
	}
	return t
}

// customer looks at a customer as it is after the run: is that how parties have met it?
func (t *touching) customer(id customer.ID, now *identity.Prepared) {
	met, known := t.r.d.c.index.Find(customerKey(id))
	if known && !t.late[id] && sumOf(met.Record) == sumOf(now.Record) {
		return
	}
	t.touched++
	t.keys.Add(now.Keys()...)
	if known {
		t.keys.Add(met.Keys()...)
	}
	for _, c := range t.told[id] {
		t.keys.Add(c.now.Keys()...)
		if c.was != nil {
			t.keys.Add(c.was.Keys()...)
		}
	}
}

// remember puts down what a run has found of parties, which have their owners.
func (k *memory) remember(r *running, t *touching, some []*Party) {
	questions, silent, rivals := map[customer.PartyID]*Question{}, map[customer.PartyID]bool{}, map[customer.PartyID]bool{}
	for i := range r.d.questions {
		questions[r.d.questions[i].Party.ID] = &r.d.questions[i]
	}
	for _, p := range r.silent {
		silent[p.ID] = true
	}
	for _, p := range r.rivals {
		rivals[p.ID] = true
	}
	parallel(len(some), func(i int) {
		p := some[i]
		p.kept.marks, p.kept.ref, p.kept.keys = p.marks(), p.refHash(), nil
		q := questions[p.ID]
		unread := slices.ContainsFunc(p.rows, func(row row) bool { return r.ps.pieces[row.piece].isNew })
		p.kept.hinted = silent[p.ID] || p.kept.hinted && !unread
		p.kept.among = p.kept.owner == "" && q != nil
		p.kept.waits, p.kept.rival = p.kept.among && p.waits(q), p.kept.among && p.rivals()
		if p.kept.best = ""; p.kept.among && len(q.Candidates) > 0 {
			p.kept.best = q.Candidates[0].Customer
		}
		if p.kept.owner == "" {
			p.kept.keys = identity.Prepare(p.bare()).Keys()
		}
	})
	gone := identity.NewKeySet()
	for _, p := range some {
		if p.kept.rival != rivals[p.ID] {
			gone.Add(identity.Prepare(p.record()).Keys()...)
		}
	}
	k.about.Touched, k.about.Rivals, k.about.Moved = t.keys.All(), gone.All(), t.touched
	slices.Sort(k.about.Touched)
	slices.Sort(k.about.Rivals)
}

// bare is the party as it is compared, but for how its money moves.
func (p *Party) bare() identity.Record {
	r := p.record()
	r.Spend = nil
	return r
}

// marks are the identifiers by which figures may find whose the party is.
func (p *Party) marks() []uint64 {
	if p.Kind == identity.KindAccount {
		marks := customer.Query{Accounts: []string{p.Account}}.Marks()
		if p.Payer != "" {
			marks = append(marks, customer.Query{Accounts: []string{p.Payer}}.Marks()...)
		}
		return marks
	}
	var marks []uint64
	q := customer.Query{TaxID: p.TaxID, Ref: p.Ref, Email: p.Email}
	if p.Kind == identity.KindOther {
		q = customer.Query{Domain: p.Domain, DUNS: p.DUNS, CRM: p.CRM, Accounts: p.Accounts}
	}
	for _, n := range append([]string{""}, p.Names...) {
		q.Name = n
		for _, m := range q.Marks() {
			if !slices.Contains(marks, m) {
				marks = append(marks, m)
			}
		}
	}
	return marks
}

// refHash names the reference that the books give the party; zero without one.
func (p *Party) refHash() uint64 {
	if p.Ref == "" {
		return 0
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(p.RefSystem + "\x00" + p.Ref))
	return h.Sum64() | 1
}
