package app

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/comparing"
)

// Comparing gives the job that compares the partners of a workspace.
func (a *App) Comparing(ctx context.Context) (*comparing.Comparer, error) {
	m, err := a.Measuring(ctx)
	if err != nil {
		return nil, err
	}
	return a.comparer(m, a.Assessing()), nil
}

func (a *App) comparer(m *measuring.Measurer, assessor *assessing.Assessor) *comparing.Comparer {
	return &comparing.Comparer{Measurer: m, Dir: a.dir, Judge: assessor.Needs, Terms: func() comparing.Terms {
		c := a.settings.Config()
		return comparing.Terms{Currency: c.Currency, Policy: c.Rates.Policy, Calendar: c.Calendar()}
	}}
}
