// Package trends is the page on how the firm moves along with its market, by
// quarter and beside what was published.
//
// It owns which tables the page shows and what is drawn of them. What is
// measured, internal/flow/measuring/trending says.
package trends

import (
	"context"
	"net/http"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/trending"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render/csv"
	"github.com/sevenfold/sevenfold/internal/render/xlsx"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Handler shows trends.
type Handler struct {
	Trender *trending.Trender
}

// ask measures the quarters of ?period, all where nobody asks for any.
func (h *Handler) ask(ctx context.Context, v *visit.Visit) (trending.Result, error) {
	in := trending.Input{Currency: v.Currency, Policy: v.Policy, Calendar: v.Calendar}
	if asked := v.URL.Query().Get("period"); asked != "" {
		within, err := v.Calendar.Parse(asked)
		if err != nil {
			return trending.Result{}, err
		}
		in.Period = within
	}
	return h.Trender.Run(ctx, in)
}

// Page answers GET /trends.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	result, err := h.ask(r.Context(), v)
	if err != nil {
		return err
	}
	view, err := newView(v, result)
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, page(v, view))
}

// CSV answers GET /trends.csv.
func (h *Handler) CSV(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	d, err := h.document(r.Context(), v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="trends.csv"`)
	return csv.Render(w, d, csv.Options{Locale: v.Locale(), BOM: true})
}

// XLSX answers GET /trends.xlsx.
func (h *Handler) XLSX(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	d, err := h.document(r.Context(), v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", `attachment; filename="trends.xlsx"`)
	return xlsx.Render(w, d, xlsx.Options{Locale: v.Locale()})
}

// document is the tables of the page, for a file.
func (h *Handler) document(ctx context.Context, v *visit.Visit) (report.Document, error) {
	result, err := h.ask(ctx, v)
	if err != nil {
		return report.Document{}, err
	}
	return report.Document{Title: v.Text("trend.title", i18n.Args{"currency": string(result.Currency)}),
		Blocks: []report.Block{result.Shares(v.L), result.Growth(v.L), result.Study(v.L)}}, nil
}
