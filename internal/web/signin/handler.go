// Package signin is the way in and out: the form to sign in, and the page of an
// invitation, on which somebody chooses a password.
//
// It owns those pages. Who may come in, internal/flow/admitting knows.
package signin

import (
	"net/http"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Handler shows the pages.
type Handler struct {
	Admission *admitting.Admission
	Origin    func(*http.Request) admitting.Origin
	// Keep gives the browser the secret of its session, or takes it away.
	Keep func(w http.ResponseWriter, token string)
}

const home = "/"

// Page answers GET /signin.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if v.Inside {
		http.Redirect(w, r, home, http.StatusSeeOther)
		return nil
	}
	if !v.Team {
		return fault.New(fault.KindDenied, "auth.needed")
	}
	return visit.Show(r.Context(), w, http.StatusOK, form(v, problem{}))
}

// In answers POST /signin.
func (h *Handler) In(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if !v.Team {
		return fault.New(fault.KindDenied, "auth.needed")
	}
	in, err := parse(r)
	if err != nil {
		return err
	}
	in.From = h.Origin(r)
	token, err := h.Admission.SignIn(r.Context(), in)
	return h.let(w, r, v, token, err, func(p problem) error { return visit.Show(r.Context(), w, http.StatusForbidden, form(v, p)) })
}

// parse reads the form. Passwords are taken as they are, with space around.
func parse(r *http.Request) (admitting.SignInInput, error) {
	if err := r.ParseForm(); err != nil {
		return admitting.SignInInput{}, fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	return admitting.SignInInput{Name: r.PostForm.Get("name"), Password: r.PostForm.Get("password"), Code: r.PostForm.Get("code")}, nil
}

// let lets somebody in, or shows the form again with what was wrong.
func (h *Handler) let(w http.ResponseWriter, r *http.Request, v *visit.Visit, token string, err error, again func(problem) error) error {
	switch kind := fault.KindOf(err); {
	case err == nil:
	case fault.CodeOf(err) != "auth.invitation_used" && (kind == fault.KindDenied || kind == fault.KindInvalid):
		return again(newProblem(v, err))
	default:
		return err
	}
	h.Keep(w, token)
	http.Redirect(w, r, home, http.StatusSeeOther)
	return nil
}

// Invitation answers GET /join/{token}.
func (h *Handler) Invitation(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	name, err := h.Admission.Invited(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, joinPage(v, name, problem{}))
}

// Join answers POST /join/{token}.
func (h *Handler) Join(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	token := r.PathValue("token")
	name, err := h.Admission.Invited(r.Context(), token)
	if err != nil {
		return err
	}
	again := func(p problem) error { return visit.Show(r.Context(), w, http.StatusBadRequest, joinPage(v, name, p)) }
	if r.PostForm.Get("password") != r.PostForm.Get("repeat") {
		return again(newProblem(v, fault.New(fault.KindInvalid, "auth.password_differs")))
	}
	session, err := h.Admission.Join(r.Context(), token, r.PostForm.Get("password"), h.Origin(r))
	return h.let(w, r, v, session, err, again)
}

// Out answers POST /signout.
func (h *Handler) Out(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if err := h.Admission.SignOut(r.Context(), admitting.Inside{Viewer: v.Viewer, Session: v.Session}, h.Origin(r)); err != nil {
		return err
	}
	h.Keep(w, "")
	http.Redirect(w, r, "/signin", http.StatusSeeOther)
	return nil
}

// problem is what was wrong with a form; zero for nothing.
type problem struct{ Message, Hint string }

func newProblem(v *visit.Visit, err error) problem {
	message, hint, _ := v.L.Fault(err)
	return problem{message, hint}
}
