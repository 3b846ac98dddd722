package imports

import (
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// shownChanges is how many changes a page shows.
const shownChanges = 25

func newDifference(v *visit.Visit, k batch.Kind, d importing.Difference) *difference {
	out := &difference{}
	for _, id := range d.Batches {
		out.Before, out.Names = append(out.Before, component.Link{Href: "/imports/" + string(id)}), append(out.Names, wording.Tail(string(id)))
	}
	word := func(key string) string { return v.Text("web.diff."+key, nil) }
	amounts := []report.Column{{Key: "before", Label: word("before"), Kind: report.KindMoney}, {Key: "after", Label: word("after"), Kind: report.KindMoney},
		{Key: "change", Label: word("change"), Kind: report.KindMoney}}
	cells := func(before, after money.Decimal, c money.Currency) []report.Cell {
		return []report.Cell{report.Money(money.New(before, c)), report.Money(money.New(after, c)), report.Money(money.New(after.Sub(before), c))}
	}
	months := report.Table{ID: "difference-months", Title: word("slices"), Columns: append([]report.Column{column(v, "import.slice", "source", report.KindText, 0),
		{Key: "month", Label: word("month"), Kind: report.KindMonth}, {Key: "rows", Label: word("rows"), Kind: report.KindText}}, amounts...)}
	for _, m := range d.Months {
		rows := v.L.Count(m.RowsBefore) + " → " + v.L.Count(m.RowsAfter)
		months.Rows = append(months.Rows, report.Row{Cells: append([]report.Cell{report.Text(m.Source), report.Month(m.Month), report.Text(rows)}, cells(m.Before, m.After, m.Currency)...)})
	}
	out.Tables = append(out.Tables, component.NewTable(v, months, nil))
	if len(d.Parts) == 0 {
		out.Same = word("same")
		return out
	}
	who, what := word("account"), word("service")
	if k == batch.KindServices {
		who, what = word("customer"), word("item")
	}
	parts := report.Table{ID: "difference-parts", Title: word("detail"), Columns: append([]report.Column{{Key: "month", Label: word("month"), Kind: report.KindMonth},
		{Key: "who", Label: who, Kind: report.KindText}, {Key: "what", Label: what, Kind: report.KindText}}, amounts...)}
	for i, p := range d.Parts {
		if i == shownChanges {
			parts.Notes = append(parts.Notes, v.Text("web.diff.more", i18n.Args{"count": len(d.Parts) - shownChanges}))
			break
		}
		parts.Rows = append(parts.Rows, report.Row{Cells: append([]report.Cell{report.Month(p.Month), report.Text(p.Who), report.Text(p.What)}, cells(p.Before, p.After, p.Currency)...)})
	}
	out.Tables = append(out.Tables, component.NewTable(v, parts, nil))
	return out
}

// cellsTable is what an amendment corrected, cell by cell.
func cellsTable(v *visit.Visit, a batch.Amendment) component.Table {
	word := func(key string) report.Column {
		return report.Column{Key: key, Label: v.Text("web.mend."+key, nil), Kind: report.KindText}
	}
	t := report.Table{ID: "mended", Title: v.Text("web.mend.cells", nil), Columns: []report.Column{word("file"), {Key: "line", Label: v.Text("web.mend.line", nil), Kind: report.KindInteger},
		{Key: "column", Label: v.Text("web.map.column", nil), Kind: report.KindText}, word("before"), word("after")}}
	shown := func(text string) report.Cell {
		if text == "" {
			return report.Text("(" + v.Text("web.mend.empty", nil) + ")")
		}
		return report.Text(text)
	}
	for _, r := range a.Rows {
		for _, c := range r.Cells {
			t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(wording.File(r.File)), report.Integer(r.Row), report.Text(c.Column), shown(c.Before), shown(c.After)}})
		}
	}
	return component.NewTable(v, t, nil)
}

// amendmentsTable is what was mended of a batch, and by whom.
func amendmentsTable(v *visit.Visit, all []batch.Batch) component.Table {
	t := report.Table{ID: "amendments", Title: v.Text("web.mend.amendments", nil), Columns: []report.Column{column(v, "import.list", "imported_at", report.KindText, 0),
		{Key: "by", Label: v.Text("web.mend.by", nil), Kind: report.KindText}, {Key: "rows", Label: v.Text("web.mend.rows", nil), Kind: report.KindInteger}, column(v, "import.list", "batch", report.KindText, 0)}}
	links := component.Links{}
	for i, b := range all {
		links[component.At{Row: i}] = component.Link{Href: "/imports/" + string(b.ID)}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(b.ImportedAt.Format("2006-01-02 15:04:05")), report.Text(b.Amendment.By),
			report.Integer(int64(len(b.Amendment.Rows))), report.Text(wording.Tail(string(b.ID)))}})
	}
	return component.NewTable(v, t, links)
}
