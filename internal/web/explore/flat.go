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

// tableOf is the table of a view with where its figures lead.
func tableOf(v *visit.Visit, q question, a answers) (report.Table, component.Links, error) {
	if a.cells != nil {
		return pivot(v, q, a)
	}
	return flat(v, q, a)
}

func moneyColumn(v *visit.Visit, key, label string) report.Column {
	none := int32(0)
	return report.Column{Key: key, Label: label, Kind: report.KindMoney, Currency: v.Currency, Places: &none}
}

// flat is every measure by one dimension, beside the period to compare with.
func flat(v *visit.Visit, q question, a answers) (report.Table, component.Links, error) {
	f, d := a.rows.Figures[0], q.By[0]
	t := report.Table{ID: "explore", Title: title(v, q), Columns: []report.Column{
		{Key: sortName, Label: wording.Dimension(v, d), Kind: report.KindText},
		{Key: "multiplier", Label: v.Text("measure.column.multiplier", nil), Kind: report.KindRatio},
		moneyColumn(v, "cloud", v.Text("measure.column.cloud", nil)), moneyColumn(v, "services", v.Text("measure.column.services", nil)),
		{Key: "run_rate", Label: v.Text("measure.column.run_rate", nil), Kind: report.KindRatio, Rank: 2},
		{Key: "customers", Label: v.Text("measure.column.customers", nil), Kind: report.KindInteger, Rank: 2}}}
	all := lines(v, a.rows.Names, d, f)
	if a.before != nil {
		period := wording.Period(v, q.Before)
		t.Columns = append(t.Columns,
			report.Column{Key: "before", Label: v.Text("web.explore.before", i18n.Args{"measure": measureName(v, q.Measure), "period": period}), Kind: q.Measure.kind(), Currency: v.Currency},
			report.Column{Key: "change", Label: v.Text("web.explore.change", i18n.Args{"measure": measureName(v, q.Measure)}), Kind: q.Measure.kind(), Currency: v.Currency})
		all = beside(all, lines(v, a.before.Names, d, a.before.Figures[0]), q)
	}
	row := func(l line) []report.Cell {
		cells := []report.Cell{report.Word(l.key, l.label), l.sum.cell(measureMultiplier), l.sum.cell(measureCloud), l.sum.cell(measureServices),
			l.sum.cell(measureRunRate), report.Text("")}
		if l.customers >= 0 {
			cells[5] = report.Integer(int64(l.customers))
		}
		if a.before != nil {
			cells = append(cells, compared(l.sum, l.was, q.Measure)...)
		}
		return cells
	}
	at := slices.IndexFunc(t.Columns, func(c report.Column) bool { return c.Key == q.Sort })
	all = sorted(all, q, func(l line) report.Cell { return row(l)[max(at, 0)] })
	links := component.Links{}
	for _, l := range limited(v, all, q, d) {
		for column, cell := range traces() {
			links[component.At{Row: len(t.Rows), Column: column}] = l.link(v, q, a, cell)
		}
		if d == multiplier.DimensionCustomer && l.key != "" {
			links[component.At{Row: len(t.Rows), Column: 0}] = component.Link{Href: wording.CustomerPage(l.key)}
		}
		t.Rows = append(t.Rows, report.Row{Style: wording.Style(l.kind), Cells: row(l)})
	}
	total := line{label: v.Text("measure.total", nil), sum: sumOf(f.Total), customers: f.Total.Customers}
	cells := row(total)
	if a.before != nil {
		cells = append(cells[:6], compared(total.sum, sumOf(a.before.Figures[0].Total), q.Measure)...)
	}
	for column, cell := range traces() {
		links[component.At{Row: len(t.Rows), Column: column}] = wording.Figure(a.rows, 0, multiplier.TotalRef(), cell)
	}
	t.Rows = append(t.Rows, report.Row{Style: report.StyleTotal, Cells: cells})
	unconverted(v, a, &t, links)
	return t, links, nil
}

// traces says which cells of a flat table lead to rows.
func traces() map[int]multiplier.Cell {
	return map[int]multiplier.Cell{1: multiplier.CellMultiplier, 2: multiplier.CellCloud, 3: multiplier.CellServices, 4: multiplier.CellRunRate}
}

// compared is the measure before and what it changed by.
func compared(now, was sum, m measure) []report.Cell {
	before, after := was.cell(m), now.cell(m)
	if before.Gap || after.Gap {
		return []report.Cell{before, report.Gap()}
	}
	return []report.Cell{before, report.Decimal(number(after).Sub(number(before)))}
}

// unconverted shows what has no rate, in its own currency, below the total that
// it is not in.
func unconverted(v *visit.Visit, a answers, t *report.Table, links component.Links) {
	for i, row := range a.rows.Figures[0].Unconverted {
		links[component.At{Row: len(t.Rows), Column: 1}] = wording.Figure(a.rows, 0, multiplier.Ref{Kind: multiplier.RowUnconverted, At: i}, multiplier.CellMultiplier)
		label := wording.Value(v, a.rows.Names, a.rows.Question.By[0], row.Key[0], row.Kind)
		cloud, services := report.Decimal(row.Cloud), report.Decimal(row.Services.Sum())
		cloud.Currency, services.Currency = row.Currency, row.Currency
		t.Rows = append(t.Rows, report.Row{Style: report.StyleResidual, Cells: []report.Cell{
			report.Text(v.Text("web.explore.unconverted", i18n.Args{"value": label, "from": string(row.Currency), "to": string(v.Currency)})),
			wording.Ratio(row.Multiplier()), cloud, services}})
	}
}

func title(v *visit.Visit, q question) string {
	by := wording.Dimension(v, q.By[0])
	if len(q.By) == 2 {
		by = v.Text("web.explore.by_two", i18n.Args{"first": by, "second": wording.Dimension(v, q.By[1])})
	}
	return v.Text("web.explore.title", i18n.Args{"measure": measureName(v, q.Measure), "by": by, "period": wording.Period(v, q.Period)})
}

func measureName(v *visit.Visit, m measure) string { return v.Text("measure.column."+string(m), nil) }
