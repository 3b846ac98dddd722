package quartiles

import (
	"fmt"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/quartile"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/comparing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// view is the page in words.
type view struct {
	Empty           string
	Measures, Years []choice
	Figures, Own    component.Table
	NoOwn           string // why there are no partners
	Rule            string
	CSV, XLSX       string
}

type choice struct {
	Value, Label string
	Chosen       bool
}

func newView(v *visit.Visit, a asked) view {
	out := view{CSV: "/quartiles.csv", XLSX: "/quartiles.xlsx"}
	if a.result.IsEmpty() {
		out.Empty = v.Text("quartile.none", nil)
		return out
	}
	for _, m := range quartile.Measures() {
		out.Measures = append(out.Measures, choice{string(m), comparing.Title(v.L, m), m == a.measure})
	}
	for _, y := range a.result.Years {
		out.Years = append(out.Years, choice{y.Label, y.Label, y.Label == a.year})
	}
	rule := i18n.Args{"rule": fmt.Sprintf("%s v%d", a.result.Rule.Name, a.result.Rule.Version)}
	if out.Rule = v.Text("web.quartiles.rule.shipped", rule); a.result.RuleFile != "" {
		out.Rule = v.Text("web.quartiles.rule.own", rule)
	}
	out.Figures = component.NewTable(v, a.result.Figures(v.L, a.measure, a.year), nil)
	out.Own = own(v, a.result)
	if len(a.result.Own) == 0 {
		out.NoOwn = v.Text("web.quartiles.own.none", nil)
	}
	return out
}

// most is how many partners the page shows; the files have all.
const most = 50

// own is the asker's partners: each opens to its page, its figures to their rows.
func own(v *visit.Visit, r comparing.Result) component.Table {
	t := r.Partners(v.L)
	shown := min(len(t.Rows), most)
	if rest := len(t.Rows) - shown; rest > 0 {
		t.Notes = append(t.Notes, v.Text("web.quartiles.more", i18n.Args{"count": rest}))
	}
	t = fitted(t, shown)
	links := component.Links{}
	for i, p := range r.Own[:shown] {
		links[component.At{Row: i, Column: 0}] = component.Link{Href: "/customers/" + string(p.ID)}
		for n, c := range t.Columns {
			if cell, opens := explained[quartile.Measure(c.Key)]; opens && p.Figure != nil && !t.Rows[i].Cells[n].Gap {
				address := *p.Figure
				address.Cell = cell
				links[component.At{Row: i, Column: n}] = component.Explain(address.String())
			}
		}
	}
	return component.NewTable(v, t, links)
}

// explained are the measures that explain knows, by the cell of the figure.
var explained = map[quartile.Measure]multiplier.Cell{
	quartile.MeasureMultiplier: multiplier.CellMultiplier, quartile.MeasureServices: multiplier.CellServices, quartile.MeasureCloud: multiplier.CellCloud,
}

// fitted keeps the first rows, and those columns that a page has room for and in
// which something is known. The address of the figure is behind its links.
func fitted(t report.Table, shown int) report.Table {
	var columns []report.Column
	rows := make([]report.Row, shown)
	for n, c := range t.Columns {
		known := slices.ContainsFunc(t.Rows, func(r report.Row) bool { return !r.Cells[n].Gap && r.Cells[n].Value != "" })
		if !known || slices.Contains([]string{"country", "segment", "figure"}, c.Key) {
			continue
		}
		columns = append(columns, c)
		for i := range rows {
			rows[i].Cells = append(rows[i].Cells, t.Rows[i].Cells[n])
		}
	}
	t.Columns, t.Rows = columns, rows
	return t
}
