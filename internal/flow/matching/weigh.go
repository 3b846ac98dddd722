package matching

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// weigh takes out of what hangs on questions about parties of the books the lines
// that no figure counts: cloud that was passed on, hardware and the like. An
// account's own cost says how much cloud hangs on it, so that it would be there twice.
func (r *running) weigh(ctx context.Context) error {
	wanted := engine.Relation{Name: "wanted_party"}
	for _, name := range []string{"customer_name", "customer_tax_id", "customer_ref", "customer_email"} {
		wanted.Columns = append(wanted.Columns, engine.Column{Name: name, Type: engine.TypeText})
	}
	at := map[customer.PartyID]*Question{}
	for i := range r.d.questions {
		q := &r.d.questions[i]
		if q.Party.Kind != identity.KindBook {
			continue
		}
		at[q.Party.ID] = q
		for _, name := range append(slices.Clone(q.Party.Names), "") {
			wanted.Rows = append(wanted.Rows, []any{name, q.Party.TaxID, q.Party.Ref, q.Party.Email})
		}
	}
	if len(at) == 0 {
		return nil
	}
	books, err := r.State.LiveSlices(ctx, batch.KindServices)
	if err != nil {
		return err
	}
	basis, err := r.State.CategoryBasis(ctx)
	if err != nil {
		return err
	}
	judge, counted := category.NewJudge(basis), map[category.Subject]bool{}
	lines := r.serviceLines(books)
	_, err = r.Engine.Each(ctx, engine.Query{Name: "match lines", SQL: enginesql.MatchLines, Relations: []engine.Relation{lines, wanted}}, func(row engine.Row) error {
		q := at[customer.Query{Name: row.Text(0), TaxID: row.Text(1), Ref: row.Text(2), Email: row.Text(3)}.Party()]
		if q == nil {
			return nil
		}
		s := category.Subject{Description: row.Text(4), ItemCode: row.Text(5), Project: row.Text(6), AccountCode: row.Text(7),
			CategoryCode: row.Text(8), EngagementType: row.Text(9)}
		counts, met := counted[s]
		if !met {
			counts = judge.Classify(s).Nature.Counts()
			counted[s] = counts
		}
		if !counts {
			net := row.Decimal(12)
			q.Stake.Add(r.x, row.Month(10), money.New(net.Neg(), money.Currency(row.Text(11))))
		}
		return nil
	})
	return err
}
