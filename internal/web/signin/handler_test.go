package signin

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Whatever is sent, the form is read as it was typed, or refused in words.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "name=ann&password=correct+horse+battery&code=123+456", "name=%zz", "name=a&name=b", "password=%20x%20", "a;b", "name=\x00", "name=安&password=密码"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequest(http.MethodPost, "/signin?name=query&password=query", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		in, err := parse(r)
		want, bad := url.ParseQuery(body)
		if (err != nil) != (bad != nil) || err != nil && fault.CodeOf(err) != "web.form_unreadable" {
			t.Fatalf("%q: %v, and %v of its own", body, err, bad)
		}
		if err == nil && (in.Name != want.Get("name") || in.Password != want.Get("password") || in.Code != want.Get("code")) {
			t.Fatalf("%q: %+v", body, in)
		}
	})
}
