package app

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/prospecting"
)

// Prospecting gives the job that looks for whitespace.
func (a *App) Prospecting(ctx context.Context) (*prospecting.Prospector, error) {
	m, err := a.Measuring(ctx)
	if err != nil {
		return nil, err
	}
	return prospectorOf(m, a.Assessing()), nil
}

func prospectorOf(m *measuring.Measurer, assessor *assessing.Assessor) *prospecting.Prospector {
	return &prospecting.Prospector{Measurer: m, References: referencesOf(assessor)}
}
