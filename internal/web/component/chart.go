package component

import (
	"encoding/json"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// ChartKind is how a chart is drawn.
type ChartKind string

const (
	ChartTrend ChartKind = "trend" // a ratio above, amounts beneath, over the same months
	ChartLine  ChartKind = "line"
	ChartBar   ChartKind = "bar"
	ChartHeat  ChartKind = "heat"
	ChartTree  ChartKind = "tree"  // areas; several series are areas within areas
	ChartFall  ChartKind = "fall"  // steps that lead to the total
	ChartRadar ChartKind = "radar" // shares, each on a spoke of its own
)

// NoColumn stands for a column that a table has not.
const NoColumn = -1

// Chart is a picture of a table: what the script draws, and the table itself
// for who would rather read.
type Chart struct {
	ID, Label string
	Options   string // JSON for the script
	Table     Table
	Size      string // class: what is drawn needs room
	Empty     bool   // no row of the table can be drawn; the table stands alone
}

// Plot says which columns of a table make the picture.
type Plot struct {
	Kind   ChartKind
	X      int // the column whose cells stand along the axis
	Series []Series
	Most   int // rows that are drawn; 0 for all
	// Whole draws residuals and others, too: every part of the total.
	Whole bool
	// Start and End are, of steps, the columns with the totals that they lead from
	// and to. From nothing: NoColumn.
	Start, End int
}

// Series is one line or row of bars.
type Series struct {
	Column int
	As     string // line, bar or area
	Panel  int    // of a trend: 0 above, 1 beneath
	Color  string // a token: cloud, services, multiplier, before, or empty for the next
	Dashed bool
}

type chartOptions struct {
	Kind   ChartKind      `json:"kind"`
	X      []string       `json:"x"`
	Kinds  []string       `json:"kinds,omitempty"` // of the places along X: residual or empty
	Series []seriesOption `json:"series"`
	Steps  []stepOption   `json:"steps,omitempty"`
	// Percent: every series is of shares, and the axis says so.
	Percent bool `json:"percent,omitempty"`
}

type seriesOption struct {
	Name   string    `json:"name"`
	As     string    `json:"as"`
	Panel  int       `json:"panel"`
	Color  string    `json:"color,omitempty"`
	Dashed bool      `json:"dashed,omitempty"`
	Values []*string `json:"values"` // plain decimals; null is a gap
	Shown  []string  `json:"shown"`  // as the table writes them
}

// NewChart draws a table. Totals, residuals and others are left to the table:
// beside their own parts they would be counted twice by eye.
func NewChart(v *visit.Visit, t report.Table, p Plot, links Links) (Chart, error) {
	shown := NewTable(v, t, links)
	locale := v.Locale()
	o := chartOptions{Kind: p.Kind, X: []string{}}
	rows := make([]report.Row, 0, len(t.Rows))
	for _, r := range t.Rows {
		if p.Whole && r.Style == report.StyleTotal {
			break // what has no rate stands below, in its own currency
		}
		if (p.Whole || r.Style == report.StyleNormal || r.Style == "") && (p.Most == 0 || len(rows) < p.Most) {
			rows = append(rows, r)
			o.X = append(o.X, locale.Show(r.Cell(p.X), t.Columns[p.X]))
			if p.Whole {
				o.Kinds = append(o.Kinds, string(r.Style))
			}
		}
	}
	o.Percent = len(p.Series) > 0
	for _, s := range p.Series {
		col := t.Columns[s.Column]
		o.Percent = o.Percent && col.Kind == report.KindPercent
		so := seriesOption{Name: col.Label, As: s.As, Panel: s.Panel, Color: s.Color, Dashed: s.Dashed,
			Values: make([]*string, 0, len(rows)), Shown: make([]string, 0, len(rows))}
		for _, r := range rows {
			cell := r.Cell(s.Column)
			var value *string
			if !cell.Gap && cell.Value != "" {
				value = &cell.Value
			}
			so.Values = append(so.Values, value)
			text := locale.Show(cell, col)
			if col.Kind == report.KindMoney && value != nil {
				text += " " + string(cell.CurrencyIn(col))
			}
			so.Shown = append(so.Shown, text)
		}
		o.Series = append(o.Series, so)
	}
	if p.Kind == ChartFall {
		o.Steps = steps(v, t, p, rows)
	}
	text, err := json.Marshal(o)
	return Chart{ID: t.ID, Label: t.Title, Options: string(text), Table: shown, Size: size(p.Kind, len(rows)), Empty: len(rows) == 0}, err
}

// size is how high a chart is drawn: a heat map has a band per row.
func size(k ChartKind, rows int) string {
	switch {
	case k == ChartTrend, k == ChartTree:
		return "tall"
	case k == ChartHeat && rows > 24:
		return "towering"
	case k == ChartHeat && rows > 12:
		return "tall"
	}
	return ""
}
