// Package account is the page of oneself: password, one-time codes, sessions.
//
// It owns the page. The rules are internal/flow/admitting's.
package account

import (
	"net/http"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Handler shows the page and takes its forms.
type Handler struct {
	Admission *admitting.Admission
	Origin    func(*http.Request) admitting.Origin

	recovery visit.Once[[]string] // codes that were just made
}

const path = "/account"

type view struct {
	Who, Customers, Notice, CodesText string
	HasCodes                          bool
	Sessions                          []session
	Recovery                          []string // shown once
}

type session struct {
	Agent, Address, Created, Seen, End string
	Current                            bool
}

const minute = "2006-01-02 15:04"

// changed is what an address says after the password was changed.
const changed = "changed"

// Page answers GET /account, once with the recovery codes that were just made.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	a, err := h.Admission.Account(r.Context(), v.Session)
	if err != nil {
		return err
	}
	notice := ""
	if v.URL.Query().Has(changed) {
		notice = v.Text("web.account.changed", nil)
	}
	out := view{Notice: notice, Recovery: h.recovery.Take(v.Session), HasCodes: a.Person.Codes, CodesText: v.Text("web.account.codes.off", nil),
		Who: v.Text("web.account.signed_in", i18n.Args{"name": a.Person.Name, "role": v.Text("access.role."+string(a.Person.Role), nil)})}
	if a.Person.Codes {
		out.CodesText = v.Text("web.account.codes.on", i18n.Args{"count": a.Recovery})
	}
	if a.Person.Role.IsLimited() {
		out.Customers = v.Text("web.account.customers", i18n.Args{"count": len(a.Person.Customers)})
	}
	for _, s := range a.Sessions {
		out.Sessions = append(out.Sessions, session{s.Agent, s.Address, s.CreatedAt.Format(minute), s.SeenAt.Format(minute), "/sessions/" + s.ID + "/end", s.Current})
	}
	return visit.Show(r.Context(), w, http.StatusOK, page(v, out))
}

func unreadable(err error) error {
	return fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
}

// Password answers POST /account/password.
func (h *Handler) Password(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if err := r.ParseForm(); err != nil {
		return unreadable(err)
	}
	if r.PostForm.Get("password") != r.PostForm.Get("repeat") {
		return fault.New(fault.KindInvalid, "auth.password_differs")
	}
	if err := h.Admission.ChangePassword(r.Context(), admitting.PasswordInput{Old: r.PostForm.Get("old"), Code: r.PostForm.Get("code"),
		New: r.PostForm.Get("password"), Session: v.Session, From: h.Origin(r)}); err != nil {
		return err
	}
	http.Redirect(w, r, path+"?"+changed, http.StatusSeeOther)
	return nil
}

// NewCodes answers GET /account/codes: the key for an app.
func (h *Handler) NewCodes(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	e, err := h.Admission.NewCodes(r.Context())
	if err != nil {
		return err
	}
	picture, err := component.NewQR(e.Address)
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, enrolPage(v, e, picture))
}

// Enrol answers POST /account/codes; the recovery codes are on the page that
// follows and nowhere else.
func (h *Handler) Enrol(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if err := r.ParseForm(); err != nil {
		return unreadable(err)
	}
	codes, err := h.Admission.Enrol(r.Context(), admitting.EnrolInput{Secret: r.PostForm.Get("secret"), Code: r.PostForm.Get("code"),
		Password: r.PostForm.Get("password"), From: h.Origin(r)})
	if err != nil {
		return err
	}
	h.recovery.Put(v.Session, codes)
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// EndCodes answers POST /account/codes/end.
func (h *Handler) EndCodes(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	if err := r.ParseForm(); err != nil {
		return unreadable(err)
	}
	if err := h.Admission.EndCodes(r.Context(), r.PostForm.Get("password"), r.PostForm.Get("code"), h.Origin(r)); err != nil {
		return err
	}
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}

// EndSession answers POST /sessions/{id}/end, of one's own and of others' for
// who looks after people.
func (h *Handler) EndSession(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if err := h.Admission.EndSession(r.Context(), r.PathValue("id"), h.Origin(r)); err != nil {
		return err
	}
	to := path
	if v.May(access.RightPeople) {
		to = "/people"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}
