package importing

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/rates"
	"github.com/sevenfold/sevenfold/internal/state"
)

// RatesInput says which files of rates to import.
type RatesInput struct {
	Paths []string
	Only  []string // as in BillInput
	// Strict stops at the first unreadable row; otherwise MaxRejectShare does.
	Strict         bool
	MaxRejectShare money.Decimal
}

// RatesResult is a batch of rates and what it covers.
type RatesResult struct {
	Result
	Days       int
	From       time.Time
	Until      time.Time // exclusive
	Currencies []money.Currency
}

// Rates imports exchange rates. A newer import of the same layout replaces the
// older one; rates of different layouts stand beside each other, and for a day
// both name the later import wins.
func (im *Importer) Rates(ctx context.Context, in RatesInput) (_ RatesResult, err error) {
	defer fault.Wrap(&err, "importing.Rates")
	unlock, err := im.lock(ctx)
	if err != nil {
		return RatesResult{}, err
	}
	defer unlock()
	books, err := im.open(ctx, in.Paths, in.Only, batch.KindRates)
	if err != nil {
		return RatesResult{}, err
	}
	var out RatesResult
	r := &rejects{strict: in.Strict, maxShare: in.MaxRejectShare}
	var all []rate.Rate
	for i, e := range books.entries {
		set, err := readRates(e)
		if err != nil {
			return RatesResult{}, err
		}
		for _, rej := range set.Rejects {
			if err := r.add(rej); err != nil {
				return RatesResult{}, err
			}
		}
		all = append(all, set.Rates...)
		books.batch.Files[i].Rows = int64(len(set.Rates))
		books.batch.Format = string(set.Format)
		out.Days += set.Days
		if out.From.IsZero() || set.From.Before(out.From) {
			out.From = set.From
		}
		if set.Until.After(out.Until) {
			out.Until = set.Until
		}
		out.Currencies = append(out.Currencies, set.Currencies...)
	}
	books.batch.Source = "rates/" + books.batch.Format
	if out.Result, err = im.settle(ctx, books, r, int64(len(all)), state.Commit{Whole: books.batch.Format != string(rates.FormatECBDaily) && !books.mended, Rates: all}); err != nil {
		return RatesResult{}, err
	}
	return out, nil
}

// readable refuses what the readers of plain text would take for garbled text.
func readable(e source.Entry) error {
	switch e.Kind {
	case source.KindText, source.KindEmpty, source.KindJSON:
		return nil
	default:
		return fault.New(fault.KindInvalid, "books.not_text").With("kind", string(e.Kind)).At(fault.Place{File: e.Name()})
	}
}

func readRates(e source.Entry) (_ rates.Set, err error) {
	if err := readable(e); err != nil {
		return rates.Set{}, err
	}
	s, err := e.Open()
	if err != nil {
		return rates.Set{}, err
	}
	defer func() {
		if cerr := s.Close(); err == nil {
			err = cerr
		}
	}()
	return rates.Read(s, e.Name())
}

// books are the files of an import that is small enough to be read in Go.
type books struct {
	batch   batch.Batch
	entries []source.Entry
	names   []string // of the batch's files, as rows and lines name them
	mended  bool     // a reject file is among them: it adds to what came in, and replaces nothing
}

// expand gives the files of paths, those of only where it names some.
func (im *Importer) expand(ctx context.Context, paths, only []string) ([]source.Entry, error) {
	limits := source.DefaultLimits()
	limits.TempDir = im.Engine.TempDir()
	entries, err := source.Expand(ctx, paths, limits)
	if err != nil || only == nil {
		return entries, err
	}
	return slices.DeleteFunc(entries, func(e source.Entry) bool { return !slices.Contains(only, e.Name()) }), nil
}

// open expands the paths, hashes every file and starts a batch; how is what
// else makes the import what it is.
func (im *Importer) open(ctx context.Context, paths, only []string, kind batch.Kind, how ...string) (*books, error) {
	entries, err := im.expand(ctx, paths, only)
	if err != nil {
		return nil, err
	}
	if len(entries) == 0 {
		return nil, fault.New(fault.KindNotFound, "books.no_files").With("paths", strings.Join(paths, ", "))
	}
	id, err := im.newID()
	if err != nil {
		return nil, err
	}
	b := &books{entries: entries, batch: batch.Batch{ID: id, Kind: kind, Status: batch.StatusLive, Side: batch.SideCost, ImportedAt: im.Now().UTC()}}
	sums := map[string]string{}
	hashes := make([]string, len(entries))
	for i, e := range entries {
		if sums[e.Path] == "" {
			if sums[e.Path], err = e.SHA256(ctx); err != nil {
				return nil, err
			}
		}
		hashes[i] = sums[e.Path] + " " + e.Member
		b.batch.Files = append(b.batch.Files, batch.File{Ordinal: i + 1, Path: e.Path, Member: e.Member, SHA256: sums[e.Path],
			SizeBytes: e.SizeBytes, FirstRow: 2})
		b.names = append(b.names, e.Name())
	}
	b.batch.Fingerprint = fingerprint(hashes, how...)
	b.mended, err = anyRejects(entries)
	return b, err
}

// settle judges the rejects and commits a batch that needs no lake files.
func (im *Importer) settle(ctx context.Context, b *books, r *rejects, good int64, c state.Commit) (Result, error) {
	if known, found, err := im.unchanged(ctx, b.batch.Kind, b.batch.Fingerprint); err != nil || found {
		return known, err
	}
	if err := r.judge(good); err != nil {
		return Result{}, r.refuse(err, im.RejectDir, b.batch.ID)
	}
	if good == 0 {
		return Result{}, fault.New(fault.KindInvalid, "books.no_rows").At(fault.Place{File: b.batch.Files[0].Path})
	}
	var err error
	b.batch.Rejected = int64(len(r.rows))
	if b.batch.RejectFile, err = r.write(im.RejectDir, b.batch.ID); err != nil {
		return Result{}, err
	}
	c.Batch = b.batch
	replaced, err := im.State.CommitBatch(ctx, c)
	return Result{Batch: b.batch, Replaced: replaced, Rejects: r.rows}, err
}
