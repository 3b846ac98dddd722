package app

import (
	"context"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/prospecting"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// Moving gives the job that keeps what the partner sets out to do, and says what
// the books suggest.
func (a *App) Moving(ctx context.Context, now func() time.Time) (*moving.Mover, error) {
	db, err := a.State(ctx)
	if err != nil {
		return nil, err
	}
	measurer, err := a.Measuring(ctx)
	if err != nil {
		return nil, err
	}
	prospector, err := a.Prospecting(ctx)
	if err != nil {
		return nil, err
	}
	return &moving.Mover{State: db, Now: now, Proposing: a.proposing(measurer, a.Assessing(), prospector)}, nil
}

// proposing puts together what the books suggest, in whoever's name asks.
func (a *App) proposing(measurer *measuring.Measurer, assessor *assessing.Assessor, prospector *prospecting.Prospector) func(context.Context) ([]moving.Suggestion, error) {
	return func(ctx context.Context) ([]moving.Suggestion, error) {
		all, err := a.standingProposals(ctx, measurer, assessor)
		if err != nil {
			return nil, err
		}
		c := a.settings.Config()
		white, err := prospector.Proposals(ctx, prospecting.Input{Currency: c.Currency, Policy: c.Rates.Policy})
		return append(all, moving.Suggest(white)...), err
	}
}

// standingMonths are what the class is judged by, the last there are.
const standingMonths = 12

// standingProposals are what the next class takes.
func (a *App) standingProposals(ctx context.Context, measurer *measuring.Measurer, assessor *assessing.Assessor) ([]moving.Suggestion, error) {
	c := a.settings.Config()
	ask := func(within period.Range, by multiplier.Dimension) (multiplier.Result, error) {
		r, err := measurer.Run(ctx, measuring.Input{Definitions: []string{multiplier.Standard().Name}, By: []multiplier.Dimension{by}, Period: within,
			Currency: c.Currency, Policy: c.Rates.Policy, Calendar: c.Calendar()})
		if err != nil {
			return multiplier.Result{}, err
		}
		return r.Figures[0], nil
	}
	months, err := ask(period.Range{}, multiplier.DimensionMonth)
	if err != nil {
		return nil, err
	}
	last := lastCloud(months)
	if last == 0 {
		return nil, nil
	}
	figure, err := ask(period.Range{From: last + 1 - standingMonths, Until: last + 1}, multiplier.DimensionCustomer)
	if err != nil {
		return nil, err
	}
	verdict, err := assessor.Run(ctx, figure)
	if err != nil {
		return nil, err
	}
	var all []moving.Suggestion
	for _, p := range verdict.Proposals() {
		all = append(all, moving.Suggestion{Proposal: p.Proposal, Say: func(l *i18n.Localizer) (string, string) {
			what := l.Text("maturity.criterion."+string(p.Step.Criterion), nil)
			if p.Category != "" {
				what = l.Text("move.offer", i18n.Args{"what": l.Text("multiplier.part."+string(p.Category), nil)})
			}
			class := l.Text("maturity.class."+string(verdict.Verdict.Up[0].Class), nil)
			return l.Text("move.step", i18n.Args{"class": class, "what": what}), verdict.Say(l, p.Step)
		}})
	}
	return all, nil
}

// lastCloud is the last month with cloud; zero where there is none. Services are
// spread into months to come.
func lastCloud(byMonth multiplier.Result) period.Month {
	var last period.Month
	for _, row := range byMonth.Rows {
		if m, err := period.ParseMonth(row.Key[0]); err == nil && !row.Cloud.IsZero() {
			last = max(last, m)
		}
	}
	return last
}
