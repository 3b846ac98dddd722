package terminal

import (
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/render"
)

// gap is what stands between two columns.
const gap = 2

// easyText is how narrow a column of words may become before another column is
// left out, and minText how narrow when there is nothing left to leave out.
const (
	easyText = 28
	minText  = 12
)

// column is one that will be drawn: which of the table's, and how wide.
type column struct {
	index int
	width int // natural
	limit int // 0 means natural
}

// table draws a table in as much width as there is: first it wraps the widest
// words, then it leaves out columns that may go, highest rank first, then it
// wraps harder.
func (o Options) table(t report.Table) string {
	cells := o.cells(t)
	columns, hidden := o.fit(t, cells)
	w := table.NewWriter()
	w.SetStyle(style())
	w.SuppressTrailingSpaces()
	configs := make([]table.ColumnConfig, len(columns))
	header := make(table.Row, len(columns))
	named := false
	for n, c := range columns {
		col := t.Columns[c.index]
		align := text.AlignLeft
		if col.Kind.Numeric() {
			align = text.AlignRight
		}
		configs[n] = table.ColumnConfig{Number: n + 1, Align: align, AlignHeader: align, VAlignHeader: text.VAlignBottom}
		label := render.Header(t, c.index)
		named = named || label != ""
		header[n] = o.paint(Wrap(label, c.limit), bold)
	}
	w.SetColumnConfigs(configs)
	if named {
		w.AppendHeader(header)
	}
	for r, row := range t.Rows {
		if row.Style == report.StyleTotal && r > 0 && t.Rows[r-1].Style != report.StyleTotal {
			w.AppendSeparator()
		}
		line := make(table.Row, len(columns))
		for n, c := range columns {
			escape := styles[row.Style]
			if tone := row.Cell(c.index).Tone; tone != report.ToneNeutral {
				escape = tones[tone]
			}
			line[n] = o.paint(Wrap(cells[r][c.index], c.limit), escape)
		}
		w.AppendRow(line)
	}
	parts := []string{strings.TrimRight(o.title(t.Title)+w.Render(), "\n")}
	for _, note := range t.Notes {
		parts = append(parts, o.paint(o.wrap(note), dim))
	}
	if len(hidden) > 0 && o.Locale.Hidden != nil {
		parts = append(parts, o.paint(o.wrap(o.Locale.Hidden(hidden)), dim))
	}
	return strings.Join(parts, "\n")
}

// cells writes every cell, with the currency beside amounts that do not share
// one.
func (o Options) cells(t report.Table) [][]string {
	mixed := make([]bool, len(t.Columns))
	for i := range t.Columns {
		mixed[i] = t.MixedCurrencies(i)
	}
	out := make([][]string, len(t.Rows))
	for r, row := range t.Rows {
		out[r] = make([]string, len(t.Columns))
		for i, col := range t.Columns {
			c := row.Cell(i)
			s := clean(o.Locale.Show(c, col))
			if mixed[i] && !c.Gap && s != "" {
				s += " " + string(c.CurrencyIn(col))
			}
			out[r][i] = s
		}
	}
	return out
}

// clean takes control characters out of text that comes from somebody's files:
// they could move the cursor or recolour the screen.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if r < ' ' || (r >= 0x7f && r < 0xa0) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
			return '\uFFFD'
		}
		return r
	}, s)
}

// fit chooses the columns and their limits, and names those left out.
func (o Options) fit(t report.Table, cells [][]string) (columns []column, hidden []string) {
	for i := range t.Columns {
		c := column{index: i, width: text.StringWidth(render.Header(t, i))}
		for r := range cells {
			if t.Rows[r].Style != report.StyleHeading || len(t.Rows[r].Cells) > 1 {
				c.width = max(c.width, text.StringWidth(cells[r][i]))
			}
		}
		columns = append(columns, c)
	}
	if o.Width <= 0 {
		return columns, nil
	}
	for total(columns) > o.Width {
		if squeeze(t, columns, o.Width, easyText) {
			continue
		}
		n := lowest(t, columns)
		if n < 0 {
			break
		}
		hidden = append([]string{t.Columns[columns[n].index].Label}, hidden...)
		columns = slices.Delete(columns, n, n+1)
		for i := range columns {
			columns[i].limit = 0 // there may be room again
		}
	}
	for total(columns) > o.Width && squeeze(t, columns, o.Width, minText) {
	}
	return columns, hidden
}

// squeeze narrows the widest column of words by what is too much, at most by a
// quarter so that several share it; false when all are at the least already.
// Numbers are never cut.
func squeeze(t report.Table, columns []column, width, least int) bool {
	n := widestText(t, columns, least)
	if n < 0 {
		return false
	}
	now := drawn(columns[n])
	columns[n].limit = max(least, now-(total(columns)-width), now*3/4)
	return true
}

// lowest gives the place of the column that goes first, or -1: the highest
// rank, of equal ones the rightmost.
func lowest(t report.Table, columns []column) int {
	found, rank := -1, 0
	for n, c := range columns {
		if r := t.Columns[c.index].Rank; r > 0 && r >= rank {
			found, rank = n, r
		}
	}
	return found
}

// widestText gives the place of the widest column of words wider than least, or -1.
func widestText(t report.Table, columns []column, least int) int {
	found, width := -1, least
	for n, c := range columns {
		if t.Columns[c.index].Kind == report.KindText && drawn(c) > width {
			found, width = n, drawn(c)
		}
	}
	return found
}

func drawn(c column) int {
	if c.limit > 0 {
		return c.limit
	}
	return c.width
}

func total(columns []column) int {
	sum := gap * (len(columns) - 1)
	for _, c := range columns {
		sum += drawn(c)
	}
	return sum
}

// style draws no box: a line under the header and above totals, two blanks
// between columns.
func style() table.Style {
	s := table.StyleLight
	s.Name = "sevenfold"
	s.Box.PaddingLeft, s.Box.PaddingRight = "", ""
	s.Box.MiddleVertical = strings.Repeat(" ", gap)
	s.Box.MiddleSeparator = strings.Repeat("─", gap)
	s.Box.UnfinishedRow = ""
	s.Options = table.Options{SeparateHeader: true, SeparateColumns: true}
	s.Format = table.FormatOptions{}
	s.Color = table.ColorOptions{}
	return s
}
