package state

import (
	"context"
	"encoding/json"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// Commit is one import about to count.
type Commit struct {
	Batch batch.Batch
	// Add leaves older slices of the same source and period alone; otherwise
	// the batch's slices replace them.
	Add bool
	// Whole replaces every live batch of the same kind and source, whatever its
	// slices: for dimensions, which have none.
	Whole bool

	Rates     []rate.Rate
	Customers []customer.Customer
	Rules     service.Rules
	Offerings []offering.Offering

	Shares     []attribution.Share
	Influences []attribution.Influence

	Opportunities []opportunity.Opportunity
}

// CommitBatch makes an import count, in one transaction: either everything of
// it is there afterwards, and what it replaces is not, or nothing changed. A
// live batch of the same kind and fingerprint gives fault batch.already_imported
// (also when another process was faster). It returns the slices it replaced.
func (s *DB) CommitBatch(ctx context.Context, c Commit) (replaced []LiveSlice, err error) {
	defer wrap(&err, "state.CommitBatch(%s)", c.Batch.ID)
	err = s.within(ctx, func(q *statedb.Queries) error {
		same, err := q.FindLiveBatchByFingerprint(ctx, statedb.FindLiveBatchByFingerprintParams{
			Kind: string(c.Batch.Kind), Fingerprint: c.Batch.Fingerprint})
		if err != nil {
			return err
		}
		if len(same) > 0 {
			return AlreadyImported(batch.ID(same[0].ID))
		}
		if err := insertBatch(ctx, q, c.Batch); err != nil {
			return err
		}
		if !c.Add {
			if replaced, err = replaceSlices(ctx, q, c.Batch); err != nil {
				return err
			}
		}
		if c.Whole {
			if err := replaceWhole(ctx, q, c.Batch); err != nil {
				return err
			}
		}
		return insertDimensions(ctx, q, c)
	})
	return replaced, err
}

// AlreadyImported says that a live batch holds exactly this.
func AlreadyImported(id batch.ID) error {
	return fault.New(fault.KindConflict, "batch.already_imported").With("batch", string(id))
}

// detail is what is only ever shown again, never asked for.
type detail struct {
	Findings []batch.Finding   `json:"findings,omitempty"`
	Sums     []batch.SourceSum `json:"sums,omitempty"`

	How       batch.How        `json:"how,omitzero"`
	Amendment *batch.Amendment `json:"amendment,omitempty"`
}

func insertBatch(ctx context.Context, q *statedb.Queries, b batch.Batch) error {
	shown, err := json.Marshal(detail{Findings: b.Findings, Sums: b.Sums, How: b.How, Amendment: b.Amendment})
	if err != nil {
		return err
	}
	err = q.InsertBatch(ctx, statedb.InsertBatchParams{
		ID: string(b.ID), Kind: string(b.Kind), Status: string(batch.StatusLive), Source: b.Source, Format: b.Format,
		Version: b.Version, Side: string(b.Side), Fingerprint: b.Fingerprint,
		ImportedAt: b.ImportedAt.UTC().Format(time.RFC3339Nano), Rejected: b.Rejected, RejectFile: b.RejectFile, ReplacedBy: "", Detail: string(shown)})
	if err != nil {
		return err
	}
	for _, f := range b.Files {
		err := q.InsertBatchFile(ctx, statedb.InsertBatchFileParams{
			BatchID: string(b.ID), Ordinal: int64(f.Ordinal), Path: f.Path, Member: f.Member, Sha256: f.SHA256,
			SizeBytes: f.SizeBytes, RowCount: f.Rows, FirstRow: f.FirstRow, LakePath: f.LakePath, ExtraPath: f.ExtraPath})
		if err != nil {
			return err
		}
	}
	for _, sl := range b.Slices {
		err := q.InsertSlice(ctx, statedb.InsertSliceParams{
			BatchID: string(b.ID), Kind: string(b.Kind), Source: sl.Source, BillingPeriod: sl.BillingPeriod.String(),
			Currency: string(sl.Currency), RowCount: sl.Rows, Billed: sl.Totals.Billed.String(), Effective: sl.Totals.Effective.String(),
			List: sl.Totals.List.String(), Contracted: sl.Totals.Contracted.String(), Rounding: sl.Totals.Rounding.String(),
			RollupPath: sl.RollupPath, Live: true, ReplacedBy: ""})
		if err != nil {
			return err
		}
	}
	return nil
}

// replaceSlices ends the older deliveries of every (source, period) of the batch.
func replaceSlices(ctx context.Context, q *statedb.Queries, b batch.Batch) (replaced []LiveSlice, err error) {
	type key struct{ source, period string }
	seen, touched := map[key]bool{}, map[string]bool{}
	for _, sl := range b.Slices {
		k := key{sl.Source, sl.BillingPeriod.String()}
		if seen[k] {
			continue
		}
		seen[k] = true
		older, err := q.ListLiveSlicesOf(ctx, statedb.ListLiveSlicesOfParams{Kind: string(b.Kind), Source: k.source, BillingPeriod: k.period})
		if err != nil {
			return nil, err
		}
		for _, o := range older {
			if o.BatchID == string(b.ID) {
				continue
			}
			old, err := toSlice(o)
			if err != nil {
				return nil, err
			}
			replaced = append(replaced, LiveSlice{BatchID: batch.ID(o.BatchID), Slice: old})
			touched[o.BatchID] = true
		}
		err = q.ReplaceSlices(ctx, statedb.ReplaceSlicesParams{Kind: string(b.Kind), Source: k.source, BillingPeriod: k.period, ReplacedBy: string(b.ID)})
		if err != nil {
			return nil, err
		}
	}
	for id := range touched {
		if err := settleStatus(ctx, q, id); err != nil {
			return nil, err
		}
	}
	return replaced, nil
}

// settleStatus calls a batch replaced when nothing of it is live any more.
func settleStatus(ctx context.Context, q *statedb.Queries, id string) error {
	live, err := q.CountLiveSlices(ctx, id)
	if err != nil {
		return err
	}
	status := batch.StatusLive
	if live == 0 {
		status = batch.StatusReplaced
	}
	return q.SetBatchStatus(ctx, statedb.SetBatchStatusParams{ID: id, Status: string(status)})
}

func replaceWhole(ctx context.Context, q *statedb.Queries, b batch.Batch) error {
	live, err := q.ListLiveBatches(ctx, string(b.Kind))
	if err != nil {
		return err
	}
	for _, old := range live {
		if old.ID == string(b.ID) || old.Source != b.Source {
			continue
		}
		err := q.SetBatchReplaced(ctx, statedb.SetBatchReplacedParams{ID: old.ID, Status: string(batch.StatusReplaced), ReplacedBy: string(b.ID)})
		if err != nil {
			return err
		}
	}
	return nil
}

func insertDimensions(ctx context.Context, q *statedb.Queries, c Commit) error {
	id := string(c.Batch.ID)
	for _, r := range c.Rates {
		err := q.InsertRate(ctx, statedb.InsertRateParams{BatchID: id, Day: r.Date.Format(time.DateOnly), Base: string(r.From),
			Quote: string(r.To), Value: r.Value.String(), Source: r.Source})
		if err != nil {
			return err
		}
	}
	if err := insertCustomers(ctx, q, id, c.Customers); err != nil {
		return err
	}
	if err := insertAttribution(ctx, q, c.Batch.ID, c.Shares, c.Influences); err != nil {
		return err
	}
	for i, r := range c.Rules {
		weights, err := json.Marshal(r.Weights)
		if err != nil {
			return err
		}
		pattern := ""
		if r.Pattern != nil {
			pattern = r.Pattern.String()
		}
		err = q.InsertCategoryRule(ctx, statedb.InsertCategoryRuleParams{BatchID: id, Position: int64(i), ID: r.ID, Field: string(r.Field),
			EqualsText: r.Equals, ContainsText: r.Contains, Pattern: pattern, Nature: string(r.Nature), Weights: string(weights)})
		if err != nil {
			return err
		}
	}
	if err := insertOpportunities(ctx, q, c.Batch.ID, c.Opportunities); err != nil {
		return err
	}
	return insertOfferings(ctx, q, c.Batch.ID, c.Offerings)
}
