package app

import (
	"context"
	"time"

	"github.com/sevenfold/sevenfold/internal/flow/moving"
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
	measurer.Keeps = true // what is white and what bills show rest on the same facts
	assessor := a.Assessing()
	return &moving.Mover{State: db, Now: now, Proposing: proposer{a, measurer, assessor, prospectorOf(measurer, assessor), a.finder(measurer, now), now}.run}, nil
}
