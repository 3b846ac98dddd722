package measuring

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Deal is a deal of the pipeline and whose it is.
type Deal struct {
	opportunity.Deal
	Customer customer.ID // empty: nobody's
	made     period.Month
}

// values are all amounts that the deal's records state.
func (d Deal) values() []opportunity.Value {
	values := slices.Concat(d.Spend, d.Record.Deal)
	for _, r := range d.Others {
		values = slices.Concat(values, r.Spend, r.Deal)
	}
	return values
}

// asksPipeline reports a question under a definition of the pipeline.
func (q Question) asksPipeline() bool {
	return slices.ContainsFunc(q.Definitions, func(d multiplier.Definition) bool { return d.Origin == multiplier.OriginPipeline })
}

// readPipeline finds whose the deals are, on the last day of the month in which
// they are to close; of those without such a day, of the month in which they
// were written.
func (f *Facts) readPipeline(ctx context.Context, m *Measurer) error {
	if !f.question.asksPipeline() {
		return nil
	}
	records, err := m.State.Pipeline(ctx)
	if err != nil {
		return err
	}
	f.pipeline = len(records) > 0
	for _, d := range opportunity.Deals(records) {
		deal := Deal{Deal: d, made: period.MonthOf(d.Made())}
		deal.Customer = d.Owner(f.index, lastDay(period.MonthOf(d.Dated())))
		f.deals = append(f.deals, deal)
	}
	return nil
}

// DealFact is the place of a deal among Facts.Deals, and the record that states
// the amount of a fact.
type DealFact struct {
	Deal  int
	From  opportunity.Record
	Stage opportunity.Stage // of the deal, by whichever record says it; may be unknown
}

// planned makes the facts of the deals under a definition, and beside each what
// it comes from.
func (f *Facts) planned(d multiplier.Definition) (cloud []multiplier.CloudFact, spend []DealFact, services []multiplier.ServiceFact, worth []DealFact) {
	for n, deal := range f.deals {
		c, s := d.Deal(deal.Deal, deal.Customer, deal.made)
		_, spends := deal.Spending()
		_, worths := deal.Worth()
		cloud, services = append(cloud, c...), append(services, s...)
		spend = append(spend, slices.Repeat([]DealFact{{n, spends, deal.Reached()}}, len(c))...)
		worth = append(worth, slices.Repeat([]DealFact{{n, worths, deal.Reached()}}, len(s))...)
	}
	return cloud, spend, services, worth
}

// DealFacts gives, for every place in Input.Cloud and Input.Services under a
// definition of the pipeline, the record behind it.
func (f *Facts) DealFacts(d multiplier.Definition) (cloud, services []DealFact) {
	_, cloud, _, services = f.planned(d)
	return cloud, services
}

// Basis is what a figure of the pipeline stands on.
type Basis struct {
	Definition string
	Stages     []opportunity.Stage
	// Open are the deals of those stages that were asked for; Counted those of them
	// that state both amounts per month. The others state only one, or neither.
	Open, Counted, NoDealValue, NoSpend int
	// From and Until bound the months in which counted deals are to close; zero
	// where none says when.
	From, Until period.Month
}

// basis counts the deals of a figure.
func (f *Facts) basis(d multiplier.Definition) (*Basis, error) {
	if d.Origin != multiplier.OriginPipeline || !f.pipeline {
		return nil, nil
	}
	fates, err := multiplier.CloudFates(f.Input(d))
	if err != nil {
		return nil, err
	}
	b := &Basis{Definition: d.String(), Stages: d.Stages}
	_, from, _, _ := f.planned(d)
	seen := map[int]bool{}
	for _, fate := range fates {
		n := from[fate.Fact].Deal
		if seen[n] {
			continue
		}
		seen[n] = true
		switch fate.Out {
		case "":
			b.Counted++
			if day := f.deals[n].CloseDay(); !day.IsZero() {
				m := period.MonthOf(day)
				if b.From == 0 || m < b.From {
					b.From = m
				}
				b.Until = max(b.Until, m+1)
			}
		case multiplier.ReasonNoDealValue:
			b.NoDealValue++
		case multiplier.ReasonNoSpend:
			b.NoSpend++
		default:
			continue
		}
		b.Open++
	}
	return b, nil
}
