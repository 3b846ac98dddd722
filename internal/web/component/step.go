package component

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// stepOption is one bar of steps: from where to where, in plain decimals.
type stepOption struct {
	Name  string `json:"name"`
	From  string `json:"from"`
	To    string `json:"to"`
	Kind  string `json:"kind"`  // total, residual or part
	Shown string `json:"shown"` // as the table writes it
}

// mostSteps are bars that eyes can tell; what comes after is one step.
const mostSteps = 24

// steps lead from the first total, or from nothing, over every row to the last
// total. Rows after the most that can be drawn are one step together.
func steps(v *visit.Visit, t report.Table, p Plot, rows []report.Row) []stepOption {
	locale := v.Locale()
	at := slices.IndexFunc(t.Rows, func(r report.Row) bool { return r.Style == report.StyleTotal })
	if at < 0 || len(p.Series) != 1 {
		return nil
	}
	column := p.Series[0].Column
	show := func(d money.Decimal) string {
		col := t.Columns[column]
		text := locale.Show(report.Decimal(d), col)
		if col.Kind == report.KindMoney {
			text += " " + string(col.Currency)
		}
		return text
	}
	value := func(r report.Row, column int) money.Decimal {
		d, err := money.ParseDecimal(r.Cell(column).Value)
		if err != nil {
			return money.Zero // a gap has no height
		}
		return d
	}
	var all []stepOption
	level := money.Zero
	if p.Start != NoColumn {
		level = value(t.Rows[at], p.Start)
		all = append(all, stepOption{t.Columns[p.Start].Label, "0", level.String(), "total", show(level)})
	}
	step := func(name, kind string, d money.Decimal) {
		to := level.Add(d)
		all = append(all, stepOption{name, level.String(), to.String(), kind, show(d)})
		level = to
	}
	rest, left := money.Zero, 0
	for i, r := range rows {
		d := value(r, column)
		switch {
		case d.IsZero():
		case i >= mostSteps && r.Style != report.StyleResidual:
			rest, left = rest.Add(d), left+1
		case r.Style == report.StyleResidual:
			step(locale.Show(r.Cell(p.X), t.Columns[p.X]), "residual", d)
		default:
			step(locale.Show(r.Cell(p.X), t.Columns[p.X]), "part", d)
		}
	}
	if left > 0 {
		step(v.Text("measure.others", map[string]any{"count": left}), "part", rest)
	}
	last := value(t.Rows[at], p.End)
	label := t.Rows[at].Cell(p.X).Value
	if p.Start != NoColumn {
		label = t.Columns[p.End].Label
	}
	return append(all, stepOption{label, "0", last.String(), "total", show(last)})
}
