package overview

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// whole is how amounts stand in a picture's table: without cents, which exports
// and explanations have.
func whole() *int32 {
	n := int32(0)
	return &n
}

func trendChart(v *visit.Visit, a answers) (component.Chart, error) {
	t := report.Table{ID: "trend", Title: v.Text("web.overview.trend", nil), Columns: []report.Column{
		{Key: "month", Label: v.Text("multiplier.dimension.month", nil), Kind: report.KindMonth},
		{Key: "multiplier", Label: v.Text("measure.column.multiplier", nil), Kind: report.KindRatio},
		{Key: "cloud", Label: v.Text("measure.column.cloud", nil), Kind: report.KindMoney, Currency: v.Currency, Places: whole()},
		{Key: "services", Label: v.Text("measure.column.services", nil), Kind: report.KindMoney, Currency: v.Currency, Places: whole()}}}
	links := component.Links{}
	f := a.trend.Figures[0]
	for n, at := range months(f) {
		var cloud, services money.Decimal // of what has a customer and what has none
		for _, i := range at {
			cloud, services = cloud.Add(f.Rows[i].Cloud), services.Add(f.Rows[i].Services.Sum())
		}
		m, ok := multiplier.Ratio(services, cloud)
		key := f.Rows[at[0]].Key[0]
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(key), wording.Ratio(m, ok), report.Decimal(cloud), report.Decimal(services)}})
		for column, cell := range []multiplier.Cell{1: multiplier.CellMultiplier, 2: multiplier.CellCloud, 3: multiplier.CellServices} {
			if cell != "" {
				links[component.At{Row: n, Column: column}] = wording.Total(v, f.Definition.Name, key, nil, cell)
			}
		}
	}
	return component.NewChart(v, t, component.Plot{Kind: component.ChartTrend, Series: []component.Series{
		{Column: 1, As: "line", Panel: 0, Color: "multiplier"}, {Column: 2, As: "bar", Panel: 1, Color: "cloud"}, {Column: 3, As: "bar", Panel: 1, Color: "services"}}}, links)
}

// months gives the places of the rows of each month: what has a customer and
// what has none are rows of their own.
func months(f multiplier.Result) [][]int {
	var order []string
	places := map[string][]int{}
	for i, row := range f.Rows {
		if len(places[row.Key[0]]) == 0 {
			order = append(order, row.Key[0])
		}
		places[row.Key[0]] = append(places[row.Key[0]], i)
	}
	slices.Sort(order)
	var out [][]int
	for _, key := range order {
		out = append(out, places[key])
	}
	return out
}

// categoryChart takes the multiplier apart, beside the year before.
func categoryChart(v *visit.Visit, a answers) (component.Chart, error) {
	f := a.whole.Figures[0]
	t := report.Table{ID: "categories", Title: v.Text("web.overview.categories", nil), Columns: []report.Column{
		{Key: "category", Label: v.Text("measure.column.category", nil), Kind: report.KindText},
		{Key: "multiplier", Label: v.Text("measure.column.multiplier", nil), Kind: report.KindRatio},
		{Key: "before", Label: v.Text("web.overview.before", nil), Kind: report.KindRatio},
		{Key: "services", Label: v.Text("measure.column.services", nil), Kind: report.KindMoney, Currency: v.Currency, Places: whole()},
		{Key: "share", Label: v.Text("measure.column.share", nil), Kind: report.KindPercent, Rank: 2},
		{Key: "coverage", Label: v.Text("measure.column.coverage", nil), Kind: report.KindPercent, Rank: 2}},
		Notes: []string{v.Text("measure.coverage.note", nil)}}
	links := component.Links{}
	before := func(p multiplier.Part) report.Cell {
		if a.before == nil {
			return report.Gap()
		}
		return wording.Ratio(a.before.Figures[0].Total.MultiplierOf(p))
	}
	for i, p := range wording.Parts(f) {
		amount := f.Total.Services.Of(p)
		row := report.Row{Cells: []report.Cell{report.Word(string(p), wording.Part(v, p)), wording.Ratio(f.Total.MultiplierOf(p)), before(p),
			report.Decimal(amount), wording.Ratio(multiplier.Ratio(amount, f.Total.Services.Sum())), wording.Ratio(f.Total.CoverageOf(p))}}
		if !p.IsCategory() {
			row.Style = report.StyleResidual
		}
		t.Rows = append(t.Rows, row)
		// M of a category is the multiplier of a question that keeps it alone.
		only := []multiplier.Filter{{Dimension: multiplier.DimensionCategory, Values: []string{string(p)}}}
		links[component.At{Row: i, Column: 1}] = wording.Total(v, f.Definition.Name, a.period.String(), only, multiplier.CellMultiplier)
		links[component.At{Row: i, Column: 3}] = wording.Figure(a.whole, 0, multiplier.TotalRef(), multiplier.Cell(p))
		if a.before != nil {
			links[component.At{Row: i, Column: 2}] = wording.Total(v, f.Definition.Name, a.before.Question.Period.String(), only, multiplier.CellMultiplier)
		}
	}
	total := report.Gap()
	if a.before != nil {
		total = wording.Ratio(a.before.Figures[0].Total.Multiplier())
	}
	links[component.At{Row: len(t.Rows), Column: 1}] = wording.Figure(a.whole, 0, multiplier.TotalRef(), multiplier.CellMultiplier)
	links[component.At{Row: len(t.Rows), Column: 3}] = wording.Figure(a.whole, 0, multiplier.TotalRef(), multiplier.CellServices)
	t.Rows = append(t.Rows, report.Row{Style: report.StyleTotal, Cells: []report.Cell{report.Text(v.Text("measure.total", nil)),
		wording.Ratio(f.Total.Multiplier()), total, report.Decimal(f.Total.Services.Sum())}})
	return component.NewChart(v, t, component.Plot{Kind: component.ChartBar, Series: []component.Series{
		{Column: 2, As: "bar", Color: "before"}, {Column: 1, As: "bar", Color: "multiplier"}}}, links)
}

// cohortChart shows M by years since a customer's first charge.
func cohortChart(v *visit.Visit, a answers) (component.Chart, error) {
	f := a.cohorts.Figures[0]
	t := report.Table{ID: "cohorts", Title: v.Text("web.overview.cohorts", nil), Columns: []report.Column{
		{Key: "cohort", Label: v.Text("multiplier.dimension.cohort", nil), Kind: report.KindText},
		{Key: "multiplier", Label: v.Text("measure.column.multiplier", nil), Kind: report.KindRatio},
		{Key: "customers", Label: v.Text("measure.column.customers", nil), Kind: report.KindInteger},
		{Key: "cloud", Label: v.Text("measure.column.cloud", nil), Kind: report.KindMoney, Currency: v.Currency, Places: whole()},
		{Key: "services", Label: v.Text("measure.column.services", nil), Kind: report.KindMoney, Currency: v.Currency, Places: whole(), Rank: 2}}}
	links := component.Links{}
	add := func(label string, row multiplier.Row, ref multiplier.Ref, style report.Style) {
		n := len(t.Rows)
		links[component.At{Row: n, Column: 1}] = wording.Figure(a.cohorts, 0, ref, multiplier.CellMultiplier)
		links[component.At{Row: n, Column: 3}] = wording.Figure(a.cohorts, 0, ref, multiplier.CellCloud)
		links[component.At{Row: n, Column: 4}] = wording.Figure(a.cohorts, 0, ref, multiplier.CellServices)
		t.Rows = append(t.Rows, report.Row{Style: style, Cells: []report.Cell{report.Text(label), wording.Ratio(row.Multiplier()),
			report.Integer(int64(row.Customers)), report.Decimal(row.Cloud), report.Decimal(row.Services.Sum())}})
	}
	for i, row := range f.Rows {
		add(wording.Value(v, a.cohorts.Names, multiplier.DimensionCohort, row.Key[0], row.Kind), row, multiplier.Ref{At: i}, wording.Style(row.Kind))
	}
	add(v.Text("measure.total", nil), f.Total, multiplier.TotalRef(), report.StyleTotal)
	t.Notes = []string{v.Text("web.overview.cohorts.note", nil)}
	return component.NewChart(v, t, component.Plot{Kind: component.ChartBar, Series: []component.Series{{Column: 1, As: "bar", Color: "multiplier"}}}, links)
}
