package customers

import (
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// view is the page in words.
type view struct {
	Period string
	Count  string
	Search string
	Legend []component.Dot
	Table  component.Table
	Empty  string

	Sort          sorting
	Down          bool
	Dir           string // as the address has it
	Range         string
	Before, After string // addresses of the pages around; may be empty
}

func newView(v *visit.Visit, whole, months measuring.Result, ask asked) view {
	f := whole.Figures[0]
	search, from := ask.search, ask.from
	out := view{Period: wording.Period(v, whole.Question.Period), Search: search, Sort: ask.sort, Down: ask.down}
	t := report.Table{ID: "customers", Title: v.Text("web.nav.customers", nil), Columns: []report.Column{
		{Key: "name", Label: v.Text("multiplier.dimension.customer", nil), Kind: report.KindText},
		{Key: "trend", Label: v.Text("web.customers.trend", nil), Kind: report.KindText, Rank: 2},
		{Key: "multiplier", Label: v.Text("measure.column.multiplier", nil), Kind: report.KindRatio},
		wholeMoney(v, "cloud"), wholeMoney(v, "services"),
		{Key: "strip", Label: v.Text("web.customers.strip", nil), Kind: report.KindText}}}
	links := component.Links{}
	var rows []multiplier.Row
	var residual []line
	add := func(label string, row multiplier.Row, ref multiplier.Ref, style report.Style) {
		n := len(t.Rows)
		for column, cell := range map[int]multiplier.Cell{2: multiplier.CellMultiplier, 3: multiplier.CellCloud, 4: multiplier.CellServices} {
			links[component.At{Row: n, Column: column}] = wording.Figure(whole, 0, ref, cell)
		}
		t.Rows = append(t.Rows, report.Row{Style: style, Cells: []report.Cell{report.Text(label), report.Text(""), wording.Ratio(row.Multiplier()),
			report.Decimal(row.Cloud), report.Decimal(row.Services.Sum()), report.Text("")}})
		rows = append(rows, row)
	}
	var listed []line
	for i, row := range f.Rows {
		label := wording.Value(v, whole.Names, multiplier.DimensionCustomer, row.Key[0], row.Kind)
		if style := wording.Style(row.Kind); style != report.StyleResidual {
			listed = append(listed, line{label, row, i})
		} else if search == "" {
			residual = append(residual, line{label, row, i})
		}
	}
	count := len(find(&listed, search))
	order(listed, out.Sort, out.Down)
	from = min(from, max(0, count-1)/pageSize*pageSize)
	for _, l := range listed[min(from, count):min(from+pageSize, count)] {
		links[component.At{Row: len(t.Rows), Column: 0}] = component.Link{Href: wording.CustomerPage(l.row.Key[0])}
		add(l.label, l.row, multiplier.Ref{At: l.at}, report.StyleNormal)
	}
	for _, l := range residual {
		add(l.label, l.row, multiplier.Ref{At: l.at}, report.StyleResidual)
	}
	if search == "" {
		add(v.Text("measure.total", nil), f.Total, multiplier.TotalRef(), report.StyleTotal)
	}
	out.Count = v.Text("web.customers.count", i18n.Args{"count": count})
	if count == 0 {
		out.Empty = v.Text("web.customers.none", nil)
	}
	out.Table = component.NewTable(v, t, links)
	draw(v, &out.Table, rows, lines(months, rows))
	heads(v, &out)
	if count > pageSize {
		out.Range = v.Text("web.customers.range", i18n.Args{"first": from + 1, "last": min(from+pageSize, count), "count": count})
	}
	if from > 0 {
		out.Before = v.With("from", strconv.Itoa(from-pageSize))
	}
	if from+pageSize < count {
		out.After = v.With("from", strconv.Itoa(from+pageSize))
	}
	for _, p := range multiplier.Parts() {
		if p.IsCategory() {
			out.Legend = append(out.Legend, component.Dot{Label: wording.Part(v, p), Class: string(p)})
		}
	}
	return out
}

func wholeMoney(v *visit.Visit, key string) report.Column {
	none := int32(0)
	return report.Column{Key: key, Label: v.Text("measure.column."+key, nil), Kind: report.KindMoney, Currency: v.Currency, Places: &none}
}

// draw puts the small lines and strips in place of their cells.
func draw(v *visit.Visit, t *component.Table, rows []multiplier.Row, lines map[string]string) {
	for i, row := range rows {
		if row.Kind != multiplier.RowTotal {
			t.Rows[i].Cells[1].Spark = lines[row.Key[0]]
			t.Rows[i].Cells[1].Text = v.Text("web.customers.trend", nil)
		}
		t.Rows[i].Cells[5].Strip, t.Rows[i].Cells[5].Text = strip(v, row)
	}
}

// strip marks the categories bought and leaves the others white.
func strip(v *visit.Visit, row multiplier.Row) (dots []component.Dot, said string) {
	var bought []string
	for _, p := range multiplier.Parts() {
		if !p.IsCategory() {
			continue
		}
		name := wording.Part(v, p)
		if row.Services.Of(p).Sign() > 0 {
			dots, bought = append(dots, component.Dot{Label: name, Class: string(p)}), append(bought, name)
		} else {
			dots = append(dots, component.Dot{Label: v.Text("web.customers.white", i18n.Args{"category": name}), Class: "white"})
		}
	}
	if len(bought) == 0 {
		return dots, v.Text("web.customers.bought_none", nil)
	}
	return dots, strings.Join(bought, v.Text("common.place.separator", nil))
}

// lines are services by month, of each customer that is shown.
func lines(months measuring.Result, shown []multiplier.Row) map[string]string {
	within := months.Question.Period
	wanted := map[string]bool{}
	for _, row := range shown {
		if row.Kind != multiplier.RowTotal {
			wanted[row.Key[0]] = true
		}
	}
	values := map[string][]*money.Decimal{}
	for _, row := range months.Figures[0].Rows {
		if !wanted[row.Key[0]] {
			continue
		}
		m, err := period.ParseMonth(row.Key[1])
		if err != nil || !within.Contains(m) {
			continue
		}
		line := values[row.Key[0]]
		if line == nil {
			line = make([]*money.Decimal, within.Months())
			for i := range line {
				line[i] = &money.Decimal{} // a month without services earned none
			}
			values[row.Key[0]] = line
		}
		services := row.Services.Sum()
		line[m-within.From] = &services
	}
	out := map[string]string{}
	for id, line := range values {
		out[id] = component.Spark(line)
	}
	return out
}
