package matching

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/state"
)

// LastRun says when a run last looked at the books and what has come since.
func (m *Matcher) LastRun(ctx context.Context) (_ batch.LastRun, err error) {
	defer fault.Wrap(&err, "matching.LastRun")
	if _, err := m.Guard.Allow(ctx, access.RightBooks); err != nil {
		return batch.LastRun{}, err
	}
	return m.State.LastRun(ctx, state.AreaIdentity, []batch.Kind{batch.KindBill, batch.KindServices, batch.KindPipeline}, []batch.Kind{batch.KindCustomers, batch.KindInfluenced})
}
