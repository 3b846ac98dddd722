package answer

import (
	"context"
	"errors"
	"sync"

	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// Together gives the answers to several questions, in their order, and asks
// them side by side: an engine that waits for one has time for another.
func (d *Desk) Together(ctx context.Context, ins ...measuring.Input) ([]measuring.Result, error) {
	results, errs := make([]measuring.Result, len(ins)), make([]error, len(ins))
	var all sync.WaitGroup
	for i, in := range ins {
		all.Go(func() { results[i], errs[i] = d.Ask(ctx, in) })
	}
	all.Wait()
	return results, errors.Join(errs...)
}
