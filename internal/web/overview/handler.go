// Package overview is the first page: the multiplier, how it came to be what it
// is, and how far the books behind it can be trusted.
//
// It owns which questions the page asks and how their answers are laid out. It
// computes no figure.
package overview

import (
	"context"
	"net/http"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/returning"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Months of the headline and of the trend.
const (
	headlineMonths = 12
	trendMonths    = 24
)

// Handler shows the page.
type Handler struct {
	Desk      *answer.Desk
	Assessor  *assessing.Assessor
	Returning *returning.Returning
}

// answers are what the page is made of. All but whole are under the default
// definition alone.
type answers struct {
	span    answer.Span
	period  period.Range
	whole   measuring.Result // every definition
	before  *measuring.Result
	trend   measuring.Result // by month
	cohorts measuring.Result
	verdict assessing.Result
	judged  measuring.Result // by customer
}

// Page answers GET /.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	a, err := h.ask(r.Context(), v)
	if err != nil {
		return err
	}
	view, err := newView(v, a)
	if err != nil {
		return err
	}
	if view.News, err = h.returned(r.Context(), v, a); err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, page(v, view))
}

// Warm asks what the page asks when nobody has chosen anything, so that the
// first visitor need not wait for it. It gives the address of the headline, none
// where there are no books.
func (h *Handler) Warm(ctx context.Context, v *visit.Visit) (measuring.Address, error) {
	a, err := h.ask(ctx, v)
	if err != nil || a.span.IsEmpty() {
		return measuring.Address{}, err
	}
	return measuring.Address{Question: a.whole.ID, Row: multiplier.TotalRef(), Cell: multiplier.CellMultiplier}, nil
}

func (h *Handler) ask(ctx context.Context, v *visit.Visit) (a answers, err error) {
	if err := h.Desk.Fresh(ctx); err != nil {
		return a, err
	}
	if a.span, err = h.Desk.Span(ctx, v); err != nil {
		return a, err
	}
	a.period = a.span.Trailing(headlineMonths)
	if asked := v.URL.Query().Get("period"); asked != "" {
		if a.period, err = v.Calendar.Parse(asked); err != nil {
			return a, err
		}
	}
	standard := func(within period.Range, by ...multiplier.Dimension) measuring.Input {
		in := answer.Input(v, within, by...)
		in.Definitions = []string{multiplier.Standard().Name}
		return in
	}
	ins := []measuring.Input{answer.Input(v, a.period), standard(trend(a.period, a.span), multiplier.DimensionMonth),
		standard(a.period, multiplier.DimensionCohort), standard(a.period, multiplier.DimensionCustomer)}
	before := period.Range{From: a.period.From - 12, Until: a.period.Until - 12}
	hasBefore := !a.period.IsZero() && before.Until > a.span.First
	if hasBefore {
		ins = append(ins, standard(before))
	}
	r, err := h.Desk.Together(ctx, ins...)
	if err != nil {
		return a, err
	}
	a.whole, a.trend, a.cohorts, a.judged = r[0], r[1], r[2], r[3]
	if hasBefore {
		a.before = &r[4]
	}
	a.verdict, err = h.Assessor.Run(ctx, a.judged.Figures[0])
	return a, err
}

// trend is the months up to the end of the period.
func trend(p period.Range, s answer.Span) period.Range {
	until := s.Last + 1
	if !p.IsZero() {
		until = min(p.Until, until)
	}
	return period.Range{From: until - trendMonths, Until: until}
}
