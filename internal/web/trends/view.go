package trends

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/trending"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// view is the page in words.
type view struct {
	Empty                  string
	Study, Amounts, Months component.Table
	Sources                []source
	Shares, Growth         component.Chart
	CSV, XLSX              string
}

// source is what was published, and by whom.
type source struct {
	What string
	Link component.Link
	Name string
}

// drawn are the shares that the picture shows; the table has more.
var drawn = []string{"ai_share", "ai_customers", "marketplace_share", "cloud_ai_customers"}

func newView(v *visit.Visit, r trending.Result) (view, error) {
	out := view{CSV: "/trends.csv?" + v.URL.RawQuery, XLSX: "/trends.xlsx?" + v.URL.RawQuery}
	if len(r.Quarters) == 0 {
		out.Empty = v.Text("web.trends.none", nil)
		return out, nil
	}
	out.Study, out.Sources = study(v, r)
	shares := only(r.Shares(v.L), "quarter", "services", "ai_share", "ai_customers", "unlinked_share", "marketplace_share", "cloud_ai_customers")
	amounts := only(r.Shares(v.L), "quarter", "ai_services", "marketplace_services", "unmatched_services", "cloud_ai")
	months := only(r.Shares(v.L), "quarter", "months_books", "months_bills", "cloud_marketplace_share")
	months.ID, months.Title, months.Notes = "months", v.Text("web.trends.months", nil), nil
	amounts.ID, amounts.Title, amounts.Notes = "amounts", v.Text("web.trends.amounts", nil), nil
	out.Amounts, out.Months = component.NewTable(v, amounts, nil), component.NewTable(v, months, nil)
	links := component.Links{}
	for n, q := range r.Quarters {
		if q.Services != nil {
			links[component.At{Row: n, Column: 1}] = component.Explain(q.Figure.String())
		}
	}
	var err error
	if out.Shares, err = component.NewChart(v, shares, component.Plot{Kind: component.ChartLine, Series: series(shares, drawn...)}, links); err != nil {
		return out, err
	}
	growth := r.Growth(v.L)
	var all []string
	for _, c := range growth.Columns[1:] {
		all = append(all, c.Key)
	}
	out.Growth, err = component.NewChart(v, growth, component.Plot{Kind: component.ChartLine, Series: series(growth, all...)}, nil)
	return out, err
}

// series are lines over the quarters, of what is known in any; where nothing is,
// all, so that the picture says what it would be of.
func series(t report.Table, keys ...string) []component.Series {
	var all, known []component.Series
	for _, key := range keys {
		one := component.Series{Column: slices.IndexFunc(t.Columns, func(c report.Column) bool { return c.Key == key }), As: "line"}
		all = append(all, one)
		if slices.ContainsFunc(t.Rows, func(r report.Row) bool { return !r.Cells[one.Column].Gap }) {
			known = append(known, one)
		}
	}
	if len(known) == 0 {
		return all
	}
	return known
}

// only keeps some columns of a table.
func only(t report.Table, keys ...string) report.Table {
	var columns []report.Column
	rows := make([]report.Row, len(t.Rows))
	for i, c := range t.Columns {
		if !slices.Contains(keys, c.Key) {
			continue
		}
		columns = append(columns, c)
		columns[len(columns)-1].Rank = 0
		for n, row := range t.Rows {
			rows[n].Cells = append(rows[n].Cells, row.Cells[i])
		}
	}
	t.Columns, t.Rows = columns, rows
	return t
}

// study gives ours beside what was published, and below it, so that it fits a
// phone, who published what.
func study(v *visit.Visit, r trending.Result) (component.Table, []source) {
	t := r.Study(v.L)
	var sources []source
	for _, row := range t.Rows {
		cell := map[string]report.Cell{}
		for i, c := range t.Columns {
			cell[c.Key] = row.Cells[i]
		}
		if cell["source"].Value == "" {
			continue
		}
		next := source{What: v.Text("web.trends.source", i18n.Args{"measure": cell["measure"].Value, "says": cell["publishes"].Value}),
			Name: v.Text("web.trends.publisher", i18n.Args{"source": cell["source"].Value, "year": cell["year"].Value, "confidence": cell["confidence"].Value})}
		if address := cell["url"].Value; strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://") {
			next.Link.Href = address
		}
		sources = append(sources, next)
	}
	return component.NewTable(v, only(t, "measure", "before", "ours", "published", "year"), nil), sources
}
