// Package moves is the pages of what the partner sets out to do: the board and
// the list, what the books propose, a move with its editions and what came of
// it, and the form that writes one.
//
// It owns those pages, their forms and files. Who may see and change which move,
// internal/flow/moving decides; progress by strategy is internal/web/strategies.
package moves

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/configuring"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render/calendar"
	"github.com/sevenfold/sevenfold/internal/render/csv"
	"github.com/sevenfold/sevenfold/internal/render/xlsx"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// Handler shows the pages and takes their forms.
type Handler struct {
	Mover    *moving.Mover
	Desk     *answer.Desk
	Settings *configuring.Settings
	Bundle   *i18n.Bundle
	Uploads  string // folder for files that browsers bring
	Now      func() time.Time
	// Did notes in the audit log how something ended, and gives that back.
	Did func(ctx context.Context, r *http.Request, action, subject string, outcome error) error
}

const path = "/moves"

// Ways to look at moves.
const (
	showBoard     = "board"
	showList      = "list"
	showProposals = "proposals"
)

func shows() []string { return []string{showBoard, showList, showProposals} }

// asked is what the address asks for.
type asked struct {
	Show, Owner, Strategy, State, Customer, Due string
	From                                        string // kind of origin
}

// Times that due dates are looked for in.
const (
	dueOver  = "over"
	dueWeek  = "week"
	dueMonth = "month"
)

func dues() []string { return []string{dueOver, dueWeek, dueMonth} }

func ask(q url.Values) (asked, error) {
	a := asked{Show: q.Get("show"), Owner: q.Get("owner"), Strategy: q.Get("strategy"), State: q.Get("state"), Customer: strings.TrimSpace(q.Get("customer")), Due: q.Get("due"), From: q.Get("from")}
	if a.Show == "" {
		a.Show = showBoard
	}
	for _, one := range []struct {
		value string
		known []string
	}{{a.Show, shows()}, {a.Strategy, words(move.Strategies())}, {a.State, words(move.States())}, {a.Due, dues()}, {a.From, words(move.Origins())}} {
		if one.value != "" && !slices.Contains(one.known, one.value) {
			return a, fault.New(fault.KindInvalid, "web.choice_unknown").With("value", one.value)
		}
	}
	return a, nil
}

func words[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, one := range all {
		out[i] = string(one)
	}
	return out
}

// filter is what the address asks of the flow.
func (a asked) filter(now time.Time) moving.Filter {
	f := moving.Filter{Owner: a.Owner, Strategy: move.Strategy(a.Strategy)}
	if a.State != "" {
		f.States = []move.State{move.State(a.State)}
	}
	today := now.UTC().Truncate(24 * time.Hour)
	switch a.Due {
	case dueOver:
		f.DueBefore = today
	case dueWeek:
		f.DueBefore = today.AddDate(0, 0, 8)
	case dueMonth:
		f.DueBefore = today.AddDate(0, 1, 1)
	}
	if a.Due != "" && a.State == "" { // what is done is due no more
		f.States = []move.State{move.StatePlanned, move.StateUnderway}
	}
	return f
}

// found are the moves that an address asks for.
type found struct {
	asked
	names  map[customer.ID]string
	moves  []move.Edition
	owners []string // of all moves, to choose from
}

func (h *Handler) find(ctx context.Context, v *visit.Visit) (f found, err error) {
	if f.asked, err = ask(v.URL.Query()); err != nil {
		return f, err
	}
	if f.names, err = h.Mover.Names(ctx); err != nil {
		return f, err
	}
	all, err := h.Mover.List(ctx, moving.Filter{})
	if err != nil {
		return f, err
	}
	f.owners = owners(all)
	if f.moves, err = h.Mover.List(ctx, f.filter(h.Now())); err != nil {
		return f, err
	}
	f.moves = slices.DeleteFunc(f.moves, func(e move.Edition) bool {
		return !f.isAbout(e.Move.Proposal) || f.From != "" && string(e.Move.Origin.Kind) != f.From
	})
	return f, nil
}

// isAbout reports that something is for the customer asked for, by id or a part
// of the name.
func (f found) isAbout(p move.Proposal) bool {
	return f.Customer == "" || strings.EqualFold(string(p.Customer), f.Customer) ||
		p.Customer != "" && strings.Contains(strings.ToLower(f.names[p.Customer]), strings.ToLower(f.Customer))
}

func owners(all []move.Edition) []string {
	var names []string
	for _, e := range all {
		if e.Move.Owner != "" {
			names = append(names, e.Move.Owner)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Page answers GET /moves.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	f, err := h.find(r.Context(), v)
	if err != nil {
		return err
	}
	proposals, err := h.Mover.Proposals(r.Context())
	if err != nil {
		return err
	}
	proposals = slices.DeleteFunc(proposals, func(p moving.Suggestion) bool {
		return !f.isAbout(p.Proposal) || f.Strategy != "" && string(p.Strategy) != f.Strategy || f.From != "" && string(p.Origin.Kind) != f.From
	})
	return visit.Show(r.Context(), w, http.StatusOK, page(v, newView(v, f, proposals, h.Now())))
}

// CSV answers GET /moves.csv.
func (h *Handler) CSV(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	f, err := h.find(r.Context(), v)
	if err != nil {
		return err
	}
	give(w, "text/csv; charset=utf-8", "moves.csv")
	return csv.Render(w, sheet(v, f), csv.Options{Locale: v.Locale(), BOM: true})
}

// XLSX answers GET /moves.xlsx.
func (h *Handler) XLSX(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	f, err := h.find(r.Context(), v)
	if err != nil {
		return err
	}
	give(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "moves.xlsx")
	return xlsx.Render(w, sheet(v, f), xlsx.Options{Locale: v.Locale()})
}

func sheet(v *visit.Visit, f found) report.Document {
	return report.Document{Blocks: []report.Block{moving.Sheet(v.L, f.names, f.moves)}}
}

func give(w http.ResponseWriter, kind, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
}

// ICS answers GET /moves.ics: the due dates of open moves.
func (h *Handler) ICS(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	f, err := h.find(r.Context(), v)
	if err != nil {
		return err
	}
	open := slices.DeleteFunc(f.moves, func(e move.Edition) bool { return !e.Move.IsOpen() })
	return h.calendar(w, v, f.names, "moves.ics", open...)
}

// Calendar answers GET /moves/{id}/calendar.ics.
func (h *Handler) Calendar(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	editions, err := h.Mover.History(r.Context(), move.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	names, err := h.Mover.Names(r.Context())
	if err != nil {
		return err
	}
	last := editions[len(editions)-1]
	if last.Move.Due.IsZero() {
		return fault.New(fault.KindNotFound, "move.undated")
	}
	return h.calendar(w, v, names, "move-"+strings.ToLower(string(last.Move.ID))+".ics", last)
}

func (h *Handler) calendar(w http.ResponseWriter, v *visit.Visit, names map[customer.ID]string, file string, moves ...move.Edition) error {
	var days []calendar.Due
	for _, e := range moves {
		if !e.Move.Due.IsZero() {
			subject, _ := wording.Subject(v, names, e.Move.Proposal)
			days = append(days, calendar.Due{ID: string(e.Move.ID), Edition: e.Number, Day: e.Move.Due, Changed: e.At, Title: e.Move.Title,
				Text: v.Text("move.calendar.text", i18n.Args{"subject": subject, "owner": e.Move.Owner, "note": e.Move.Note})})
		}
	}
	var b bytes.Buffer
	if err := calendar.Write(&b, v.Text("move.title", nil), days); err != nil {
		return err
	}
	give(w, "text/calendar; charset=utf-8", file)
	_, err := w.Write(b.Bytes())
	return err
}
