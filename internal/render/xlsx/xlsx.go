// Package xlsx writes a document as a workbook: a sheet per table with typed
// cells, and a sheet of remarks for everything else. It is the only home of the
// workbook library.
//
// A spreadsheet's number holds 15 significant digits. Where a column has a
// value with more, a text column with every digit follows it. Words are always
// cells of type text, which a spreadsheet never runs as a formula.
package xlsx

import (
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/render"
)

// maxDigits is how many significant digits a spreadsheet's number keeps.
const maxDigits = 15

// maxText is how many characters a cell may hold.
const maxText = 32767

// maxWidth is the widest a column is made, in characters.
const maxWidth = 60

// Options say what to call things.
type Options struct {
	Locale render.Locale
}

// Render writes the document.
func Render(w io.Writer, d report.Document, o Options) (err error) {
	book := &workbook{file: excelize.NewFile(), locale: o.Locale, styles: map[look]int{}, names: map[string]bool{}}
	defer func() {
		if cerr := book.file.Close(); err == nil {
			err = cerr
		}
	}()
	for _, b := range d.Blocks {
		if t, ok := b.(report.Table); ok {
			if err := book.table(t); err != nil {
				return err
			}
		}
	}
	if err := book.remarks(d); err != nil {
		return err
	}
	book.file.SetZipWriter(Repeatable)
	_, err = book.file.WriteTo(w)
	return err
}

type workbook struct {
	file   *excelize.File
	locale render.Locale
	styles map[look]int
	names  map[string]bool // sheets so far, lower case
}

// field is a column of a sheet: of the table's column itself, or one that
// stands beside it.
type field struct {
	column int
	role   role
}

type role int

const (
	roleValue    role = iota
	roleExact         // every digit, as text
	roleCurrency      // code of this row's amount
)

func (b *workbook) table(t report.Table) error {
	sw, err := b.sheet(t.Title, t.ID)
	if err != nil {
		return err
	}
	fields := fieldsOf(t)
	for n, f := range fields {
		if err := sw.SetColWidth(n+1, n+1, b.width(t, f)); err != nil {
			return err
		}
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	header := make([]any, len(fields))
	for n, f := range fields {
		right := t.Columns[f.column].Kind.Numeric() && f.role == roleValue
		style, err := b.style(look{bold: true, header: true, right: right})
		if err != nil {
			return err
		}
		header[n] = excelize.Cell{StyleID: style, Value: b.label(t, f)}
	}
	if err := sw.SetRow("A1", header); err != nil {
		return err
	}
	for r, row := range t.Rows {
		line := make([]any, len(fields))
		for n, f := range fields {
			if line[n], err = b.cell(t, row, f); err != nil {
				return err
			}
		}
		if err := sw.SetRow("A"+strconv.Itoa(r+2), line); err != nil {
			return err
		}
	}
	return sw.Flush()
}

func fieldsOf(t report.Table) []field {
	var fields []field
	for i := range t.Columns {
		fields = append(fields, field{i, roleValue})
		if t.MixedCurrencies(i) {
			fields = append(fields, field{i, roleCurrency})
		}
		if needsExact(t, i) {
			fields = append(fields, field{i, roleExact})
		}
	}
	return fields
}

func needsExact(t report.Table, i int) bool {
	if !t.Columns[i].Kind.Numeric() {
		return false
	}
	for _, row := range t.Rows {
		if significant(row.Cell(i).Value) > maxDigits {
			return true
		}
	}
	return false
}

// significant counts the digits of a plain decimal without zeros that only
// place the point.
func significant(s string) int {
	digits := strings.TrimLeft(strings.NewReplacer("-", "", ".", "").Replace(s), "0")
	if !strings.Contains(s, ".") {
		digits = strings.TrimRight(digits, "0")
	}
	return len(digits)
}

func (b *workbook) label(t report.Table, f field) string {
	label := render.Header(t, f.column)
	switch f.role {
	case roleExact:
		return label + " " + b.locale.Exact
	case roleCurrency:
		return label + " " + b.locale.Currency
	case roleValue:
	}
	return label
}

// cell types one cell of a row.
func (b *workbook) cell(t report.Table, row report.Row, f field) (excelize.Cell, error) {
	c, col := row.Cell(f.column), t.Columns[f.column]
	l := look{bold: row.Style == report.StyleTotal || row.Style == report.StyleHeading,
		gray: row.Style == report.StyleResidual, total: row.Style == report.StyleTotal, italic: c.Estimate, tone: c.Tone}
	var value any
	switch {
	case c.Gap || c.Value == "":
	case f.role == roleExact:
		value = c.Value
		l.format = "@"
	case f.role == roleCurrency:
		value = string(c.CurrencyIn(col))
	default:
		value = typed(c.Value, col.Kind)
		if _, isText := value.(string); !isText {
			l.format = numberFormat(c, col)
		}
	}
	style, err := b.style(l)
	return excelize.Cell{StyleID: style, Value: value}, err
}

// typed turns exact text into what the workbook stores. This is the one place
// where an amount becomes a binary number, because a spreadsheet has no other;
// needsExact keeps the digits that are lost.
func typed(s string, kind report.Kind) any {
	switch kind {
	case report.KindInteger, report.KindMoney, report.KindRatio, report.KindPercent:
		if n, err := strconv.ParseFloat(s, 64); err == nil {
			return n
		}
	case report.KindDate:
		if t, err := time.Parse(time.DateOnly, s); err == nil {
			return t
		}
	case report.KindMonth:
		if t, err := time.Parse("2006-01", s); err == nil {
			return t
		}
	case report.KindBool:
		return s == "true"
	case report.KindText:
	}
	if utf8.RuneCountInString(s) > maxText {
		return string([]rune(s)[:maxText-1]) + "…"
	}
	return s
}

func numberFormat(c report.Cell, col report.Column) string {
	decimals := ""
	if places := c.PlacesIn(col); places > 0 {
		decimals = "." + strings.Repeat("0", int(places))
	}
	estimate := ""
	if c.Estimate {
		estimate = `"~"`
	}
	switch col.Kind {
	case report.KindInteger, report.KindMoney, report.KindRatio:
		return estimate + "#,##0" + decimals
	case report.KindPercent:
		return estimate + "0" + decimals + "%"
	case report.KindDate:
		return "yyyy-mm-dd"
	case report.KindMonth:
		return "yyyy-mm"
	case report.KindText, report.KindBool:
	}
	return ""
}

// width fits a column to what people will see in it.
func (b *workbook) width(t report.Table, f field) float64 {
	wide := cellsWide(b.label(t, f))
	for _, row := range t.Rows {
		c, col := row.Cell(f.column), t.Columns[f.column]
		switch f.role {
		case roleValue:
			wide = max(wide, cellsWide(b.locale.Show(c, col)))
		case roleExact:
			wide = max(wide, cellsWide(c.Value))
		case roleCurrency:
		}
	}
	return float64(min(wide, maxWidth) + 2)
}

// cellsWide counts two for the characters of East Asian scripts.
func cellsWide(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x1100 {
			n++
		}
	}
	return n
}
