// Package standing is the page on where the firm stands: the maturity class, by
// which rule, on what evidence, what would change it, and how it came about.
//
// It owns which questions the page asks and how their answers are laid out. How
// a class is reached, internal/core/maturity says.
package standing

import (
	"context"
	"net/http"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// months of the verdict when nobody has chosen any.
const months = 12

// Handler shows the page.
type Handler struct {
	Desk     *answer.Desk
	Assessor *assessing.Assessor
}

// answers are what the page is made of.
type answers struct {
	span    answer.Span
	period  period.Range
	by      multiplier.Dimension
	judged  measuring.Result // by customer
	verdict assessing.Result
	history []assessing.Part
	parts   []assessing.Part
}

// Page answers GET /standing, of the months ?period and with parts ?by.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	a, err := h.ask(r.Context(), v)
	if err != nil {
		return err
	}
	view, err := newView(v, a)
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, page(v, view))
}

func (h *Handler) ask(ctx context.Context, v *visit.Visit) (a answers, err error) {
	if err := h.Desk.Fresh(ctx); err != nil {
		return a, err
	}
	if a.span, err = h.Desk.Span(ctx, v); err != nil {
		return a, err
	}
	a.period = a.span.Trailing(months)
	if asked := v.URL.Query().Get("period"); asked != "" {
		if a.period, err = v.Calendar.Parse(asked); err != nil {
			return a, err
		}
	}
	a.by = assessing.PartDimensions()[0]
	if asked := multiplier.Dimension(v.URL.Query().Get("by")); slices.Contains(assessing.PartDimensions(), asked) {
		a.by = asked
	}
	question := func(s assessing.Scope) measuring.Input {
		in := answer.Input(v, s.Period, s.By)
		in.Definitions, in.Where = []string{multiplier.Standard().Name}, s.Where
		return in
	}
	ask := func(ctx context.Context, s assessing.Scope) (multiplier.Result, error) {
		r, err := h.Desk.Ask(ctx, question(s))
		if err != nil {
			return multiplier.Result{}, err
		}
		return r.Figures[0], nil
	}
	if a.judged, err = h.Desk.Ask(ctx, question(assessing.Scope{Period: a.period, By: multiplier.DimensionCustomer})); err != nil {
		return a, err
	}
	if a.verdict, err = h.Assessor.Run(ctx, a.judged.Figures[0]); err != nil {
		return a, err
	}
	if a.history, err = h.Assessor.History(ctx, period.Range{}, ask); err != nil {
		return a, err
	}
	a.parts, err = h.Assessor.Parts(ctx, a.period, a.by, ask)
	return a, err
}
