package matching

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
)

// leastDuplicate is the probability from which two customers are asked about: two
// who are both known differ unless the model would itself say that they are one.
const leastDuplicate = identity.DefaultSame

// customerParty names a customer as the subject of a question.
func customerParty(id customer.ID) customer.PartyID { return customer.PartyID(customerKey(id)) }

// Customer is the customer that a question about two customers is about: the one
// that would be merged away. False for questions about parties.
func (q *Question) Customer() (customer.ID, bool) {
	if q.Party.Kind != identity.KindCustomer {
		return "", false
	}
	return customer.ID(strings.TrimPrefix(string(q.Party.ID), customerPrefix)), true
}

// doubles compares customers with customers. It only ever asks: what two
// customers have is in figures already, and nobody merges them but a person.
type doubles struct {
	*deciding
	owned   map[customer.ID][]*Party
	parties map[customer.ID][]*Party // of those to whom the run has given any
	stakes  map[customer.ID]multiplier.Stake
	created map[customer.ID]customer.Customer
	asks    map[customer.ID]bool // who is compared
}

// duplicates asks about every customer that may be another: those named, and those
// that the run has made. It gives the subjects that it has looked at.
func (d *deciding) duplicates(owned map[customer.ID][]*Party, of []customer.ID) []customer.PartyID {
	x := &doubles{deciding: d, owned: owned, parties: map[customer.ID][]*Party{}, stakes: map[customer.ID]multiplier.Stake{},
		created: map[customer.ID]customer.Customer{}, asks: map[customer.ID]bool{}}
	for _, l := range d.links {
		x.parties[l.customer] = append(slices.Clip(x.of(l.customer)), l.party)
	}
	subjects := slices.Clone(of)
	for _, c := range d.created {
		x.parties[c.made.ID] = append(slices.Clip(x.of(c.made.ID)), c.party)
		x.created[c.made.ID] = c.made
		subjects = append(subjects, c.made.ID)
	}
	for _, id := range subjects {
		x.asks[id] = true
	}
	found := make([]judged, len(subjects))
	parallel(len(subjects), func(i int) { found[i] = x.judge(subjects[i]) })
	looked := make([]customer.PartyID, len(subjects))
	for i, j := range found {
		looked[i] = customerParty(subjects[i])
		d.scored[looked[i]] = j.scored
		for _, m := range j.matches {
			d.doubled = append(d.doubled, [2]customer.ID{subjects[i], customerOf(m)})
		}
		j.matches = slices.DeleteFunc(j.matches, func(m identity.Match) bool { return !x.before(customerOf(m), subjects[i]) })
		if len(j.matches) > 0 {
			x.ask(subjects[i], j)
		}
	}
	return looked
}

// of gives the parties of a customer.
func (x *doubles) of(id customer.ID) []*Party {
	if ps, given := x.parties[id]; given {
		return ps
	}
	return x.owned[id]
}

// before reports that of two customers the first remains when they are one: an
// imported one before one that was made, then the one with more money.
func (x *doubles) before(a, b customer.ID) bool {
	return cmp.Or(byBool(x.g.listed[a], x.g.listed[b]), x.stake(b).Amount.Decimal.Cmp(x.stake(a).Amount.Decimal), cmp.Compare(a, b)) < 0
}

// stake is what hangs on a customer.
func (x *doubles) stake(id customer.ID) multiplier.Stake {
	s, known := x.stakes[id]
	if !known {
		for _, p := range x.ps.load(x.of(id)...) {
			s.Join(p.stake(x.x))
		}
		s.Amount.Currency = x.x.Currency()
		x.stakes[id] = s
	}
	return s
}

// record is a customer by what it is called and numbered. The labels that its
// accounts happen to have say nothing against another customer.
func (x *doubles) record(id customer.ID) identity.Record {
	c, made := x.created[id]
	if !made {
		c, _ = x.g.book.Customer(id)
	}
	r := customerRecord(c, x.ps.load(x.of(id)...))
	r.Aliases, r.Accounts, r.Payers = nil, nil, nil
	return r
}

// judge finds the customers that one may be.
func (x *doubles) judge(id customer.ID) judged {
	j := judged{verdict: identity.VerdictAsk, why: WhyDuplicate, fresh: map[customer.ID][]identity.Evidence{}}
	mine := identity.Prepare(x.record(id))
	for _, m := range x.c.index.Best(x.c.model, mine, candidatesPerParty) {
		other := customerOf(m)
		if m.Score.Probability >= leastScored && (id < other || !x.asks[other]) { // each pair once
			j.scored++
		}
		if m.Score.Probability < leastDuplicate {
			continue
		}
		m.Record = identity.Prepare(x.record(other))
		m.Score = x.c.model.Score(mine, m.Record)
		if m.Score.Probability < leastDuplicate || m.Score.OnlyWeak {
			continue
		}
		if apart, said := x.g.book.Apart(customer.OfCustomer(id), customer.OfCustomer(other)); said {
			fresh := x.g.freshSince(apart, m.Score)
			if len(fresh) == 0 {
				continue
			}
			j.fresh[other], j.why = fresh, WhyEvidence
		}
		j.matches = append(j.matches, m)
	}
	return j
}

// ask asks whether a customer is another.
func (x *doubles) ask(id customer.ID, j judged) {
	p := Party{ID: customerParty(id), Kind: identity.KindCustomer, Names: []string{x.nameOf(id)}}
	for _, own := range x.ps.load(x.of(id)...) {
		if p.First == 0 || own.First < p.First {
			p.First = own.First
		}
		p.Last = max(p.Last, own.Last)
		p.months = append(p.months, own.months...)
		for _, a := range own.Money {
			p.plus(a)
		}
	}
	j.party = &p
	x.deciding.questionOf(j, identity.Prepare(x.record(id)))
}

// merging says what a yes is on a ground, where the question is about two
// customers.
func (m *Matcher) merging(g *ground, q Question, in AcceptInput) (Answer, []kept, error) {
	subject, _ := q.Customer()
	out := Answer{Party: q.Party}
	if in.New {
		return Answer{}, nil, fault.New(fault.KindInvalid, "match.not_new").With("question", string(q.ID))
	}
	chosen, err := q.chosen(g, in.Customer)
	if err != nil {
		return Answer{}, nil, err
	}
	out.Customer, out.Name = chosen.Customer, chosen.Name
	k, err := m.answered(customer.Decision{Verb: customer.VerbMerge, Customer: subject, Into: chosen.Customer, Evidence: chosen.codes(),
		EvidenceKey: chosen.Key, Model: q.Model, Reason: in.Reason}, q, chosen, true)
	if err != nil {
		return Answer{}, nil, err
	}
	out.Decision = k.Decision
	return out, []kept{k}, g.book.Permits(k.Decision)
}
