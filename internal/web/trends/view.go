package trends

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/trending"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// view is the page in words.
type view struct {
	Empty          string
	Study          component.Table
	Shares, Growth component.Chart
	CSV, XLSX      string
}

// drawn are the shares that the picture shows; the table has more.
var drawn = []string{"ai_share", "ai_customers", "marketplace_share", "cloud_ai_customers"}

func newView(v *visit.Visit, r trending.Result) (view, error) {
	out := view{CSV: "/trends.csv?" + v.URL.RawQuery, XLSX: "/trends.xlsx?" + v.URL.RawQuery}
	if len(r.Quarters) == 0 {
		out.Empty = v.Text("web.trends.none", nil)
		return out, nil
	}
	out.Study = study(v, r)
	shares := shown(r.Shares(v.L))
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

// series are lines over the quarters.
func series(t report.Table, keys ...string) []component.Series {
	var all []component.Series
	for _, key := range keys {
		all = append(all, component.Series{Column: slices.IndexFunc(t.Columns, func(c report.Column) bool { return c.Key == key }), As: "line"})
	}
	return all
}

// shown drops the address of a figure: on a page the figure itself leads there.
func shown(t report.Table) report.Table {
	at := len(t.Columns) - 1
	t.Columns = t.Columns[:at]
	for i := range t.Rows {
		t.Rows[i].Cells = t.Rows[i].Cells[:at]
	}
	return t
}

// study links the sources; the address in words is for files.
func study(v *visit.Visit, r trending.Result) component.Table {
	t := r.Study(v.L)
	source := slices.IndexFunc(t.Columns, func(c report.Column) bool { return c.Key == "source" })
	url := slices.IndexFunc(t.Columns, func(c report.Column) bool { return c.Key == "url" })
	links := component.Links{}
	for n := range t.Rows {
		if address := t.Rows[n].Cells[url].Value; strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://") {
			links[component.At{Row: n, Column: source}] = component.Link{Href: address}
		}
		t.Rows[n].Cells = slices.Delete(t.Rows[n].Cells, url, url+1)
	}
	if len(t.Columns) > url {
		t.Columns = slices.Delete(t.Columns, url, url+1)
	}
	return component.NewTable(v, t, links)
}
