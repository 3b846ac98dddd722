// Package audit is the page of who did what: sign-ins, good and bad, and every
// change that was made in a browser.
//
// It owns the page. The log is internal/flow/admitting's.
package audit

import (
	"net/http"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Handler shows the page.
type Handler struct {
	Admission *admitting.Admission
}

type view struct {
	Table component.Table
	Empty bool
	Older string // address of the page before; empty on the last
}

// Page answers GET /audit.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	events, err := h.Admission.Events(r.Context(), r.URL.Query().Get("before"))
	if err != nil {
		return err
	}
	t := report.Table{ID: "audit", Title: v.Text("web.nav.audit", nil)}
	for _, key := range []string{"at", "actor", "action", "subject", "outcome", "address"} {
		t.Columns = append(t.Columns, report.Column{Key: key, Label: v.Text("web.audit."+key, nil), Kind: report.KindText})
	}
	out := view{Empty: len(events) == 0}
	for _, e := range events {
		outcome := report.Text(v.Text("web.audit.ok", nil)).WithTone(report.ToneGood)
		if e.Outcome != admitting.OutcomeOK {
			outcome = report.Text(e.Outcome).WithTone(report.ToneBad)
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(e.At.Format("2006-01-02 15:04:05")), report.Text(e.Actor),
			report.Text(v.Text("audit.action."+e.Action, nil)), report.Text(e.Subject), outcome, report.Text(e.Address)}})
		out.Older = v.With("before", e.ID)
	}
	out.Table = component.NewTable(v, t, nil)
	return visit.Show(r.Context(), w, http.StatusOK, page(v, out))
}
