// Package people is the page of who may come in, as what, and from where they
// are inside now.
//
// It owns the page. The rules are internal/flow/admitting's.
package people

import (
	"net/http"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Handler shows the page and takes its forms.
type Handler struct {
	Admission *admitting.Admission
	Origin    func(*http.Request) admitting.Origin
	Base      func(*http.Request) string // what links begin with

	made visit.Once[link]
}

const path = "/people"

// Page answers GET /people, once with the link that was just made.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	all, err := h.Admission.People(r.Context())
	if err != nil {
		return err
	}
	sessions, err := h.Admission.Sessions(r.Context(), v.Session)
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, page(v, newView(v, all, sessions, h.made.Take(v.Session))))
}

// read takes the fields of a form.
func (h *Handler) read(r *http.Request, name string) (in admitting.InviteInput, err error) {
	if err := r.ParseForm(); err != nil {
		return in, fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	in = admitting.InviteInput{Name: name, From: h.Origin(r)}
	if in.Role, err = access.ParseRole(r.PostForm.Get("role")); err != nil {
		return in, err
	}
	for id := range strings.FieldsFuncSeq(r.PostForm.Get("customers"), func(c rune) bool { return strings.ContainsRune(",;，； \t\r\n", c) }) {
		in.Customers = append(in.Customers, customer.ID(id))
	}
	return in, nil
}

// Invite answers POST /people: the link is on the page that it leads to, once, and
// nowhere else.
func (h *Handler) Invite(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	in, err := h.read(r, r.PostFormValue("name"))
	if err != nil {
		return err
	}
	token, err := h.Admission.Invite(r.Context(), in)
	if err != nil {
		return err
	}
	h.made.Put(v.Session, h.link(r, in.Name, token))
	return back(w, r, nil)
}

func (h *Handler) link(r *http.Request, name, token string) link {
	return link{Name: name, Href: h.Base(r) + "/join/" + token}
}

// Change answers POST /people/{name}.
func (h *Handler) Change(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	in, err := h.read(r, r.PathValue("name"))
	if err == nil {
		err = h.Admission.Change(r.Context(), in)
	}
	return back(w, r, err)
}

func back(w http.ResponseWriter, r *http.Request, err error) error {
	if err == nil {
		http.Redirect(w, r, path, http.StatusSeeOther)
	}
	return err
}

// Disable answers POST /people/{name}/disable.
func (h *Handler) Disable(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	return back(w, r, h.Admission.SetDisabled(r.Context(), r.PathValue("name"), true, h.Origin(r)))
}

// Enable answers POST /people/{name}/enable.
func (h *Handler) Enable(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	return back(w, r, h.Admission.SetDisabled(r.Context(), r.PathValue("name"), false, h.Origin(r)))
}

// Reset answers POST /people/{name}/reset. Who resets themself has no session any
// more that could show the link: it is where they are led.
func (h *Handler) Reset(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	name := r.PathValue("name")
	token, err := h.Admission.Reset(r.Context(), name, h.Origin(r))
	if err != nil {
		return err
	}
	l := h.link(r, name, token)
	if strings.EqualFold(strings.TrimSpace(name), v.Viewer.Actor) {
		http.Redirect(w, r, l.Href, http.StatusSeeOther)
		return nil
	}
	h.made.Put(v.Session, l)
	return back(w, r, nil)
}
