package visit

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// Names of the cookies that keep preferences. They hold nothing secret.
const (
	cookieLang     = "sevenfold_lang"
	cookieTheme    = "sevenfold_theme"
	cookieCurrency = "sevenfold_currency"
)

const preferenceLife = 365 * 24 * time.Hour

// Language chooses: what the browser kept, the workspace's setting, what the
// browser asks for.
func Language(r *http.Request, configured string) string {
	wishes := []string{kept(r, cookieLang), configured}
	for wish := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(wish, ";")
		wishes = append(wishes, tag)
	}
	return i18n.Negotiate(wishes...)
}

// ThemeOf is the theme that the browser kept.
func ThemeOf(r *http.Request) Theme {
	if t := Theme(kept(r, cookieTheme)); slices.Contains(Themes(), t) {
		return t
	}
	return ThemeAuto
}

// CurrencyOf is the currency in the address, else the one that the browser
// kept, else the workspace's.
func CurrencyOf(r *http.Request, configured money.Currency) (money.Currency, error) {
	if asked := r.URL.Query().Get("currency"); asked != "" {
		return money.ParseCurrency(asked)
	}
	if c, err := money.ParseCurrency(kept(r, cookieCurrency)); err == nil {
		return c, nil
	}
	return configured, nil
}

func kept(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// SavePreference keeps what the form names and goes back to where it came from.
func SavePreference(w http.ResponseWriter, r *http.Request, _ *Visit) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	back, err := LocalPath(r.PostForm.Get("back"))
	if err != nil {
		return err
	}
	for name, value := range map[string]string{cookieLang: r.PostForm.Get("lang"), cookieTheme: r.PostForm.Get("theme"), cookieCurrency: r.PostForm.Get("currency")} {
		if value == "" {
			continue
		}
		if !allowed(name, value) {
			return fault.New(fault.KindInvalid, "web.preference_unknown").With("value", value)
		}
		http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: int(preferenceLife / time.Second),
			HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil})
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
	return nil
}

// ForgetCurrency lets the workspace's currency hold in this browser again.
func ForgetCurrency(w http.ResponseWriter) {
	http.SetCookie(w, &http.Cookie{Name: cookieCurrency, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

func allowed(name, value string) bool {
	switch name {
	case cookieLang:
		return slices.Contains(i18n.Languages(), value)
	case cookieTheme:
		return slices.Contains(Themes(), Theme(value))
	}
	_, err := money.ParseCurrency(value)
	return err == nil
}

// LocalPath lets a form lead back into this site only, and drops a currency in
// the address that the choice just made would lose against.
func LocalPath(s string) (string, error) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.Contains(u.Path, `\`) {
		return "", fault.New(fault.KindInvalid, "web.preference_unknown").With("value", s)
	}
	q := u.Query()
	q.Del("currency")
	if len(q) == 0 {
		return u.EscapedPath(), nil
	}
	return u.EscapedPath() + "?" + q.Encode(), nil
}
