package matching

import (
	"context"
	"encoding/json"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
	"github.com/sevenfold/sevenfold/internal/state"
)

// sold reads what customers were invoiced for resold cloud, month by month: the
// lines that figures take for it. Lines of parties without an owner are left out.
func (m *Matcher) sold(ctx context.Context, owners map[customer.PartyID]customer.ID, in period.Range) (map[customer.ID][]monthMoney, error) {
	books, err := m.State.LiveSlices(ctx, batch.KindServices)
	if err != nil || len(books) == 0 {
		return nil, err
	}
	judge, err := m.judge(ctx)
	if err != nil {
		return nil, err
	}
	resold, sold := map[category.Subject]bool{}, map[customer.ID][]monthMoney{}
	lines, _ := m.serviceLines(books)
	_, err = m.Engine.Each(ctx, engine.Query{Name: "match sold", SQL: enginesql.MatchSold, Relations: []engine.Relation{lines},
		Args: []any{in.From.Start(), in.Until.Start()}}, func(row engine.Row) error {
		q := customer.Query{Name: text(row[0]), TaxID: text(row[1]), Ref: text(row[2]), Email: text(row[3])}
		owner, known := owners[q.Party()]
		if !known {
			return nil
		}
		s := category.Subject{Description: text(row[4]), ItemCode: text(row[5]), Project: text(row[6]), AccountCode: text(row[7]),
			CategoryCode: text(row[8]), EngagementType: text(row[9])}
		is, met := resold[s]
		if !met {
			is = judge.Classify(s).Nature == service.NatureResoldCloud
			resold[s] = is
		}
		if is {
			sold[owner] = append(sold[owner], monthMoney{monthOf(row[10]), money.New(decimal(row[12]), money.Currency(text(row[11])))})
		}
		return nil
	})
	return sold, err
}

// judge says what lines are, as figures do.
func (m *Matcher) judge(ctx context.Context) (*category.Judge, error) {
	rules, err := m.State.CategoryRules(ctx)
	if err != nil {
		return nil, err
	}
	offerings, err := m.State.Offerings(ctx)
	if err != nil {
		return nil, err
	}
	log, err := m.State.Decisions(ctx, state.AreaCategory)
	if err != nil {
		return nil, err
	}
	decisions := make([]category.Decision, len(log))
	for i, d := range log {
		if err := json.Unmarshal(d.Body, &decisions[i]); err != nil {
			return nil, err
		}
		decisions[i].ID, decisions[i].At, decisions[i].Actor = d.ID, d.At, d.Actor
	}
	return category.NewJudge(category.Basis{Rules: rules, Precedents: category.Fold(decisions), Offerings: offerings}), nil
}
