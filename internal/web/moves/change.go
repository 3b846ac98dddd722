package moves

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// fields are the keys of what can be typed of a move.
func fields() []string {
	return []string{"title", "customer", "practice", "category", "offering", "strategy", "state", "owner", "due", "size_low", "size_mid", "size_high", "currency", "chance", "effort", "note"}
}

// typed is what a form says, of the fields it has.
func (h *Handler) typed(form url.Values) moving.Typed {
	t := moving.Typed{Fields: map[string]string{}, Bundle: h.Bundle, Currency: h.Settings.Config().Currency}
	for _, key := range fields() {
		if form.Has(key) {
			t.Fields[key] = form.Get(key)
		}
	}
	// Who writes a chance of 40 means 40 %: none is above 1.
	if d, err := money.ParseDecimal(strings.TrimSpace(t.Fields["chance"])); err == nil && d.Cmp(money.One) > 0 {
		t.Fields["chance"] = d.String() + "%"
	}
	return t
}

func parsed(r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	return nil
}

// New answers GET /moves/new: a form with what the address says in it, or with
// what the proposal ?from says.
func (h *Handler) New(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	d := draft{back: r.URL.Query().Get("back")}
	if from := r.URL.Query().Get("from"); from != "" {
		p, err := h.proposal(r, from)
		if err != nil {
			return err
		}
		title, why := p.Say(v.L)
		d.base, d.origin = move.Move{Proposal: p.Proposal, Title: title, Note: why}, p.Origin
		d.typed = written(v, d.base)
	} else {
		d.typed = map[string]string{"strategy": string(move.StrategyPortfolio), "currency": string(h.Settings.Config().Currency)}
	}
	for _, key := range fields() {
		if given := r.URL.Query().Get(key); given != "" {
			d.typed[key] = given
		}
	}
	return h.form(w, r, v, d)
}

// proposal finds what the books propose under a ref. Fault: move.unproposed.
func (h *Handler) proposal(r *http.Request, ref string) (moving.Suggestion, error) {
	origin, err := move.ParseOrigin(ref)
	if err != nil {
		return moving.Suggestion{}, err
	}
	all, err := h.Mover.Proposals(r.Context())
	if err != nil {
		return moving.Suggestion{}, err
	}
	at := slices.IndexFunc(all, func(p moving.Suggestion) bool { return p.Origin == origin })
	if at < 0 {
		return moving.Suggestion{}, fault.New(fault.KindNotFound, "move.unproposed").With("origin", ref)
	}
	return all[at], nil
}

// Open answers POST /moves: a move written by hand, or the proposal that the
// form was filled with.
func (h *Handler) Open(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if err := parsed(r); err != nil {
		return err
	}
	form := r.PostForm
	d := draft{typed: h.typed(form).Fields, id: move.ID(form.Get("id")), back: form.Get("back")}
	var e move.Edition
	var err error
	if ref := form.Get("from"); ref != "" {
		d.origin, _ = move.ParseOrigin(ref)
		e, err = h.take(r, v, ref)
	} else {
		e, err = h.open(r)
	}
	if err = h.Did(r.Context(), r, moving.ActionOpen, subject(form.Get("from"), form.Get("title")), err); err != nil {
		return h.refuse(w, r, v, d, err)
	}
	http.Redirect(w, r, wording.MovePage(e.Move.ID), http.StatusSeeOther)
	return nil
}

func (h *Handler) open(r *http.Request) (move.Edition, error) {
	c, err := h.Mover.Read(r.Context(), h.typed(r.PostForm), move.Move{})
	if err != nil {
		return move.Edition{}, err
	}
	in := c.Input()
	in.ID = move.ID(r.PostForm.Get("id"))
	opened, err := h.Mover.Open(r.Context(), in)
	if err != nil {
		return move.Edition{}, err
	}
	return opened[0], nil
}

func (h *Handler) take(r *http.Request, v *visit.Visit, ref string) (move.Edition, error) {
	p, err := h.proposal(r, ref)
	if err != nil {
		if there, ok := h.taken(r, ref); ok { // the form was sent twice
			return there, nil
		}
		return move.Edition{}, err
	}
	c, err := h.Mover.Read(r.Context(), h.typed(r.PostForm), move.Move{Proposal: p.Proposal})
	if err != nil {
		return move.Edition{}, err
	}
	made, err := h.Mover.Take(r.Context(), moving.TakeInput{Origins: []move.Origin{p.Origin}, Change: c, L: v.L})
	if err != nil {
		return move.Edition{}, err
	}
	return made[0], nil
}

// taken is the open move that a proposal became.
func (h *Handler) taken(r *http.Request, ref string) (move.Edition, bool) {
	all, err := h.Mover.List(r.Context(), moving.Filter{States: []move.State{move.StatePlanned, move.StateUnderway}})
	if err != nil {
		return move.Edition{}, false
	}
	at := slices.IndexFunc(all, func(e move.Edition) bool { return e.Move.Origin.String() == ref })
	if at < 0 {
		return move.Edition{}, false
	}
	return all[at], true
}

// Take answers POST /moves/take: several proposals as they are, for somebody
// until a day, or dropped.
func (h *Handler) Take(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if err := parsed(r); err != nil {
		return err
	}
	refs := r.PostForm["ref"]
	err := func() error {
		in := moving.TakeInput{L: v.L}
		for _, ref := range refs {
			origin, err := move.ParseOrigin(ref)
			if err != nil {
				return err
			}
			in.Origins = append(in.Origins, origin)
		}
		if len(refs) == 0 {
			return fault.New(fault.KindInvalid, "move.none_chosen")
		}
		var err error
		if in.Change, err = h.Mover.Read(r.Context(), h.typed(chosen(r.PostForm)), move.Move{}); err != nil {
			return err
		}
		_, err = h.Mover.Take(r.Context(), in)
		return err
	}()
	return h.back(w, r, h.Did(r.Context(), r, moving.ActionOpen, subject(refs...), err))
}

// Bulk answers POST /moves/bulk: several moves in the same way.
func (h *Handler) Bulk(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	if err := parsed(r); err != nil {
		return err
	}
	var ids []move.ID
	for _, id := range r.PostForm["id"] {
		ids = append(ids, move.ID(id))
	}
	err := func() error {
		if len(ids) == 0 {
			return fault.New(fault.KindInvalid, "move.none_chosen")
		}
		c, err := h.Mover.Read(r.Context(), h.typed(chosen(r.PostForm)), move.Move{})
		if err != nil {
			return err
		}
		_, err = h.Mover.Change(r.Context(), c, ids...)
		return err
	}()
	return h.back(w, r, h.Did(r.Context(), r, moving.ActionChange, subject(r.PostForm["id"]...), err))
}

// chosen are the fields that somebody filled in: an empty one changes nothing
// where several are changed at once.
func chosen(form url.Values) url.Values {
	out := url.Values{}
	for _, key := range fields() {
		if value := strings.TrimSpace(form.Get(key)); value != "" {
			out.Set(key, value)
		}
	}
	return out
}

// Edit answers GET /moves/{id}/edit.
func (h *Handler) Edit(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	editions, err := h.Mover.History(r.Context(), move.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	last := editions[len(editions)-1]
	return h.form(w, r, v, draft{base: last.Move, seen: last.Number, typed: written(v, last.Move)})
}

// Change answers POST /moves/{id}: of what the form has, over the edition that
// it was filled with.
func (h *Handler) Change(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if err := parsed(r); err != nil {
		return err
	}
	id, form := move.ID(r.PathValue("id")), r.PostForm
	editions, err := h.Mover.History(r.Context(), id)
	if err != nil {
		return err
	}
	seen, err := strconv.Atoi(form.Get("seen"))
	if err != nil || seen < 1 || seen > len(editions) {
		return fault.New(fault.KindInvalid, "web.choice_unknown").With("value", form.Get("seen"))
	}
	base := editions[seen-1]
	c, err := h.Mover.Read(r.Context(), h.typed(form), base.Move)
	if err == nil {
		c.Seen = seen
		_, err = h.Mover.Change(r.Context(), c, id)
	}
	if err != nil && form.Has("title") {
		return h.refuse(w, r, v, draft{base: base.Move, seen: seen, typed: h.typed(form).Fields}, err)
	}
	return h.back(w, r, err)
}

// back goes to where the form stood, else to the move or the board.
func (h *Handler) back(w http.ResponseWriter, r *http.Request, err error) error {
	if err != nil {
		return err
	}
	to := path
	if id := r.PathValue("id"); id != "" {
		to = wording.MovePage(move.ID(id))
	}
	if back := r.PostForm.Get("back"); back != "" {
		if to, err = visit.LocalPath(back); err != nil {
			return err
		}
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// refuse shows the form again with what was typed and what is wrong with it. The
// fault goes on to the audit log.
func (h *Handler) refuse(w http.ResponseWriter, r *http.Request, v *visit.Visit, d draft, err error) error {
	switch fault.KindOf(err) {
	case fault.KindInvalid, fault.KindConflict, fault.KindNotFound:
		d.refused = err
		return errors.Join(err, h.form(w, r, v, d))
	default:
		return err
	}
}

// mostSubject bounds what the audit log says of what a form was about.
const mostSubject = 200

func subject(parts ...string) string {
	for _, p := range parts {
		if p != "" {
			text := []rune(strings.Join(slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return s == "" }), ", "))
			return string(text[:min(len(text), mostSubject)])
		}
	}
	return ""
}
