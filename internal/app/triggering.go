package app

import (
	"context"
	"path/filepath"
	"time"

	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/triggering"
)

// TriggersDir is where a workspace keeps its own rules of triggers.
func TriggersDir(dir string) string { return filepath.Join(dir, "triggers") }

// Triggering gives the job that looks for triggers in the bills.
func (a *App) Triggering(ctx context.Context, now func() time.Time) (*triggering.Finder, error) {
	m, err := a.Measuring(ctx)
	if err != nil {
		return nil, err
	}
	return a.finder(m, now), nil
}

func (a *App) finder(m *measuring.Measurer, now func() time.Time) *triggering.Finder {
	return &triggering.Finder{Measurer: m, Dir: TriggersDir(a.dir), Now: now}
}
