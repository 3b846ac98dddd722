// Package roster reads what users write about their own business: customers
// with their identifiers, and the rules that give service lines a category.
// Both come as CSV (one row per identifier, or per weight) or as YAML.
//
// It owns the two layouts and what is checked in them, strictly: these files
// are small, written by hand, and every figure rests on them. How customers are
// matched and rules applied is core's business.
package roster

import (
	"bytes"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source"
)

// maxBytes bounds a file: a hundred thousand customers take ten.
const maxBytes = 64 << 20

// isYAML decides the layout by the name, which users choose for that purpose.
func isYAML(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

func readAll(r io.Reader, name string) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(source.NewText(r), maxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxBytes {
		return nil, fault.New(fault.KindLimit, "roster.too_large").With("limit", maxBytes).At(fault.Place{File: name})
	}
	return text, nil
}

// table is a CSV with known columns.
type table struct {
	name    string
	header  []string
	columns map[string]int
}

// row is one row of a table.
type row struct {
	*table
	number int64
	fields []string
}

// readTable hands over every row. Columns may stand in any order and may be
// left out unless they are required; a column that nobody knows is a fault,
// because it is mostly a known one misspelt. Every row must be as wide as the
// header, its nameless columns at the end included: a row with a comma too many
// in its middle and an empty cell at its end would otherwise be read one column
// off.
//
// Faults: roster.empty, roster.column_unknown, roster.column_twice,
// roster.column_missing, source.csv_ragged, and those of source.CSV.
func readTable(text []byte, name string, known, required []string, visit func(row) error) error {
	csv, err := source.DetectCSV(bytes.NewReader(text), name)
	if err != nil {
		return err
	}
	header, err := csv.Read()
	if errors.Is(err, io.EOF) {
		return fault.New(fault.KindInvalid, "roster.empty").At(fault.Place{File: name})
	}
	if err != nil {
		return err
	}
	t := &table{name: name, header: header.Strings(), columns: map[string]int{}}
	if err := t.index(header.Number, known, required); err != nil {
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
		r := row{table: t, number: record.Number, fields: record.Strings()}
		if r.blank() {
			continue
		}
		if len(r.fields) != len(t.header) {
			return fault.New(fault.KindInvalid, "source.csv_ragged").With("want", len(t.header)).With("got", len(r.fields)).
				At(fault.Place{File: name, Row: r.number})
		}
		if err := visit(r); err != nil {
			return err
		}
	}
}

func (t *table) index(number int64, known, required []string) error {
	named := len(t.header)
	for named > 0 && strings.TrimSpace(t.header[named-1]) == "" {
		named-- // what a spreadsheet adds
	}
	for i, cell := range t.header[:named] {
		column := strings.ToLower(strings.TrimSpace(cell))
		at := fault.Place{File: t.name, Row: number, Column: cell}
		if _, twice := t.columns[column]; twice {
			return fault.New(fault.KindInvalid, "roster.column_twice").With("column", column).At(at)
		}
		if !slices.Contains(known, column) {
			return fault.New(fault.KindInvalid, "roster.column_unknown").With("column", strings.TrimSpace(cell)).
				With("known", strings.Join(known, ", ")).At(at)
		}
		t.columns[column] = i
	}
	for _, column := range required {
		if _, ok := t.columns[column]; !ok {
			return fault.New(fault.KindInvalid, "roster.column_missing").With("column", column).
				At(fault.Place{File: t.name, Row: number})
		}
	}
	return nil
}

// get gives a cell without surrounding space; empty where the column is absent.
func (r row) get(column string) string {
	i, ok := r.columns[column]
	if !ok || i >= len(r.fields) {
		return ""
	}
	return strings.TrimSpace(r.fields[i])
}

func (r row) blank() bool {
	for _, f := range r.fields {
		if strings.TrimSpace(f) != "" {
			return false
		}
	}
	return true
}

func (r row) place(column string) fault.Place {
	return fault.Place{File: r.name, Row: r.number, Column: column, Value: r.get(column)}
}

// reject keeps the row with what is wrong in it.
func (r row) reject(column, code string) batch.Reject {
	return batch.Reject{Place: r.place(column), Reason: code, Header: r.header, Record: r.fields}
}

// findings counts by rule, with the first example, in order of first sight.
type findings []batch.Finding

func (fs *findings) add(rule string, severity batch.Severity, column, example, file string) {
	for i := range *fs {
		if f := &(*fs)[i]; f.Rule == rule {
			f.Count++
			return
		}
	}
	*fs = append(*fs, batch.Finding{Rule: rule, Severity: severity, Column: column, Count: 1, Example: example, File: file})
}
