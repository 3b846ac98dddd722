package measuring

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// readFirstCharges finds when each customer's cloud began, in all books: in the
// facts that are there already, and in the months that nobody asked for.
func (f *Facts) readFirstCharges(ctx context.Context, m *Measurer) error {
	began := func(id customer.ID, month period.Month) {
		if first, known := f.firstCharge[id]; id != "" && (!known || month < first) {
			f.firstCharge[id] = month
		}
	}
	for _, g := range f.Cloud {
		if !g.Fact.Tax {
			began(g.Fact.Customer, g.Fact.Month)
		}
	}
	if len(f.files.outside.Files) == 0 {
		return nil
	}
	q := engine.Query{Name: "first charges", SQL: enginesql.FirstCharge, Relations: []engine.Relation{f.files.outside, f.accounts.customers}}
	return f.each(ctx, m, q, func(row engine.Row) error {
		began(customer.ID(text(row[0])), monthOf(row[1]))
		return nil
	})
}

// asks reports whether the question cuts or filters by a dimension.
func (q Question) asks(d multiplier.Dimension) bool {
	return slices.Contains(q.By, d) || slices.ContainsFunc(q.Where, func(f multiplier.Filter) bool { return f.Dimension == d })
}

// Kept gives the first arguments of cloud_facts.sql, and those of
// charge_rows.sql: which details to keep apart.
func (q Question) Kept() []any {
	return []any{q.asks(multiplier.DimensionProvider), q.asks(multiplier.DimensionRegion), q.asks(multiplier.DimensionService)}
}

// valued gives the other arguments of cloud_facts.sql: which costs any
// definition asks for. The others stay zero in the facts.
func (q Question) valued() []any {
	var args []any
	for _, v := range multiplier.Valuations() {
		args = append(args, slices.ContainsFunc(q.Definitions, func(d multiplier.Definition) bool { return d.Denominator.Valuation == v }))
	}
	return args
}

func (f *Facts) readCloud(ctx context.Context, m *Measurer) error {
	q := engine.Query{Name: "cloud facts", SQL: enginesql.CloudFacts, Args: append(f.question.Kept(), f.question.valued()...),
		Relations: []engine.Relation{f.files.cost, f.files.price, f.accounts.customers, f.accounts.payers}}
	return f.each(ctx, m, q, func(row engine.Row) error {
		g := CloudGroup{Provider: text(row[9]), IsPrice: flag(row[7]), Fact: multiplier.CloudFact{
			Customer: customer.ID(text(row[0])), Month: monthOf(row[1]), Currency: money.Currency(text(row[2])),
			Tax: flag(row[3]), Credit: flag(row[4]), Marketplace: flag(row[5]), Support: flag(row[6]), Resold: flag(row[8]),
			Provider: canonicalProvider(text(row[9])), Region: text(row[10]), Service: text(row[11]),
			Effective: decimal(row[12]), Billed: decimal(row[13]), List: decimal(row[14])}}
		g.Fact.AtCost = g.Fact.Resold && !g.IsPrice
		f.Cloud = append(f.Cloud, g)
		return nil
	})
}
