package importing

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/source"
)

// OpenReject is a rejected row that nobody has mended yet.
type OpenReject struct {
	batch.Reject
	// Original is the row as it stands in the source; Record may be a later try.
	Original []string
}

// RejectsOf lists what of a batch is still rejected, by file and row. tried names
// an attempt at mending that failed: its rows are shown as they were then, with
// what is wrong now. Faults: batch.not_found, mend.file_missing.
func (im *Importer) RejectsOf(ctx context.Context, id, tried batch.ID) (_ batch.Batch, _ []OpenReject, err error) {
	defer fault.Wrap(&err, "importing.RejectsOf(%s)", id)
	b, err := im.Find(ctx, id)
	if err != nil || b.Rejected == 0 {
		return b, nil, err
	}
	rows, err := im.rejectFiles(b.ID)
	if err != nil {
		return b, nil, err
	}
	if len(rows) == 0 {
		return b, nil, fault.New(fault.KindNotFound, "mend.file_missing").With("file", b.RejectFile).At(fault.Place{File: b.RejectFile})
	}
	amendments, err := im.amendments(ctx, b.ID)
	if err != nil {
		return b, nil, err
	}
	mended, later := map[place]bool{}, map[place]batch.Reject{}
	attempts := []batch.ID{}
	for _, a := range amendments {
		for _, r := range a.Amendment.Rows {
			mended[place{r.File, r.Row}] = true
		}
		attempts = append(attempts, a.ID)
	}
	for _, attempt := range append(attempts, tried) {
		again, err := im.rejectFiles(attempt)
		if err != nil {
			return b, nil, err
		}
		for _, r := range again {
			later[placeOf(r)] = r
		}
	}
	var open []OpenReject
	for _, r := range rows {
		if mended[placeOf(r)] {
			continue
		}
		o := OpenReject{Reject: r, Original: r.Record}
		if again, ok := later[placeOf(r)]; ok {
			o.Reject = again
		}
		open = append(open, o)
	}
	return b, open, nil
}

// place is a row of a source file.
type place struct {
	file string
	row  int64
}

func placeOf(r batch.Reject) place { return place{r.Place.File, r.Place.Row} }

// Amendments are the live batches of mended rows of a batch, oldest first.
func (im *Importer) Amendments(ctx context.Context, of batch.ID) (_ []batch.Batch, err error) {
	defer fault.Wrap(&err, "importing.Amendments(%s)", of)
	if _, err := im.Guard.Allow(ctx, access.RightBooks); err != nil {
		return nil, err
	}
	return im.amendments(ctx, of)
}

// amendments are the live batches of mended rows of a batch, oldest first.
func (im *Importer) amendments(ctx context.Context, of batch.ID) ([]batch.Batch, error) {
	all, err := im.State.Batches(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(b batch.Batch) bool {
		return b.Amendment == nil || b.Amendment.Of != of || b.Status == batch.StatusUndone
	}), nil
}

// undoAmendments takes back what was mended of a batch: without it the rows would
// stand alone.
func (im *Importer) undoAmendments(ctx context.Context, of batch.ID) error {
	amendments, err := im.amendments(ctx, of)
	if err != nil {
		return err
	}
	for _, a := range slices.Backward(amendments) {
		if err := im.State.UndoBatch(ctx, a.ID); err != nil {
			return err
		}
	}
	return nil
}

// rejectFiles reads what an import left; nothing where it left nothing.
func (im *Importer) rejectFiles(id batch.ID) ([]batch.Reject, error) {
	var all []batch.Reject
	if id == "" {
		return nil, nil
	}
	for n := 1; ; n++ {
		path := filepath.Join(im.RejectDir, rejectName(id, n))
		rows, err := readRejects(path)
		if errors.Is(err, fs.ErrNotExist) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
}

// rejectName is the nth reject file of an import, from 1.
func rejectName(id batch.ID, n int) string {
	if n > 1 {
		return fmt.Sprintf("%s-rejects-%d.csv", id, n)
	}
	return fmt.Sprintf("%s-rejects.csv", id)
}

func readRejects(path string) ([]batch.Reject, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1 // a row of another width may be what is wrong with it
	records, err := r.ReadAll()
	if err != nil || len(records) == 0 || len(records[0]) < rejectColumns {
		return nil, fault.New(fault.KindInvalid, "mend.file_broken").With("file", path).At(fault.Place{File: path}).Because(err)
	}
	var all []batch.Reject
	for _, record := range records[1:] {
		if len(record) < rejectColumns {
			continue
		}
		row, err := strconv.ParseInt(record[1], 10, 64)
		if err != nil {
			continue // not a row of ours
		}
		all = append(all, batch.Reject{Place: fault.Place{File: record[0], Row: row, Column: record[2], Value: record[3]}, Reason: record[4],
			Args:   fault.Args{"want": len(records[0]) - rejectColumns, "got": len(record) - rejectColumns},
			Header: records[0][rejectColumns:], Record: record[rejectColumns:]})
	}
	return all, nil
}

// MendInput is rejected rows as somebody corrected them.
type MendInput struct {
	Batch batch.ID
	Rows  []CorrectedRow
}

// CorrectedRow is a row of a source file with all its cells, as wide as the
// file's header.
type CorrectedRow struct {
	File   string
	Row    int64
	Record []string
}

// Mend reads corrected rows the way the batch was read and imports what is good
// as an amendment of it: a batch of its own, beside the original, which stays
// what it is. Rows that are still wrong stay rejected. Where none is good nothing
// is imported: fault books.no_rows or bill.no_rows, with the attempt's id in its
// argument attempt. Others: mend.nothing, mend.row_unknown, mend.width,
// mend.not_live, mend.newer.
func (im *Importer) Mend(ctx context.Context, in MendInput) (_ Result, err error) {
	defer fault.Wrap(&err, "importing.Mend(%s)", in.Batch)
	viewer, err := im.Guard.Allow(ctx, access.RightImport)
	if err != nil {
		return Result{}, err
	}
	b, open, err := im.RejectsOf(ctx, in.Batch, "")
	if err != nil {
		return Result{}, err
	}
	if b.Status != batch.StatusLive {
		return Result{}, fault.New(fault.KindConflict, "mend.not_live")
	}
	amendment := &batch.Amendment{Of: b.ID, By: viewer.Actor}
	paths, err := im.writeMended(open, in.Rows, amendment)
	if err != nil {
		return Result{}, err
	}
	switch b.Kind {
	case batch.KindBill:
		return im.Bill(ctx, BillInput{Paths: paths, Format: b.Format, Side: b.Side, Source: b.Source, MaxRejectShare: money.One, MixedCurrency: b.How.MixedCurrency, amendment: amendment})
	case batch.KindServices:
		return im.Services(ctx, ServicesInput{Paths: paths, Map: b.How.Map, Currency: money.Currency(b.How.Currency), Dates: b.How.Dates, Source: b.Source,
			MaxRejectShare: money.One, amendment: amendment})
	default: // lists that are one whole
	}
	return Result{}, fault.New(fault.KindInvalid, "mend.whole").With("kind", string(b.Kind))
}

// CanMend reports whether rejects of a kind can be corrected one by one. Lists
// that are one whole are corrected in their file.
func CanMend(k batch.Kind) bool { return k == batch.KindBill || k == batch.KindServices }

// writeMended writes the corrected rows as reject files, one for each header, and
// notes what was changed. They are the files of the amendment, and stay.
func (im *Importer) writeMended(open []OpenReject, rows []CorrectedRow, a *batch.Amendment) ([]string, error) {
	byPlace := map[place]OpenReject{}
	for _, o := range open {
		byPlace[placeOf(o.Reject)] = o
	}
	var headers [][]string
	var groups [][]batch.Reject
	for _, row := range rows {
		o, ok := byPlace[place{row.File, row.Row}]
		if !ok {
			return nil, fault.New(fault.KindConflict, "mend.row_unknown").At(fault.Place{File: row.File, Row: row.Row})
		}
		if len(row.Record) != len(o.Header) {
			return nil, fault.New(fault.KindInvalid, "mend.width").With("want", len(o.Header)).With("got", len(row.Record)).At(fault.Place{File: row.File, Row: row.Row})
		}
		changed := changes(o, row.Record)
		if len(changed) == 0 {
			continue
		}
		a.Rows = append(a.Rows, batch.MendedRow{File: row.File, Row: row.Row, Cells: changed})
		r := o.Reject
		r.Record = row.Record
		at := slices.IndexFunc(headers, func(h []string) bool { return slices.Equal(h, o.Header) })
		if at < 0 {
			headers, groups, at = append(headers, o.Header), append(groups, nil), len(headers)
		}
		groups[at] = append(groups[at], r)
	}
	if len(a.Rows) == 0 {
		return nil, fault.New(fault.KindInvalid, "mend.nothing")
	}
	id, err := im.newID()
	if err != nil {
		return nil, err
	}
	var paths []string
	for n, group := range groups {
		slices.SortStableFunc(group, func(a, b batch.Reject) int {
			return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Row, b.Place.Row))
		})
		path := filepath.Join(im.RejectDir, fmt.Sprintf("%s-mended-%d.csv", id, n+1))
		if err := writeRejects(path, headers[n], group); err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// changes are the cells in which a record differs from the source.
func changes(o OpenReject, record []string) (cells []batch.MendedCell) {
	for i := range max(len(o.Original), len(record)) {
		c := batch.MendedCell{Column: strconv.Itoa(i + 1)}
		if i < len(o.Header) {
			c.Column = o.Header[i]
		}
		if i < len(o.Original) {
			c.Before = o.Original[i]
		}
		if i < len(record) {
			c.After = record[i]
		}
		if c.Before != c.After {
			cells = append(cells, c)
		}
	}
	return cells
}

// amend makes a batch about to be committed the amendment that it is: of the rows
// that are good now, and of nothing that a newer delivery has replaced since.
func (im *Importer) amend(ctx context.Context, b *batch.Batch, a *batch.Amendment, rejected []batch.Reject) error {
	if a == nil {
		return nil
	}
	still := map[place]bool{}
	for _, r := range rejected {
		still[placeOf(r)] = true
	}
	kept := *a
	kept.Rows = slices.DeleteFunc(slices.Clone(a.Rows), func(r batch.MendedRow) bool { return still[place{r.File, r.Row}] })
	b.Amendment = &kept
	original, err := im.State.Batch(ctx, a.Of)
	if err != nil {
		return err
	}
	live, err := im.State.LiveSlices(ctx, b.Kind)
	if err != nil {
		return err
	}
	mine := map[batch.ID]bool{a.Of: true}
	amendments, err := im.amendments(ctx, a.Of)
	if err != nil {
		return err
	}
	for _, other := range amendments {
		mine[other.ID] = true
	}
	for _, s := range b.Slices {
		for _, l := range live {
			// Ids sort by the time they began.
			if l.Slice.Source == s.Source && l.Slice.BillingPeriod == s.BillingPeriod && !mine[l.BatchID] && l.BatchID > original.ID {
				return fault.New(fault.KindConflict, "mend.newer").With("source", s.Source).With("period", s.BillingPeriod.String()).With("batch", string(l.BatchID))
			}
		}
	}
	return nil
}

// attempted leaves the rows of an attempt at mending that had no good one, so that
// who mends goes on from there. Any other error passes unchanged.
func (im *Importer) attempted(err error, a *batch.Amendment, r *rejects, id batch.ID) error {
	f, ok := fault.As(err)
	if a == nil || !ok || f.Code != "books.no_rows" && f.Code != "bill.no_rows" {
		return err
	}
	if _, werr := r.write(im.RejectDir, id); werr != nil {
		return werr
	}
	return f.With("attempt", string(id))
}

// restorePlaces gives the lines and rejects of mended files the rows that they
// have in the files they came from.
func restorePlaces(entries []source.Entry, lines *Lines) error {
	for _, e := range entries {
		if mended, err := isRejects(e); err != nil || !mended || !e.IsPlain() {
			if err != nil {
				return err
			}
			continue
		}
		rows, err := readRejects(e.Path)
		if err != nil {
			return err
		}
		at := func(row int64) (batch.Reject, bool) {
			if i := row - 2; i >= 0 && int(i) < len(rows) {
				return rows[i], true
			}
			return batch.Reject{}, false
		}
		for i := range lines.Lines {
			if l := &lines.Lines[i]; l.File == e.Name() {
				if first, ok := at(l.Row); ok {
					l.Row = first.Place.Row
				}
			}
		}
		for i := range lines.Rejects {
			r := &lines.Rejects[i]
			if first, ok := at(r.Place.Row); ok && r.Place.File == e.Name() && len(r.Record) >= rejectColumns {
				r.Place.File, r.Place.Row = first.Place.File, first.Place.Row
				r.Header, r.Record = first.Header, r.Record[rejectColumns:]
			}
		}
	}
	return nil
}
