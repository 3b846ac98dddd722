// Package customer is the page of one customer: what it spends and buys over
// time, which accounts and names are its own and on whose word, which categories
// are white, the engagements and lines behind it, and what colleagues noted; and
// the page on which customers are merged, split and moved.
//
// It owns those pages. Who belongs to whom, core/customer and
// internal/flow/matching decide; notes are internal/flow/noting's.
package customer

import (
	"context"
	"errors"
	"net/http"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/note"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/explaining"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/prospecting"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/triggering"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/flow/noting"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Months that the page speaks of, and how much of it it shows.
const (
	amountMonths    = 12
	lineMonths      = 24
	mostLines       = 20
	mostEngagements = 12
	mostIdentifiers = 12 // the others are folded away
)

// Handler shows the pages.
type Handler struct {
	Desk     *answer.Desk
	Measurer *measuring.Measurer
	Notebook *noting.Notebook
	Mover    *moving.Mover
	// Prospector and Finder keep what they found: it takes a while the first time.
	Prospector *prospecting.Prospector
	Finder     *triggering.Finder
	// Matching makes the job that changes who is who, in somebody's name.
	Matching func(ctx context.Context, actor string, report progress.Func) (*matching.Matcher, error)
}

// answers are what the page is made of.
type answers struct {
	profile measuring.Profile
	whole   measuring.Result // the last 12 months
	months  measuring.Result // the last 24, one by one
	lines   explaining.Result
	notes   []note.Note
	moves   []move.Edition
	deals   []measuring.Listed
}

// draft is what somebody wrote that was refused: the page gives it back to them.
type draft struct {
	note    note.ID // empty: of a new note
	text    string
	refused error
}

// Page answers GET /customers/{id}.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	return h.show(w, r, v, draft{})
}

func (h *Handler) show(w http.ResponseWriter, r *http.Request, v *visit.Visit, d draft) error {
	a, err := h.ask(r.Context(), v, customer.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	view, err := newView(v, a, d)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if d.refused != nil {
		status = http.StatusConflict
	}
	return visit.Show(r.Context(), w, status, page(v, view))
}

func (h *Handler) ask(ctx context.Context, v *visit.Visit, id customer.ID) (a answers, err error) {
	if a.profile, err = h.Measurer.Profile(ctx, id); err != nil {
		return a, err
	}
	id = a.profile.Customer.ID
	if a.notes, err = h.Notebook.List(ctx, id); err != nil {
		return a, err
	}
	if a.moves, err = h.Mover.List(ctx, moving.Filter{Customer: id}); err != nil {
		return a, err
	}
	if a.deals, err = h.Measurer.Pipeline(ctx, measuring.PipelineInput{Customer: id}); err != nil {
		return a, err
	}
	if err := h.Desk.Fresh(ctx); err != nil {
		return a, err
	}
	span, err := h.Desk.Span(ctx, v)
	if err != nil {
		return a, err
	}
	input := func(within period.Range, by ...multiplier.Dimension) measuring.Input {
		in := answer.Input(v, within, by...)
		in.Definitions = []string{multiplier.Standard().Name}
		in.Where = []multiplier.Filter{{Dimension: multiplier.DimensionCustomer, Values: []string{string(id)}}}
		return in
	}
	figures, err := h.Desk.Together(ctx, input(span.Trailing(amountMonths)), input(span.Trailing(lineMonths), multiplier.DimensionMonth))
	if err != nil {
		return a, err
	}
	a.whole, a.months = figures[0], figures[1]
	address := measuring.Address{Question: a.months.ID, Row: multiplier.TotalRef(), Cell: multiplier.CellServices}
	a.lines, err = h.Desk.Explain(ctx, explaining.Input{Address: address})
	return a, err
}

// Write answers POST /customers/{id}/notes.
func (h *Handler) Write(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	text := r.PostForm.Get("text")
	n, err := h.Notebook.Write(r.Context(), customer.ID(r.PathValue("id")), text)
	if err != nil {
		return h.refuse(w, r, v, draft{text: text, refused: err})
	}
	http.Redirect(w, r, notesOf(n.Customer), http.StatusSeeOther)
	return nil
}

// Change answers POST /customers/{id}/notes/{note}: another wording, or none.
func (h *Handler) Change(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	in := noting.ChangeInput{Customer: customer.ID(r.PathValue("id")), Note: note.ID(r.PathValue("note")), Seen: number(r.PostForm.Get("seen")), Text: r.PostForm.Get("text")}
	var err error
	if r.PostForm.Get("do") == "delete" {
		err = h.Notebook.Delete(r.Context(), in)
	} else {
		err = h.Notebook.Edit(r.Context(), in)
	}
	if err != nil {
		return h.refuse(w, r, v, draft{note: in.Note, text: in.Text, refused: err})
	}
	http.Redirect(w, r, notesOf(in.Customer), http.StatusSeeOther)
	return nil
}

// refuse shows the page with what was wrong and what was written. The fault goes
// on to the audit log.
func (h *Handler) refuse(w http.ResponseWriter, r *http.Request, v *visit.Visit, d draft) error {
	switch fault.KindOf(d.refused) {
	case fault.KindInvalid, fault.KindConflict, fault.KindLimit:
		return errors.Join(d.refused, h.show(w, r, v, d))
	default:
		return d.refused
	}
}
