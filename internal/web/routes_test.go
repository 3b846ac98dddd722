package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// access is what each route answers to nobody. A route that is missing here
// fails the test, so that nobody adds one without having thought of it.
func access() map[string]struct {
	path   string // an address of the route
	nobody int
} {
	type row = struct {
		path   string
		nobody int
	}
	const denied = http.StatusForbidden
	return map[string]row{
		"GET /{$}":                        {"/", denied},
		"POST /welcome/demo":              {"/welcome/demo", denied},
		"GET /explore":                    {"/explore", denied},
		"GET /explore.csv":                {"/explore.csv", denied},
		"GET /explore.xlsx":               {"/explore.xlsx", denied},
		"GET /customers":                  {"/customers", denied},
		"GET /customers/{id}":             {"/customers/a", denied},
		"GET /definition/{name}":          {"/definition/standard", denied},
		"GET /explain":                    {"/explain", denied},
		"GET /explain/{address}":          {"/explain/aaaaaa:1.total", denied},
		"GET /explain/{address}/rows.csv": {"/explain/aaaaaa:1.total/rows.csv", denied},
		"GET /imports":                    {"/imports", denied},
		"POST /imports":                   {"/imports", denied},
		"GET /imports/{batch}":            {"/imports/01ABC", denied},
		"POST /imports/{batch}/undo":      {"/imports/01ABC/undo", denied},
		"GET /uploads/{upload}":           {"/uploads/x", denied},
		"POST /uploads/{upload}":          {"/uploads/x", denied},
		"GET /jobs/{job}":                 {"/jobs/x", denied},
		"POST /preferences":               {"/preferences", http.StatusSeeOther},
		"GET /enter/{token}":              {"/enter/wrong", denied},
		"GET /healthz":                    {"/healthz", http.StatusOK},
		"GET /readyz":                     {"/readyz", http.StatusOK},
		"GET /asset/":                     {"/asset/none", http.StatusNotFound},
		"/":                               {"/nowhere", http.StatusNotFound},
	}
}

func TestEveryRouteAsNobody(t *testing.T) {
	h := open(t, measuringtest.Sample(t))
	table := access()
	for _, route := range h.server.Routes() {
		row, known := table[route.Pattern]
		if !known {
			t.Errorf("%s is in no table: say in access() what it answers to whom", route.Pattern)
			continue
		}
		delete(table, route.Pattern)
		method, _, _ := strings.Cut(route.Pattern, " ")
		if method == route.Pattern {
			method = http.MethodGet
		}
		status, body, _ := h.do(method, row.path, http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, "back=/")
		if status != row.nobody {
			t.Errorf("%s %s answers nobody with %d, not %d", method, row.path, status, row.nobody)
		}
		if (status == http.StatusOK || status == http.StatusSeeOther) != (route.Access == AccessAnyone && row.nobody < 400) {
			t.Errorf("%s is for %s and answers nobody with %d", route.Pattern, route.Access, status)
		}
		for _, secret := range []string{"Acme", "TAX-A", "111111111111"} {
			if strings.Contains(body, secret) {
				t.Errorf("%s shows %s to nobody", route.Pattern, secret)
			}
		}
	}
	for pattern := range table {
		t.Errorf("%s is in the table and no route", pattern)
	}
}

func TestALinkOpensOneSessionOnly(t *testing.T) {
	h := open(t, measuringtest.Sample(t))
	token := h.server.Gate.Issue()
	if status, _, header := h.get("/enter/" + token); status != http.StatusSeeOther || header.Get("Location") != "/" {
		t.Fatalf("the link answers %d", status)
	}
	cookie := h.client.Jar.Cookies(mustParse(t, h.http.URL))
	if len(cookie) != 1 {
		t.Fatalf("cookies: %v", cookie)
	}
	h.page("/")
	if status, _, _ := h.get("/enter/" + token); status != http.StatusSeeOther {
		t.Errorf("who is inside and follows the link again is answered %d", status)
	}
	h.leave()
	if status, _, _ := h.get("/enter/" + token); status != http.StatusForbidden {
		t.Errorf("the used link answers somebody else with %d", status)
	}
	if strings.Contains(h.log.String(), token) {
		t.Error("the log has the token")
	}
}

func TestTheSessionCookieIsOutOfReachForScriptsAndOtherSites(t *testing.T) {
	h := open(t, measuringtest.Empty(t))
	_, _, header := h.get("/enter/" + h.server.Gate.Issue())
	for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if got := header.Get("Set-Cookie"); !strings.Contains(got, want) {
			t.Errorf("%s is not in %q", want, got)
		}
	}
}
