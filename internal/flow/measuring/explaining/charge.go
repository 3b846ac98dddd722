package explaining

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// charges gathers the charges behind cloud facts. A group that counts as a whole
// gives its charges at once; one of which only a share counts divides it among
// them when all are there.
func (g *gathering) charges(ctx context.Context, q measuring.Question, valued multiplier.Valuation, facts []multiplier.CloudFact, shares []multiplier.Share) error {
	if len(shares) == 0 {
		return nil
	}
	groups := g.facts.CloudGroupsOf()
	counted, estimated := map[int][]multiplier.Share{}, map[int][]multiplier.Share{}
	for _, s := range shares {
		n := groups[s.Fact]
		if g.facts.Cloud[n].Estimate > 0 {
			estimated[n] = append(estimated[n], s)
		} else {
			counted[n] = append(counted[n], s)
		}
	}
	if err := g.estimates(ctx, facts, estimated); err != nil || len(counted) == 0 {
		return err
	}
	relations, err := g.facts.ChargeFiles(ctx, g.explainer.Measurer, q.Period.Contains)
	if err != nil {
		return err
	}
	divided := map[int][]Row{}
	query := engine.Query{Name: "charge rows", SQL: enginesql.ChargeRows, Args: q.Kept(),
		Relations: append(append(relations, g.facts.OwnerRelations()...), g.wantedCharges(counted))}
	stats, err := g.explainer.Measurer.Engine.Each(ctx, query, func(row engine.Row) error {
		n := int(row[0].(int64))
		group := g.facts.Cloud[n]
		fact := facts[counted[n][0].Fact]
		source, err := g.source(ctx, batch.ID(row[1].(string)))
		if err != nil {
			return err
		}
		r := Row{Side: multiplier.SideCloud, Batch: source.Batch.ID, File: fileOf(source.Batch, row[2].(int64)),
			Month: fact.Month, Customer: fact.Customer, Currency: fact.Currency, Shares: group.Shares}
		if n, ok := row[4].(int64); ok {
			r.Number = n
		} else {
			r.Number = r.File.FirstRow + row[3].(int64)
		}
		account, _ := row[5].(string)
		service, _ := row[6].(string)
		r.Subject = service + " " + account
		r.Text, _ = row[7].(string)
		at := map[multiplier.Valuation]int{multiplier.ValuationEffective: 8, multiplier.ValuationBilled: 9, multiplier.ValuationList: 10}[valued]
		r.Amount, _ = row[at].(money.Decimal) // a charge without that cost counts nothing
		if len(group.Facts) > 1 || len(group.Shares) > 0 {
			divided[n] = append(divided[n], r)
			return nil
		}
		r.Counted = r.Amount
		g.add(r)
		return nil
	})
	g.queries = append(g.queries, measuring.Ran{Name: query.Name, SQL: query.SQL, Rows: stats.Rows, Elapsed: stats.Elapsed})
	for n, rows := range divided {
		divide(rows, counted[n])
		for _, r := range rows {
			g.add(r)
		}
	}
	return err
}

func (g *gathering) wantedCharges(groups map[int][]multiplier.Share) engine.Relation {
	text, flag := engine.TypeText, engine.TypeBool
	w := engine.Relation{Name: "wanted_charge", Columns: []engine.Column{{Name: "cloud_group", Type: engine.TypeInt},
		{Name: "owner", Type: engine.TypeInt}, {Name: "month", Type: engine.TypeDate}, {Name: "currency", Type: text},
		{Name: "tax", Type: flag}, {Name: "credit", Type: flag}, {Name: "marketplace", Type: flag}, {Name: "support", Type: flag},
		{Name: "is_price", Type: flag},
		{Name: "provider", Type: text}, {Name: "region", Type: text}, {Name: "service", Type: text}}}
	for n := range groups {
		c := g.facts.Cloud[n]
		f := c.Facts[0]
		w.Rows = append(w.Rows, []any{int64(n), c.Owner, c.Month.Start(), string(c.Currency),
			f.Tax, f.Credit, f.Marketplace, f.Support, c.IsPrice, c.Provider, f.Region, f.Service})
	}
	return w
}
