// Package customers is the list of customers: who buys what, how it develops,
// and which of the six categories are still white.
//
// It owns the list. A customer's own page is internal/web/customer.
package customers

import (
	"net/http"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Months that amounts and lines are of.
const (
	amountMonths = 12
	lineMonths   = 24
)

// Handler shows the list.
type Handler struct {
	Desk *answer.Desk
}

// Page answers GET /customers.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	ctx := r.Context()
	ask, err := parse(r.URL.Query())
	if err != nil {
		return err
	}
	if err := h.Desk.Fresh(ctx); err != nil {
		return err
	}
	span, err := h.Desk.Span(ctx, v)
	if err != nil {
		return err
	}
	whole := answer.Input(v, span.Trailing(amountMonths), multiplier.DimensionCustomer)
	months := answer.Input(v, span.Trailing(lineMonths), multiplier.DimensionCustomer, multiplier.DimensionMonth)
	whole.Definitions, months.Definitions = []string{multiplier.Standard().Name}, []string{multiplier.Standard().Name}
	figures, err := h.Desk.Together(ctx, whole, months)
	if err != nil {
		return err
	}
	return visit.Show(ctx, w, http.StatusOK, page(v, newView(v, figures[0], figures[1], ask)))
}
