// Package explain is the side sheet behind every figure, and the same as a page:
// from a figure to its definition, imports, files, rows and SQL.
//
// It owns how an explanation is laid out. What it says comes from
// internal/flow/measuring/explaining.
package explain

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/explaining"
	"github.com/sevenfold/sevenfold/internal/render/csv"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// largest is how many rows of each side a sheet shows; all of them are a
// download.
const largest = 25

// Handler explains figures.
type Handler struct {
	Desk      *answer.Desk
	Explainer *explaining.Explainer
}

// Page answers GET /explain/{address}.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	address, err := measuring.ParseAddress(r.PathValue("address"))
	if err != nil {
		return err
	}
	return h.show(w, r, v, address)
}

// Total answers GET /explain: the total of the question in the address.
func (h *Handler) Total(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	q := r.URL.Query()
	within, err := v.Calendar.Parse(q.Get("period"))
	if err != nil {
		return err
	}
	in := answer.Input(v, within)
	in.Definitions = []string{cmp.Or(q.Get("definition"), multiplier.Standard().Name)}
	if in.Where, err = answer.Filters(q); err != nil {
		return err
	}
	if err := h.Desk.Fresh(r.Context()); err != nil {
		return err
	}
	a, err := h.Desk.Ask(r.Context(), in)
	if err != nil {
		return err
	}
	address := measuring.Address{Question: a.ID, Row: multiplier.TotalRef(), Cell: multiplier.Cell(cmp.Or(q.Get("cell"), string(multiplier.CellMultiplier)))}
	if address, err = measuring.ParseAddress(address.String()); err != nil {
		return err
	}
	return h.show(w, r, v, address)
}

// Warm explains a figure ahead of who will ask for it first.
func (h *Handler) Warm(ctx context.Context, address measuring.Address) error {
	_, err := h.Desk.Explain(ctx, explaining.Input{Address: address, Largest: largest})
	return err
}

func (h *Handler) show(w http.ResponseWriter, r *http.Request, v *visit.Visit, address measuring.Address) error {
	result, err := h.Desk.Explain(r.Context(), explaining.Input{Address: address, Largest: largest})
	if err != nil {
		return err
	}
	view := newView(v, result)
	if v.Partial {
		return visit.Show(r.Context(), w, http.StatusOK, sheet(v, view))
	}
	return visit.Show(r.Context(), w, http.StatusOK, page(v, view))
}

// Rows answers GET /explain/{address}/rows.csv: every row behind a figure, as
// the engine finds them. There may be more than memory holds.
func (h *Handler) Rows(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	address, err := measuring.ParseAddress(r.PathValue("address"))
	if err != nil {
		return err
	}
	known, err := h.Desk.Explain(r.Context(), explaining.Input{Address: address, Largest: largest})
	if err != nil {
		return err
	}
	if len(known.Rows) == 0 {
		return fault.New(fault.KindNotFound, "web.no_rows")
	}
	var file *csv.Rows
	_, err = h.Explainer.Run(r.Context(), explaining.Input{Address: address, Take: func(row explaining.Row) error {
		if file == nil {
			w.Header().Set("Content-Type", "text/csv; charset=utf-8")
			w.Header().Set("Content-Disposition", `attachment; filename="rows.csv"`)
			if file, err = csv.NewRows(w, rowsTable(v, ofDeal(row)), csv.Options{Locale: v.Locale(), BOM: true}); err != nil {
				return err
			}
		}
		return file.Write(rowOf(v, known, row))
	}})
	if file == nil {
		return err
	}
	if err == nil {
		err = file.Flush()
	}
	if err != nil {
		return errors.Join(err, visit.ErrUnfinished)
	}
	return nil
}
