package explore

import (
	"context"
	"net/http"
	"net/url"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/sharing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// sharedView is the page of who holds a link, in words.
type sharedView struct {
	view
	Name, Note string
}

// Shared answers GET /shared/{token}: one view, and no way from there.
func (h *Handler) Shared(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	ctx, guest, l, err := h.open(w, r, v, sharing.ActionOpen)
	if err != nil {
		return err
	}
	q, a, err := h.ask(ctx, guest)
	if err != nil {
		return err
	}
	out := sharedView{Name: l.Title, Note: v.Text("web.shared.note", i18n.Args{"until": l.ExpiresAt.Format("2006-01-02")})}
	if h.Sharing.Team {
		out.Note = v.Text("web.shared.by", i18n.Args{"maker": l.Maker, "until": l.ExpiresAt.Format("2006-01-02")})
	}
	if out.view, _, err = newPicture(guest, q, a, false); err != nil {
		return err
	}
	if l.Exports {
		out.CSV, out.XLSX = v.URL.EscapedPath()+"/view.csv", v.URL.EscapedPath()+"/view.xlsx"
	}
	return visit.Show(ctx, w, http.StatusOK, sharedPage(v, out))
}

// SharedCSV answers GET /shared/{token}/view.csv.
func (h *Handler) SharedCSV(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	ctx, guest, _, err := h.open(w, r, v, sharing.ActionExport)
	if err != nil {
		return err
	}
	return h.csv(ctx, w, guest)
}

// SharedXLSX answers GET /shared/{token}/view.xlsx.
func (h *Handler) SharedXLSX(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	ctx, guest, _, err := h.open(w, r, v, sharing.ActionExport)
	if err != nil {
		return err
	}
	return h.xlsx(ctx, w, guest)
}

// open lets in who holds a link and gives the visit of its view: whoever they
// are otherwise, here they are a guest of the link's maker. Nobody finds the
// page in a search engine, and no other site is told of its address. Faults:
// those of sharing.Open, sharing.no_exports.
func (h *Handler) open(w http.ResponseWriter, r *http.Request, v *visit.Visit, action string) (context.Context, *visit.Visit, sharing.Opened, error) {
	w.Header().Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	w.Header().Set("Referrer-Policy", "no-referrer")
	l, err := h.Sharing.Open(r.Context(), r.PathValue("token"), h.Origin(r).Address)
	if err == nil && action == sharing.ActionExport && !l.Exports {
		err = fault.New(fault.KindDenied, "sharing.no_exports")
	}
	viewer := l.Viewer
	if viewer.Actor == "" {
		viewer = access.Viewer{Actor: sharing.Guests, Link: true}
	}
	ctx := access.With(r.Context(), viewer)
	if err := h.Did(ctx, r, action, l.Title, err); err != nil {
		return ctx, v, l, err
	}
	guest := *v
	guest.URL, guest.Currency, guest.Viewer, guest.Inside, guest.Session = &url.URL{Path: "/explore", RawQuery: l.Query}, l.Currency, viewer, false, ""
	return ctx, &guest, l, nil
}
