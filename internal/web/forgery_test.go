package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
)

// No other site can make a browser that is inside change anything, whatever the
// address: routes that come later are asked as well.
func TestNoOtherSiteChangesAnything(t *testing.T) {
	h := team(t).as(access.RoleOwner)
	asked := 0
	for _, route := range h.server.Routes() {
		path, changes := strings.CutPrefix(route.Pattern, "POST ")
		if !changes {
			continue
		}
		asked++
		for _, from := range []http.Header{{"Sec-Fetch-Site": {"cross-site"}}, {"Sec-Fetch-Site": {"same-site"}}, {"Origin": {"https://other.example"}}} {
			from.Set("Content-Type", "application/x-www-form-urlencoded")
			if status, _, _ := h.do(http.MethodPost, strings.NewReplacer("{", "", "}", "").Replace(path), from, "name=x"); status != http.StatusForbidden {
				t.Errorf("%s from another site (%v) is answered %d", route.Pattern, from, status)
			}
		}
	}
	own := http.Header{"Sec-Fetch-Site": {"same-origin"}, "Content-Type": {"application/x-www-form-urlencoded"}}
	if status, _, _ := h.do(http.MethodPost, "/signout", own, ""); asked == 0 || status != http.StatusSeeOther {
		t.Errorf("%d addresses were asked, and the server's own page is answered %d", asked, status)
	}
}
