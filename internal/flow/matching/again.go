package matching

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/state"
)

// again is a run that goes on from where the last one has left off. It compares
// whoever has changed, and whoever meets one that has: by a key that either had
// before or has now. What nobody else's answer can have changed, it takes over.
type again struct {
	*running
	k *memory
	// changed are the parties that the books name differently, or with other money,
	// as they were; nil for new ones.
	changed map[customer.PartyID]*Party
	moved   map[customer.ID]bool // customers whose parties changed
	changes bool                 // anything at all
	touched *identity.KeySet     // of customers
	others  *identity.KeySet     // of parties of the books about which a question is or was open
	count   int                  // of customers that changed

	owned map[customer.ID][]*Party // as the run found them
	todo  map[customer.PartyID]bool
	asks  map[customer.ID]bool
}

// runAgain goes on from the last run. It is not done where there is nothing to go on
// from, or where what happens is not as simple as it takes it to be.
func (m *Matcher) runAgain(ctx context.Context, around string) (_ RunResult, done bool, err error) {
	if _, err := m.Guard.Allow(ctx, access.RightBooks); err != nil {
		return RunResult{}, false, err
	}
	began := m.Now()
	k, err := m.recall(ctx, around)
	if err != nil || k == nil {
		return RunResult{}, false, err
	}
	model, err := m.model(ctx)
	if err != nil || model.Version() != k.about.Model {
		return RunResult{}, false, err
	}
	a := &again{running: &running{Matcher: m, began: began, ps: k.ps, memory: k}, k: k, changed: map[customer.PartyID]*Party{}, moved: map[customer.ID]bool{},
		touched: identity.NewKeySet(), others: identity.NewKeySet(), todo: map[customer.PartyID]bool{}, asks: map[customer.ID]bool{}}
	if known, err := a.catchUp(ctx); err != nil || !known {
		return RunResult{}, false, err
	}
	a.find()
	made, err := a.decideAgain(ctx, model)
	if err != nil || !a.simple() {
		return RunResult{}, false, err
	}
	g := a.d.g
	switch err := m.write(ctx, g, made); {
	case fault.CodeOf(err) == "decision.outdated":
		return RunResult{}, false, nil
	case err != nil:
		return RunResult{}, false, err
	}
	a.settleMemory(made)
	if err := a.keep(ctx); err != nil {
		return RunResult{}, false, err
	}
	if err := m.keepMemory(ctx, around, k); err != nil {
		return RunResult{}, false, err
	}
	out, err := a.result(ctx)
	return out, true, err
}

// find says who must be compared again.
func (a *again) find() {
	var both []*Party
	for id, was := range a.changed {
		if was != nil {
			both = append(both, was)
		}
		if p := a.ps.byID[id]; p != nil {
			both = append(both, p)
		}
	}
	exact := a.k.exactly(both...)
	a.before = slices.Clone(a.k.about.Shares)
	for i := range a.before {
		a.before[i].Matched.Unconverted = slices.Clone(a.before[i].Matched.Unconverted)
		a.before[i].Total.Unconverted = slices.Clone(a.before[i].Total.Unconverted)
	}
	for id, was := range a.changed {
		p := a.ps.byID[id]
		if was != nil {
			was.share(a.before, exact, a.x, true)
			a.moved[was.kept.owner] = true
			if was.kept.among {
				a.others.Add(was.kept.keys...)
			}
		}
		if p != nil {
			p.share(a.before, exact, a.x, false)
			p.owns(exact)
			a.moved[p.kept.owner] = true
			p.kept.keys = nil
			if p.kept.owner == "" {
				p.kept.keys = identity.Prepare(p.bare()).Keys()
				a.others.Add(p.kept.keys...)
			}
		}
	}
	delete(a.moved, "")
	a.touched.Add(a.k.about.Touched...)
	a.others.Add(a.k.about.Rivals...)
	a.owned = a.ps.ownedBy(nil)
	for id := range a.moved {
		i := a.k.places[id]
		now := identity.Prepare(customerRecord(a.k.about.Customers.Customers[i], a.ps.load(a.owned[id]...)))
		if sum := sumOf(now.Record); sum != a.k.sums[i] {
			keys := now.Keys()
			a.touched.Add(a.k.keys[i]...)
			a.touched.Add(keys...)
			a.k.keys[i], a.k.sums[i] = keys, sum
			a.count, a.asks[id] = a.count+1, true
		}
	}
	for _, keys := range a.k.keys {
		a.touched.Count(keys)
	}
	a.reach(a.touched.WithoutCommon(a.count+a.k.about.Moved), a.others)
	for _, pair := range a.k.about.Doubles {
		if a.moved[pair[0]] || a.moved[pair[1]] {
			a.asks[pair[0]], a.asks[pair[1]] = true, true
		}
	}
}

// ownedBy gives the parties of those customers that are named; nil names all.
func (ps *parties) ownedBy(some map[customer.ID]bool) map[customer.ID][]*Party {
	size := len(some)
	if some == nil {
		size = len(ps.all)
	}
	owned := make(map[customer.ID][]*Party, size)
	for _, p := range ps.all {
		if p.kept.owner != "" && (some == nil || some[p.kept.owner]) {
			owned[p.kept.owner] = append(owned[p.kept.owner], p)
		}
	}
	return owned
}

// reach adds who meets keys of customers, or of parties that accounts may be. It is
// false where that is nobody else.
func (a *again) reach(customers, parties *identity.KeySet) (more bool) {
	for _, p := range a.ps.all {
		_, changed := a.changed[p.ID]
		if p.kept.owner != "" || a.todo[p.ID] || !(changed || p.kept.waits && a.changes || customers.Meets(p.kept.keys) ||
			p.Kind == identity.KindAccount && parties.Meets(p.kept.keys)) {
			continue
		}
		a.todo[p.ID], more = true, true
	}
	for i, c := range a.k.about.Customers.Customers {
		if !a.asks[c.ID] && customers.Meets(a.k.keys[i]) {
			a.asks[c.ID], more = true, true
		}
	}
	return more
}

// reachRanked adds the parties about which a question offers the same customer
// first as one about those who are compared again: they are ranked together.
func (a *again) reachRanked() (more bool) {
	offered := map[customer.ID]bool{}
	for _, was := range a.changed {
		if was != nil {
			offered[was.kept.best] = true
		}
	}
	for id := range a.todo {
		offered[a.ps.byID[id].kept.best] = true
	}
	for _, q := range a.d.questions {
		if len(q.Candidates) > 0 && q.Party.Kind != identity.KindCustomer {
			offered[q.Candidates[0].Customer] = true
		}
	}
	delete(offered, "")
	for _, p := range a.ps.all {
		if p.kept.owner == "" && !a.todo[p.ID] && offered[p.kept.best] {
			a.todo[p.ID], more = true, true
		}
	}
	return more
}

// ground is what the run stands on, without the log that it came from.
func (k *memory) ground(exact *customer.Index) *ground {
	if k.base != nil {
		g := *k.base
		g.exact = exact
		return &g
	}
	g := &ground{at: map[string]int{}, book: customer.Resume(k.about.Customers), exact: exact, listed: map[customer.ID]bool{}, held: map[customer.PartyID]bool{}}
	for id, d := range k.about.Marks {
		g.at[id], g.log = len(g.log), append(g.log, d)
	}
	for i, c := range k.about.Customers.Customers {
		if k.about.Listed[i] {
			g.listed[c.ID] = true
		}
	}
	for _, id := range k.about.Held {
		g.held[id] = true
	}
	k.base = g
	return g
}

// decideAgain decides on those who must be compared, and on those who meet what was
// decided, until nobody else does.
func (a *again) decideAgain(ctx context.Context, model *identity.Model) ([]kept, error) {
	a.learned = Learned{Answers: model.Answers(), Before: model.Version(), After: model.Version(), model: model}
	for _, p := range a.ps.all {
		if p.kept.owner != "" {
			a.matched++
		}
	}
	for {
		var some []*Party
		for _, p := range a.ps.all {
			if a.todo[p.ID] {
				some = append(some, p)
			}
		}
		a.ps.load(some...)
		if err := a.recallQuestions(ctx); err != nil {
			return nil, err
		}
		a.k.again = a.todo
		exact := a.k.exactly(some...)
		var ambiguous, open []*Party
		for _, p := range some {
			if p.ownerOn(exact, p.lastDay()).Outcome == customer.OutcomeAmbiguous {
				ambiguous = append(ambiguous, p)
			} else {
				open = append(open, p)
			}
		}
		var subjects []customer.ID
		for _, c := range a.k.about.Customers.Customers {
			if a.asks[c.ID] {
				subjects = append(subjects, c.ID)
			}
		}
		d := &deciding{Matcher: a.Matcher, g: a.k.ground(exact), ps: a.ps, x: a.x, owned: a.owned,
			c: &comparing{model: model, index: a.k.index(a.ps, a.owned, some, subjects)}}
		made, err := a.compare(ctx, d, ambiguous, open, subjects)
		if err != nil {
			return nil, err
		}
		met := identity.NewKeySet()
		for _, c := range d.c.told {
			met.Add(c.now.Keys()...)
			if c.was != nil {
				met.Add(c.was.Keys()...)
			}
		}
		more := a.reach(met, identity.NewKeySet())
		if !a.reachRanked() && !more {
			return made, nil
		}
	}
}

// recallQuestions reads the open questions about those who are compared again, and
// about those who may have none any more.
func (a *again) recallQuestions(ctx context.Context) error {
	asked := map[string]bool{}
	for id := range a.todo {
		if p := a.ps.byID[id]; p.kept.among {
			asked[string(id)] = true
		}
	}
	for id, was := range a.changed {
		if was != nil && was.kept.among {
			asked[string(id)] = true
		}
	}
	if a.earlier == nil {
		a.earlier = map[customer.PartyID]Question{}
	}
	var subjects []string
	for id := range asked {
		if _, known := a.earlier[customer.PartyID(id)]; !known {
			subjects = append(subjects, id)
		}
	}
	rows, err := a.State.ReviewsAbout(ctx, state.AreaIdentity, subjects...)
	if err != nil {
		return err
	}
	for _, r := range rows {
		q, err := questionOf(r)
		if err != nil {
			return err
		}
		a.earlier[q.Party.ID] = q
	}
	return nil
}

// index makes customers comparable, of which nearly all are never looked at.
func (k *memory) index(ps *parties, owned map[customer.ID][]*Party, some []*Party, subjects []customer.ID) *identity.Index {
	customers, wanted := k.about.Customers.Customers, identity.NewKeySet()
	for _, p := range some {
		wanted.Add(identity.Prepare(p.bare()).Keys()...)
	}
	for _, id := range subjects {
		wanted.Add(k.keys[k.places[id]]...)
	}
	if k.names == nil {
		names := make([]string, len(customers))
		for i, c := range customers {
			names[i] = customerKey(c.ID)
		}
		k.names = identity.NewNames(names)
	}
	return identity.NewKeptIndex(k.names, k.keys, wanted, func(i int) identity.Record {
		return customerRecord(customers[i], ps.load(owned[customers[i].ID]...))
	})
}

// rivals makes parties of the books comparable with accounts.
func (k *memory) rivals(some []*Party, accounts []*Party) *identity.Index {
	wanted := identity.NewKeySet()
	for _, p := range accounts {
		wanted.Add(identity.Prepare(p.bare()).Keys()...)
	}
	names, keys := make([]string, len(some)), make([]identity.Keys, len(some))
	for i, p := range some {
		names[i], keys[i] = string(p.ID), p.kept.keys
	}
	return identity.NewKeptIndex(identity.NewNames(names), keys, wanted, func(i int) identity.Record { return k.ps.load(some[i])[0].record() })
}

// simple reports decisions that a kept book can grow by: about parties that nobody
// ever held, and customers that nobody ever was.
func (a *again) simple() bool {
	held := identity.NewKeySet()
	for _, l := range a.d.links {
		held.Add(l.party.ID.Marks()...)
	}
	for _, c := range a.d.created {
		held.Add(c.party.ID.Marks()...)
		if a.d.g.book.Survivor(c.made.ID) != "" {
			return false
		}
	}
	return held.Len() == 0 || !slices.ContainsFunc(a.k.marks, func(m []uint64) bool { return held.Meets(m) })
}
