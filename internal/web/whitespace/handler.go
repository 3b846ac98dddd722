// Package whitespace is the pages on what each customer could buy next: a matrix
// of customers and categories, what one cell rests on, and how right such
// answers were.
//
// It owns which cells a page shows and how they are laid out. What a cell is,
// internal/flow/measuring/prospecting and core/whitespace say.
package whitespace

import (
	"context"
	"net/http"
	"net/url"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/prospecting"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render/csv"
	"github.com/sevenfold/sevenfold/internal/render/xlsx"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Handler shows whitespace.
type Handler struct {
	Prospector *prospecting.Prospector
	Mover      *moving.Mover
}

func input(v *visit.Visit) prospecting.Input {
	return prospecting.Input{Currency: v.Currency, Policy: v.Policy}
}

// Page answers GET /whitespace.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	ask, err := parse(r.URL.Query())
	if err != nil {
		return err
	}
	found, err := h.Prospector.Run(r.Context(), input(v))
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, page(v, newView(v, found, ask)))
}

// Cell answers GET /whitespace/cell: the cell ?cell.
func (h *Handler) Cell(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	found, err := h.Prospector.Run(r.Context(), input(v))
	if err != nil {
		return err
	}
	address := r.URL.Query().Get("cell")
	c, ok := found.Find(address)
	if !ok {
		return fault.New(fault.KindNotFound, "whitespace.unknown").With("cell", address)
	}
	view, err := newOpened(v, found, c)
	if err != nil {
		return err
	}
	if view.Move, err = h.move(r.Context(), v, c); err != nil {
		return err
	}
	if v.Partial {
		return visit.Show(r.Context(), w, http.StatusOK, sheet(v, view))
	}
	return visit.Show(r.Context(), w, http.StatusOK, cellPage(v, view))
}

// move leads to the move that a white cell was taken up as, or to the form that
// takes it up; nothing for who may not.
func (h *Handler) move(ctx context.Context, v *visit.Visit, c whitespace.Cell) (choice, error) {
	if c.State != whitespace.StateWhite {
		return choice{}, nil
	}
	all, err := h.Mover.List(ctx, moving.Filter{Customer: c.Customer})
	if err != nil {
		return choice{}, err
	}
	origin := move.Origin{Kind: move.OriginWhitespace, Ref: prospecting.Address(c)}
	for _, e := range all {
		if e.Move.Origin == origin {
			return choice{Value: "/moves/" + url.PathEscape(string(e.Move.ID)), Label: v.Text("web.whitespace.taken", i18n.Args{"title": e.Move.Title})}, nil
		}
	}
	if !v.May(access.RightPlan) {
		return choice{}, nil
	}
	q := url.Values{"customer": {string(c.Customer)}, "category": {string(c.Column.Category)}, "offering": {string(c.Column.Offering)}}
	if prospecting.Proposed(c) {
		q = url.Values{"from": {origin.String()}}
	}
	return choice{Value: "/moves/new?" + q.Encode(), Label: v.Text("web.whitespace.take", nil)}, nil
}

// Proof answers GET /whitespace/proof.
func (h *Handler) Proof(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	tested, err := h.Prospector.BackTest(r.Context(), input(v))
	if err != nil {
		return err
	}
	view, err := newProof(v, tested)
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, proofPage(v, view))
}

// CSV answers GET /whitespace.csv.
func (h *Handler) CSV(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	d, err := h.document(r.Context(), v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="whitespace.csv"`)
	return csv.Render(w, d, csv.Options{Locale: v.Locale(), BOM: true})
}

// XLSX answers GET /whitespace.xlsx.
func (h *Handler) XLSX(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	d, err := h.document(r.Context(), v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", `attachment; filename="whitespace.xlsx"`)
	return xlsx.Render(w, d, xlsx.Options{Locale: v.Locale()})
}

// document is every cell of the customers that an address asks for, for a file.
func (h *Handler) document(ctx context.Context, v *visit.Visit) (report.Document, error) {
	ask, err := parse(v.URL.Query())
	if err != nil {
		return report.Document{}, err
	}
	found, err := h.Prospector.Run(ctx, input(v))
	if err != nil {
		return report.Document{}, err
	}
	m := newMatrix(found, ask)
	return report.Document{Title: v.Text("web.nav.whitespace", nil), Blocks: []report.Block{found.List(v.L, m.cells())}}, nil
}
