package matching

import (
	"context"
	"fmt"
	"path"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// prospect is what the opportunities of the pipeline say of one party.
type prospect struct {
	names, accounts    []string
	duns, crm, website string
	first, last        period.Month
}

// prospects reads whom opportunities name. Words that an invoice says too are its
// party already, whose answer holds for both.
func (m *Matcher) prospects(ctx context.Context, ps *parties) error {
	all, err := m.State.Batches(ctx)
	if err != nil {
		return err
	}
	ps.deals, ps.prospects, ps.suggested = nil, map[customer.PartyID]*prospect{}, map[customer.PartyID][]identity.Hint{}
	for _, b := range all {
		if b.Kind == batch.KindPipeline && b.Status == batch.StatusLive {
			ps.deals = append(ps.deals, b.ID)
		}
	}
	records, err := m.State.Pipeline(ctx)
	if err != nil {
		return err
	}
	for _, r := range records {
		ps.suggest(r)
		id := r.Customer.Query().Party()
		if !id.IsBook() {
			continue // it names an account only, or nobody
		}
		o, known := ps.prospects[id]
		if !known {
			o = &prospect{duns: r.Customer.DUNS, crm: r.Customer.CRM, website: r.Customer.Website}
			ps.prospects[id] = o
		}
		o.names = append(o.names, r.Customer.Name)
		if a := r.Customer.Account; a != "" && !slices.Contains(o.accounts, a) {
			o.accounts = append(o.accounts, a)
		}
		day := r.Close
		if day.IsZero() {
			day = r.Made()
		}
		month := period.MonthOf(day)
		if o.first == 0 || month < o.first {
			o.first = month
		}
		o.last = max(o.last, month)
	}
	return nil
}

// suggest keeps what an opportunity says of an account: for one of the bills that has
// no name it is weak evidence, and so a question at most.
func (ps *parties) suggest(r opportunity.Record) {
	if r.Customer.Account == "" || r.Customer.Name == "" {
		return
	}
	id := customer.AccountParty(r.Customer.Account)
	h := identity.Hint{Source: identity.HintPipeline, Value: r.Customer.Name, From: fmt.Sprintf("%s, %s:%d", r.ID, path.Base(r.FileName), r.Row)}
	said := func(k identity.Hint) bool { return k.Value == h.Value }
	if found := ps.suggested[id]; len(found) < hintsPerAccount && !slices.ContainsFunc(found, said) {
		ps.suggested[id] = append(found, h)
	}
}

// hope adds what opportunities say to what the books do. Of those whom no book names
// it is all there is.
func (p *Party) hope(o *prospect) {
	if o == nil {
		return
	}
	for _, n := range o.names {
		p.name(n)
	}
	if p.Kind == identity.KindOther {
		p.Accounts, p.DUNS, p.CRM, p.Domain, p.First, p.Last = o.accounts, o.duns, o.crm, o.website, o.first, o.last
	}
}

// pipeline decides on customers that opportunities name. One that comes near
// nobody stays who it is: a prospect is no customer yet. Customers are known by what
// was linked to them from here on.
func (d *deciding) pipeline(ps []*Party) {
	linked := len(d.links)
	for _, j := range d.judgeAll(ps, "match.pipeline") {
		if j.verdict != identity.VerdictApart {
			d.settle(j)
		}
	}
	d.tell(d.links[linked:])
}
