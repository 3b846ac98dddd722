package matching

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/identity"
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

// pipeline decides on customers that opportunities name. One that comes near
// nobody stays who it is: a prospect is no customer yet.
func (d *deciding) pipeline(ps []*Party) {
	for _, j := range d.judgeAll(ps, "match.pipeline") {
		if j.verdict != identity.VerdictApart {
			d.settle(j)
		}
	}
}
