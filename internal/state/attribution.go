package state

import (
	"context"
	"encoding/json"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// LiveShare is a share that counts now, and the batch it came with.
type LiveShare struct {
	BatchID batch.ID
	Share   attribution.Share
}

// LiveInfluence is a declared account that counts now, and its batch.
type LiveInfluence struct {
	BatchID   batch.ID
	Influence attribution.Influence
}

// Shares gives the live shares, oldest batch first, in file order.
func (s *DB) Shares(ctx context.Context) (_ []LiveShare, err error) {
	defer wrap(&err, "state.Shares")
	rows, err := s.q.ListShares(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]LiveShare, len(rows))
	for i, r := range rows {
		out[i].BatchID = batch.ID(r.BatchID)
		if err := json.Unmarshal([]byte(r.Body), &out[i].Share); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Influences gives the live declared accounts, oldest batch first, in file order.
func (s *DB) Influences(ctx context.Context) (_ []LiveInfluence, err error) {
	defer wrap(&err, "state.Influences")
	rows, err := s.q.ListInfluences(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]LiveInfluence, len(rows))
	for i, r := range rows {
		out[i].BatchID = batch.ID(r.BatchID)
		if err := json.Unmarshal([]byte(r.Body), &out[i].Influence); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func insertAttribution(ctx context.Context, q *statedb.Queries, id batch.ID, shares []attribution.Share, influences []attribution.Influence) error {
	for i, share := range shares {
		body, err := json.Marshal(share)
		if err != nil {
			return err
		}
		if err := q.InsertShare(ctx, statedb.InsertShareParams{BatchID: string(id), Position: int64(i), Body: string(body)}); err != nil {
			return err
		}
	}
	for i, influence := range influences {
		body, err := json.Marshal(influence)
		if err != nil {
			return err
		}
		if err := q.InsertInfluence(ctx, statedb.InsertInfluenceParams{BatchID: string(id), Position: int64(i), Body: string(body)}); err != nil {
			return err
		}
	}
	return nil
}
