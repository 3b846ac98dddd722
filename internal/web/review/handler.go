// Package review is the pages on which people answer what the program would not
// decide alone: whose an account is, what a service line is, which two lines are
// one sale.
//
// It owns the pages, their forms and how evidence is worded. It does not own
// questions, answers or what follows from them: internal/flow/matching,
// internal/flow/categorising and internal/flow/measuring/attributing do.
package review

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/web/job"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// ActionAnswer is what the audit log calls an answer and its undo.
const ActionAnswer = "review.answer"

const path = "/review"

// Name is a queue in addresses.
type Name string

const (
	Identity   Name = "identity"   // whose an account or an invoice's customer is
	Categories Name = "categories" // what a service line is
	Pairs      Name = "pairs"      // which lines of two books are one sale
)

// Names lists the queues in the order of their tabs.
func Names() []Name { return []Name{Identity, Categories, Pairs} }

// pageSize is how many questions stand on a page. The most money comes first, so
// that few people turn the page.
const pageSize = 20

// Handler shows the queues and takes answers. It is safe for concurrent use.
type Handler struct {
	jobs    *Jobs
	board   *job.Board
	running running
}

// New makes the pages over the jobs that answer, and the board that runs are on.
func New(jobs *Jobs, board *job.Board) *Handler { return &Handler{jobs: jobs, board: board} }

// queue is one kind of question, as the pages need it.
type queue interface {
	// count is how many questions are open.
	count(context.Context) (int, error)
	// lastRun is when a run last looked at the books for questions of this kind.
	lastRun(context.Context) (batch.LastRun, error)
	// load gives the questions from a place on, and what the visitor answered last.
	load(ctx context.Context, v *visit.Visit, from int) (pile, error)
	accept(ctx context.Context, picks []pick) error
	reject(ctx context.Context, picks []pick) error
	// undo takes a decision back and names the question that is open again, where
	// it is known.
	undo(ctx context.Context, decision string) (question string, err error)
}

// queue gives a queue to the visitor who asks. Faults: access.denied,
// review.queue_unknown.
func (h *Handler) queue(ctx context.Context, name Name, right access.Right) (queue, error) {
	viewer, err := access.Guarded.Allow(ctx, right)
	if err != nil {
		return nil, err
	}
	q, known, err := h.jobs.queue(ctx, name, viewer.Actor)
	if err == nil && !known {
		err = fault.New(fault.KindNotFound, "review.queue_unknown").With("queue", string(name))
	}
	return q, err
}

// First answers GET /review: it leads to the first queue with a question in it.
func (h *Handler) First(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	to := Identity
	for _, name := range Names() {
		q, err := h.queue(r.Context(), name, access.RightBooks)
		if err != nil {
			return err
		}
		n, err := q.count(r.Context())
		if err != nil {
			return err
		}
		if n > 0 {
			to = name
			break
		}
	}
	http.Redirect(w, r, path+"/"+string(to), http.StatusSeeOther)
	return nil
}

// Page answers GET /review/{queue}.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	from, err := place(r.URL.Query().Get("from"))
	if err != nil {
		return err
	}
	return h.show(w, r, v, from, r.URL.Query().Get("at"), nil)
}

// place reads from which question on a page shows, counted from 0.
func place(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, fault.New(fault.KindInvalid, "review.place_malformed").With("value", text)
	}
	return n, nil
}

// show writes a queue's page; an answer that was refused is told above it.
func (h *Handler) show(w http.ResponseWriter, r *http.Request, v *visit.Visit, from int, at string, refused error) error {
	name := Name(r.PathValue("queue"))
	q, err := h.queue(r.Context(), name, access.RightBooks)
	if err != nil {
		return err
	}
	p, err := q.load(r.Context(), v, from)
	if err != nil {
		return err
	}
	if p.run, err = q.lastRun(r.Context()); err != nil {
		return err
	}
	counts := map[Name]int{name: p.count}
	for _, other := range Names() {
		if other == name {
			continue
		}
		q, err := h.queue(r.Context(), other, access.RightBooks)
		if err != nil {
			return err
		}
		if counts[other], err = q.count(r.Context()); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if refused != nil {
		status = http.StatusConflict
	}
	return visit.Show(r.Context(), w, status, page(v, newView(v, name, p, counts, from, at, refused)))
}

// Answer answers POST /review/{queue}: answers and their undo.
func (h *Handler) Answer(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	q, err := h.queue(r.Context(), Name(r.PathValue("queue")), access.RightDecide)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	from, err := place(r.PostForm.Get("from"))
	if err != nil {
		return err
	}
	at, err := answer(r.Context(), q, r.PostForm)
	if err == nil {
		http.Redirect(w, r, address(Name(r.PathValue("queue")), from, at), http.StatusSeeOther)
		return nil
	}
	if kind := fault.KindOf(err); kind == fault.KindInvalid || kind == fault.KindNotFound || kind == fault.KindConflict {
		// Somebody was faster, or an answer makes no sense: the page as it is now
		// says so. The fault goes on to the audit log.
		return errors.Join(err, h.show(w, r, v, from, at, err))
	}
	return err
}

// address is a queue's page from a question on; at is the question to stand on.
func address(name Name, from int, at string) string {
	q := url.Values{}
	if from > 0 {
		q.Set("from", strconv.Itoa(from))
	}
	if at != "" {
		q.Set("at", at)
	}
	if len(q) == 0 {
		return path + "/" + string(name)
	}
	return path + "/" + string(name) + "?" + q.Encode()
}
