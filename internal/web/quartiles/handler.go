// Package quartiles is the page that sets the partners of a distributor's
// workspace beside each other.
//
// It owns what of the answer is shown at once. What may be told of whom,
// internal/flow/measuring/comparing says.
package quartiles

import (
	"context"
	"net/http"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/quartile"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/comparing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render/csv"
	"github.com/sevenfold/sevenfold/internal/render/xlsx"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Handler shows the page.
type Handler struct {
	Comparer *comparing.Comparer
}

// asked is what the address asks for: a measure, and a year of those there are.
type asked struct {
	result  comparing.Result
	measure quartile.Measure
	year    string
}

func (h *Handler) ask(ctx context.Context, v *visit.Visit) (a asked, err error) {
	q := v.URL.Query()
	a.measure, a.year = quartile.MeasureMultiplier, q.Get("year")
	if m := q.Get("measure"); m != "" {
		if a.measure, err = comparing.ParseMeasure(m); err != nil {
			return a, err
		}
	}
	if a.result, err = h.Comparer.Run(ctx); err != nil {
		return a, err
	}
	switch {
	case a.year == "" && len(a.result.Years) > 0:
		a.year = a.result.Years[0].Label
	case a.year != "" && !slices.ContainsFunc(a.result.Years, func(y comparing.Year) bool { return y.Label == a.year }):
		return a, fault.New(fault.KindInvalid, "quartile.year").With("value", a.year)
	}
	return a, nil
}

// Page answers GET /quartiles, by ?measure and of ?year.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	a, err := h.ask(r.Context(), v)
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, page(v, newView(v, a)))
}

// CSV answers GET /quartiles.csv: every measure and year, and the asker's
// partners.
func (h *Handler) CSV(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	d, err := h.document(r.Context(), v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="partners.csv"`)
	return csv.Render(w, d, csv.Options{Locale: v.Locale(), BOM: true})
}

// XLSX answers GET /quartiles.xlsx: the same, a sheet each.
func (h *Handler) XLSX(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	d, err := h.document(r.Context(), v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", `attachment; filename="partners.xlsx"`)
	return xlsx.Render(w, d, xlsx.Options{Locale: v.Locale()})
}

func (h *Handler) document(ctx context.Context, v *visit.Visit) (report.Document, error) {
	a, err := h.ask(ctx, v)
	if err != nil {
		return report.Document{}, err
	}
	d := report.Document{Title: v.Text("quartile.title", i18n.Args{"currency": string(a.result.Currency)})}
	for _, m := range quartile.Measures() {
		d.Blocks = append(d.Blocks, a.result.Figures(v.L, m, ""))
	}
	d.Blocks = append(d.Blocks, a.result.Partners(v.L))
	return d, nil
}
