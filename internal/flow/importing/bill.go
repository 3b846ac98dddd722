package importing

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Lake tables of bills.
const (
	TableCharge      = "charge"
	TableChargeMonth = "charge_month"
)

// BillInput says what to import and how.
type BillInput struct {
	Paths []string
	// Only leaves out every file but these, by name as Preview gives it; nil takes
	// all.
	Only   []string
	Format string     // forces focus or awscur; empty detects
	Side   batch.Side // what the partner pays (default) or what its customer is charged
	Source string     // names the stream that later deliveries replace; empty: provider/billing account
	// Add keeps older deliveries of the same source and period.
	Add bool
	// Strict stops at the first unreadable row; otherwise MaxRejectShare does.
	Strict         bool
	MaxRejectShare money.Decimal
	// MixedCurrency accepts a source and period in more than one currency.
	MixedCurrency bool

	amendment *batch.Amendment // of mended rejects
}

// Bill imports cloud bills as one batch: all of it counts afterwards, or
// nothing changed. Faults: bill.* for what the files are, lake.* and engine.*
// for the machine; batch.already_imported is not one of them: see Result.
func (im *Importer) Bill(ctx context.Context, in BillInput) (_ Result, err error) {
	defer fault.Wrap(&err, "importing.Bill")
	if in.Side == "" {
		in.Side = batch.SideCost
	}
	unlock, err := im.lock(ctx)
	if err != nil {
		return Result{}, err
	}
	defer unlock()

	files, findings, err := im.billFiles(ctx, in)
	if err != nil {
		return Result{}, err
	}
	id, err := im.newID()
	if err != nil {
		return Result{}, err
	}
	b := batch.Batch{ID: id, Kind: batch.KindBill, Status: batch.StatusLive, Source: in.Source, Format: files[0].format,
		Version: versions(files), Side: in.Side, ImportedAt: im.Now().UTC(), Findings: findings, How: batch.How{MixedCurrency: in.MixedCurrency}}

	hashing, err := im.hash(ctx, files, &b, in)
	if err != nil {
		return Result{}, err
	}
	if known, found, err := im.same(ctx, b, hashing); err != nil || found {
		return known, err
	}
	if err := im.roomFor(spaceFor(files)); err != nil {
		return Result{}, err
	}
	st, err := im.stage(id)
	if err != nil {
		return Result{}, err
	}
	defer st.discard()
	rejected := &rejects{strict: in.Strict, maxShare: in.MaxRejectShare}
	charges, err := im.ingestAll(ctx, st, files, &b, rejected)
	if err == nil {
		charges, err = im.reread(ctx, st, files, hashing, &b, rejected, charges)
	}
	if err != nil {
		return Result{}, rejected.refuse(im.attempted(err, in.amendment, rejected, id), im.RejectDir, id)
	}
	for _, f := range files {
		b.Findings = append(b.Findings, f.decoded...)
	}
	if err := im.summarise(ctx, st, charges, &b, in); err != nil {
		return Result{}, err
	}
	b.Fingerprint = hashing.fingerprint()
	if err := im.amend(ctx, &b, in.amendment, rejected.rows); err != nil {
		return Result{}, err
	}
	b.Rejected = int64(len(rejected.rows))
	if b.RejectFile, err = rejected.write(im.RejectDir, id); err != nil {
		return Result{}, err
	}
	replaced, err := im.commit(ctx, st, state.Commit{Batch: b, Add: in.Add || files[0].reject})
	if err != nil {
		return Result{}, err
	}
	changes, err := im.changes(ctx, b, replaced)
	return Result{Batch: b, Replaced: replaced, Changes: changes, Rejects: rejected.rows}, err
}

// billFiles expands the paths, lets manifests decide which files count, and
// recognises each.
func (im *Importer) billFiles(ctx context.Context, in BillInput) ([]*billFile, []batch.Finding, error) {
	entries, err := im.expand(ctx, in.Paths, in.Only)
	if err != nil {
		return nil, nil, err
	}
	entries, findings, err := plan(entries, in.Paths)
	if err != nil {
		return nil, nil, err
	}
	if len(entries) == 0 {
		return nil, nil, fault.New(fault.KindNotFound, "bill.no_files").With("paths", strings.Join(in.Paths, ", "))
	}
	var files []*billFile
	for _, e := range entries {
		f, err := im.recognise(ctx, e, in.Format)
		if err != nil {
			return nil, nil, err
		}
		if f.format != "" && len(files) > 0 && files[0].format != f.format {
			return nil, nil, fault.New(fault.KindInvalid, "bill.mixed_formats").With("first", files[0].format).With("second", f.format).
				At(fault.Place{File: e.Name()})
		}
		files = append(files, f)
		findings = append(findings, f.findings...)
	}
	return files, findings, nil
}

func versions(files []*billFile) string {
	var seen []string
	for _, f := range files {
		known := false
		for _, v := range seen {
			known = known || v == f.version
		}
		if !known {
			seen = append(seen, f.version)
		}
	}
	return strings.Join(seen, ", ")
}

// spaceFor estimates what the lake will need: text shrinks about ninefold in
// Parquet, compressed text and Parquet hardly; a tenth and a half more for the
// roll-up and for files that compress badly.
func spaceFor(files []*billFile) int64 {
	total := int64(64 << 20)
	for _, f := range files {
		if f.entry.Kind == source.KindText && f.entry.Compression == source.CompressionNone {
			total += f.entry.SizeBytes / 4
		} else {
			total += f.entry.SizeBytes * 3 / 2
		}
	}
	return total
}

// hashing is the SHA-256 of every file, taken beside the import where no file
// of the same size was ever imported, before it where one was.
type hashing struct {
	group  *errgroup.Group
	hashes []string
	odd    []bool // plain texts that must be read row by row
	how    []string
	early  bool
	done   error
	waited bool
}

func (h *hashing) wait() error {
	if !h.waited {
		h.done, h.waited = h.group.Wait(), true
	}
	return h.done
}

func (h *hashing) fingerprint() string { return fingerprint(h.hashes, h.how...) }

func (im *Importer) hash(ctx context.Context, files []*billFile, b *batch.Batch, in BillInput) (*hashing, error) {
	h := &hashing{group: new(errgroup.Group), hashes: make([]string, len(files)), odd: make([]bool, len(files)), how: []string{string(in.Side), in.Source}, early: true}
	b.Files = make([]batch.File, len(files))
	byPath := map[string][]int{}
	for i, f := range files {
		b.Files[i] = batch.File{Ordinal: i + 1, Path: f.entry.Path, Member: f.entry.Member, SizeBytes: f.entry.SizeBytes, FirstRow: f.firstRow()}
		byPath[f.entry.Path] = append(byPath[f.entry.Path], i)
		seen, err := im.State.SizeSeen(ctx, f.entry.SizeBytes)
		if err != nil {
			return nil, err
		}
		if !seen {
			h.early = false
		}
	}
	h.group.SetLimit(1)
	h.group.Go(func() error {
		for _, indexes := range byPath {
			first := files[indexes[0]]
			seen := newShape(first.dialect.Delimiter, len(first.header))
			sum, err := first.entry.SHA256(ctx, seen)
			if err != nil {
				return err
			}
			h.odd[indexes[0]] = first.entry.IsPlain() && first.entry.Kind == source.KindText && seen.isOdd()
			for _, i := range indexes {
				b.Files[i].SHA256 = sum
				h.hashes[i] = sum + " " + files[i].entry.Member
			}
		}
		return nil
	})
	return h, nil
}

// same answers an import of exactly what is there already.
func (im *Importer) same(ctx context.Context, b batch.Batch, h *hashing) (Result, bool, error) {
	if !h.early {
		return Result{}, false, nil
	}
	if err := h.wait(); err != nil {
		return Result{}, false, err
	}
	return im.unchanged(ctx, b.Kind, h.fingerprint())
}

func (im *Importer) unchanged(ctx context.Context, kind batch.Kind, mark string) (Result, bool, error) {
	id, found, err := im.State.FindByFingerprint(ctx, kind, mark)
	if err != nil || !found {
		return Result{}, false, err
	}
	b, err := im.State.Batch(ctx, id)
	return Result{Batch: b, Unchanged: true}, true, err
}

// ingestAll writes the charges of every file and gives the Parquet files.
func (im *Importer) ingestAll(ctx context.Context, st *staging, files []*billFile, b *batch.Batch, r *rejects) ([]string, error) {
	dir, err := st.table(TableCharge)
	if err != nil {
		return nil, err
	}
	total := int64(0)
	for _, f := range files {
		total += f.entry.SizeBytes
	}
	// Small files leave the engine's threads idle; a few are read side by side.
	side := 1
	if total/int64(len(files)) < smallFile {
		side = 4
	}
	group, gctx := errgroup.WithContext(ctx)
	group.SetLimit(side)
	written := make([][]string, len(files))
	var done atomic.Int64
	for i, f := range files {
		group.Go(func() error {
			im.Progress.Send(progress.Event{Stage: "import.read", Item: f.entry.Name(), Done: done.Load(), Total: total, Unit: progress.UnitBytes})
			var err error
			written[i], err = im.ingestFile(gctx, st, f, dir, &b.Files[i], r)
			done.Add(f.entry.SizeBytes)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var charges []string
	rows := int64(0)
	for i := range files {
		charges = append(charges, written[i]...)
		rows += b.Files[i].Rows
	}
	im.Progress.Send(progress.Event{Stage: "import.read", Done: total, Total: total, Unit: progress.UnitBytes, Finished: true})
	if rows == 0 {
		if err := r.judge(0); err != nil {
			return nil, err
		}
		return nil, fault.New(fault.KindInvalid, "bill.no_rows").At(fault.Place{File: files[0].entry.Name()})
	}
	return charges, r.judge(rows)
}

// reread reads the files again, row by row, that the engine must have misread:
// hashing saw blank lines in them or rows of another width. It is rare.
func (im *Importer) reread(ctx context.Context, st *staging, files []*billFile, h *hashing, b *batch.Batch, r *rejects, charges []string) ([]string, error) {
	if err := h.wait(); err != nil {
		return nil, err
	}
	again := false
	for i, f := range files {
		f.odd = h.odd[i] && f.direct()
		again = again || f.odd
	}
	if !again {
		return charges, nil
	}
	r.reset()
	return im.ingestAll(ctx, st, files, b, r)
}

// smallFile is what one thread reads in about a tenth of a second.
const smallFile = 16 << 20

// ingestFile writes one file's charges and, in a second file, the extra ones
// for its unused commitments.
func (im *Importer) ingestFile(ctx context.Context, st *staging, f *billFile, dir string, file *batch.File, r *rejects) ([]string, error) {
	base := fmt.Sprintf("%04d.parquet", file.Ordinal)
	out := filepath.Join(dir, base)
	if err := im.ingestOne(ctx, f, out, r); err != nil {
		return nil, err
	}
	n, err := im.Engine.CountRows(ctx, out)
	if err != nil {
		return nil, err
	}
	file.Rows, file.LakePath = n, st.lakePath(TableCharge, base)
	base = fmt.Sprintf("%04d-unused.parquet", file.Ordinal)
	extra, err := im.ingestUnused(ctx, f, filepath.Join(dir, base))
	if err != nil || extra == "" {
		return []string{out}, err
	}
	file.ExtraPath = st.lakePath(TableCharge, base)
	return []string{out, extra}, nil
}

// ingestOne takes the direct way where the file allows it, and the careful one
// where it does not or where a row was bad.
func (im *Importer) ingestOne(ctx context.Context, f *billFile, out string, r *rejects) error {
	if f.direct() && !f.odd {
		err := im.ingestDirect(ctx, f, f.ingest(out))
		if err == nil {
			// No rows at all is looked at again: the engine has read whole files as
			// empty, silently, over their line ends.
			complete, cerr := im.complete(ctx, out)
			if cerr != nil || complete {
				return cerr
			}
		} else if !careful(err) {
			return err
		}
	}
	return im.ingestCarefully(ctx, f, f.mapping, out, r)
}

// careful reports an error that reading row by row gets round or explains.
func careful(err error) bool {
	return errors.Is(err, duckdb.ErrBadRow) || errors.Is(err, errShape)
}

// complete reports that there are rows and that none lacks what a charge cannot do without.
func (im *Importer) complete(ctx context.Context, out string) (bool, error) {
	n, err := im.Engine.CountRows(ctx, out)
	if err != nil || n == 0 {
		return false, err
	}
	found, err := im.Engine.Check(ctx, []string{out}, []duckdb.Rule{{ID: "required",
		Predicate: "billed_cost IS NULL OR billing_currency IS NULL OR billing_period_start IS NULL OR charge_category IS NULL"}})
	return len(found) == 0, err
}

// ingestUnused writes the extra charges of commitments that were not used up,
// where the file can tell; it gives "" when there are none.
func (im *Importer) ingestUnused(ctx context.Context, f *billFile, out string) (string, error) {
	if f.unused == nil {
		return "", nil
	}
	var err error
	if f.direct() && !f.odd {
		in := f.ingest(out)
		in.Mapping, in.FirstRow = *f.unused, f.firstRow()
		err = im.ingestDirect(ctx, f, in)
	}
	if !f.direct() || f.odd || careful(err) {
		// Bad rows were rejected and counted on the first reading.
		err = im.ingestCarefully(ctx, f, *f.unused, out, &rejects{maxShare: money.One})
	}
	if err != nil {
		return "", err
	}
	n, err := im.Engine.CountRows(ctx, out)
	if err != nil || n > 0 {
		return out, err
	}
	return "", removeFile(out)
}
