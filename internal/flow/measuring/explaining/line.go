package explaining

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// lines gathers the service lines behind service facts. What a fact counts is
// given back to its lines in proportion to their amounts, to the last digit.
func (g *gathering) lines(ctx context.Context, facts []multiplier.ServiceFact, shares []multiplier.Share) error {
	if len(shares) == 0 {
		return nil
	}
	groups := g.facts.ServiceGroupsOf()
	counted := map[int][]multiplier.Share{}
	for _, s := range shares {
		counted[groups[s.Fact]] = append(counted[groups[s.Fact]], s)
	}
	found := map[int][]Row{}
	query := engine.Query{Name: "line rows", SQL: enginesql.LineRows, Relations: append(g.facts.LineRelations(), g.wantedLines(counted))}
	err := g.ask(ctx, query, func(row engine.Row) error {
		n := int(row[0].(int64))
		group := g.facts.Services[n]
		source, err := g.source(ctx, batch.ID(row[1].(string)))
		if err != nil {
			return err
		}
		r := Row{Side: multiplier.SideServices, Batch: source.Batch.ID, Month: group.Month, Currency: group.Currency,
			Customer: facts[counted[n][0].Fact].Customer, Class: group.Class, Shares: group.Shares, Pair: group.Pair, Billed: group.Billed}
		ordinal, _ := row[2].(int64)
		r.File = fileOf(source.Batch, ordinal)
		r.Number, _ = row[3].(int64)
		r.Document, _ = row[4].(string)
		name, _ := row[5].(string)
		r.Subject, r.Project = r.Document+" "+name, group.Subject.Project
		r.Text, _ = row[6].(string)
		r.Amount, _ = row[7].(money.Decimal)
		found[n] = append(found[n], r)
		return nil
	})
	if err != nil {
		return err
	}
	for n, rows := range found {
		divide(rows, counted[n])
		for _, r := range rows {
			g.add(r)
		}
	}
	return nil
}

// divide gives the rows of a group what the group counts.
func divide(rows []Row, shares []multiplier.Share) {
	amounts := make([]money.Decimal, len(rows))
	for i, r := range rows {
		amounts[i] = r.Amount
	}
	total := money.Zero
	for _, s := range shares {
		total = total.Add(s.Counted)
		for i := range rows {
			rows[i].Allocated = rows[i].Allocated || s.Allocated
		}
	}
	parts := money.Spread(total, amounts, money.LakeScale)
	if parts == nil { // the lines cancel out, and so does what they count
		parts = amounts
		if len(rows[0].Shares) > 0 { // how much of each counts, the sum does not say
			parts = make([]money.Decimal, len(rows))
		}
	}
	for i := range rows {
		rows[i].Counted = parts[i]
	}
}

func (g *gathering) wantedLines(groups map[int][]multiplier.Share) engine.Relation {
	w := engine.Relation{Name: "wanted_line", Columns: []engine.Column{{Name: "line_group", Type: engine.TypeInt},
		{Name: "month", Type: engine.TypeDate}, {Name: "day", Type: engine.TypeDate}, {Name: "mark", Type: engine.TypeInt}}}
	for _, name := range []string{"basis", "currency", "customer_name", "customer_tax_id", "customer_ref", "customer_email",
		"item_code", "account_code", "project", "description", "category_code", "provider", "engagement_type"} {
		w.Columns = append(w.Columns, engine.Column{Name: name, Type: engine.TypeText})
	}
	for n := range groups {
		s := g.facts.Services[n]
		w.Rows = append(w.Rows, []any{int64(n), s.Month.Start(), s.Day, s.Mark, string(s.Basis), string(s.Currency),
			s.Subject.CustomerName, s.Subject.CustomerTaxID, s.Subject.CustomerRef, s.Subject.CustomerEmail,
			s.Subject.ItemCode, s.Subject.AccountCode, s.Subject.Project, s.Subject.Description, s.Subject.CategoryCode, s.Subject.Provider,
			s.Subject.EngagementType})
	}
	return w
}
