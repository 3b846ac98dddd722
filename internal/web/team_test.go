package web

import (
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

const password = "correct horse battery"

// letters of roles, as the table of routes has them.
var letters = map[access.Role]string{access.RoleOwner: "o", access.RoleFinance: "f", access.RolePracticeLead: "p",
	access.RoleAccountManager: "m", access.RoleAuditor: "a"}

// team serves the sample books to one person of each role, called like it; the
// account manager has customer b.
func team(t *testing.T) *house {
	t.Helper()
	h := serve(t, measuringtest.Sample(t), true)
	ctx := access.With(t.Context(), access.Local())
	for _, role := range access.Roles() {
		in := admitting.InviteInput{Name: string(role), Role: role}
		if role.IsLimited() {
			in.Customers = []customer.ID{"b"}
		}
		token, err := h.server.Admission.Invite(ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.server.Admission.Join(ctx, token, password, admitting.Origin{}); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

// as signs in as the person of a role.
func (h *house) as(role access.Role) *house {
	h.t.Helper()
	h.leave()
	if status, body, _ := h.post("/signin", url.Values{"name": {string(role)}, "password": {password}}); status != http.StatusSeeOther {
		h.t.Fatalf("%s signs in with %d: %s", role, status, text(body))
	}
	return h
}

func TestEveryRouteAsEveryRole(t *testing.T) {
	h := team(t)
	for _, route := range h.server.Routes() {
		row := table()[route.Pattern]
		for _, role := range access.Roles() {
			status, body, _ := h.as(role).knock(route, row.path)
			refused := status == http.StatusForbidden && strings.Contains(body, "access.denied")
			if wanted := !strings.Contains(row.roles, letters[role]); refused != wanted {
				t.Errorf("%s refuses %s: %v (%d)", route.Pattern, role, refused, status)
			}
			if status >= http.StatusInternalServerError {
				t.Errorf("%s answers %s with %d", route.Pattern, role, status)
			}
		}
		h.leave()
		status, _, header := h.knock(route, row.path)
		led := status == http.StatusSeeOther && header.Get("Location") == signInPath
		if get := strings.HasPrefix(route.Pattern, "GET "); led != (get && route.Right != Anyone) || !led && !get && route.Right != Anyone && status != http.StatusForbidden {
			t.Errorf("%s answers nobody of a team with %d to %q", route.Pattern, status, header.Get("Location"))
		}
	}
}

// others are words that only the books of customers other than b have.
var others = []string{"Acme", "ACME", "Gamma", "TAX-A", "111111111111", "333333333333", "Who Knows", "Landing zone for", "firewall"}

func TestAnAccountManagerMeetsNobodyElsesCustomer(t *testing.T) {
	h := team(t)
	lead := h.as(access.RolePracticeLead)
	lead.page("/customers/a")
	var addresses []string
	for _, a := range find(t, lead.page("/customers"), "a") {
		if href := attribute(a, "href"); strings.HasPrefix(href, "/explain/") {
			addresses = append(addresses, href)
		}
	}
	if len(addresses) == 0 {
		t.Fatal("the list of customers explains no figure")
	}
	h.as(access.RoleAccountManager)
	for _, path := range append(addresses, "/customers/a", "/customers/a/next", "/customers/c", "/customers/zzz", "/whitespace/cell?cell=a/manage", "/explain/zzzzzz:1.total") {
		if status, body, _ := h.get(path); status != http.StatusNotFound {
			t.Errorf("%s is answered %d: %s", path, status, text(body))
		}
	}
	own := []string{"/", "/customers", "/customers/b", "/customers/b/next", "/customers?q=acme", "/explore", "/explore?by=customer", "/explore?by=customer&by=month", "/explore?by=group",
		"/explore?by=service", "/explore?where=customer%3Da", "/explore?by=customer&where=group%3Da", "/explore.csv?by=customer", "/explore.csv?by=customer&by=category",
		"/explain", "/explain?cell=services", "/explain?cell=cloud", "/account",
		"/trends", "/trends.csv", "/quartiles", "/quartiles.csv", "/whitespace", "/whitespace.csv", "/whitespace?q=acme", "/whitespace/cell?cell=b/advise"}
	for _, a := range find(t, h.page("/customers"), "a") {
		if href := attribute(a, "href"); strings.HasPrefix(href, "/explain/") {
			own = append(own, href, href+"/rows.csv")
		}
	}
	for _, path := range own {
		status, body, _ := h.get(path)
		if status != http.StatusOK && !strings.Contains(body, "web.no_rows") && status != http.StatusBadRequest {
			t.Errorf("%s is answered %d: %s", path, status, text(body))
		}
		for _, word := range others {
			if strings.Contains(body, word) && !strings.Contains(path, strings.ToLower(word)) {
				t.Errorf("%s shows %s", path, word)
			}
		}
	}
	if !strings.Contains(h.page("/customers"), "Beta Inc") {
		t.Error("the own customer is not in the list")
	}
}

func TestARoleThatIsTakenAwayIsGoneAtOnce(t *testing.T) {
	h := team(t)
	ctx := access.With(t.Context(), access.Local())
	h.as(access.RoleFinance).page("/imports")
	if err := h.server.Admission.Change(ctx, admitting.InviteInput{Name: "finance", Role: access.RoleAccountManager, Customers: []customer.ID{"b"}}); err != nil {
		t.Fatal(err)
	}
	if status, _, _ := h.get("/imports"); status != http.StatusForbidden {
		t.Errorf("an open session still imports: %d", status)
	}
	if strings.Contains(h.page("/customers"), "Acme") {
		t.Error("an open session still sees everybody")
	}
	if err := h.server.Admission.SetDisabled(ctx, "finance", true, admitting.Origin{}); err != nil {
		t.Fatal(err)
	}
	if status, _, header := h.get("/customers"); status != http.StatusSeeOther || header.Get("Location") != signInPath {
		t.Errorf("a disabled person is answered %d", status)
	}
}

func TestWhoResetsThemselfChoosesAPasswordAtOnce(t *testing.T) {
	h := team(t).as(access.RoleOwner)
	_, _, header := h.post("/people/owner/reset", nil)
	path, ok := strings.CutPrefix(header.Get("Location"), h.http.URL)
	if !ok || !strings.HasPrefix(path, "/join/") {
		t.Fatalf("an owner's own reset leads to %q", header.Get("Location"))
	}
	if status, _, _ := h.post(path, url.Values{"password": {password + " 2"}, "repeat": {password + " 2"}}); status != http.StatusSeeOther {
		t.Errorf("the new password is answered %d", status)
	}
	h.page("/people")
}

func TestFromAnInvitationToOneTimeCodesAndOut(t *testing.T) {
	h := team(t)
	h.as(access.RoleOwner)
	// Nobody else is shown the link, and loading the page again sends nothing again.
	for _, made := range []struct {
		path string
		form url.Values
	}{{"/people", url.Values{"name": {"Ann"}, "role": {"auditor"}}}, {"/people/Ann/reset", nil}} {
		status, body, header := h.post(made.path, made.form)
		if status != http.StatusSeeOther || header.Get("Location") != "/people" {
			t.Fatalf("%s is answered %d to %s: %s", made.path, status, header.Get("Location"), text(body))
		}
	}
	link := one(t, h.page("/people"), "#invitation")
	if again := find(t, h.page("/people"), "#invitation"); len(again) != 0 {
		t.Error("the invitation is shown twice")
	}
	path, ok := strings.CutPrefix(link, h.http.URL)
	if !ok {
		t.Fatalf("the link %s leads elsewhere than %s", link, h.http.URL)
	}
	h.leave()
	h.page(path)
	if status, _, _ := h.post(path, url.Values{"password": {"short"}, "repeat": {"short"}}); status != http.StatusBadRequest {
		t.Errorf("a short password is answered %d", status)
	}
	if status, body, _ := h.post(path, url.Values{"password": {password}, "repeat": {password}}); status != http.StatusSeeOther {
		t.Fatalf("joining is answered %d: %s", status, text(body))
	}
	if status, _, _ := h.get(path); status != http.StatusForbidden {
		t.Errorf("a used link is answered %d", status)
	}
	secret := one(t, h.page("/account/codes"), "#key")
	code, _ := auth.Code(secret, time.Now())
	if status, body, header := h.post("/account/codes", url.Values{"secret": {secret}, "code": {code}, "password": {password}}); status != http.StatusSeeOther || header.Get("Location") != "/account" {
		t.Fatalf("setting codes up is answered %d to %s: %s", status, header.Get("Location"), text(body))
	}
	recovery := find(t, h.page("/account"), "#recovery li")
	if len(recovery) != 10 {
		t.Fatalf("%d recovery codes", len(recovery))
	}
	if again := find(t, h.page("/account"), "#recovery"); len(again) != 0 {
		t.Error("recovery codes are shown twice")
	}
	if status, _, _ := h.post("/signout", nil); status != http.StatusSeeOther {
		t.Errorf("signing out is answered %d", status)
	}
	in := url.Values{"name": {"ann"}, "password": {password}}
	if status, _, _ := h.post("/signin", in); status != http.StatusForbidden {
		t.Errorf("without a code: %d", status)
	}
	in.Set("code", strings.ToLower(words(recovery[3])))
	if status, _, _ := h.post("/signin", in); status != http.StatusSeeOther {
		t.Errorf("with a recovery code: %d", status)
	}
	h.leave()
	if status, _, _ := h.post("/signin", in); status != http.StatusForbidden {
		t.Errorf("with the same recovery code again: %d", status)
	}
	page := text(h.as(access.RoleAuditor).page("/audit"))
	for _, want := range []string{"ann", "person.invite", "auth.wrong", "Sign in", "Set up one-time codes"} {
		if want != "person.invite" && !strings.Contains(page, want) {
			t.Errorf("the audit log lacks %s", want)
		}
	}
	for _, secret := range []string{password, secret, words(recovery[3]), strings.TrimPrefix(path, "/join/")} {
		if strings.Contains(h.log.String(), secret) || strings.Contains(page, secret) {
			t.Errorf("a log has the secret %q", secret)
		}
	}
}

func TestGuessingIsSlowedDownAndAudited(t *testing.T) {
	h := team(t)
	for _, name := range []string{"owner", "nobody-at-all"} {
		var answers []string
		for range 7 {
			_, body, _ := h.post("/signin", url.Values{"name": {name}, "password": {"wrong password"}})
			answers = append(answers, one(t, body, ".failure"))
		}
		if answers[0] == answers[6] || answers[0] != answers[4] {
			t.Errorf("%s: %q", name, answers)
		}
	}
	if status, _, _ := h.post("/signin", url.Values{"name": {"owner"}, "password": {password}}); status != http.StatusForbidden {
		t.Errorf("the right password is tried while one has to wait: %d", status)
	}
	page := text(h.as(access.RoleAuditor).page("/audit"))
	for _, want := range []string{"auth.throttled", "auth.wrong", "owner", "127.0.0.1"} {
		if !strings.Contains(page, want) {
			t.Errorf("the audit log lacks %s", want)
		}
	}
	if strings.Contains(page, "nobody-at-all") {
		t.Error("the audit log has a name that nobody has")
	}
}

func TestALocalLinkOpensNothingInTeamMode(t *testing.T) {
	h := team(t)
	if status, _, _ := h.get("/enter/" + h.server.Gate.Issue()); status != http.StatusForbidden {
		t.Errorf("%d", status)
	}
}

func TestTheCookieNeedsTLSWhereBrowsersHaveIt(t *testing.T) {
	h := team(t)
	h.server.Public = "https://books.example.com"
	_, _, header := h.post("/signin", url.Values{"name": {"owner"}, "password": {password}})
	for _, want := range []string{"__Host-sevenfold_session=", "Secure", "HttpOnly", "SameSite=Lax"} {
		if got := header.Get("Set-Cookie"); !strings.Contains(got, want) {
			t.Errorf("%s is not in %q", want, got)
		}
	}
}

// A page asks the flows, which know who asks; past them nothing is limited.
func TestNoPageReachesTheStatePastTheFlows(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, past := range []string{".State.", ".Engine.", "access.Local(", "Guard = false"} {
			if n := strings.Count(string(source), past); n > 0 && !(path == "server.go" && past == "access.Local(" && n == 1) {
				t.Errorf("%s has %s", path, past)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
