package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/prospecting"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/triggering"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// proposer puts together what the books suggest to do: what is white, what the
// bills show, what the next class takes.
type proposer struct {
	app        *App
	measurer   *measuring.Measurer
	assessor   *assessing.Assessor
	prospector *prospecting.Prospector
	finder     *triggering.Finder
	now        func() time.Time
}

// run gives everything that may be proposed to whoever asks.
func (p proposer) run(ctx context.Context) ([]moving.Suggestion, error) {
	var all []moving.Suggestion
	for _, part := range []func(context.Context) ([]moving.Suggestion, error){p.whitespace, p.triggers, p.standing} {
		found, err := part(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// rests names what proposals rest on beside the books: the workspace's own rules
// and references, the money they are told in, and the day.
func (p proposer) rests() any {
	c := p.app.settings.Config()
	var files strings.Builder
	paths := []string{filepath.Join(p.app.dir, assessing.RuleFile), filepath.Join(p.app.dir, assessing.BenchmarkFile)}
	if own, err := filepath.Glob(filepath.Join(TriggersDir(p.app.dir), "*")); err == nil {
		paths = append(paths, own...)
	}
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil {
			fmt.Fprintf(&files, "%s %d %d\n", path, info.Size(), info.ModTime().UnixNano())
		}
	}
	return []string{files.String(), string(c.Currency), string(c.Rates.Policy), p.now().UTC().Format(time.DateOnly)}
}

func (p proposer) whitespace(ctx context.Context) ([]moving.Suggestion, error) {
	c := p.app.settings.Config()
	found, err := p.prospector.Proposals(ctx, prospecting.Input{Currency: c.Currency, Policy: c.Rates.Policy})
	return moving.Suggest(found), err
}

func (p proposer) triggers(ctx context.Context) ([]moving.Suggestion, error) {
	c := p.app.settings.Config()
	r, err := p.finder.Run(ctx, triggering.Input{Currency: c.Currency, Policy: c.Rates.Policy})
	if err != nil {
		return nil, err
	}
	all := make([]moving.Suggestion, 0, len(r.Findings))
	for _, f := range r.Findings {
		rule, known := r.Rule(f.Rule)
		if !known {
			continue
		}
		one := moving.Suggestion{Proposal: f.Proposal(rule)}
		one.Say = func(l *i18n.Localizer) (string, string) {
			return l.Text("move.triggered", i18n.Args{"trigger": rule.Name.In(triggering.Chinese(l)), "what": moving.Offer(l, one.Proposal)}), triggering.Say(l, rule, f)
		}
		all = append(all, one)
	}
	return all, nil
}

// standingMonths are what the class is judged by, the last there are.
const standingMonths = 12

// standing is what the next class takes.
func (p proposer) standing(ctx context.Context) ([]moving.Suggestion, error) {
	c := p.app.settings.Config()
	ask := func(within period.Range, by multiplier.Dimension) (multiplier.Result, error) {
		r, err := p.measurer.Run(ctx, measuring.Input{Definitions: []string{multiplier.Standard().Name}, By: []multiplier.Dimension{by}, Period: within,
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
	verdict, err := p.assessor.Run(ctx, figure)
	if err != nil {
		return nil, err
	}
	var all []moving.Suggestion
	for _, step := range verdict.Proposals() {
		all = append(all, moving.Suggestion{Proposal: step.Proposal, Say: func(l *i18n.Localizer) (string, string) {
			what := l.Text("maturity.criterion."+string(step.Step.Criterion), nil)
			if step.Category != "" {
				what = moving.Offer(l, step.Proposal)
			}
			class := l.Text("maturity.class."+string(verdict.Verdict.Up[0].Class), nil)
			return l.Text("move.step", i18n.Args{"class": class, "what": what}), verdict.Say(l, step.Step)
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
