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

// amendmentsTable is what batches of mended rows corrected, cell by cell: where,
// what stood there, what was read instead, when and by whom.
func amendmentsTable(v *visit.Visit, id, title string, all []batch.Batch) component.Table {
	word := func(key string, k report.Kind) report.Column { return column(v, "import.amendment", key, k, 0) }
	t := report.Table{ID: id, Title: title, Columns: []report.Column{word("file", report.KindText), word("row", report.KindInteger), word("column", report.KindText),
		word("before", report.KindText), word("after", report.KindText), word("by", report.KindText),
		column(v, "import.list", "imported_at", report.KindText, 0), column(v, "import.list", "batch", report.KindText, 0)}}
	shown := func(text string) report.Cell {
		if text == "" {
			return report.Text("(" + v.Text("import.amendment.empty", nil) + ")")
		}
		return report.Text(text)
	}
	links := component.Links{}
	for _, b := range all {
		for _, r := range b.Amendment.Rows {
			for _, c := range r.Cells {
				links[component.At{Row: len(t.Rows), Column: len(t.Columns) - 1}] = component.Link{Href: "/imports/" + string(b.ID)}
				t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(wording.File(r.File)), report.Integer(r.Row), report.Text(c.Column), shown(c.Before), shown(c.After),
					report.Text(b.Amendment.By), report.Text(b.ImportedAt.Format("2006-01-02 15:04:05")), report.Text(wording.Tail(string(b.ID)))}})
			}
		}
	}
	return component.NewTable(v, t, links)
}
