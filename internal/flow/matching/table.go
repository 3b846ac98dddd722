package matching

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source"
)

// maxTableRows bounds a file of answers or labelled pairs: nobody answers a
// million questions by hand.
const maxTableRows = 1 << 20

// table is a small file that people filled in: CSV in any usual encoding and
// dialect, or the first sheet of a workbook.
type table struct {
	file    string
	columns map[string]int // by key
	rows    []tableRow
}

type tableRow struct {
	number int64 // as a spreadsheet shows it
	cells  []string
}

// Columns names the columns that a file may have: for each key the headings
// under which it is known, in every language. Others are not read.
type Columns map[string][]string

// readTable reads a file whole. Faults: match.file_not_table, match.file_empty,
// match.column_missing, and those of source.
func readTable(ctx context.Context, path string, known Columns, required ...string) (*table, error) {
	entries, err := source.Expand(ctx, []string{path}, source.DefaultLimits())
	if err != nil {
		return nil, err
	}
	t := &table{file: path, columns: map[string]int{}}
	if len(entries) != 1 {
		return nil, fault.New(fault.KindInvalid, "match.file_not_table").At(fault.Place{File: path})
	}
	switch e := entries[0]; e.Kind {
	case source.KindText, source.KindEmpty:
		err = t.readText(e)
	case source.KindXLSX:
		err = t.readSheet(ctx, e)
	default:
		err = fault.New(fault.KindInvalid, "match.file_not_table").At(fault.Place{File: path})
	}
	if err != nil {
		return nil, err
	}
	return t, t.header(known, required)
}

func (t *table) add(number int64, cells []string) error {
	for i, c := range cells {
		// What an export made harmless comes back as it was.
		if c = strings.TrimSpace(c); len(c) > 1 && c[0] == '\'' && strings.ContainsRune("=+-@", rune(c[1])) {
			c = c[1:]
		}
		cells[i] = c
	}
	if !slices.ContainsFunc(cells, func(c string) bool { return c != "" }) {
		return nil
	}
	if len(t.rows) > maxTableRows {
		return fault.New(fault.KindLimit, "match.file_too_large").With("limit", maxTableRows).At(fault.Place{File: t.file})
	}
	t.rows = append(t.rows, tableRow{number, cells})
	return nil
}

func (t *table) readText(e source.Entry) (err error) {
	r, err := e.Open()
	if err != nil {
		return err
	}
	defer func() {
		if cerr := r.Close(); err == nil {
			err = cerr
		}
	}()
	csv, err := source.DetectCSV(source.NewText(r), t.file)
	if err != nil {
		return err
	}
	for {
		record, err := csv.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if record.Fault != nil {
			return record.Fault
		}
		if err := t.add(record.Number, record.Strings()); err != nil {
			return err
		}
	}
}

func (t *table) readSheet(ctx context.Context, e source.Entry) (err error) {
	book, err := source.OpenWorkbook(ctx, e)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := book.Close(); err == nil {
			err = cerr
		}
	}()
	names := book.Sheets()
	if len(names) == 0 {
		return nil
	}
	sheet, err := book.Open(names[0])
	if err != nil {
		return err
	}
	defer func() {
		if cerr := sheet.Close(); err == nil {
			err = cerr
		}
	}()
	for {
		row, err := sheet.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := t.add(row.Number, slices.Clone(row.Cells)); err != nil {
			return err
		}
	}
}

// maxTitleRows is how far down a heading may stand: an export may have a title
// above it.
const maxTitleRows = 10

// header finds the row of headings: the first that names every required column.
func (t *table) header(known Columns, required []string) error {
	if len(t.rows) == 0 {
		return fault.New(fault.KindInvalid, "match.file_empty").At(fault.Place{File: t.file})
	}
	missing := ""
	for n, r := range t.rows[:min(len(t.rows), maxTitleRows)] {
		found := map[string]int{}
		for i, cell := range r.cells {
			for key, headings := range known {
				if _, twice := found[key]; !twice && slices.ContainsFunc(headings, func(h string) bool { return strings.EqualFold(h, cell) }) {
					found[key] = i
				}
			}
		}
		at := slices.IndexFunc(required, func(key string) bool { _, ok := found[key]; return !ok })
		if at < 0 {
			t.columns, t.rows = found, t.rows[n+1:]
			return nil
		}
		if n == 0 {
			missing = known[required[at]][0]
		}
	}
	return fault.New(fault.KindInvalid, "match.column_missing").With("column", missing).At(fault.Place{File: t.file, Row: t.rows[0].number})
}

// get gives a cell; empty where the column or the cell is not there.
func (t *table) get(r tableRow, key string) string {
	if i, ok := t.columns[key]; ok && i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

func (t *table) place(r tableRow, key string) fault.Place {
	return fault.Place{File: t.file, Row: r.number, Value: t.get(r, key)}
}
