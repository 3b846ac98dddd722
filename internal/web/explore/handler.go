// Package explore measures by any two dimensions: filters, comparison with
// another period, sorting, table and pictures, exports.
//
// It owns what an address of this page means (ask.go) and how answers become
// tables (flat.go, pivot.go). A view is its address: what can be seen can be
// sent. It computes no figure.
package explore

import (
	"context"
	"net/http"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/sharing"
	"github.com/sevenfold/sevenfold/internal/render/csv"
	"github.com/sevenfold/sevenfold/internal/render/xlsx"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Handler shows the page and its exports.
type Handler struct {
	Desk *answer.Desk
	// Customers lists everybody, for their segments and industries.
	Customers func(context.Context) ([]customer.Customer, error)
	Sharing   *sharing.Sharing
	// Did notes in the audit log how something ended, and gives that back.
	Did    func(ctx context.Context, r *http.Request, action, subject string, outcome error) error
	Origin func(*http.Request) admitting.Origin
}

// answers are what a view is made of.
type answers struct {
	span   answer.Span
	rows   measuring.Result  // by the first dimension
	cells  *measuring.Result // by both
	column *measuring.Result // by the second, for the totals of columns
	before *measuring.Result // the first dimension in the period to compare with
	choice map[multiplier.Dimension][]value
	// defined are the definitions to choose from.
	defined []measuring.Defined
}

// Page answers GET /explore.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if settle(w, r) {
		return nil
	}
	q, a, err := h.ask(r.Context(), v)
	if err != nil {
		return err
	}
	if a.defined, err = h.Desk.Measurer.Defined(r.Context()); err != nil {
		return err
	}
	if a.choice, err = h.choices(r.Context(), v); err != nil {
		return err
	}
	view, err := newView(v, q, a)
	if err != nil {
		return err
	}
	kept, err := h.Sharing.Views(r.Context())
	if err != nil {
		return err
	}
	view.Menu = newMenu(v, kept)
	return visit.Show(r.Context(), w, http.StatusOK, page(v, view))
}

// CSV answers GET /explore.csv.
func (h *Handler) CSV(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	return h.csv(r.Context(), w, v)
}

// XLSX answers GET /explore.xlsx.
func (h *Handler) XLSX(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	return h.xlsx(r.Context(), w, v)
}

func (h *Handler) csv(ctx context.Context, w http.ResponseWriter, v *visit.Visit) error {
	d, err := h.document(ctx, v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="sevenfold.csv"`)
	return csv.Render(w, d, csv.Options{Locale: v.Locale(), BOM: true})
}

func (h *Handler) xlsx(ctx context.Context, w http.ResponseWriter, v *visit.Visit) error {
	d, err := h.document(ctx, v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", `attachment; filename="sevenfold.xlsx"`)
	return xlsx.Render(w, d, xlsx.Options{Locale: v.Locale()})
}

// document is the table of the view as it is exported: with every row.
func (h *Handler) document(ctx context.Context, v *visit.Visit) (report.Document, error) {
	q, a, err := h.ask(ctx, v)
	if err != nil {
		return report.Document{}, err
	}
	q.Limit = 0
	t, _, err := tableOf(v, q, a)
	if err != nil {
		return report.Document{}, err
	}
	return report.Document{Title: title(v, q), Blocks: []report.Block{t}}, nil
}

func (h *Handler) ask(ctx context.Context, v *visit.Visit) (q question, a answers, err error) {
	if err := h.Desk.Fresh(ctx); err != nil {
		return q, a, err
	}
	if a.span, err = h.Desk.Span(ctx, v); err != nil {
		return q, a, err
	}
	if q, err = parse(v, a.span); err != nil {
		return q, a, err
	}
	one := func(within period.Range, by ...multiplier.Dimension) measuring.Input {
		in := answer.Input(v, within, by...)
		in.Where, in.Definitions = q.Where, []string{q.Definition}
		return in
	}
	ins := []measuring.Input{one(q.Period, q.By[0])}
	if len(q.By) == 2 {
		ins = append(ins, one(q.Period, q.By...), one(q.Period, q.By[1]))
	}
	if !q.Before.IsZero() { // never with two dimensions
		ins = append(ins, one(q.Before, q.By[0]))
	}
	r, err := h.Desk.Together(ctx, ins...)
	if err != nil {
		return q, a, err
	}
	a.rows = r[0]
	switch {
	case len(q.By) == 2:
		a.cells, a.column = &r[1], &r[2]
	case len(r) == 2:
		a.before = &r[1]
	}
	return q, a, nil
}
