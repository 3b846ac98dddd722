package web

import (
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// Loading the page again after a change sends nothing again.
func TestChangingThePasswordLeadsBackToThePage(t *testing.T) {
	h := team(t).as(access.RoleAuditor)
	form := url.Values{"old": {password}, "password": {password + " anew"}, "repeat": {password + " anew"}}
	status, body, header := h.post("/account/password", form)
	if status != http.StatusSeeOther {
		t.Fatalf("%d: %s", status, text(body))
	}
	said := func(path string) int { return len(find(t, h.page(path), "main section[role]")) }
	if said(header.Get("Location")) != 1 || said("/account") != 0 {
		t.Errorf("it is said %d times, and later %d times", said(header.Get("Location")), said("/account"))
	}
}

// badMonth is one before all months.
var badMonth = regexp.MustCompile(`.{20}(0000-|-000|--1).{10}`)

// Where there is no month yet, no page names one that is none.
func TestBooksWithoutAMonthNameNone(t *testing.T) {
	b := measuringtest.Empty(t)
	b.Customers("customer_id,name,segment,industry,country,internal,kind,value,from,until\na,Acme Ltd,,,,,account,111111111111,,\n")
	h := open(t, b).enter()
	for _, path := range []string{"/", "/explore", "/explore?by=month&compare=before", "/customers", "/customers/a", "/standing", "/self-assessment", "/whitespace", "/triggers", "/trends"} {
		if page := h.page(path); badMonth.MatchString(page) {
			t.Errorf("%s names the month %s", path, badMonth.FindString(page))
		}
	}
}
