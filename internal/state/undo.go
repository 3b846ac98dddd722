package state

import (
	"context"
	"database/sql"
	"errors"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// UndoBatch takes an import back in one transaction: its slices end, and what
// they had replaced counts again, unless a later batch has replaced them since.
// Dimensions (rates, customers, rules) of the batch it replaced as a whole come
// back likewise.
func (s *DB) UndoBatch(ctx context.Context, id batch.ID) (err error) {
	defer wrap(&err, "state.UndoBatch(%s)", id)
	return s.within(ctx, func(q *statedb.Queries) error {
		b, err := q.FindBatch(ctx, string(id))
		if errors.Is(err, sql.ErrNoRows) {
			return notFound(id)
		}
		if err != nil {
			return err
		}
		if b.Status == string(batch.StatusUndone) {
			return fault.New(fault.KindConflict, "batch.already_undone").With("batch", string(id))
		}
		mine, err := q.ListSlices(ctx, string(id))
		if err != nil {
			return err
		}
		type key struct{ source, period string }
		fate := map[key]statedb.Slice{}
		for _, sl := range mine {
			fate[key{sl.Source, sl.BillingPeriod}] = sl
		}
		if err := q.EndSlices(ctx, string(id)); err != nil {
			return err
		}
		if err := q.SetBatchStatus(ctx, statedb.SetBatchStatusParams{ID: string(id), Status: string(batch.StatusUndone)}); err != nil {
			return err
		}
		older, err := q.ListSlicesReplacedBy(ctx, string(id))
		if err != nil {
			return err
		}
		for _, o := range older {
			// Where this batch was itself replaced, its successor stands over the
			// older slice too; where it was live, the older slice is live again.
			successor := fate[key{o.Source, o.BillingPeriod}].ReplacedBy
			owner, err := q.FindBatch(ctx, o.BatchID)
			if err != nil {
				return err
			}
			live := successor == "" && owner.Status != string(batch.StatusUndone)
			err = q.RestoreSlice(ctx, statedb.RestoreSliceParams{BatchID: o.BatchID, Source: o.Source, BillingPeriod: o.BillingPeriod,
				Currency: o.Currency, Live: live, ReplacedBy: successor})
			if err != nil {
				return err
			}
			if owner.Status != string(batch.StatusUndone) {
				if err := settleStatus(ctx, q, o.BatchID); err != nil {
					return err
				}
			}
		}
		return restoreWhole(ctx, q, b)
	})
}

// restoreWhole brings back the batches that the undone one had replaced as a
// whole, or puts them under the batch that has replaced the undone one since.
func restoreWhole(ctx context.Context, q *statedb.Queries, undone statedb.Batch) error {
	older, err := q.ListBatchesReplacedBy(ctx, undone.ID)
	if err != nil {
		return err
	}
	for _, o := range older {
		status := batch.Status(o.Status)
		if status != batch.StatusUndone && undone.ReplacedBy == "" {
			status = batch.StatusLive
		}
		err := q.SetBatchReplaced(ctx, statedb.SetBatchReplacedParams{ID: o.ID, Status: string(status), ReplacedBy: undone.ReplacedBy})
		if err != nil {
			return err
		}
	}
	return nil
}

func notFound(id batch.ID) error {
	return fault.New(fault.KindNotFound, "batch.not_found").With("batch", string(id))
}
