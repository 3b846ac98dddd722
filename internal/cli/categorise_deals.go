package cli

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// dealHint is what the pipeline says of lines, in a sentence.
func (w categorised) dealHint(h categorising.DealHint, of int64) string {
	var ids []string
	for _, d := range h.Deals {
		ids = append(ids, strings.TrimSpace(d.ID+" "+d.Customer))
	}
	return w.text("deal.hint", i18n.Args{"model": w.l.Text("opportunity.delivery."+string(h.Delivery), nil), "lines": h.Lines, "of": of,
		"deals": plain(strings.Join(ids, w.text("separator", nil)))})
}

// deals is what the pipeline says, with where it says it.
func (w categorised) deals(q categorising.Question) report.Table {
	text := func(key string) report.Column { return report.Column{Key: key, Kind: report.KindText} }
	t := report.Table{ID: "deals", Title: w.text("deal.title", nil), Notes: []string{w.text("deal.note", nil)},
		Columns: columns(w.l, "categorise.column", text("delivery"), report.Column{Key: "lines", Kind: report.KindInteger},
			report.Column{Key: "share", Kind: report.KindPercent}, text("opportunity"), text("customer"), text("file"), report.Column{Key: "row", Kind: report.KindInteger})}
	for _, h := range q.Deals {
		for _, d := range h.Deals {
			t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(h.Delivery), w.l.Text("opportunity.delivery."+string(h.Delivery), nil)),
				report.Integer(h.Lines), report.Decimal(h.Share), report.Text(d.ID), report.Text(d.Customer), report.Text(d.File), report.Integer(d.Row)}})
		}
	}
	return t
}
