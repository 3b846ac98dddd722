package explaining

import (
	"context"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
)

// deals gathers the opportunities behind a figure of the pipeline. The amount of
// a row is what its file states, over however many months; of it one month's
// counts.
func (g *gathering) deals(ctx context.Context, question multiplier.Input, trace multiplier.Trace) error {
	cloud, services := g.facts.DealFacts(question.Definition)
	for _, s := range trace.Cloud {
		f := question.Cloud[s.Fact]
		from := cloud[s.Fact].From
		row := Row{Stage: cloud[s.Fact].Stage, Side: multiplier.SideCloud, Customer: f.Customer, Month: f.Month, Currency: f.Currency, Counted: s.Counted, Amount: stated(from.Spend, f.Currency)}
		if err := g.deal(ctx, row, from); err != nil {
			return err
		}
	}
	for _, s := range trace.Services {
		f := question.Services[s.Fact]
		from := services[s.Fact].From
		row := Row{Stage: services[s.Fact].Stage, Side: multiplier.SideServices, Customer: f.Customer, Month: f.Month, Currency: f.Currency, Counted: s.Counted, Allocated: s.Allocated,
			Amount: stated(from.Deal, f.Currency)}
		if err := g.deal(ctx, row, from); err != nil {
			return err
		}
	}
	return nil
}

func (g *gathering) deal(ctx context.Context, r Row, from opportunity.Record) error {
	source, err := g.source(ctx, from.BatchID)
	if err != nil {
		return err
	}
	r.Batch, r.File, r.Number = from.BatchID, fileOf(source.Batch, int64(from.File)), from.Row
	r.Subject, r.Text = strings.TrimSpace(from.ID+" "+from.Customer.Name), from.Title
	g.add(r)
	return nil
}

// stated sums what a record states in a currency.
func stated(values []opportunity.Value, c money.Currency) money.Decimal {
	sum := money.Zero
	for _, v := range values {
		if v.Amount.Currency == c {
			sum = sum.Add(v.Amount.Decimal)
		}
	}
	return sum
}
