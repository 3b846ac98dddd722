package cli

import (
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// rejectRows is how many rejected rows are shown; the reject file has all.
const rejectRows = 10

// rejectsTable shows the first rows that were left out, each with its reason in
// words.
func rejectsTable(l *i18n.Localizer, rejects []batch.Reject) report.Table {
	t := report.Table{ID: "rejects", Title: l.Text("import.rejects.title", nil), Columns: columns(l, "import.reject",
		report.Column{Key: "file", Kind: report.KindText, Rank: 1}, report.Column{Key: "row", Kind: report.KindInteger},
		report.Column{Key: "column", Kind: report.KindText}, report.Column{Key: "value", Kind: report.KindText, Rank: 2},
		report.Column{Key: "reason", Kind: report.KindText})}
	for i, r := range rejects {
		if i == rejectRows {
			t.Notes = append(t.Notes, l.Text("import.rejects.more", i18n.Args{"count": len(rejects) - rejectRows}))
			break
		}
		reason, _, _ := l.Fault(r.Fault())
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(r.Place.File), report.Integer(r.Place.Row),
			report.Text(r.Place.Column), report.Text(r.Place.Value), report.Text(reason)}})
	}
	return t
}

// leftOut says how many rows do not count, and which file to mend: the reject
// file, but for customers and rules, which are one whole list.
func leftOut(l *i18n.Localizer, b batch.Batch) report.Paragraph {
	args := i18n.Args{"count": b.Rejected, "file": b.RejectFile}
	text := l.Text("import.rejects", args)
	if b.Kind == batch.KindCustomers || b.Kind == batch.KindCategories {
		text = l.Text("import.rejects.of_a_whole", args)
	}
	return report.Paragraph{ID: "rejects", Tone: report.ToneWarning, Text: text}
}
