package invoicebook

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source"
)

// lookRows is how many rows at a table's beginning are searched for its header.
const lookRows = 60

// row is one row of a table, whatever holds the table.
type row struct {
	number int64
	cells  []string
	fault  *fault.Error // what is wrong with the row itself
}

// table streams the rows of a CSV file or a sheet. The rows looked at to find
// the header come again.
type table struct {
	entry    source.Entry
	sheet    string
	ragged   bool // rows may be shorter than the header: sheets end at the last cell that holds something
	read     func() (row, error)
	encoding func() (source.Encoding, int64)
	close    func() error
	seen     []row
}

// name says where a row stands.
func (t *table) name() string {
	if t.sheet == "" {
		return t.entry.Name()
	}
	return t.entry.Name() + "#" + t.sheet
}

// look reads ahead.
func (t *table) look() ([]row, error) {
	for len(t.seen) < lookRows {
		r, err := t.read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		t.seen = append(t.seen, r)
	}
	return t.seen, nil
}

// next gives the rows in order, those already looked at first.
func (t *table) next() (row, error) {
	if len(t.seen) > 0 {
		r := t.seen[0]
		t.seen = t.seen[1:]
		return r, nil
	}
	return t.read()
}

// openTables opens the tables of an entry: one of a text file, one for each
// sheet of a workbook. The second result closes what they share.
func openTables(ctx context.Context, e source.Entry, how Text) ([]*table, func() error, error) {
	switch {
	case e.Kind == source.KindText:
		t, err := openCSV(e, how)
		if err != nil {
			return nil, nil, err
		}
		return []*table{t}, t.close, nil
	case e.Kind == source.KindXLSX:
		return openSheets(ctx, e)
	case e.Kind == source.KindEmpty:
		return nil, nil, entryFault(e, "invoicebook.file_empty")
	case e.Kind == source.KindXLS:
		return nil, nil, entryFault(e, "invoicebook.old_workbook")
	}
	return nil, nil, entryFault(e, "invoicebook.kind_unsupported").With("kind", string(e.Kind))
}

func entryFault(e source.Entry, code string) *fault.Error {
	return fault.New(fault.KindInvalid, code).With("file", e.Name()).At(fault.Place{File: e.Name()})
}

func openCSV(e source.Entry, how Text) (*table, error) {
	s, err := e.Open()
	if err != nil {
		return nil, err
	}
	text := source.NewTextIn(s, how.Encoding)
	c, err := source.DetectCSVBy(text, e.Name(), how.delimiter())
	if err != nil {
		_ = s.Close()
		return nil, err
	}
	return &table{
		entry: e, close: s.Close,
		encoding: func() (source.Encoding, int64) { return text.Encoding(), text.Invalid() },
		read: func() (row, error) {
			rec, err := c.Read()
			if err != nil {
				return row{}, err
			}
			return row{number: rec.Number, cells: rec.Strings(), fault: rec.Fault}, nil
		},
	}, nil
}

func openSheets(ctx context.Context, e source.Entry) ([]*table, func() error, error) {
	w, err := source.OpenWorkbook(ctx, e)
	if err != nil {
		return nil, nil, err
	}
	var tables []*table
	closeAll := func() error {
		var errs []error
		for _, t := range tables {
			errs = append(errs, t.close())
		}
		return errors.Join(append(errs, w.Close())...)
	}
	for _, name := range w.Sheets() {
		sheet, err := w.Open(name)
		if err != nil {
			return nil, nil, errors.Join(err, closeAll())
		}
		tables = append(tables, &table{
			entry: e, sheet: name, ragged: true, close: sheet.Close,
			encoding: func() (source.Encoding, int64) { return "", 0 },
			read: func() (row, error) {
				r, err := sheet.Read()
				if err != nil {
					return row{}, err
				}
				return row{number: r.Number, cells: slices.Clone(r.Cells)}, nil
			},
		})
	}
	return tables, closeAll, nil
}
