package matching

import (
	"cmp"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// groupAtMost bounds how many questions about one customer are tried together,
// those with the most money.
const groupAtMost = 24

// rank says how much money an answer to each question settles: its own, and that of
// the questions about the same customer that a yes to it answers too. These come
// last, because nobody need be asked about them then.
func (d *deciding) rank() {
	groups := map[customer.ID][]*Question{}
	for i := range d.questions {
		q := &d.questions[i]
		if q.Worth = q.Stake.Amount.Decimal; len(q.Candidates) > 0 && q.Party.Kind != identity.KindCustomer {
			groups[q.Candidates[0].Customer] = append(groups[q.Candidates[0].Customer], q)
		}
	}
	var several [][]*Question
	for _, group := range groups {
		if len(group) > 1 {
			several = append(several, group)
		}
	}
	parallel(len(several), func(i int) { d.rankGroup(several[i]) })
}

// rankGroup finds the questions about one customer that settle the most others.
func (d *deciding) rankGroup(group []*Question) {
	slices.SortFunc(group, func(a, b *Question) int {
		return cmp.Or(b.Worth.Cmp(a.Worth), cmp.Compare(a.Party.ID, b.Party.ID))
	})
	group = group[:min(len(group), groupAtMost)]
	settles := make([][]*Question, len(group))
	for i := range group {
		settles[i] = d.settledBy(group, i)
	}
	asked := map[*Question]bool{} // or settled by one that is
	for {
		lead, most := -1, money.Zero
		for i, q := range group {
			settles[i] = slices.DeleteFunc(settles[i], func(other *Question) bool { return asked[other] })
			if asked[q] || len(settles[i]) == 0 {
				continue
			}
			worth := q.Worth
			for _, other := range settles[i] {
				worth = worth.Add(other.Worth)
			}
			if lead < 0 || worth.Cmp(most) > 0 {
				lead, most = i, worth
			}
		}
		if lead < 0 {
			return
		}
		q := group[lead]
		q.Worth, q.Settles, asked[q] = most, len(settles[lead]), true
		for _, other := range settles[lead] {
			other.Worth, asked[other] = money.Zero, true
		}
	}
}

// settledBy gives the questions of a group that need not be asked once one of them
// was answered with yes: the customer is known by its names then.
func (d *deciding) settledBy(group []*Question, at int) (out []*Question) {
	known, ok := d.c.index.Find(customerKey(group[at].Candidates[0].Customer))
	if !ok {
		return nil
	}
	then := identity.Prepare(with(known.Record, &group[at].Party))
	for i, q := range group {
		if i == at || q.Why != WhyUnsure && !(q.Why == WhyCompeting && len(q.Candidates) == 1) {
			continue // a person must say
		}
		mine := identity.Prepare(q.Party.record())
		_, named := identity.NamedAlone(mine, then)
		if named = named && q.Party.Kind == identity.KindAccount; named || d.Thresholds.Verdict(d.c.model.Score(mine, then)) == identity.VerdictAccept {
			out = append(out, q)
		}
	}
	return out
}

// with is the record of a customer that has a party more.
func with(r identity.Record, p *Party) identity.Record {
	own := p.record()
	r.Names = slices.Concat(r.Names, own.Names)
	if p.Kind == identity.KindAccount {
		r.Aliases = slices.Concat(r.Aliases, p.labels())
	}
	r.TaxIDs, r.Refs, r.Domains = slices.Concat(r.TaxIDs, own.TaxIDs), slices.Concat(r.Refs, own.Refs), slices.Concat(r.Domains, own.Domains)
	r.Accounts, r.Payers = slices.Concat(r.Accounts, own.Accounts), slices.Concat(r.Payers, own.Payers)
	return r
}
