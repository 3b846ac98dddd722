package app

import (
	"context"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
)

// Categorising gives the job that finds what the lines of services revenue are.
// Actor is who answers.
func (a *App) Categorising(ctx context.Context, actor string, now func() time.Time, report progress.Func) (*categorising.Categoriser, error) {
	db, err := a.State(ctx)
	if err != nil {
		return nil, err
	}
	engine, err := a.Engine(ctx)
	if err != nil {
		return nil, err
	}
	set := a.settings.Config()
	return &categorising.Categoriser{State: db, Engine: engine, Lake: a.LakeDir(), Threshold: set.Categorise.Accept,
		Currency: set.Currency, Policy: set.Rates.Policy, Actor: actor, Now: now, Progress: report}, nil
}
