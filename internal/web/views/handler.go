// Package views is the page of what people keep and share: views under a name,
// and links that open one to who has no account.
//
// It owns the page and its forms. Who may keep and share is
// internal/flow/sharing's; what a view shows, internal/web/explore's.
package views

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/flow/sharing"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Handler shows the page and takes its forms.
type Handler struct {
	Sharing *sharing.Sharing
	// Did notes in the audit log how something ended, and gives that back.
	Did  func(ctx context.Context, r *http.Request, action, subject string, outcome error) error
	Base func(*http.Request) string // what links begin with

	made visit.Once[made]
}

const path = "/views"

// made is a link that was made just now; it is shown once.
type made struct {
	Title, Href string
}

// Page answers GET /views, once with the link that was just made.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	kept, err := h.Sharing.Views(r.Context())
	if err != nil {
		return err
	}
	out := newView(v, kept, h.made.Take(v.Session))
	if v.May(access.RightShare) {
		links, err := h.Sharing.Links(r.Context())
		if err != nil {
			return err
		}
		out.Links = newLinks(v, links)
	}
	return visit.Show(r.Context(), w, http.StatusOK, page(v, out))
}

// Keep answers POST /views and goes back to the view.
func (h *Handler) Keep(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	if err := read(r); err != nil {
		return err
	}
	in := sharing.KeepInput{Name: r.PostForm.Get("name"), Query: r.PostForm.Get("query"), Team: r.PostForm.Get("team") != ""}
	err := h.Did(r.Context(), r, sharing.ActionKeep, in.Name, h.Sharing.Keep(r.Context(), in))
	if err == nil {
		http.Redirect(w, r, address(in.Query), http.StatusSeeOther)
	}
	return err
}

// Change answers POST /views/{id}.
func (h *Handler) Change(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	if err := read(r); err != nil {
		return err
	}
	name := r.PostForm.Get("name")
	err := h.Sharing.Rename(r.Context(), r.PathValue("id"), name, r.PostForm.Get("team") != "")
	return back(w, r, h.Did(r.Context(), r, sharing.ActionChange, name, err))
}

// Drop answers POST /views/{id}/drop.
func (h *Handler) Drop(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	id := r.PathValue("id")
	return back(w, r, h.Did(r.Context(), r, sharing.ActionDrop, id, h.Sharing.Drop(r.Context(), id)))
}

// Share answers POST /links: the link is on the page that it leads to, once, and
// nowhere else.
func (h *Handler) Share(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if err := read(r); err != nil {
		return err
	}
	days, err := strconv.Atoi(r.PostForm.Get("days"))
	if err != nil {
		return fault.New(fault.KindInvalid, "sharing.life_unknown").With("days", r.PostForm.Get("days"))
	}
	in := sharing.ShareInput{Title: r.PostForm.Get("title"), Query: r.PostForm.Get("query"), Currency: v.Currency, Days: days, Exports: r.PostForm.Get("exports") != ""}
	if q, err := url.ParseQuery(in.Query); err == nil && q.Get("currency") != "" {
		if in.Currency, err = money.ParseCurrency(q.Get("currency")); err != nil {
			return err
		}
	}
	token, err := h.Sharing.Share(r.Context(), in)
	if err := h.Did(r.Context(), r, sharing.ActionShare, in.Title, err); err != nil {
		return err
	}
	h.made.Put(v.Session, made{in.Title, h.Base(r) + "/shared/" + token})
	return back(w, r, nil)
}

// Revoke answers POST /links/{id}/revoke.
func (h *Handler) Revoke(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	l, err := h.Sharing.Revoke(r.Context(), r.PathValue("id"))
	return back(w, r, h.Did(r.Context(), r, sharing.ActionRevoke, l.Title, err))
}

func read(r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	return nil
}

func back(w http.ResponseWriter, r *http.Request, err error) error {
	if err == nil {
		http.Redirect(w, r, path, http.StatusSeeOther)
	}
	return err
}

// address is where a view is shown.
func address(query string) string {
	if query == "" {
		return "/explore"
	}
	return "/explore?" + query
}
