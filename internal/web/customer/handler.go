// Package customer is the page of one customer: what it spends and buys over
// time, which accounts and names are its own, which categories are white, and
// the lines behind it.
//
// It owns that page. Who belongs to whom, core/customer and the review decide.
package customer

import (
	"context"
	"net/http"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/explaining"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Months that the page speaks of, and how many of its lines it shows.
const (
	amountMonths = 12
	lineMonths   = 24
	mostLines    = 20
)

// Handler shows the page.
type Handler struct {
	Desk *answer.Desk
	// Customers lists everybody as the books and decisions have them.
	Customers func(context.Context) ([]customer.Customer, error)
}

// answers are what the page is made of.
type answers struct {
	customer customer.Customer
	whole    measuring.Result
	months   measuring.Result
	lines    explaining.Result
}

// Page answers GET /customers/{id}.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	a, err := h.ask(r.Context(), v, customer.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	view, err := newView(v, a)
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, page(v, view))
}

func (h *Handler) ask(ctx context.Context, v *visit.Visit, id customer.ID) (a answers, err error) {
	all, err := h.Customers(ctx)
	if err != nil {
		return a, err
	}
	found := false
	for _, c := range all {
		if c.ID == id {
			a.customer, found = c, true
		}
	}
	if !found {
		return a, fault.New(fault.KindNotFound, "web.customer_unknown").With("customer", string(id))
	}
	if err := h.Desk.Fresh(ctx); err != nil {
		return a, err
	}
	span, err := h.Desk.Span(ctx, v)
	if err != nil {
		return a, err
	}
	ask := func(within period.Range, by ...multiplier.Dimension) (measuring.Result, error) {
		in := answer.Input(v, within, by...)
		in.Definitions = []string{multiplier.Standard().Name}
		in.Where = []multiplier.Filter{{Dimension: multiplier.DimensionCustomer, Values: []string{string(id)}}}
		return h.Desk.Ask(ctx, in)
	}
	if a.whole, err = ask(span.Trailing(amountMonths)); err != nil {
		return a, err
	}
	if a.months, err = ask(span.Trailing(lineMonths), multiplier.DimensionMonth); err != nil {
		return a, err
	}
	address := measuring.Address{Question: a.whole.ID, Row: multiplier.TotalRef(), Cell: multiplier.CellServices}
	a.lines, err = h.Desk.Explain(ctx, explaining.Input{Address: address, Largest: mostLines})
	return a, err
}
