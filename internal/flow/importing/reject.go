package importing

import (
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/source"
)

// rejectHeader stands before the source's own columns in a reject file. After
// mending, the file is imported as it is: its first columns say where each row
// came from.
var rejectHeader = []string{"sevenfold_file", "sevenfold_row", "sevenfold_column", "sevenfold_value", "sevenfold_reason"}

// rejects collects bad rows and stops an import that has too many.
type rejects struct {
	mu       sync.Mutex // files may be read side by side
	rows     []batch.Reject
	strict   bool
	maxShare money.Decimal
}

// maxRejects bounds memory: beyond it a file is not damaged in places, it is
// something else.
const maxRejects = 100_000

// add takes a bad row; with --strict the first one ends the import.
func (r *rejects) add(rej batch.Reject) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rows = append(r.rows, rej)
	if r.strict {
		return rej.Fault()
	}
	if len(r.rows) >= maxRejects {
		return r.tooMany(int64(len(r.rows)))
	}
	return nil
}

// reset forgets what a first reading rejected, before a second one.
func (r *rejects) reset() { r.rows = nil }

// judge stops the import when the share of bad rows is above the limit.
func (r *rejects) judge(good int64) error {
	bad := int64(len(r.rows))
	if bad == 0 {
		return nil
	}
	if share := money.NewInt(bad).Quo(money.NewInt(bad+good), 6); share.Cmp(r.maxShare) > 0 {
		return r.tooMany(bad + good)
	}
	return nil
}

// tooMany names the first bad row as the reason.
func (r *rejects) tooMany(of int64) error {
	r.sort()
	first := r.rows[0]
	return fault.New(fault.KindInvalid, "bill.too_many_rejects").With("rejected", len(r.rows)).With("rows", of).
		With("limit", r.maxShare.Mul(money.NewInt(100)).String()).At(first.Place).Because(first.Fault())
}

// sort puts rows in the order of a reader's eye; files that were read side by
// side gave them in any order.
func (r *rejects) sort() {
	slices.SortStableFunc(r.rows, func(a, b batch.Reject) int {
		return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Row, b.Place.Row))
	})
}

// refuse leaves the reject file of an import that had too many bad rows, and
// says where; any other error passes unchanged.
func (r *rejects) refuse(err error, dir string, id batch.ID) error {
	f, ok := fault.As(err)
	if !ok || f.Code != "bill.too_many_rejects" {
		return err
	}
	path, werr := r.write(dir, id)
	if werr != nil {
		return werr
	}
	return f.With("reject_file", path)
}

// write leaves the reject file where the user can mend it. Rows of files with
// different headers cannot share a table: each header gets a file of its own,
// and the first file's path is returned.
func (r *rejects) write(dir string, id batch.ID) (path string, err error) {
	if len(r.rows) == 0 {
		return "", nil
	}
	r.sort()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", unwritable(dir, err)
	}
	rest, n := r.rows, 0
	for len(rest) > 0 {
		header := rest[0].Header
		var same, other []batch.Reject
		for _, rej := range rest {
			if slices.Equal(rej.Header, header) {
				same = append(same, rej)
			} else {
				other = append(other, rej)
			}
		}
		n++
		at := filepath.Join(dir, rejectName(id, n))
		if err := writeRejects(at, header, same); err != nil {
			return "", err
		}
		if path == "" {
			path = at
		}
		rest = other
	}
	return path, nil
}

func writeRejects(path string, header []string, rows []batch.Reject) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return unwritable(path, err)
	}
	defer func() {
		if cerr := f.Close(); err == nil && cerr != nil {
			err = unwritable(path, cerr)
		}
	}()
	w := csv.NewWriter(f)
	records := [][]string{append(slices.Clone(rejectHeader), header...)}
	for _, rej := range rows {
		records = append(records, append([]string{rej.Place.File, strconv.FormatInt(rej.Place.Row, 10), rej.Place.Column,
			rej.Place.Value, rej.Reason}, rej.Record...))
	}
	if err := w.WriteAll(records); err != nil {
		return unwritable(path, err)
	}
	return f.Sync()
}

// anyRejects reports whether a reject file is among the entries.
func anyRejects(entries []source.Entry) (bool, error) {
	for _, e := range entries {
		if e.Kind != source.KindText {
			continue
		}
		mended, err := isRejects(e)
		if mended || err != nil {
			return mended, err
		}
	}
	return false, nil
}

func isRejects(e source.Entry) (_ bool, err error) {
	s, err := e.Open()
	if err != nil {
		return false, err
	}
	defer func() {
		if cerr := s.Close(); err == nil {
			err = cerr
		}
	}()
	head := make([]byte, len(rejectHeader[0])+1)
	n, err := io.ReadFull(source.NewText(s), head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return strings.HasPrefix(strings.TrimPrefix(string(head[:n]), `"`), rejectHeader[0]), err
}
