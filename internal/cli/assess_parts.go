package cli

import (
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// partsDocument lists verdicts on parts of the books: quarters, or the values of
// a dimension.
func partsDocument(l *i18n.Localizer, key, label string, parts []assessing.Part) report.Document {
	t := report.Table{ID: "parts", Columns: append([]report.Column{{Key: key, Label: label, Kind: report.KindText}}, columns(l, "assess.column",
		report.Column{Key: "class", Kind: report.KindText}, report.Column{Key: "grade", Kind: report.KindText})...)}
	for _, c := range maturity.Criteria() {
		t.Columns = append(t.Columns, report.Column{Key: string(c), Label: l.Text("maturity.criterion."+string(c), nil), Kind: report.KindRatio, Rank: 1})
	}
	t.Columns = append(t.Columns, columns(l, "assess.column", report.Column{Key: "step", Kind: report.KindText, Rank: 2})...)
	for _, p := range parts {
		v := p.Verdict
		row := []report.Cell{report.Text(p.Label), report.Word(string(v.Class), l.Text("maturity.class."+string(v.Class), nil)),
			report.Word(string(v.Grade), l.Text("assess.grade."+string(v.Grade), nil))}
		for _, j := range v.Criteria {
			row = append(row, known(j.Value))
		}
		next := ""
		if len(p.Steps) > 0 {
			next = p.Say(l, p.Steps[0])
		}
		t.Rows = append(t.Rows, report.Row{Cells: append(row, report.Text(next))})
	}
	note := "assess.parts.note"
	if key == "quarter" {
		note = "assess.history.note"
	}
	t.Notes = []string{l.Text(note, nil)}
	if len(parts) == 0 {
		t.Notes = append(t.Notes, l.Text("assess.parts.none", nil))
	}
	return report.Document{Title: l.Text("assess.parts.title", i18n.Args{"by": label}), Blocks: []report.Block{t}}
}
