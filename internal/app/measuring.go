package app

import (
	"context"
	"path/filepath"

	"github.com/sevenfold/sevenfold/internal/flow/measuring"
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
	return &measuring.Measurer{State: db, Engine: engine, Lake: a.LakeDir(), Definitions: DefinitionsDir(a.dir), Payers: a.config.Partner.Payers}, nil
}
