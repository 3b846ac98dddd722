package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/web/layout"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// statusOf is the only table from faults to HTTP statuses.
func statusOf(err error) int {
	switch fault.KindOf(err) {
	case fault.KindInvalid:
		return http.StatusBadRequest
	case fault.KindNotFound:
		return http.StatusNotFound
	case fault.KindConflict:
		return http.StatusConflict
	case fault.KindLimit:
		return http.StatusRequestEntityTooLarge
	case fault.KindUnavailable:
		return http.StatusServiceUnavailable
	case fault.KindDenied:
		return http.StatusForbidden
	case fault.KindInternal:
		return http.StatusInternalServerError
	}
	return http.StatusInternalServerError
}

// asFault gives the errors that net/http and contexts have of their own the
// words of a fault.
func asFault(err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return fault.New(fault.KindLimit, "web.body_too_large").With("limit", tooLarge.Limit>>20).Because(err)
	case errors.Is(err, context.DeadlineExceeded):
		return fault.New(fault.KindUnavailable, "timed_out").Because(err)
	}
	return err
}

// answer lets in who may, runs the handler on behalf of who asks, notes what was
// changed in the audit log, and shows what went wrong.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, route Route) {
	v, err := s.visit(r)
	if err == nil && route.Right != Anyone && !v.Inside {
		if v.Team && r.Method == http.MethodGet && !v.Partial {
			http.Redirect(w, r, signInPath, http.StatusSeeOther)
			return
		}
		err = fault.New(fault.KindDenied, "auth.needed")
	}
	if err == nil && v.Inside {
		r = r.WithContext(access.With(r.Context(), v.Viewer))
		if route.Right != Anyone {
			err = v.Viewer.Allow(route.Right)
		}
	}
	if err == nil {
		err = route.handler(w, r, v)
	}
	if v.Inside && route.Action != "" && route.Action != byFlow {
		if noted := s.Admission.Did(r.Context(), route.Action, r.URL.Path, s.origin(r), err); noted != nil && err == nil {
			err = noted
		}
	}
	if err != nil {
		s.fail(w, r, v, asFault(err))
	}
}

// did notes in the audit log how something ended that the viewer of the context
// tried, and gives that back. What cannot be noted has not gone well.
func (s *Server) did(ctx context.Context, r *http.Request, action, subject string, outcome error) error {
	return errors.Join(outcome, s.Admission.Did(ctx, action, subject, s.origin(r), outcome))
}

// fail shows a fault as a page, or as a piece of one when htmx asked for a
// piece. What is no fault of the visitor's is logged in full and shown in none.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, v *visit.Visit, err error) {
	status, rec := statusOf(err), recordOf(r.Context())
	rec.code = fault.CodeOf(err)
	if status >= http.StatusInternalServerError {
		rec.err = err
	}
	if rec.status != 0 {
		rec.broken = errors.Is(err, visit.ErrUnfinished) // an answer is on its way already; the log tells the rest
		return
	}
	message, hint, place := v.L.Fault(err)
	f := failed{Message: message, Hint: hint, Place: place, Code: rec.code, Request: rec.id, Inside: v.Inside}
	w.Header().Set("Cache-Control", "no-store")
	frame := layout.Frame{Title: v.Text("web.error.title", nil)}
	var shown error
	switch {
	case v.Partial:
		shown = visit.Show(r.Context(), w, status, failure(v, f))
	case v.Inside:
		shown = visit.Show(r.Context(), w, status, failurePage(v, frame, f))
	default:
		shown = visit.Show(r.Context(), w, status, barePage(v, frame, f))
	}
	if shown != nil {
		rec.err = errors.Join(rec.err, shown)
	}
}

// failed is what a visitor reads of a fault.
type failed struct {
	Message, Hint, Place, Code, Request string
	Inside                              bool
}

func (s *Server) nowhere(_ http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	return fault.New(fault.KindNotFound, "web.page_unknown").With("path", r.URL.Path)
}
