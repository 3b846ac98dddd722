package explore

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// crossing is where a line meets a column.
type crossing struct {
	kind        multiplier.RowKind
	row, column string
}

// met is what stands there: the sum, and the places of its rows in the answer.
type met struct {
	sum    sum
	places []int
}

// crossings sorts the cells of the answer by two dimensions.
func crossings(f multiplier.Result, merge bool) map[crossing]met {
	all := map[crossing]met{}
	for i, row := range f.Rows {
		at := crossing{row.Kind, row.Key[0], row.Key[1]}
		if merge && wording.Style(row.Kind) == report.StyleResidual {
			at.row = "" // one line for all of a kind
		}
		m := all[at]
		m.sum, m.places = m.sum.add(sumOf(row)), append(m.places, i)
		all[at] = m
	}
	return all
}

// columns are the values of the second dimension; what has no customer stands
// under the value it has.
func columns(f multiplier.Result) (keys []string, sums map[string]sum) {
	sums = map[string]sum{}
	for _, row := range f.Rows {
		if !slices.Contains(keys, row.Key[0]) {
			keys = append(keys, row.Key[0])
		}
		sums[row.Key[0]] = sums[row.Key[0]].add(sumOf(row))
	}
	return keys, sums
}

// pivot is one measure by two dimensions, with totals that come from questions
// of their own, so that ratios are right in every corner.
func pivot(v *visit.Visit, q question, a answers) (report.Table, component.Links, error) {
	f, first, second := a.rows.Figures[0], q.By[0], q.By[1]
	keys, sums := columns(a.column.Figures[0])
	var rest []string
	if q.Limit > 0 && len(keys) > mostColumns && second != multiplier.DimensionCategory {
		keys, rest = keys[:mostColumns], keys[mostColumns:]
	}
	cells := crossings(a.cells.Figures[0], first != multiplier.DimensionCategory)
	t := report.Table{ID: "explore", Title: title(v, q), Columns: []report.Column{{Key: sortName, Label: wording.Dimension(v, first), Kind: report.KindText}}}
	column := func(key, label string) {
		c := moneyColumn(v, key, label)
		c.Kind = q.Measure.kind()
		if c.Kind == report.KindRatio {
			c.Places = nil
		}
		t.Columns = append(t.Columns, c)
	}
	for _, key := range keys {
		column("column_"+key, wording.Value(v, a.column.Names, second, key, multiplier.RowGroup))
	}
	if len(rest) > 0 {
		column("others", v.Text("measure.others", i18n.Args{"count": len(rest)}))
	}
	column(totalKey, v.Text("measure.total", nil))

	find := func(l line, key string) met {
		var m met
		for _, row := range rowsOf(l, a) {
			c := cells[crossing{l.kind, row, key}]
			m.sum, m.places = m.sum.add(c.sum), append(m.places, c.places...)
		}
		return m
	}
	row := func(l line) []report.Cell {
		out := []report.Cell{report.Word(l.key, l.label)}
		for _, key := range keys {
			m := find(l, key)
			out = append(out, filled(m, q.Measure))
		}
		if len(rest) > 0 {
			var m met
			for _, key := range rest {
				c := find(l, key)
				m.sum, m.places = m.sum.add(c.sum), append(m.places, c.places...)
			}
			out = append(out, filled(m, q.Measure))
		}
		return append(out, l.sum.cell(q.Measure))
	}
	at := slices.IndexFunc(t.Columns, func(c report.Column) bool { return c.Key == q.Sort })
	all := sorted(lines(v, a.rows.Names, first, f), q, func(l line) report.Cell { return row(l)[max(at, 0)] })
	links := component.Links{}
	for _, l := range limited(v, all, q, first) {
		n := len(t.Rows)
		if first == multiplier.DimensionCustomer && l.key != "" {
			links[component.At{Row: n, Column: 0}] = component.Link{Href: wording.CustomerPage(l.key)}
		}
		for i, key := range keys {
			if places := find(l, key).places; len(places) == 1 {
				links[component.At{Row: n, Column: i + 1}] = wording.Figure(*a.cells, 0, multiplier.Ref{At: places[0]}, q.Measure.traced())
			}
		}
		links[component.At{Row: n, Column: len(t.Columns) - 1}] = l.link(v, q, a, q.Measure.traced())
		t.Rows = append(t.Rows, report.Row{Style: wording.Style(l.kind), Cells: row(l)})
	}
	total := []report.Cell{report.Text(v.Text("measure.total", nil))}
	for i, key := range keys {
		total = append(total, sums[key].cell(q.Measure))
		links[component.At{Row: len(t.Rows), Column: i + 1}] = wording.Total(v, q.Definition, q.Period.String(),
			append(slices.Clone(q.Where), multiplier.Filter{Dimension: second, Values: []string{key}}), q.Measure.traced())
	}
	if len(rest) > 0 {
		var s sum
		for _, key := range rest {
			s = s.add(sums[key])
		}
		total = append(total, s.cell(q.Measure))
	}
	links[component.At{Row: len(t.Rows), Column: len(t.Columns) - 1}] = wording.Figure(a.rows, 0, multiplier.TotalRef(), q.Measure.traced())
	t.Rows = append(t.Rows, report.Row{Style: report.StyleTotal, Cells: append(total, sumOf(f.Total).cell(q.Measure))})
	if first == multiplier.DimensionCategory || second == multiplier.DimensionCategory {
		t.Notes = append(t.Notes, v.Text("measure.shared_cloud.note", nil))
	}
	return t, links, nil
}

const totalKey = "total"

// filled is a crossing's cell; where nothing meets there is nothing to say.
func filled(m met, k measure) report.Cell {
	if len(m.places) == 0 {
		return report.Text("")
	}
	return m.sum.cell(k)
}

// rowsOf gives the values that a line sums.
func rowsOf(l line, a answers) []string {
	if !l.others {
		return []string{l.key}
	}
	var keys []string
	for _, i := range l.places {
		keys = append(keys, a.rows.Figures[0].Rows[i].Key[0])
	}
	return keys
}
