package matching

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/state"
)

// RunInput says what a run looks at.
type RunInput struct {
	// All compares everybody without a customer again; otherwise only who is new
	// since the last run, and everybody where customers or answers have changed.
	All bool
}

// RunResult is what a run found and did.
type RunResult struct {
	Accounts, Books int // parties of the live books
	Matched         int // of them, that had a customer before
	Compared        int
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
// about the rest. What it writes it writes in one transaction; a run that is
// stopped before has done nothing, and one that is stopped after is completed by
// the next.
func (m *Matcher) Run(ctx context.Context, in RunInput) (_ RunResult, err error) {
	defer fault.Wrap(&err, "matching.Run")
	began := m.Now()
	seen, err := m.State.RunBatches(ctx, state.AreaIdentity)
	if err != nil {
		return RunResult{}, err
	}
	ps, err := m.collect(ctx, seen)
	if err != nil {
		return RunResult{}, err
	}
	x, err := m.exchange(ctx, ps)
	if err != nil {
		return RunResult{}, err
	}
	r := &running{Matcher: m, began: began, ps: ps, x: x, all: in.All || gone(seen, ps.batches)}
	if r.earlier, err = m.questions(ctx); err != nil {
		return RunResult{}, err
	}
	g, made, err := m.decide(ctx, func(g *ground) ([]kept, error) { return r.work(ctx, g) })
	if err != nil {
		return RunResult{}, err
	}
	r.book, r.after = g.book, r.before
	if len(made) > 0 {
		if r.book, err = m.State.CustomerBook(ctx); err != nil {
			return RunResult{}, err
		}
		r.after = ps.shares(r.book.Index(), x)
	}
	if err := r.keep(ctx); err != nil {
		return RunResult{}, err
	}
	return r.result(ctx)
}

// gone reports that a batch that an earlier run has seen does not count any
// more: then money and names may have shrunk anywhere.
func gone(seen, live []batch.ID) bool {
	return slices.ContainsFunc(seen, func(id batch.ID) bool { return !slices.Contains(live, id) })
}

// running is one run.
type running struct {
	*Matcher
	began   time.Time
	ps      *parties
	x       *multiplier.Exchange
	all     bool
	earlier map[customer.PartyID]Question

	book          *customer.Book // after the run
	before, after []Share
	matched       int
	todo          []*Party
	looked        []customer.PartyID // customers that were compared with customers
	d             *deciding
	learned       Learned
	roster        string // hash of the imported customers
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
	changed, err := r.changed(ctx, g, model)
	if err != nil {
		return nil, err
	}
	invoices := slices.ContainsFunc(r.ps.all, func(p *Party) bool { return p.fresh && p.Kind == identity.KindBook })
	wanted := func(ps []*Party) []*Party {
		if r.all || changed {
			return ps
		}
		return slices.DeleteFunc(ps, func(p *Party) bool { return !p.fresh && !(invoices && r.awaits(p)) })
	}
	unowned := slices.Concat(ambiguous, open)
	ambiguous, open = wanted(ambiguous), wanted(open)
	r.todo = slices.Concat(ambiguous, open)
	r.d = &deciding{Matcher: r.Matcher, g: g, x: r.x, held: g.takenBack(), c: &comparing{model: model}, scored: map[customer.PartyID]int{}, madeNames: map[customer.ID]string{}}
	relisted, err := r.relisted(ctx, g)
	if err != nil {
		return nil, err
	}
	if r.looked = nil; len(r.todo) == 0 && !changed && !r.all {
		return nil, nil
	}
	r.d.c, r.d.owned = newComparing(model, g, owned), owned
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
	r.d.books(books)
	r.contest(unowned)
	if err := r.accounts(ctx, accounts); err != nil {
		return nil, err
	}
	r.d.pipeline(deals)
	r.d.ambiguous(ambiguous)
	of := scopeNew
	switch {
	case r.all || relisted:
		of = scopeAll
	case changed:
		of = scopeMade
	}
	r.looked = r.d.duplicates(owned, of)
	if err := r.weigh(ctx); err != nil {
		return nil, err
	}
	r.d.rank()
	return r.d.decisions()
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
	exact := r.book.Index()
	for id, q := range r.earlier {
		if subject, two := q.Customer(); two {
			if r.book.Survivor(subject) != subject {
				subjects[string(id)] = true // it is another by now
			}
			continue
		}
		p := r.ps.byID[id]
		if p == nil || p.ownerOn(exact, p.lastDay()).Outcome == customer.OutcomeMatched {
			subjects[string(id)] = true // it has answered itself
		}
	}
	items := make([]state.Review, 0, len(r.d.questions))
	for _, q := range r.d.questions {
		if p := r.ps.byID[q.Party.ID]; p != nil && p.ownerOn(exact, p.lastDay()).Outcome == customer.OutcomeMatched {
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
	if err := r.remember(ctx); err != nil {
		return err
	}
	return r.State.SetRun(ctx, state.AreaIdentity, state.Run{At: r.began, Actor: r.Actor, Batches: r.ps.batches})
}

// result counts what came of it.
func (r *running) result(ctx context.Context) (RunResult, error) {
	out := RunResult{Matched: r.matched, Compared: len(r.todo), Asked: len(r.d.questions), Before: r.before,
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

// remembered is what a run leaves to the next beside its batches.
type remembered struct {
	// Ground is a hash of what everybody was compared with.
	Ground string `json:"ground"`
	// Roster is a hash of the imported customers, which were compared with each other.
	Roster string `json:"roster"`
}

// areaRun is where it is kept.
const areaRun = state.AreaIdentity + "_run"

// groundHash names what parties are compared with: customers, answers, weights
// and thresholds.
func (m *Matcher) groundHash(book *customer.Book, model string) (string, error) {
	customers, err := json.Marshal(book.Customers())
	if err != nil {
		return "", err
	}
	return hash(strings.Join([]string{string(customers), book.Last(), model, fmt.Sprint(m.Thresholds)}, "\x00"), 16), nil
}

// rosterHash names the imported customers.
func (g *ground) rosterHash() (string, error) {
	body, err := json.Marshal(g.roster)
	if err != nil {
		return "", err
	}
	return hash(string(body), 16), nil
}

// was is what the last run has left; nothing before there was one.
func (r *running) was(ctx context.Context) (was remembered, err error) {
	body, err := r.State.Learned(ctx, areaRun)
	if err != nil || body == nil {
		return was, err
	}
	return was, json.Unmarshal(body, &was)
}

// relisted reports whether the imported customers must be compared with each
// other again.
func (r *running) relisted(ctx context.Context, g *ground) (bool, error) {
	was, err := r.was(ctx)
	if err != nil {
		return false, err
	}
	r.roster, err = g.rosterHash()
	return r.roster != was.Roster, err
}

// changed reports whether everybody without a customer must be compared again.
func (r *running) changed(ctx context.Context, g *ground, model *identity.Model) (bool, error) {
	was, err := r.was(ctx)
	if err != nil || was.Ground == "" {
		return true, err
	}
	now, err := r.groundHash(g.book, model.Version())
	return now != was.Ground, err
}

// remember keeps what everybody was compared with.
func (r *running) remember(ctx context.Context) error {
	now, err := r.groundHash(r.book, r.d.c.model.Version())
	if err != nil {
		return err
	}
	body, err := json.Marshal(remembered{Ground: now, Roster: r.roster})
	if err != nil {
		return err
	}
	return r.State.SetLearned(ctx, areaRun, body)
}
