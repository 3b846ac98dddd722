// Package form reads a small table that people filled in: CSV in any usual
// encoding and dialect, or the first sheet of a workbook.
//
// It owns finding the headings, in every language, and where a cell stands, so
// that what is wrong with it can be told. It does not own what cells mean.
package form

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source"
)

// maxRows bounds a file: nobody fills in a million rows by hand.
const maxRows = 1 << 20

// Form is a file as it was filled in.
type Form struct {
	Rows    []Row // below the headings; none is blank
	file    string
	columns map[string]column // by key
}

type column struct {
	at      int
	heading string // as the file has it
}

// Row is one row.
type Row struct {
	Number int64 // as a spreadsheet shows it
	cells  []string
}

// Columns names the columns that a file may have: for each key the headings
// under which it is known, in every language. Others are not read.
type Columns map[string][]string

// Read reads a file whole. Faults: form.not_table, form.empty, form.too_large,
// form.column_missing, and those of source.
func Read(ctx context.Context, path string, known Columns, required ...string) (_ *Form, err error) {
	defer fault.Wrap(&err, "form.Read(%s)", path)
	entries, err := source.Expand(ctx, []string{path}, source.DefaultLimits())
	if err != nil {
		return nil, err
	}
	t := &Form{file: path, columns: map[string]column{}}
	if len(entries) != 1 {
		return nil, fault.New(fault.KindInvalid, "form.not_table").At(fault.Place{File: path})
	}
	switch e := entries[0]; e.Kind {
	case source.KindText, source.KindEmpty:
		err = t.readText(e)
	case source.KindXLSX:
		err = t.readSheet(ctx, e)
	default:
		err = fault.New(fault.KindInvalid, "form.not_table").At(fault.Place{File: path})
	}
	if err != nil {
		return nil, err
	}
	return t, t.header(known, required)
}

func (t *Form) add(number int64, cells []string) error {
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
	if len(t.Rows) > maxRows {
		return fault.New(fault.KindLimit, "form.too_large").With("limit", maxRows).At(fault.Place{File: t.file})
	}
	t.Rows = append(t.Rows, Row{number, cells})
	return nil
}

func (t *Form) readText(e source.Entry) (err error) {
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

func (t *Form) readSheet(ctx context.Context, e source.Entry) (err error) {
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
func (t *Form) header(known Columns, required []string) error {
	if len(t.Rows) == 0 {
		return fault.New(fault.KindInvalid, "form.empty").At(fault.Place{File: t.file})
	}
	missing := ""
	for n, r := range t.Rows[:min(len(t.Rows), maxTitleRows)] {
		found := map[string]column{}
		for i, cell := range r.cells {
			for key, headings := range known {
				if _, twice := found[key]; !twice && slices.ContainsFunc(headings, func(h string) bool { return strings.EqualFold(h, cell) }) {
					found[key] = column{i, cell}
				}
			}
		}
		at := slices.IndexFunc(required, func(key string) bool { _, ok := found[key]; return !ok })
		if at < 0 {
			t.columns, t.Rows = found, t.Rows[n+1:]
			return nil
		}
		if n == 0 {
			missing = known[required[at]][0]
		}
	}
	return fault.New(fault.KindInvalid, "form.column_missing").With("column", missing).At(fault.Place{File: t.file, Row: t.Rows[0].Number})
}

// Has reports whether the file has a column.
func (t *Form) Has(key string) bool {
	_, ok := t.columns[key]
	return ok
}

// Get gives a cell; empty where the column or the cell is not there.
func (t *Form) Get(r Row, key string) string {
	if c, ok := t.columns[key]; ok && c.at < len(r.cells) {
		return r.cells[c.at]
	}
	return ""
}

// Place is where a cell stands, its column under the name that the file gives it.
func (t *Form) Place(r Row, key string) fault.Place {
	return fault.Place{File: t.file, Row: r.Number, Column: t.columns[key].heading, Value: t.Get(r, key)}
}
