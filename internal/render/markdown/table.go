package markdown

import (
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/render"
)

// TableOf takes a table of a report into a page: numbers to the right, an amount
// with its currency where its column does not name it.
func TableOf(t report.Table, l render.Locale) Table {
	out := Table{Right: make([]bool, len(t.Columns))}
	for i, c := range t.Columns {
		out.Columns = append(out.Columns, render.Header(t, i))
		out.Right[i] = c.Kind.Numeric()
	}
	for _, row := range t.Rows {
		var line []Span
		for i, c := range t.Columns {
			var cell report.Cell
			if i < len(row.Cells) {
				cell = row.Cells[i]
			}
			text := l.Show(cell, c)
			if currency := cell.CurrencyIn(c); c.Kind == report.KindMoney && cell.Value != "" && (c.Currency == "" || t.MixedCurrencies(i)) && currency != "" {
				text += " " + string(currency)
			}
			line = append(line, Text(text))
		}
		out.Rows = append(out.Rows, line)
	}
	return out
}
