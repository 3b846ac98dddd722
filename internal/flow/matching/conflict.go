package matching

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
)

// conflicts takes back links that contradict each other: each party fits the
// customer, but not the other party. Where one of them met the customer by an
// exact identifier it stays; otherwise nobody can tell which is right, and both
// become questions. A wrong merge is worse than a question.
func (d *deciding) conflicts() {
	groups := map[customer.ID][]int{}
	for i, l := range d.links {
		if l.party.TaxID != "" { // what contradicts is a number, and only the books write one
			groups[l.customer] = append(groups[l.customer], i)
		}
	}
	doubted := map[int]bool{}
	for _, group := range groups {
		if len(group) > 1 {
			d.doubt(group, doubted)
		}
	}
	if len(doubted) == 0 {
		return
	}
	var kept []link
	for i, l := range d.links {
		if !doubted[i] {
			kept = append(kept, l)
			continue
		}
		j := d.judge(l.party, d.c.best(l.party))
		j.why = WhyConflict
		d.ask(j)
	}
	d.links = kept
}

// doubt finds, among the links to one customer, those that cannot stand beside
// the others.
func (d *deciding) doubt(group []int, doubted map[int]bool) {
	at := map[string]int{}
	var keys []string
	var links []identity.Link
	var apart []identity.Pair
	prepared := make([]*identity.Prepared, len(group))
	for n, i := range group {
		l := d.links[i]
		key := string(l.party.ID)
		at[key], prepared[n] = i, identity.Prepare(l.party.record())
		keys = append(keys, key)
		links = append(links, identity.Link{Pair: identity.Pair{A: customerKey(l.customer), B: key}, Probability: l.score.Probability, Sure: l.score.Exact})
		for m := range n {
			if d.c.model.Score(prepared[m], prepared[n]).Veto != "" {
				apart = append(apart, identity.Pair{A: keys[m], B: key})
			}
		}
	}
	if len(apart) == 0 {
		return
	}
	keys = append(keys, customerKey(d.links[group[0]].customer))
	for _, r := range identity.Cluster(keys, links, apart).Refused {
		for _, key := range []string{r.Link.A, r.Link.B, r.Because.A, r.Because.B} {
			if i, isParty := at[key]; isParty && (!d.links[i].score.Exact || slices.Contains([]string{r.Link.A, r.Link.B}, key)) {
				doubted[i] = true
			}
		}
	}
}
