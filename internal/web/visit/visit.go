// Package visit is one request as pages see it: language, theme, currency, and
// how an answer is written.
//
// It owns the preferences a browser keeps and the shape of a page's handler.
// It does not own sessions (internal/web) or what pages show.
package visit

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render"
)

// Handler is a page: it answers or gives back a fault, which is shown in the
// visitor's language.
type Handler func(w http.ResponseWriter, r *http.Request, v *Visit) error

// Visit is who asks and how they like it.
type Visit struct {
	L        *i18n.Localizer
	Theme    Theme
	Currency money.Currency // of figures
	Policy   rate.Policy
	Calendar period.Calendar // of years and quarters
	Partner  string          // the firm whose books these are; may be empty
	Inside   bool            // has a session
	Viewer   access.Viewer   // zero for who has none
	Session  string          // id of the session
	Team     bool            // several people share the server
	Partial  bool            // htmx asks for a piece, not for a page
	URL      *url.URL
	Asset    func(name string) string // the address of an asset
}

// Theme is light, dark, or what the system says.
type Theme string

const (
	ThemeAuto  Theme = "auto"
	ThemeLight Theme = "light"
	ThemeDark  Theme = "dark"
)

// Themes lists them.
func Themes() []Theme { return []Theme{ThemeAuto, ThemeLight, ThemeDark} }

// Text gives a message in the visitor's language.
func (v *Visit) Text(key string, args i18n.Args) string { return v.L.Text(key, args) }

// May reports whether a page should offer something. Whether it happens,
// internal/flow decides.
func (v *Visit) May(right access.Right) bool { return v.Inside && v.Viewer.May(right) }

// Currencies are those one can choose from: the workspace's first.
func (v *Visit) Currencies() []money.Currency {
	all := []money.Currency{v.Currency}
	for _, c := range []money.Currency{"USD", "CNY", "EUR", "GBP", "JPY", "HKD", "SGD"} {
		if !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all
}

// Locale tells renderers how the visitor's language writes.
func (v *Visit) Locale() render.Locale {
	return render.Locale{
		Number: v.L.Number, Yes: v.Text("common.yes", nil), No: v.Text("common.no", nil), Missing: v.Text("common.missing", nil),
		Currency: v.Text("common.currency", nil), Exact: v.Text("common.exact", nil), Remarks: v.Text("common.remarks", nil),
		Hidden: func([]string) string { return "" }, // a page hides no columns
	}
}

// With gives the address of this view with some of its query replaced; an
// empty value takes the key out.
func (v *Visit) With(pairs ...string) string {
	q := v.URL.Query()
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Del(pairs[i])
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return v.URL.Path
	}
	return v.URL.Path + "?" + q.Encode()
}

// Show renders a component whole before a byte is sent, so that a failure half
// way never looks like a page.
func Show(ctx context.Context, w http.ResponseWriter, status int, c templ.Component) error {
	var b bytes.Buffer
	if err := c.Render(ctx, &b); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	return err
}
