package customer

import (
	"strconv"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// deals are the customer's opportunities, with where they stand in the pipeline.
func deals(v *visit.Visit, a answers) component.Table {
	column := func(key string, kind report.Kind, rank int) report.Column {
		return report.Column{Key: key, Label: v.Text("pipeline.column."+key, nil), Kind: kind, Rank: rank}
	}
	t := report.Table{ID: "deals", Title: v.Text("web.customer.deals", nil), Notes: []string{v.Text("pipeline.note", nil)},
		Columns: []report.Column{column("opportunity", report.KindText, 0), column("stage", report.KindText, 0), column("closes", report.KindMonth, 0),
			column("spend", report.KindMoney, 0), column("deal", report.KindMoney, 0), column("file", report.KindText, 2)}}
	links := component.Links{}
	for i, d := range a.deals {
		closes := report.Gap()
		if day := d.CloseDay(); !day.IsZero() {
			closes = report.Month(period.MonthOf(day))
		}
		spend, _ := d.Spending()
		worth, _ := d.Worth()
		if v.May(access.RightBooks) {
			links[component.At{Row: i, Column: 5}] = component.Link{Href: "/imports/" + string(d.BatchID)}
		}
		place := v.Text("web.customer.source", i18n.Args{"file": wording.File(d.FileName), "row": strconv.FormatInt(d.Row, 10)})
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(d.ID), wording.Stage(v, d.Reached()), closes, expected(spend), expected(worth), report.Text(place)}})
	}
	if len(t.Rows) == 0 {
		t.Notes = []string{v.Text("web.customer.no_deals", nil)}
	}
	return component.NewTable(v, t, links)
}

// expected is an amount per month; several currencies have no sum.
func expected(sums []money.Amount) report.Cell {
	if len(sums) != 1 {
		return report.Gap()
	}
	return report.Money(sums[0]).Estimated()
}
