package app

import (
	"context"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/attributing"
)

// Attributing gives the job that finds sales that stand twice, in books and bills. Actor is
// who answers.
func (a *App) Attributing(ctx context.Context, actor string, now func() time.Time, report progress.Func) (*attributing.Attributor, error) {
	m, err := a.Measuring(ctx)
	if err != nil {
		return nil, err
	}
	return &attributing.Attributor{Measurer: m, Threshold: attributing.DefaultAccept(), Actor: actor, Now: now, Progress: report,
		Partner: func() []string { return []string{a.settings.Config().Partner.Name} }}, nil
}
