package matching

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// sold reads what customers were invoiced for resold cloud, month by month: the
// lines that figures take for it. Lines of parties without an owner are left out.
func (m *Matcher) sold(ctx context.Context, owners map[customer.PartyID]customer.ID, in period.Range) (map[customer.ID][]monthMoney, error) {
	books, err := m.State.LiveSlices(ctx, batch.KindServices)
	if err != nil || len(books) == 0 {
		return nil, err
	}
	basis, err := m.State.CategoryBasis(ctx)
	if err != nil {
		return nil, err
	}
	judge := category.NewJudge(basis)
	resold, sold := map[category.Subject]bool{}, map[customer.ID][]monthMoney{}
	lines := m.serviceLines(books)
	_, err = m.Engine.Each(ctx, engine.Query{Name: "match sold", SQL: enginesql.MatchSold, Relations: []engine.Relation{lines},
		Args: []any{in.From.Start(), in.Until.Start()}}, func(row engine.Row) error {
		q := customer.Query{Name: row.Text(0), TaxID: row.Text(1), Ref: row.Text(2), Email: row.Text(3)}
		owner, known := owners[q.Party()]
		if !known {
			return nil
		}
		s := category.Subject{Description: row.Text(4), ItemCode: row.Text(5), Project: row.Text(6), AccountCode: row.Text(7),
			CategoryCode: row.Text(8), EngagementType: row.Text(9)}
		is, met := resold[s]
		if !met {
			is = judge.Classify(s).Nature == service.NatureResoldCloud
			resold[s] = is
		}
		if is {
			sold[owner] = append(sold[owner], monthMoney{row.Month(10), money.New(row.Decimal(12), money.Currency(row.Text(11)))})
		}
		return nil
	})
	return sold, err
}
