package state

import (
	"context"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// Run is a run of the job that asks an area's questions.
type Run struct {
	At      time.Time // when it began
	Actor   string    // who started it
	Batches []batch.ID
}

// RunBatches gives the batches that the last run of an area has seen.
func (s *DB) RunBatches(ctx context.Context, area Area) (_ []batch.ID, err error) {
	defer wrap(&err, "state.RunBatches(%s)", area)
	rows, err := s.q.ListRunBatches(ctx, string(area))
	if err != nil {
		return nil, err
	}
	ids := make([]batch.ID, len(rows))
	for i, r := range rows {
		ids[i] = batch.ID(r.BatchID)
	}
	return ids, nil
}

// SetRun keeps a run in place of an area's last one.
func (s *DB) SetRun(ctx context.Context, area Area, r Run) (err error) {
	defer wrap(&err, "state.SetRun(%s)", area)
	return s.within(ctx, func(q *statedb.Queries) error {
		if err := q.SaveRun(ctx, statedb.SaveRunParams{Area: string(area), At: instant(r.At), Actor: r.Actor}); err != nil {
			return err
		}
		if err := q.DeleteRunBatches(ctx, string(area)); err != nil {
			return err
		}
		for _, id := range r.Batches {
			if err := q.InsertRunBatch(ctx, statedb.InsertRunBatchParams{Area: string(area), BatchID: string(id)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// LastRun gives an area's last run. Of the kinds read it has seen the imports
// that it says; imports of the kinds beside them it has seen that came before it
// began.
func (s *DB) LastRun(ctx context.Context, area Area, read, beside []batch.Kind) (_ batch.LastRun, err error) {
	defer wrap(&err, "state.LastRun(%s)", area)
	var out batch.LastRun
	rows, err := s.q.FindRun(ctx, string(area))
	if err != nil {
		return out, err
	}
	if len(rows) > 0 {
		out.Actor = rows[0].Actor
		if out.At, err = time.Parse(time.RFC3339Nano, rows[0].At); err != nil {
			return out, err
		}
	}
	seen, err := s.RunBatches(ctx, area)
	if err != nil {
		return out, err
	}
	live := map[batch.ID]bool{}
	for _, kind := range slices.Concat(read, beside) {
		batches, err := s.q.ListLiveBatches(ctx, string(kind))
		if err != nil {
			return out, err
		}
		for _, b := range batches {
			a := batch.Arrival{ID: batch.ID(b.ID), Kind: kind}
			if a.At, err = time.Parse(time.RFC3339Nano, b.ImportedAt); err != nil {
				return out, err
			}
			live[a.ID] = true
			if slices.Contains(read, kind) && !slices.Contains(seen, a.ID) || slices.Contains(beside, kind) && a.At.After(out.At) {
				out.New = append(out.New, a)
			}
		}
	}
	for _, id := range seen {
		if !live[id] {
			out.Gone++
		}
	}
	slices.SortFunc(out.New, func(a, b batch.Arrival) int { return a.At.Compare(b.At) })
	return out, nil
}
