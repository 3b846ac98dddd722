// Package triggers is the page on what the bills say by themselves: findings of
// rules, each opened to the charges that show it.
//
// It owns which findings a page shows and how they are laid out. What is a
// finding, internal/flow/measuring/triggering and core/trigger say.
package triggers

import (
	"context"
	"net/http"
	"net/url"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/triggering"
	"github.com/sevenfold/sevenfold/internal/render/csv"
	"github.com/sevenfold/sevenfold/internal/render/xlsx"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

const (
	// listed is how many findings a page shows; a download has all.
	listed = 50
	// largest is how many rows of a finding are shown.
	largest = 25
)

// Handler shows triggers.
type Handler struct {
	Finder *triggering.Finder
}

func input(v *visit.Visit) triggering.Input {
	return triggering.Input{Currency: v.Currency, Policy: v.Policy}
}

// asked reads the filters of an address.
func asked(q url.Values) triggering.Filter {
	return triggering.Filter{Rule: trigger.ID(q.Get("rule")), Customer: customer.ID(q.Get("customer")), Manager: q.Get("owner")}
}

// Page answers GET /triggers.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	result, err := h.Finder.Run(r.Context(), input(v))
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, page(v, newView(v, result, asked(r.URL.Query()))))
}

// document is all findings of an address, for a file.
func (h *Handler) document(ctx context.Context, v *visit.Visit, q url.Values) (report.Document, error) {
	result, err := h.Finder.Run(ctx, input(v))
	if err != nil {
		return report.Document{}, err
	}
	return report.Document{Title: v.Text("trigger.title", nil), Blocks: []report.Block{triggering.Table(v.L, result, result.Select(asked(q)))}}, nil
}

// CSV answers GET /triggers.csv.
func (h *Handler) CSV(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	d, err := h.document(r.Context(), v, r.URL.Query())
	if err != nil {
		return err
	}
	return writeCSV(w, v, "triggers.csv", d)
}

// XLSX answers GET /triggers.xlsx.
func (h *Handler) XLSX(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	d, err := h.document(r.Context(), v, r.URL.Query())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", `attachment; filename="triggers.xlsx"`)
	return xlsx.Render(w, d, xlsx.Options{Locale: v.Locale()})
}

// Open answers GET /triggers/open: the finding ?trigger with its charges.
func (h *Handler) Open(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	e, err := h.Finder.Show(r.Context(), input(v), r.URL.Query().Get("trigger"), largest)
	if err != nil {
		return err
	}
	view := newOpened(v, e)
	if v.Partial {
		return visit.Show(r.Context(), w, http.StatusOK, sheet(v, view))
	}
	return visit.Show(r.Context(), w, http.StatusOK, openedPage(v, view))
}

// Rows answers GET /triggers/rows.csv: every charge of the finding ?trigger.
func (h *Handler) Rows(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	e, err := h.Finder.Show(r.Context(), input(v), r.URL.Query().Get("trigger"), triggering.AllRows)
	if err != nil {
		return err
	}
	return writeCSV(w, v, "rows.csv", report.Document{Blocks: []report.Block{triggering.RowsTable(v.L, e)}})
}

func writeCSV(w http.ResponseWriter, v *visit.Visit, name string, d report.Document) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return csv.Render(w, d, csv.Options{Locale: v.Locale(), BOM: true})
}
