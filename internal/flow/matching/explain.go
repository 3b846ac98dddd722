package matching

import (
	"context"
	"regexp"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Operand is one side of an explanation: a customer, a party of the books, or a
// name that somebody typed.
type Operand struct {
	Kind     identity.Kind
	ID       string // of the customer or party; empty for a plain name
	Title    string
	Record   identity.Record
	Customer customer.ID // whose the party is now, by which identifier and whose word
	Match    customer.Match
	party    *Party
}

// Explanation is why two are, may be or are not one customer.
type Explanation struct {
	A, B        Operand
	Probability money.Decimal
	Evidence    []Evidence // heaviest first; with the prior they add up to Sum
	Sum         money.Decimal
	Veto        identity.Code
	OnlyWeak    bool
	Verdict     identity.Verdict // by the thresholds, for this pair alone
	Accept      money.Decimal
	Apart       money.Decimal
	Model       string
	// Decisions are those that name both sides, the newest first.
	Decisions []Entry
	// Same: the books hold both for one customer now.
	Same bool
	// Kept: a person, or the program, has said that they are two.
	Kept bool
	// Question is what was explained; nil where two were named.
	Question *Question
}

// Explain compares two of whatever is named: customers, parties, accounts,
// questions, or names that are nowhere in the books. An empty b means the first
// candidate of the question a.
func (m *Matcher) Explain(ctx context.Context, a, b string) (_ Explanation, err error) {
	defer fault.Wrap(&err, "matching.Explain(%s, %s)", a, b)
	g, err := m.stand(ctx)
	if err != nil {
		return Explanation{}, err
	}
	model, err := m.model(ctx)
	if err != nil {
		return Explanation{}, err
	}
	ps, err := m.collect(ctx)
	if err != nil {
		return Explanation{}, err
	}
	asked, err := m.questions(ctx)
	if err != nil {
		return Explanation{}, err
	}
	r := &resolving{g: g, ps: ps, asked: asked, owned: ps.owned(g)}
	var question *Question
	if b == "" {
		q, known := r.question(a)
		q = g.current(q)
		best, has := q.Best()
		if !known {
			return Explanation{}, fault.New(fault.KindNotFound, "match.question_unknown").With("question", a)
		}
		if !has {
			return Explanation{}, fault.New(fault.KindInvalid, "match.no_candidate").With("question", string(q.ID))
		}
		b, question = string(best.Customer), &q
	}
	left, right := r.operand(a), r.operand(b)
	if err := m.withSpend(ctx, r, &left, &right); err != nil {
		return Explanation{}, err
	}
	x := m.explain(model, left, right)
	x.Question, x.Decisions = question, g.between(x.A, x.B)
	x.Same = x.A.Customer != "" && x.A.Customer == x.B.Customer
	if sa, sb, ok := subjects(x.A, x.B); ok {
		_, x.Kept = g.book.Apart(sa, sb)
	}
	return x, nil
}

// Compare compares two names without any books.
func Compare(thresholds identity.Thresholds, a, b string) Explanation {
	return (&Matcher{Thresholds: thresholds}).explain(identity.Shipped(), plain(a), plain(b))
}

func (m *Matcher) explain(model *identity.Model, a, b Operand) Explanation {
	score := model.Score(identity.Prepare(a.Record), identity.Prepare(b.Record))
	x := Explanation{A: a, B: b, Probability: probabilityOf(score), Evidence: evidenceOf(score.Evidence), Veto: score.Veto, OnlyWeak: score.OnlyWeak,
		Verdict: m.Thresholds.Verdict(score), Accept: share(m.Thresholds.Accept), Apart: share(m.Thresholds.Apart), Model: model.Version()}
	for _, e := range x.Evidence {
		x.Sum = x.Sum.Add(e.Weight)
	}
	return x
}

// resolving finds what a person named.
type resolving struct {
	g     *ground
	ps    *parties
	asked map[customer.PartyID]Question
	owned map[customer.ID][]*Party
}

// owned gives the parties of every customer.
func (ps *parties) owned(g *ground) map[customer.ID][]*Party {
	owned := map[customer.ID][]*Party{}
	for _, p := range ps.all {
		if match := p.ownerOn(g.exact, p.lastDay()); match.Outcome == customer.OutcomeMatched {
			owned[match.ID] = append(owned[match.ID], p)
		}
	}
	return owned
}

func (r *resolving) question(name string) (Question, bool) {
	typed, account := strings.ToLower(strings.TrimSpace(name)), customer.AccountParty(name)
	var found []Question
	for _, q := range r.asked {
		if string(q.ID) == typed || string(q.Party.ID) == name || q.Party.ID == account || len(typed) >= minPrefix && strings.HasPrefix(string(q.ID), typed) {
			found = append(found, q)
		}
	}
	if len(found) != 1 {
		return Question{}, false
	}
	return found[0], true
}

// operand takes a name for a customer's id, a party's id, an account, a
// question, a customer's name as it is written, and else for a plain name.
func (r *resolving) operand(name string) Operand {
	if c, ok := r.g.book.Customer(customer.ID(name)); ok {
		return r.customer(c)
	}
	for _, id := range []customer.PartyID{customer.PartyID(name), customer.AccountParty(name)} {
		if p := r.ps.byID[id]; p != nil {
			return r.party(p)
		}
	}
	if q, ok := r.question(name); ok {
		if p := r.ps.byID[q.Party.ID]; p != nil {
			return r.party(p)
		}
		if subject, two := q.Customer(); two {
			if c, known := r.g.book.Customer(subject); known {
				return r.customer(c)
			}
		}
	}
	for _, c := range r.g.book.Customers() {
		if strings.EqualFold(c.Name, strings.TrimSpace(name)) {
			return r.customer(c)
		}
	}
	return plain(name)
}

func (r *resolving) customer(c customer.Customer) Operand {
	return Operand{Kind: identity.KindCustomer, ID: string(c.ID), Title: c.Name, Customer: c.ID, Record: customerRecord(c, r.owned[c.ID])}
}

func (r *resolving) party(p *Party) Operand {
	p.Hints = r.asked[p.ID].Party.Hints // read from the charges once, when it was asked
	o := Operand{Kind: p.Kind, ID: string(p.ID), Title: p.Title(), Record: p.record(), party: p}
	o.Match = p.ownerOn(r.g.exact, p.lastDay())
	o.Customer = o.Match.ID
	return o
}

var looksLikeDomain = regexp.MustCompile(`^[\w.+-]*@?[\w-]+(\.[\w-]+)+$`)

// plain is a name that somebody typed; one that looks like a domain is one, too.
func plain(name string) Operand {
	o := Operand{Kind: identity.KindOther, Title: name, Record: identity.Record{Key: "name:" + name, Kind: identity.KindOther}}
	if looksLikeDomain.MatchString(name) {
		o.Record.Domains = []string{name}
		return o
	}
	o.Record.Names = []string{name}
	return o
}

// subjects are the sides as decisions name them; false where one is neither a
// customer nor a party.
func subjects(a, b Operand) (customer.Subject, customer.Subject, bool) {
	of := func(o Operand) customer.Subject {
		if o.Kind == identity.KindCustomer {
			return customer.OfCustomer(customer.ID(o.ID))
		}
		return customer.OfParty(customer.PartyID(o.ID))
	}
	return of(a), of(b), a.ID != "" && b.ID != ""
}
