package state

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

// LiveSlice is a slice that counts, and the batch it came with.
type LiveSlice struct {
	BatchID batch.ID
	Format  string
	Side    batch.Side
	Slice   batch.Slice
}

// LiveSlices lists what counts now, by source, period and currency.
func (s *DB) LiveSlices(ctx context.Context, kind batch.Kind) (_ []LiveSlice, err error) {
	defer wrap(&err, "state.LiveSlices(%s)", kind)
	rows, err := s.q.ListLiveSlices(ctx, string(kind))
	if err != nil {
		return nil, err
	}
	slices := make([]LiveSlice, len(rows))
	for i, r := range rows {
		sl, err := toSlice(statedb.Slice{BatchID: r.BatchID, Source: r.Source, BillingPeriod: r.BillingPeriod, Currency: r.Currency,
			RowCount: r.RowCount, Billed: r.Billed, Effective: r.Effective, List: r.List, Contracted: r.Contracted,
			Rounding: r.Rounding, RollupPath: r.RollupPath, Live: r.Live})
		if err != nil {
			return nil, err
		}
		slices[i] = LiveSlice{BatchID: batch.ID(r.BatchID), Format: r.Format, Side: batch.Side(r.Side), Slice: sl}
	}
	return slices, nil
}

// ReplacedBy lists the slices that ended when a batch came.
func (s *DB) ReplacedBy(ctx context.Context, id batch.ID) (_ []LiveSlice, err error) {
	defer wrap(&err, "state.ReplacedBy(%s)", id)
	rows, err := s.q.ListSlicesReplacedBy(ctx, string(id))
	if err != nil {
		return nil, err
	}
	var all []LiveSlice
	for _, r := range rows {
		sl, err := toSlice(r)
		if err != nil {
			return nil, err
		}
		all = append(all, LiveSlice{BatchID: batch.ID(r.BatchID), Slice: sl})
	}
	return all, nil
}

// Batch gives one import whole; fault batch.not_found where there is none.
func (s *DB) Batch(ctx context.Context, id batch.ID) (_ batch.Batch, err error) {
	defer wrap(&err, "state.Batch(%s)", id)
	row, err := s.q.FindBatch(ctx, string(id))
	if errors.Is(err, sql.ErrNoRows) {
		return batch.Batch{}, notFound(id)
	}
	if err != nil {
		return batch.Batch{}, err
	}
	return s.load(ctx, row)
}

// LiveBatches lists the imports of a kind that count now, oldest first.
func (s *DB) LiveBatches(ctx context.Context, kind batch.Kind) (_ []batch.ID, err error) {
	defer wrap(&err, "state.LiveBatches(%s)", kind)
	rows, err := s.q.ListLiveBatches(ctx, string(kind))
	if err != nil {
		return nil, err
	}
	ids := make([]batch.ID, len(rows))
	for i, r := range rows {
		ids[i] = batch.ID(r.ID)
	}
	return ids, nil
}

// Batches lists every import there ever was, oldest first.
func (s *DB) Batches(ctx context.Context) (_ []batch.Batch, err error) {
	defer wrap(&err, "state.Batches")
	rows, err := s.q.ListBatches(ctx)
	if err != nil {
		return nil, err
	}
	batches := make([]batch.Batch, len(rows))
	for i, row := range rows {
		if batches[i], err = s.load(ctx, row); err != nil {
			return nil, err
		}
	}
	return batches, nil
}

// BatchStatuses says where every import there ever was stands. Like LiveIDs it
// costs little.
func (s *DB) BatchStatuses(ctx context.Context) (_ map[batch.ID]batch.Status, err error) {
	defer wrap(&err, "state.BatchStatuses")
	rows, err := s.q.ListBatchStatuses(ctx)
	if err != nil {
		return nil, err
	}
	all := make(map[batch.ID]batch.Status, len(rows))
	for _, row := range rows {
		all[batch.ID(row.ID)] = batch.Status(row.Status)
	}
	return all, nil
}

// LiveID is an import that counts, without what it brought.
type LiveID struct {
	ID   batch.ID
	Kind batch.Kind
}

// LiveIDs lists the imports that count, oldest first. It costs little: who asks
// whether something changed asks it all the time.
func (s *DB) LiveIDs(ctx context.Context) (_ []LiveID, err error) {
	defer wrap(&err, "state.LiveIDs")
	rows, err := s.q.ListLiveIDs(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]LiveID, len(rows))
	for i, r := range rows {
		ids[i] = LiveID{batch.ID(r.ID), batch.Kind(r.Kind)}
	}
	return ids, nil
}

func (s *DB) load(ctx context.Context, row statedb.Batch) (batch.Batch, error) {
	var d detail
	if err := json.Unmarshal([]byte(row.Detail), &d); err != nil {
		return batch.Batch{}, err
	}
	at, err := time.Parse(time.RFC3339Nano, row.ImportedAt)
	if err != nil {
		return batch.Batch{}, err
	}
	b := batch.Batch{ID: batch.ID(row.ID), Kind: batch.Kind(row.Kind), Status: batch.Status(row.Status), Source: row.Source,
		Format: row.Format, Version: row.Version, Side: batch.Side(row.Side), ImportedAt: at, Findings: d.Findings, Sums: d.Sums,
		Rejected: row.Rejected, RejectFile: row.RejectFile, Fingerprint: row.Fingerprint, How: d.How, Amendment: d.Amendment}
	files, err := s.q.ListBatchFiles(ctx, row.ID)
	if err != nil {
		return batch.Batch{}, err
	}
	for _, f := range files {
		b.Files = append(b.Files, toFile(f))
	}
	slices, err := s.q.ListSlices(ctx, row.ID)
	if err != nil {
		return batch.Batch{}, err
	}
	for _, r := range slices {
		sl, err := toSlice(r)
		if err != nil {
			return batch.Batch{}, err
		}
		b.Slices = append(b.Slices, sl)
	}
	return b, nil
}

func toFile(f statedb.BatchFile) batch.File {
	return batch.File{Ordinal: int(f.Ordinal), Path: f.Path, Member: f.Member, SHA256: f.Sha256, SizeBytes: f.SizeBytes,
		Rows: f.RowCount, FirstRow: f.FirstRow, LakePath: f.LakePath, ExtraPath: f.ExtraPath}
}

func toSlice(r statedb.Slice) (batch.Slice, error) {
	month, err := period.ParseMonth(r.BillingPeriod)
	if err != nil {
		return batch.Slice{}, err
	}
	sl := batch.Slice{Source: r.Source, BillingPeriod: month, Currency: money.Currency(r.Currency), Rows: r.RowCount,
		RollupPath: r.RollupPath, Live: r.Live}
	for _, f := range []struct {
		to   *money.Decimal
		text string
	}{{&sl.Totals.Billed, r.Billed}, {&sl.Totals.Effective, r.Effective}, {&sl.Totals.List, r.List},
		{&sl.Totals.Contracted, r.Contracted}, {&sl.Totals.Rounding, r.Rounding}} {
		if *f.to, err = money.ParseDecimal(f.text); err != nil {
			return batch.Slice{}, err
		}
	}
	return sl, nil
}

// FindByFingerprint gives the live batch with this fingerprint, if any.
func (s *DB) FindByFingerprint(ctx context.Context, kind batch.Kind, fingerprint string) (id batch.ID, found bool, err error) {
	defer wrap(&err, "state.FindByFingerprint")
	rows, err := s.q.FindLiveBatchByFingerprint(ctx, statedb.FindLiveBatchByFingerprintParams{Kind: string(kind), Fingerprint: fingerprint})
	if err != nil || len(rows) == 0 {
		return "", false, err
	}
	return batch.ID(rows[0].ID), true, nil
}

// SizeSeen reports whether any imported file ever had this size: if not, the
// file is new and its hash can be taken while it is read.
func (s *DB) SizeSeen(ctx context.Context, sizeBytes int64) (_ bool, err error) {
	defer wrap(&err, "state.SizeSeen")
	n, err := s.q.CountFilesOfSize(ctx, sizeBytes)
	return n > 0, err
}

// LiveFiles lists the files of live batches that have this hash.
func (s *DB) LiveFiles(ctx context.Context, kind batch.Kind, sha256 string) (_ []batch.File, err error) {
	defer wrap(&err, "state.LiveFiles")
	rows, err := s.q.FindLiveFilesByHash(ctx, statedb.FindLiveFilesByHashParams{Sha256: sha256, Kind: string(kind)})
	if err != nil {
		return nil, err
	}
	var files []batch.File
	for _, f := range rows {
		files = append(files, toFile(f))
	}
	return files, nil
}

// Rates gives all live rates, or those that touch one of the named currencies,
// oldest import first, so that the newest word on a day is the last.
func (s *DB) Rates(ctx context.Context, only ...money.Currency) (_ []rate.Rate, err error) {
	defer wrap(&err, "state.Rates")
	var rows []statedb.Rate
	if len(only) == 0 {
		rows, err = s.q.ListRates(ctx)
	}
	for _, c := range only {
		var some []statedb.Rate
		if some, err = s.q.ListRatesOfCurrency(ctx, string(c)); err != nil {
			break
		}
		rows = append(rows, some...)
	}
	if err != nil {
		return nil, err
	}
	return toRates(rows)
}

// RatesSince gives all live rates from a day on, oldest import first.
func (s *DB) RatesSince(ctx context.Context, day time.Time) (_ []rate.Rate, err error) {
	defer wrap(&err, "state.RatesSince")
	rows, err := s.q.ListRatesSince(ctx, day.Format(time.DateOnly))
	if err != nil {
		return nil, err
	}
	return toRates(rows)
}

// RateSpan is what an import that counts has of one pair of currencies from one
// source.
type RateSpan struct {
	Batch      batch.ID
	Base       money.Currency
	Quote      money.Currency
	Source     string
	Rates      int64
	From, Last time.Time // first and last day
}

// RateSpans summarises all live rates, oldest import first.
func (s *DB) RateSpans(ctx context.Context) (_ []RateSpan, err error) {
	defer wrap(&err, "state.RateSpans")
	rows, err := s.q.SummariseRates(ctx)
	if err != nil {
		return nil, err
	}
	spans := make([]RateSpan, len(rows))
	for i, r := range rows {
		spans[i] = RateSpan{Batch: batch.ID(r.BatchID), Base: money.Currency(r.Base), Quote: money.Currency(r.Quote), Source: r.Source, Rates: r.Rates}
		if spans[i].From, err = time.Parse(time.DateOnly, r.FirstDay); err != nil {
			return nil, err
		}
		if spans[i].Last, err = time.Parse(time.DateOnly, r.LastDay); err != nil {
			return nil, err
		}
	}
	return spans, nil
}

func toRates(rows []statedb.Rate) ([]rate.Rate, error) {
	rates := make([]rate.Rate, len(rows))
	for i, r := range rows {
		day, err := time.Parse(time.DateOnly, r.Day)
		if err != nil {
			return nil, err
		}
		value, err := money.ParseDecimal(r.Value)
		if err != nil {
			return nil, err
		}
		rates[i] = rate.Rate{Date: day, From: money.Currency(r.Base), To: money.Currency(r.Quote), Value: value, Source: r.Source}
	}
	return rates, nil
}

// RatesAmong gives the live rates that touch one of the currencies that were met;
// none where there is nothing to convert.
func (s *DB) RatesAmong(ctx context.Context, met map[money.Currency]bool) ([]rate.Rate, error) {
	only := slices.DeleteFunc(slices.Sorted(maps.Keys(met)), func(c money.Currency) bool { return c == "" })
	if len(only) < 2 {
		return nil, nil
	}
	return s.Rates(ctx, only...)
}

// CategoryRules gives the live rules in the order in which they decide.
func (s *DB) CategoryRules(ctx context.Context) (_ service.Rules, err error) {
	defer wrap(&err, "state.CategoryRules")
	rows, err := s.q.ListCategoryRules(ctx)
	if err != nil {
		return nil, err
	}
	rules := make(service.Rules, len(rows))
	for i, r := range rows {
		rules[i] = service.Rule{ID: r.ID, Field: service.Field(r.Field), Equals: r.EqualsText, Contains: r.ContainsText, Nature: service.Nature(r.Nature)}
		if r.Pattern != "" {
			if rules[i].Pattern, err = regexp.Compile(r.Pattern); err != nil {
				return nil, err
			}
		}
		if err := json.Unmarshal([]byte(r.Weights), &rules[i].Weights); err != nil {
			return nil, err
		}
	}
	return rules, nil
}
