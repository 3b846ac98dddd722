package checking

import (
	"context"
	"os"
	"strings"

	"github.com/sevenfold/sevenfold/internal/state"
)

// openState opens the state if it exists (looking must not make one) and gives
// the imports it knows; nil when that is not known.
func openState(ctx context.Context, in Input) (_ Check, known map[string]bool) {
	if in.ConfigErr != nil {
		return Check{ID: "state", Status: StatusWarn, Finding: "skipped"}, nil
	}
	args := map[string]any{"state": in.Config.ShownState()}
	if !strings.Contains(in.State, "://") {
		if _, err := os.Stat(in.State); err != nil {
			return Check{ID: "state", Status: StatusFail, Finding: "missing", Args: args, Err: err}, nil
		}
	}
	fail := func(err error) (Check, map[string]bool) {
		return Check{ID: "state", Status: StatusFail, Finding: "unreadable", Args: args, Err: err}, nil
	}
	db, err := state.Open(ctx, in.State)
	if err != nil {
		return fail(err)
	}
	batches, err := db.Batches(ctx)
	if cerr := db.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fail(err)
	}
	known = map[string]bool{}
	for _, b := range batches {
		known[string(b.ID)] = true
	}
	args["count"] = len(batches)
	return ok("state", args), known
}
