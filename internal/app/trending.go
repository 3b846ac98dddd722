package app

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/trending"
)

// Trending gives the job that measures trends.
func (a *App) Trending(ctx context.Context) (*trending.Trender, error) {
	m, err := a.Measuring(ctx)
	if err != nil {
		return nil, err
	}
	return trenderOf(m, a.Assessing()), nil
}

func trenderOf(m *measuring.Measurer, assessor *assessing.Assessor) *trending.Trender {
	return &trending.Trender{Measurer: m, References: referencesOf(assessor)}
}

// referencesOf gives the published values in force.
func referencesOf(assessor *assessing.Assessor) func(context.Context) (benchmark.Table, error) {
	return func(ctx context.Context) (benchmark.Table, error) {
		refs, err := assessor.References(ctx)
		return refs.Table, err
	}
}
