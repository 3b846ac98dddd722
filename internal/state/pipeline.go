package state

import (
	"context"
	"encoding/json"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// Pipeline gives the opportunities that hold now, folded from the live imports.
func (s *DB) Pipeline(ctx context.Context) (_ []opportunity.Record, err error) {
	defer wrap(&err, "state.Pipeline")
	rows, err := s.q.ListOpportunities(ctx)
	if err != nil {
		return nil, err
	}
	records := make([]opportunity.Record, len(rows))
	names := map[string]map[int]string{} // of files, by batch and ordinal
	for i, r := range rows {
		records[i].BatchID, records[i].Source = batch.ID(r.BatchID), r.Source
		if records[i].ImportedAt, err = time.Parse(time.RFC3339Nano, r.ImportedAt); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(r.Body), &records[i].Opportunity); err != nil {
			return nil, err
		}
		if names[r.BatchID] == nil {
			if names[r.BatchID], err = s.fileNames(ctx, r.BatchID); err != nil {
				return nil, err
			}
		}
		records[i].FileName = names[r.BatchID][records[i].File]
	}
	return opportunity.Fold(records), nil
}

func (s *DB) fileNames(ctx context.Context, id string) (map[int]string, error) {
	files, err := s.q.ListBatchFiles(ctx, id)
	if err != nil {
		return nil, err
	}
	names := make(map[int]string, len(files))
	for _, f := range files {
		names[int(f.Ordinal)] = batch.File{Path: f.Path, Member: f.Member}.Name()
	}
	return names, nil
}

func insertOpportunities(ctx context.Context, q *statedb.Queries, id batch.ID, list []opportunity.Opportunity) error {
	for i, o := range list {
		body, err := json.Marshal(o)
		if err != nil {
			return err
		}
		if err := q.InsertOpportunity(ctx, statedb.InsertOpportunityParams{BatchID: string(id), Position: int64(i), Body: string(body)}); err != nil {
			return err
		}
	}
	return nil
}
