package app

import (
	"context"
	"path/filepath"

	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/explaining"
)

// DefinitionsDir is where a workspace keeps its own definitions.
func DefinitionsDir(dir string) string { return filepath.Join(dir, "definitions") }

// Measuring gives the job that computes multipliers.
func (a *App) Measuring(ctx context.Context) (*measuring.Measurer, error) {
	db, err := a.State(ctx)
	if err != nil {
		return nil, err
	}
	engine, err := a.Engine(ctx)
	if err != nil {
		return nil, err
	}
	return &measuring.Measurer{State: db, Engine: engine, Lake: a.LakeDir(), Definitions: DefinitionsDir(a.dir), Payers: func() []string { return a.settings.Config().Partner.Payers }}, nil
}

// Assessing gives the job that judges figures.
func (a *App) Assessing() *assessing.Assessor { return &assessing.Assessor{Dir: a.dir} }

// Explaining gives the job that walks from a figure back to its rows.
func (a *App) Explaining(ctx context.Context) (*explaining.Explainer, error) {
	m, err := a.Measuring(ctx)
	if err != nil {
		return nil, err
	}
	return &explaining.Explainer{Measurer: m}, nil
}
