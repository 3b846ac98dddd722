package matching

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/state"
)

// RunInput says what a run looks at.
type RunInput struct {
	// All compares everybody without a customer again; otherwise only those of whom
	// something may be different since the last run, and everybody where customers or
	// answers have changed.
	All bool
}

// RunResult is what a run found and did.
type RunResult struct {
	Accounts, Books int // parties of the live books
	Matched         int // of them, that had a customer before
	Compared        int
	Again           bool     // it went on from what the last run has left
	Linked          []Linked // automatically, the largest first
	Created         []Linked // new customers made of parties of the books
	Questions       int      // with a candidate, open after the run
	Unknown         int      // open, and nobody comes near
	Asked           int      // of the open ones, how many this run has asked or asked anew
	Before, After   []Share
	// Scored is how many pairs there was anything to say about: a party or customer
	// and a customer that it may be, with a probability of 0.01 or more.
	Scored  int
	Learned Learned
}

// Linked is a party that was given to a customer.
type Linked struct {
	Party       Party
	Customer    customer.ID
	Name        string
	Probability money.Decimal
	Evidence    []Evidence
	Stake       multiplier.Stake
}

// Run looks at everybody whom the books name, links what is certain, and asks
// about the rest. Where the last run has left what it found and nothing but the
// books has changed since, only those are compared again of whom anything may be
// different; what is decided is the same. Decisions are written in one transaction; a
// run that is stopped before has done nothing, and one that is stopped after is
// completed by the next.
func (m *Matcher) Run(ctx context.Context, in RunInput) (_ RunResult, err error) {
	defer fault.Wrap(&err, "matching.Run")
	around, err := m.surroundings(ctx)
	if err != nil {
		return RunResult{}, err
	}
	if !in.All {
		if out, done, err := m.runAgain(ctx, around); err != nil || done {
			return out, err
		}
	}
	return m.runAll(ctx, around)
}

// runAll compares everybody who has no customer, and every customer with the others.
func (m *Matcher) runAll(ctx context.Context, around string) (RunResult, error) {
	began := m.Now()
	ps, err := m.collect(ctx)
	if err != nil {
		return RunResult{}, err
	}
	x, err := m.exchange(ctx, ps)
	if err != nil {
		return RunResult{}, err
	}
	r := &running{Matcher: m, began: began, ps: ps, x: x}
	if r.earlier, err = m.questions(ctx); err != nil {
		return RunResult{}, err
	}
	g, made, err := m.decide(ctx, func(g *ground) ([]kept, error) { return r.work(ctx, g) })
	if err != nil {
		return RunResult{}, err
	}
	last := g.book.Last()
	r.book, r.after, r.exact = g.book, r.before, g.exact
	if len(made) > 0 {
		last = made[len(made)-1].ID
		if r.book, err = m.State.CustomerBook(ctx); err != nil {
			return RunResult{}, err
		}
		r.exact = r.book.Index()
		r.after = ps.shares(r.exact, x)
	}
	if err := r.keep(ctx); err != nil {
		return RunResult{}, err
	}
	if m.remembers() && r.book.Last() == last { // nobody has decided meanwhile
		if err := m.keepMemory(ctx, around, r.memorise(g)); err != nil {
			return RunResult{}, err
		}
	}
	return r.result(ctx)
}

// running is one run.
type running struct {
	*Matcher
	began   time.Time
	ps      *parties
	x       *multiplier.Exchange
	memory  *memory // that the run goes on from; nil for one that compares everybody
	earlier map[customer.PartyID]Question

	book          *customer.Book // after the run
	exact         *customer.Index
	before, after []Share
	matched       int
	todo          []*Party
	looked        []customer.PartyID // customers that were compared with customers
	silent        []*Party           // accounts whose charges were read
	rivals        []*Party           // parties of the books that an account may turn out to be
	d             *deciding
	learned       Learned
}

// work says what is to be decided on a ground.
func (r *running) work(ctx context.Context, g *ground) ([]kept, error) {
	model, learned, err := r.learn(ctx, g)
	if err != nil {
		return nil, err
	}
	r.learned = learned
	r.before = r.ps.shares(g.exact, r.x)
	owned, ambiguous, open := r.sort(g)
	var customers []customer.ID
	for _, c := range g.book.Customers() {
		customers = append(customers, c.ID)
	}
	return r.compare(ctx, &deciding{Matcher: r.Matcher, g: g, ps: r.ps, x: r.x, c: newComparing(model, g, owned), owned: owned}, ambiguous, open, customers)
}

// compare decides on parties, of some of which an exact identifier names several
// customers and of the others none, and on customers that may be others.
func (r *running) compare(ctx context.Context, d *deciding, ambiguous, open []*Party, customers []customer.ID) ([]kept, error) {
	d.scored, d.madeNames = map[customer.PartyID]int{}, map[customer.ID]string{}
	r.d, r.todo = d, slices.Concat(ambiguous, open)
	var accounts, books, deals []*Party
	for _, p := range open {
		switch p.Kind {
		case identity.KindAccount:
			accounts = append(accounts, p)
		case identity.KindOther:
			deals = append(deals, p)
		case identity.KindBook, identity.KindCustomer:
			books = append(books, p)
		}
	}
	for _, p := range accounts {
		if was, asked := r.earlier[p.ID]; asked {
			p.Hints = was.Party.Hints
		}
	}
	d.books(books)
	r.contest(accounts)
	if err := r.accounts(ctx, accounts); err != nil {
		return nil, err
	}
	d.pipeline(deals)
	d.ambiguous(ambiguous)
	r.looked = d.duplicates(d.owned, customers)
	if err := r.weigh(ctx); err != nil {
		return nil, err
	}
	d.rank()
	return d.decisions()
}

// sort tells the parties that have a customer, those of which an exact
// identifier names several, and those that have none.
func (r *running) sort(g *ground) (owned map[customer.ID][]*Party, ambiguous, open []*Party) {
	owned, r.matched = map[customer.ID][]*Party{}, 0
	for _, p := range r.ps.all {
		switch match := p.ownerOn(g.exact, p.lastDay()); match.Outcome {
		case customer.OutcomeMatched:
			owned[match.ID] = append(owned[match.ID], p)
			r.matched++
		case customer.OutcomeAmbiguous:
			ambiguous = append(ambiguous, p)
		case customer.OutcomeUnmatched:
			open = append(open, p)
		}
	}
	return owned, ambiguous, open
}

// decisions writes down what is certain.
func (d *deciding) decisions() ([]kept, error) {
	var made []kept
	add := func(p *Party, c customer.Decision) error {
		k, err := d.newDecision(ActorAuto, c)
		k.Title = p.Title()
		made = append(made, k)
		return err
	}
	for _, c := range d.created {
		if err := add(c.party, customer.Decision{Verb: customer.VerbCreate, Party: c.party.ID, New: &c.made, Model: d.c.model.Version()}); err != nil {
			return nil, err
		}
	}
	for _, l := range d.links {
		c := Candidate{Evidence: evidenceOf(l.score.Evidence)}
		if err := add(l.party, customer.Decision{Verb: customer.VerbLink, Party: l.party.ID, Customer: l.customer, Probability: probabilityOf(l.score),
			Evidence: c.codes(), EvidenceKey: l.score.Key(), Model: d.c.model.Version()}); err != nil {
			return nil, err
		}
	}
	return made, nil
}

// keep puts the questions in the place of those that the run has looked at
// again, and remembers what it has seen. Decisions are written before: were it
// stopped here, the next run would ask the same.
func (r *running) keep(ctx context.Context) error {
	subjects := map[string]bool{}
	for _, p := range r.todo {
		subjects[string(p.ID)] = true
	}
	for _, id := range r.looked {
		subjects[string(id)] = true
	}
	for id, q := range r.earlier {
		if subject, two := q.Customer(); two {
			if r.book.Survivor(subject) != subject {
				subjects[string(id)] = true // it is another by now
			}
			continue
		}
		p := r.ps.byID[id]
		if p == nil || p.ownerOn(r.exact, p.lastDay()).Outcome == customer.OutcomeMatched {
			subjects[string(id)] = true // it has answered itself
		}
	}
	items := make([]state.Review, 0, len(r.d.questions))
	for _, q := range r.d.questions {
		if p := r.ps.byID[q.Party.ID]; p != nil && p.ownerOn(r.exact, p.lastDay()).Outcome == customer.OutcomeMatched {
			continue // a customer made by this run has its name or number
		}
		item, err := reviewOf(q)
		if err != nil {
			return err
		}
		items = append(items, item)
	}
	names := make([]string, 0, len(subjects))
	for s := range subjects {
		names = append(names, s)
	}
	slices.Sort(names)
	if err := r.State.PutReviews(ctx, state.AreaIdentity, names, items); err != nil {
		return err
	}
	if err := r.rememberModel(ctx, r.learned); err != nil {
		return err
	}
	return r.State.SetRun(ctx, state.AreaIdentity, state.Run{At: r.began, Actor: r.Actor, Batches: r.ps.batches()})
}

// result counts what came of it.
func (r *running) result(ctx context.Context) (RunResult, error) {
	out := RunResult{Again: r.memory != nil, Matched: r.matched, Compared: len(r.todo), Asked: len(r.d.questions), Before: r.before,
		After: r.after, Learned: r.learned}
	for _, n := range r.d.scored {
		out.Scored += n
	}
	for _, p := range r.ps.all {
		if p.Kind == identity.KindAccount {
			out.Accounts++
		} else if p.Kind == identity.KindBook {
			out.Books++
		}
	}
	for _, l := range r.d.links {
		out.Linked = append(out.Linked, Linked{Party: *l.party, Customer: l.customer, Name: r.d.nameOf(l.customer),
			Probability: probabilityOf(l.score), Evidence: evidenceOf(l.score.Evidence), Stake: l.party.stake(r.x)})
	}
	for _, c := range r.d.created {
		out.Created = append(out.Created, Linked{Party: *c.party, Customer: c.made.ID, Name: c.made.Name, Stake: c.party.stake(r.x)})
	}
	for _, list := range [][]Linked{out.Linked, out.Created} {
		slices.SortFunc(list, func(a, b Linked) int {
			return cmp.Or(b.Stake.Amount.Decimal.Cmp(a.Stake.Amount.Decimal), cmp.Compare(a.Party.ID, b.Party.ID))
		})
	}
	all, err := r.State.CountReviews(ctx, state.AreaIdentity)
	if err != nil {
		return RunResult{}, err
	}
	out.Questions, err = r.State.CountReviewsWithCandidate(ctx, state.AreaIdentity)
	out.Unknown = all - out.Questions
	return out, err
}
