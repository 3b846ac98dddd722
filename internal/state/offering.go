package state

import (
	"context"
	"encoding/json"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// Offerings gives the live catalogue; an empty one where none was imported.
func (s *DB) Offerings(ctx context.Context) (_ *offering.Catalogue, err error) {
	defer wrap(&err, "state.Offerings")
	rows, err := s.q.ListOfferings(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]offering.Offering, len(rows))
	for i, r := range rows {
		if err := json.Unmarshal([]byte(r.Body), &list[i]); err != nil {
			return nil, err
		}
	}
	return offering.NewCatalogue(list)
}

func insertOfferings(ctx context.Context, q *statedb.Queries, id batch.ID, list []offering.Offering) error {
	for i, o := range list {
		body, err := json.Marshal(o)
		if err != nil {
			return err
		}
		if err := q.InsertOffering(ctx, statedb.InsertOfferingParams{BatchID: string(id), Position: int64(i), ID: string(o.ID), Body: string(body)}); err != nil {
			return err
		}
	}
	return nil
}
