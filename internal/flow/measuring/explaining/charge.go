package explaining

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// charges gathers the charges behind cloud facts.
func (g *gathering) charges(ctx context.Context, q measuring.Question, valued multiplier.Valuation, shares []multiplier.Share) error {
	if len(shares) == 0 {
		return nil
	}
	relations, err := g.chargeFiles(ctx)
	if err != nil {
		return err
	}
	query := engine.Query{Name: "charge rows", SQL: enginesql.ChargeRows, Args: q.Kept(),
		Relations: append(append(relations, g.facts.ChargeRelations()...), g.wantedCharges(shares))}
	stats, err := g.explainer.Measurer.Engine.Each(ctx, query, func(row engine.Row) error {
		fact := g.facts.Cloud[row[0].(int64)].Fact
		source, err := g.source(ctx, batch.ID(row[1].(string)))
		if err != nil {
			return err
		}
		r := Row{Side: multiplier.SideCloud, Batch: source.Batch.ID, File: fileOf(source.Batch, row[2].(int64)),
			Month: fact.Month, Customer: fact.Customer, Currency: fact.Currency}
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
		r.Counted = r.Amount
		g.add(r)
		return nil
	})
	g.queries = append(g.queries, measuring.Ran{Name: query.Name, SQL: query.SQL, Rows: stats.Rows, Elapsed: stats.Elapsed})
	return err
}

// chargeFiles names the charges' files, whose they are, and which of their
// slices count now.
func (g *gathering) chargeFiles(ctx context.Context) ([]engine.Relation, error) {
	charge := engine.Relation{Name: "charge", Varied: true}
	files := engine.Relation{Name: "charge_file", Columns: []engine.Column{{Name: "path", Type: engine.TypeText},
		{Name: "batch_id", Type: engine.TypeText}, {Name: "file_ordinal", Type: engine.TypeInt}, {Name: "is_price", Type: engine.TypeBool}}}
	live := engine.Relation{Name: "live_slice", Columns: []engine.Column{{Name: "batch_id", Type: engine.TypeText},
		{Name: "source", Type: engine.TypeText}, {Name: "month", Type: engine.TypeDate}, {Name: "currency", Type: engine.TypeText}}}
	seen := map[batch.ID]bool{}
	for _, s := range g.facts.Bills {
		src, err := g.source(ctx, s.BatchID)
		if err != nil {
			return nil, err
		}
		// A batch whose stream the user named has that one source for every row.
		var source any = strings.TrimSuffix(s.Slice.Source, s.Side.Suffix())
		if src.Batch.Source != "" {
			source = nil
		}
		live.Rows = append(live.Rows, []any{string(s.BatchID), source, s.Slice.BillingPeriod.Start(), string(s.Slice.Currency)})
		if seen[s.BatchID] {
			continue
		}
		seen[s.BatchID] = true
		for _, f := range src.Batch.Files {
			if f.LakePath == "" {
				continue
			}
			path := filepath.Join(g.explainer.Measurer.Lake, f.LakePath)
			charge.Files = append(charge.Files, path)
			files.Rows = append(files.Rows, []any{path, string(s.BatchID), int64(f.Ordinal), s.Side == batch.SidePrice})
			if f.ExtraPath != "" {
				extra := filepath.Join(g.explainer.Measurer.Lake, f.ExtraPath)
				charge.Files = append(charge.Files, extra)
				files.Rows = append(files.Rows, []any{extra, string(s.BatchID), int64(f.Ordinal), s.Side == batch.SidePrice})
			}
		}
	}
	return []engine.Relation{charge, files, live}, nil
}

func (g *gathering) wantedCharges(shares []multiplier.Share) engine.Relation {
	text, flag := engine.TypeText, engine.TypeBool
	w := engine.Relation{Name: "wanted_charge", Columns: []engine.Column{{Name: "fact", Type: engine.TypeInt},
		{Name: "customer_id", Type: text}, {Name: "month", Type: engine.TypeDate}, {Name: "currency", Type: text},
		{Name: "tax", Type: flag}, {Name: "credit", Type: flag}, {Name: "marketplace", Type: flag}, {Name: "support", Type: flag},
		{Name: "is_price", Type: flag}, {Name: "resold", Type: flag},
		{Name: "provider", Type: text}, {Name: "region", Type: text}, {Name: "service", Type: text}}}
	for _, s := range shares {
		c := g.facts.Cloud[s.Fact]
		f := c.Fact
		w.Rows = append(w.Rows, []any{int64(s.Fact), string(f.Customer), f.Month.Start(), string(f.Currency),
			f.Tax, f.Credit, f.Marketplace, f.Support, c.IsPrice, f.Resold, c.Provider, f.Region, f.Service})
	}
	return w
}
