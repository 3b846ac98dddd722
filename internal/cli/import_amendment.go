package cli

import (
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// amendmentsTable is what batches of mended rows corrected, cell by cell: where,
// what stood there, what was read instead, when and by whom.
func amendmentsTable(l *i18n.Localizer, id, title string, all []batch.Batch) report.Table {
	t := report.Table{ID: id, Title: title, Columns: append(columns(l, "import.amendment",
		report.Column{Key: "file", Kind: report.KindText, Rank: 2}, report.Column{Key: "row", Kind: report.KindInteger},
		report.Column{Key: "column", Kind: report.KindText}, report.Column{Key: "before", Kind: report.KindText},
		report.Column{Key: "after", Kind: report.KindText}, report.Column{Key: "by", Kind: report.KindText}),
		columns(l, "import.list", report.Column{Key: "imported_at", Kind: report.KindText, Rank: 1}, report.Column{Key: "batch", Kind: report.KindText, Rank: 3})...)}
	for _, b := range all {
		for _, r := range b.Amendment.Rows {
			for _, c := range r.Cells {
				t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(r.File), report.Integer(r.Row), report.Text(c.Column),
					report.Text(c.Before), report.Text(c.After), report.Text(b.Amendment.By), report.Text(b.ImportedAt.Format("2006-01-02 15:04:05")), report.Text(string(b.ID))}})
			}
		}
	}
	return t
}
