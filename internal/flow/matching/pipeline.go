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

// collectPipeline adds the customers that opportunities name. Words that an
// invoice says too are its party already, whose answer holds for both.
func (m *Matcher) collectPipeline(ctx context.Context, ps *parties) error {
	all, err := m.State.Batches(ctx)
	if err != nil {
		return err
	}
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
		p, known := ps.byID[id]
		if !known {
			p = &Party{ID: id, Kind: identity.KindOther, DUNS: r.Customer.DUNS, CRM: r.Customer.CRM, Domain: r.Customer.Website}
			ps.byID[id] = p
		}
		p.name(r.Customer.Name)
		if p.Kind != identity.KindOther {
			continue
		}
		if a := r.Customer.Account; a != "" && !slices.Contains(p.Accounts, a) {
			p.Accounts = append(p.Accounts, a)
		}
		day := r.Close
		if day.IsZero() {
			day = r.Made()
		}
		month := period.MonthOf(day)
		if p.First == 0 || month < p.First {
			p.First = month
		}
		p.Last = max(p.Last, month)
	}
	return nil
}

// suggest gives an account of the bills that has no name what an opportunity says
// of it: weak evidence, and so a question at most.
func (ps *parties) suggest(r opportunity.Record) {
	if r.Customer.Account == "" || r.Customer.Name == "" {
		return
	}
	p := ps.byID[customer.AccountParty(r.Customer.Account)]
	if p == nil || len(p.labels()) > 0 {
		return
	}
	h := identity.Hint{Source: identity.HintPipeline, Value: r.Customer.Name, From: fmt.Sprintf("%s, %s:%d", r.ID, path.Base(r.FileName), r.Row)}
	said := func(k identity.Hint) bool { return k.Value == h.Value }
	if len(p.Deals) < hintsPerAccount && !slices.ContainsFunc(p.Deals, said) {
		p.Deals = append(p.Deals, h)
	}
}

// pipeline decides on customers that opportunities name. One that comes near
// nobody stays who it is: a prospect is no customer yet.
func (d *deciding) pipeline(ps []*Party) {
	for _, j := range d.judgeAll(ps, "match.pipeline") {
		if j.verdict != identity.VerdictApart {
			d.settle(j)
		}
	}
}
