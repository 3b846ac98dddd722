// Package csv writes the tables of a document as comma-separated text: exact
// values, no thousands, dates in ISO, one table after the other with an empty
// line and the title between them.
//
// A document with exactly one table is a plain CSV file of a header line and
// rows, for other programs. Paragraphs and notes are left out.
package csv

import (
	"bufio"
	"encoding/csv"
	"io"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/render"
)

// Options say how the bytes begin and what to call things.
type Options struct {
	Locale render.Locale
	BOM    bool // for a file: Excel takes UTF-8 without it for the system's old code page
}

// Render writes the document.
func Render(w io.Writer, d report.Document, o Options) error {
	b := bufio.NewWriter(w)
	if o.BOM {
		if _, err := b.WriteString("\ufeff"); err != nil {
			return err
		}
	}
	tables := tablesOf(d)
	for i, t := range tables {
		if err := write(b, t, o, len(tables) > 1, i > 0); err != nil {
			return err
		}
	}
	return b.Flush()
}

// tablesOf gives the tables; key values become one where they are all there is.
func tablesOf(d report.Document) []report.Table {
	var tables, lists []report.Table
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case report.Table:
			tables = append(tables, b)
		case report.KeyValues:
			lists = append(lists, listOf(b))
		case report.Paragraph:
		}
	}
	if len(tables) == 0 {
		return lists
	}
	return tables
}

// listOf gives key values as label, exact value and, for amounts, currency;
// there is no header.
func listOf(kv report.KeyValues) report.Table {
	t := report.Table{ID: kv.ID, Title: kv.Title, Columns: make([]report.Column, 2)}
	for _, item := range kv.Items {
		value := item.Cell.Value
		if item.Cell.Gap {
			value = ""
		}
		cells := []report.Cell{report.Text(item.Label), report.Text(value), report.Text(string(item.Cell.Currency))}
		if item.Cell.Currency != "" && len(t.Columns) == 2 {
			t.Columns = append(t.Columns, report.Column{})
		}
		t.Rows = append(t.Rows, report.Row{Cells: cells})
	}
	return t
}

// Rows writes a table of which not all rows are at hand, one after the other.
type Rows struct {
	to      *csv.Writer
	columns []report.Column
	mixed   []bool
}

// NewRows begins such a table with its header. A column of amounts without a
// currency of its own has one of codes after it.
func NewRows(w io.Writer, t report.Table, o Options) (*Rows, error) {
	if o.BOM {
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return nil, err
		}
	}
	r := &Rows{to: csv.NewWriter(w), columns: t.Columns, mixed: make([]bool, len(t.Columns))}
	r.to.UseCRLF = true
	for i, c := range t.Columns {
		r.mixed[i] = c.Kind == report.KindMoney && c.Currency == ""
	}
	return r, r.to.Write(header(t, r.mixed, o.Locale))
}

// Write adds a row.
func (r *Rows) Write(row report.Row) error { return r.to.Write(record(r.columns, r.mixed, row)) }

// Flush hands on what is still held back.
func (r *Rows) Flush() error {
	r.to.Flush()
	return r.to.Error()
}

func write(b *bufio.Writer, t report.Table, o Options, titled, apart bool) error {
	w := csv.NewWriter(b)
	w.UseCRLF = true // RFC 4180
	if apart {
		w.Flush()
		if _, err := b.WriteString("\r\n"); err != nil {
			return err
		}
	}
	if titled {
		if err := w.Write([]string{Harmless(t.Title)}); err != nil {
			return err
		}
	}
	mixed := make([]bool, len(t.Columns))
	for i := range mixed {
		mixed[i] = t.MixedCurrencies(i)
	}
	if names := header(t, mixed, o.Locale); strings.Join(names, "") != "" {
		if err := w.Write(names); err != nil {
			return err
		}
	}
	for _, row := range t.Rows {
		if err := w.Write(record(t.Columns, mixed, row)); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// header gives the labels; amounts of several currencies get a column of codes
// after them.
func header(t report.Table, mixed []bool, l render.Locale) []string {
	var fields []string
	for i := range t.Columns {
		label := render.Header(t, i)
		fields = append(fields, Harmless(label))
		if mixed[i] {
			fields = append(fields, Harmless(label+" "+l.Currency))
		}
	}
	return fields
}

func record(columns []report.Column, mixed []bool, row report.Row) []string {
	var fields []string
	for i, col := range columns {
		c := row.Cell(i)
		value := c.Value
		if c.Gap {
			value = ""
		}
		fields = append(fields, Harmless(value))
		if mixed[i] {
			currency := ""
			if value != "" {
				currency = string(c.CurrencyIn(col))
			}
			fields = append(fields, currency)
		}
	}
	return fields
}

// Harmless puts an apostrophe before text that a spreadsheet would run as a
// formula: the text of a cell comes from somebody's invoice. Numbers stay
// numbers.
func Harmless(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return s
	}
	if _, err := money.ParseDecimal(s); err == nil {
		return s
	}
	return "'" + s
}
