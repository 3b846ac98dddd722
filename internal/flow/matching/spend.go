package matching

import (
	"cmp"
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Bounds of comparing how money moves.
const (
	// spendMonths is how far back: who paid for an account years ago may be another.
	spendMonths = 24
	// leastSpendMonths is how many months with cost an account must have.
	leastSpendMonths = 6
	// spendOffers is how many customers a question names at most: where more move
	// alike, it is the season.
	spendOffers = 3
	// spendPairs bounds the work; the accounts with the most money come first.
	spendPairs = 20_000_000
)

// spending is how the money of customers moves.
type spending struct {
	x *multiplier.Exchange
	// in are the months of accounts that are looked at. Shapes of what was sold have
	// one month more, for those who invoice in the month after.
	in           period.Range
	soldTo, runs []customer.ID
	sold, cloud  []identity.Shape // of soldTo, of runs
	soldIn       period.Range     // months in which anything was sold
}

// offer is a customer whose money moves as an account's cost does.
type offer struct {
	customer     customer.ID
	mine, theirs identity.Shape
}

// spending reads how the money of those who have parties moves.
func (m *Matcher) spending(ctx context.Context, ps *parties, x *multiplier.Exchange, owned map[customer.ID][]*Party) (*spending, error) {
	s := &spending{x: x}
	for _, p := range ps.load(ps.all...) {
		if p.Kind == identity.KindAccount {
			s.in.Until = max(s.in.Until, p.Last+1)
		}
	}
	s.in.From = s.in.Until - spendMonths
	owners, clouds := map[customer.PartyID]customer.ID{}, map[customer.ID][]monthMoney{}
	for id, own := range owned {
		for _, p := range own {
			owners[p.ID] = id
			if p.Kind == identity.KindAccount {
				clouds[id] = append(clouds[id], p.months...)
			}
		}
	}
	invoiced := period.Range{From: s.in.From, Until: s.in.Until + 1}
	sold, err := m.sold(ctx, owners, invoiced)
	if err != nil {
		return nil, err
	}
	s.soldIn = period.Range{From: invoiced.Until, Until: invoiced.From}
	for _, in := range sold {
		for _, mm := range in {
			s.soldIn.From, s.soldIn.Until = min(s.soldIn.From, mm.month), max(s.soldIn.Until, mm.month+1)
		}
	}
	s.soldTo, s.sold = s.shapes(sold, invoiced)
	s.runs, s.cloud = s.shapes(clouds, s.in)
	return s, nil
}

// shapes gives every customer whose money moves, by id, and how.
func (s *spending) shapes(of map[customer.ID][]monthMoney, in period.Range) (ids []customer.ID, shapes []identity.Shape) {
	for id := range of {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	ids = slices.DeleteFunc(ids, func(id customer.ID) bool {
		shape := s.shape(of[id], in)
		if shape != nil {
			shapes = append(shapes, shape)
		}
		return shape == nil
	})
	return ids, shapes
}

// shape is how money moves: in its own currency where it has one, else at the
// rates of its months; none where one is missing.
func (s *spending) shape(of []monthMoney, in period.Range) identity.Shape {
	amounts := make([]money.Decimal, in.Months())
	mixed := slices.ContainsFunc(of, func(mm monthMoney) bool { return mm.amount.Currency != of[0].amount.Currency })
	for _, mm := range of {
		if !in.Contains(mm.month) {
			continue
		}
		amount := mm.amount.Decimal
		if mixed {
			r, known := s.x.Rate(mm.month, mm.amount.Currency)
			if !known {
				return nil
			}
			amount = amount.Mul(r)
		}
		amounts[mm.month-in.From] = amounts[mm.month-in.From].Add(amount)
	}
	return identity.NewShape(amounts)
}

// lasts reports whether an account has cost for long enough that it can be said
// how it moves.
func (p *Party) lasts() bool {
	months := map[period.Month]bool{}
	for _, mm := range p.months {
		if !mm.amount.Decimal.IsZero() {
			months[mm.month] = true
		}
	}
	return len(months) >= leastSpendMonths
}

// alike finds the few customers whose money moves as the cost of an account does:
// what they were invoiced for resold cloud, in the same month or the next; else
// the cost of the accounts that they have.
func (s *spending) alike(p *Party) []offer {
	of := period.Range{From: max(p.First, s.in.From), Until: min(p.Last+1, s.in.Until)}
	shape := s.shape(p.months, s.in)
	if of.Months() < leastSpendMonths || shape == nil {
		return nil
	}
	// Before anything was sold, and after, invoices say nothing.
	sold := period.Range{From: max(of.From, s.soldIn.From), Until: min(of.Until, s.soldIn.Until)}
	later := []int{0}
	if next := (period.Range{From: sold.From, Until: min(sold.Until, s.soldIn.Until-1)}); next.Months() >= leastSpendMonths {
		sold, later = next, []int{0, 1}
	}
	if found := s.offers(shape, sold, s.soldTo, s.sold, later); len(found) > 0 {
		return found
	}
	return s.offers(shape, of, s.runs, s.cloud, []int{0})
}

// offers finds who of some customers is alike in the months; nobody where so many
// are that it tells nothing.
func (s *spending) offers(shape identity.Shape, in period.Range, ids []customer.ID, shapes []identity.Shape, later []int) (found []offer) {
	if in.Months() < leastSpendMonths {
		return nil
	}
	from := make([]int, len(later))
	for i, by := range later {
		from[i] = int(in.From-s.in.From) + by
	}
	mine := shape[in.From-s.in.From : in.Until-s.in.From]
	for _, l := range identity.Resembling(mine, shapes, from...) {
		if slices.ContainsFunc(found, func(o offer) bool { return o.customer == ids[l.Other] }) {
			continue
		}
		found = append(found, offer{ids[l.Other], mine, shapes[l.Other][l.From : l.From+len(mine)]})
	}
	if len(found) > spendOffers {
		return nil
	}
	return found
}

// suggestBySpend compares accounts that nobody comes near by how their cost moves.
// That can only become a question.
func (r *running) suggestBySpend(ctx context.Context, alone []judged) error {
	var lasting []int
	for i, j := range alone {
		if j.party.lasts() {
			lasting = append(lasting, i)
		}
	}
	if len(lasting) == 0 {
		return nil
	}
	s, err := r.spending(ctx, r.ps, r.x, r.d.belongings())
	if err != nil {
		return err
	}
	stakes := map[int]money.Decimal{}
	for _, i := range lasting {
		stakes[i] = alone[i].party.stake(r.x).Amount.Decimal
	}
	slices.SortFunc(lasting, func(a, b int) int {
		return cmp.Or(stakes[b].Cmp(stakes[a]), cmp.Compare(alone[a].party.ID, alone[b].party.ID))
	})
	most := spendPairs / max(1, 2*len(s.sold)+len(s.cloud))
	for _, i := range lasting[:min(len(lasting), max(1, most))] {
		if err := ctx.Err(); err != nil {
			return err
		}
		if j := r.d.judgeSpend(alone[i].party, s.alike(alone[i].party)); len(j.matches) > 0 {
			alone[i] = j
			r.d.scored[j.party.ID] += j.scored
		}
	}
	return nil
}

// belongings are the parties of every customer as the run has them so far.
func (d *deciding) belongings() map[customer.ID][]*Party {
	all := map[customer.ID][]*Party{}
	for id, ps := range d.owned {
		all[id] = slices.Clip(ps)
	}
	for _, l := range d.links {
		all[l.customer] = append(all[l.customer], l.party)
	}
	for _, c := range d.created {
		all[c.made.ID] = append(all[c.made.ID], c.party)
	}
	return all
}

// judgeSpend scores the offers for an account with all that is known of both.
func (d *deciding) judgeSpend(p *Party, offers []offer) judged {
	var matches []identity.Match
	for _, o := range offers {
		known, ok := d.c.index.Find(customerKey(o.customer))
		if !ok {
			continue
		}
		p.spend = o.mine
		record := known.Record
		record.Spend = o.theirs
		m := identity.Match{Record: identity.Prepare(record)}
		m.Score = d.c.model.Score(identity.Prepare(p.record()), m.Record)
		if m.Score.OnlyWeak {
			matches = append(matches, m)
		}
	}
	slices.SortStableFunc(matches, func(a, b identity.Match) int { return cmp.Compare(b.Score.LogOdds, a.Score.LogOdds) })
	j := d.judge(p, matches)
	if j.verdict == identity.VerdictAccept {
		j.verdict, j.why = identity.VerdictAsk, WhyWeak
	}
	return j
}

// withSpend lets two sides be compared by how their money moves, where that is what
// an open question about them rests on.
func (m *Matcher) withSpend(ctx context.Context, r *resolving, a, b *Operand) error {
	if a.party == nil {
		a, b = b, a
	}
	if a.party == nil || b.Kind != identity.KindCustomer {
		return nil
	}
	if q := r.asked[a.party.ID]; !q.bySpend(customer.ID(b.ID)) {
		return nil
	}
	x, err := m.exchange(ctx, r.ps)
	if err != nil {
		return err
	}
	s, err := m.spending(ctx, r.ps, x, r.owned)
	if err != nil {
		return err
	}
	for _, o := range s.alike(a.party) {
		if o.customer == customer.ID(b.ID) {
			a.Record.Spend, b.Record.Spend = o.mine, o.theirs
		}
	}
	return nil
}

// bySpend reports whether an open question offers a customer by how money moves.
func (q *Question) bySpend(id customer.ID) bool {
	return slices.ContainsFunc(q.Candidates, func(c Candidate) bool {
		return c.Customer == id && slices.ContainsFunc(c.Evidence, func(e Evidence) bool { return e.Code == identity.CodeSpendAlike })
	})
}

// waits reports whether what else is in the books may tell whose an account is:
// nobody comes near it, or only by how money moves.
func (p *Party) waits(q *Question) bool {
	return p.Kind == identity.KindAccount && p.lasts() &&
		!slices.ContainsFunc(q.Candidates, func(c Candidate) bool { return !q.bySpend(c.Customer) })
}
