// Package strategies is the page of the six ways to a higher multiplier that
// Omdia's study names: what is set out for each, what it is expected to bring,
// and what came of what was done.
//
// It owns the page. Moves are internal/web/moves's; what a comparison comes to,
// internal/core/move says.
package strategies

import (
	"context"
	"net/http"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/render/csv"
	"github.com/sevenfold/sevenfold/internal/render/xlsx"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Handler shows the page.
type Handler struct {
	Mover    *moving.Mover
	Desk     *answer.Desk
	Assessor *assessing.Assessor
}

// answers are what the page is made of.
type answers struct {
	progress []moving.Progress
	currency money.Currency // of what came of moves
	told     bool           // whether the visitor may know what came of them
	study    benchmark.Reference
}

func (h *Handler) ask(ctx context.Context, v *visit.Visit) (a answers, err error) {
	all, err := h.Mover.List(ctx, moving.Filter{})
	if err != nil {
		return a, err
	}
	references, err := h.Assessor.References(ctx)
	if err != nil {
		return a, err
	}
	a.study, _ = references.Table.Find("pem.strategies")
	a.currency, a.told = v.Currency, v.May(access.RightBooks)
	var effects []moving.Effect
	if a.told && anyDone(all) {
		if err := h.Desk.Fresh(ctx); err != nil {
			return a, err
		}
		in := answer.Input(v, period.Range{}, multiplier.DimensionCustomer, multiplier.DimensionMonth)
		in.Definitions = []string{multiplier.Standard().Name}
		figures, err := h.Desk.Ask(ctx, in)
		if err != nil {
			return a, err
		}
		if effects, err = h.Mover.Effects(ctx, figures.Figures[0]); err != nil {
			return a, err
		}
	}
	a.progress = moving.ProgressOf(all, effects)
	return a, nil
}

func anyDone(all []move.Edition) bool {
	for _, e := range all {
		if e.Move.State == move.StateDone && e.Move.Customer != "" {
			return true
		}
	}
	return false
}

// Page answers GET /strategies.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	a, err := h.ask(r.Context(), v)
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, page(v, newView(v, a)))
}

// CSV answers GET /strategies.csv.
func (h *Handler) CSV(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	a, err := h.ask(r.Context(), v)
	if err != nil {
		return err
	}
	give(w, "text/csv; charset=utf-8", "strategies.csv")
	return csv.Render(w, document(v, a), csv.Options{Locale: v.Locale(), BOM: true})
}

// XLSX answers GET /strategies.xlsx.
func (h *Handler) XLSX(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	a, err := h.ask(r.Context(), v)
	if err != nil {
		return err
	}
	give(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "strategies.xlsx")
	return xlsx.Render(w, document(v, a), xlsx.Options{Locale: v.Locale()})
}

func give(w http.ResponseWriter, kind, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
}

func document(v *visit.Visit, a answers) report.Document {
	return report.Document{Title: v.Text("move.strategies", nil), Blocks: []report.Block{table(v, a)}}
}
