package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// share makes a link to a view and gives its path.
func (h *house) share(query string, more ...string) string {
	h.t.Helper()
	form := url.Values{"title": {"For the board"}, "query": {query}, "days": {"7"}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	status, body, header := h.post("/links", form)
	if status != http.StatusSeeOther || header.Get("Location") != "/views" {
		h.t.Fatalf("sharing is answered %d: %s", status, text(body))
	}
	body = h.page("/views")
	path, ok := strings.CutPrefix(one(h.t, body, "#link"), h.http.URL)
	if !ok {
		h.t.Fatalf("the link leads elsewhere: %s", text(body))
	}
	if len(find(h.t, h.page("/views"), "#link")) != 0 {
		h.t.Error("the link is shown twice")
	}
	return path
}

func TestAKeptViewIsOneClickAway(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	query := "and=category&by=month&measure=services"
	status, _, header := h.post("/views", url.Values{"name": {"Trend"}, "query": {query}})
	if status != http.StatusSeeOther || header.Get("Location") != "/explore?"+query {
		t.Fatalf("%d to %s", status, header.Get("Location"))
	}
	found := false
	for _, a := range find(t, h.page("/explore"), ".menu a") {
		found = found || words(a) == "Trend" && attribute(a, "href") == "/explore?"+query
	}
	if !found {
		t.Error("Explore does not list the view")
	}
	page := h.page("/views")
	change := attribute(find(t, page, ".kept form")[0], "action")
	if status, _, _ := h.post(change, url.Values{"name": {"Month by month"}}); status != http.StatusSeeOther {
		t.Errorf("renaming is answered %d", status)
	}
	if !strings.Contains(text(h.page("/views")), "Month by month") {
		t.Error("the view has not its new name")
	}
	if status, _, _ := h.post(change+"/drop", nil); status != http.StatusSeeOther {
		t.Errorf("deleting is answered %d", status)
	}
	if strings.Contains(text(h.page("/views")), "Month by month") {
		t.Error("the view is still there")
	}
}

func TestALinkShowsOneViewAndNothingElse(t *testing.T) {
	h := team(t)
	view := "by=customer&measure=services&show=bar"
	shown := find(t, h.as(access.RolePracticeLead).page("/explore?"+view), "#table-explore tbody")
	path := h.share(view)
	open := h.share(view, "exports", "1")
	h.leave()

	status, body, header := h.get(path)
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, text(body))
	}
	if got := find(t, body, "#table-explore tbody"); words(got[0]) != words(shown[0]) {
		t.Errorf("the link shows\n%s\nnot\n%s", words(got[0]), words(shown[0]))
	}
	for _, want := range []struct{ key, value string }{{"X-Robots-Tag", "noindex, nofollow, noarchive"}, {"Referrer-Policy", "no-referrer"}, {"Cache-Control", "no-store"}} {
		if header.Get(want.key) != want.value {
			t.Errorf("%s is %q", want.key, header.Get(want.key))
		}
	}
	if len(header.Values("Set-Cookie")) > 0 {
		t.Error("a link opens a session")
	}
	for _, a := range find(t, body, "a") {
		if href := attribute(a, "href"); href != "#main" {
			t.Errorf("a guest is led to %s", href)
		}
	}
	for _, f := range find(t, body, "form") {
		if action := attribute(f, "action"); action != "/preferences" {
			t.Errorf("a guest is offered a form to %s", action)
		}
	}
	if strings.Contains(h.log.String(), strings.TrimPrefix(path, "/shared/")) {
		t.Error("the log has the secret of the link")
	}

	for _, file := range []string{"/view.csv", "/view.xlsx"} {
		if status, body, _ := h.get(path + file); status != http.StatusForbidden || !strings.Contains(body, "sharing.no_exports") {
			t.Errorf("%s is answered %d", file, status)
		}
		if status, body, _ := h.get(open + file); status != http.StatusOK || file == "/view.csv" && (!strings.HasPrefix(body, "\ufeff") || !strings.Contains(body, "Acme")) {
			t.Errorf("%s of a link with exports is answered %d", file, status)
		}
	}
}

// Who holds a link is nobody at every other route: a link opens no session.
func TestEveryRouteAsWhoHoldsALink(t *testing.T) {
	h := team(t)
	path := h.as(access.RoleOwner).share("by=customer")
	h.leave()
	if status, _, _ := h.get(path); status != http.StatusOK {
		t.Fatal("the link does not open")
	}
	token := strings.TrimPrefix(path, "/shared/")
	for _, route := range h.server.Routes() {
		if route.Right == Anyone {
			continue
		}
		row := table()[route.Pattern]
		for _, at := range []string{row.path, row.path + "?token=" + token, path + row.path} {
			status, body, header := h.knock(route, at)
			led := status == http.StatusSeeOther && header.Get("Location") == signInPath
			if !led && status != http.StatusForbidden && status != http.StatusNotFound && status != http.StatusMethodNotAllowed {
				t.Errorf("%s at %s answers who holds a link with %d", route.Pattern, at, status)
			}
			for _, secret := range []string{"Acme", "TAX-A", "111111111111"} {
				if strings.Contains(body, secret) {
					t.Errorf("%s at %s shows %s to who holds a link", route.Pattern, at, secret)
				}
			}
		}
	}
	for _, wrong := range []string{token[1:], token + "a", strings.ToLower(token), "%00", "..%2f"} {
		if status, _, _ := h.get("/shared/" + wrong); status != http.StatusForbidden && status != http.StatusMovedPermanently {
			t.Errorf("%q is answered %d", wrong, status)
		}
	}
}

func TestAnAccountManagersLinkShowsOwnCustomersOnly(t *testing.T) {
	h := team(t)
	ctx := access.With(t.Context(), access.Local())
	var paths []string
	h.as(access.RoleAccountManager)
	for _, query := range []string{"", "by=customer", "by=customer&and=month", "by=service", "by=group", "where=customer%3Da", "by=customer&compare=year"} {
		paths = append(paths, h.share(query, "exports", "1"))
	}
	look := func(stage string) {
		h.leave()
		for _, path := range paths {
			for _, at := range []string{path, path + "/view.csv"} {
				status, body, _ := h.get(at)
				if status != http.StatusOK {
					t.Errorf("%s: %d %s", stage, status, text(body))
				}
				for _, word := range others {
					if strings.Contains(body, word) {
						t.Errorf("%s: a link shows %s", stage, word)
					}
				}
			}
		}
		if _, body, _ := h.get(paths[1]); !strings.Contains(body, "Beta Inc") {
			t.Errorf("%s: the own customer is not there", stage)
		}
	}
	look("as made")
	if err := h.server.Admission.Change(ctx, admitting.InviteInput{Name: "account-manager", Role: access.RoleOwner}); err != nil {
		t.Fatal(err)
	}
	look("after a promotion")
	if err := h.server.Admission.Change(ctx, admitting.InviteInput{Name: "account-manager", Role: access.RoleAccountManager, Customers: []customer.ID{"c"}}); err != nil {
		t.Fatal(err)
	}
	if status, body, _ := h.get(paths[1]); status != http.StatusOK || strings.Contains(body, "Beta Inc") || strings.Contains(body, "Gamma") {
		t.Errorf("after other customers were assigned a link shows what is nobody's to see: %d", status)
	}
	if err := h.server.Admission.SetDisabled(ctx, "account-manager", true, admitting.Origin{}); err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if status, body, _ := h.get(path); status != http.StatusForbidden || !strings.Contains(body, "sharing.over") {
			t.Errorf("of a disabled maker: %d", status)
		}
	}
}

func TestALinkIsListedAuditedAndEnded(t *testing.T) {
	h := team(t)
	path := h.as(access.RoleFinance).share("by=month", "title", "Month by month")
	h.leave()
	h.get(path)
	h.get("/shared/guess")
	page := h.as(access.RoleFinance).page("/views")
	if row := one(t, page, "#table-links tbody tr"); !strings.Contains(row, "Month by month") || !strings.Contains(row, "1 ×") {
		t.Errorf("the list of links says %q", row)
	}
	if strings.Contains(page, strings.TrimPrefix(path, "/shared/")) {
		t.Error("the list shows the secret")
	}
	if links := find(t, h.as(access.RolePracticeLead).page("/views"), "#table-links"); len(links) > 0 {
		t.Error("others see the link")
	}
	revoke := attribute(find(t, h.as(access.RoleOwner).page("/views"), "#table-links form")[0], "action")
	if status, _, _ := h.as(access.RolePracticeLead).post(revoke, nil); status != http.StatusNotFound {
		t.Errorf("somebody else ends the link: %d", status)
	}
	if status, _, _ := h.as(access.RoleFinance).post(revoke, nil); status != http.StatusSeeOther {
		t.Errorf("ending it is answered %d", status)
	}
	h.leave()
	if status, body, _ := h.get(path); status != http.StatusForbidden || !strings.Contains(body, "sharing.over") {
		t.Errorf("an ended link is answered %d", status)
	}
	log := text(h.as(access.RoleAuditor).page("/audit"))
	for _, want := range []string{"Make a link to a view", "Open a link to a view", "End a link to a view", "link:finance", "Month by month", "sharing.over"} {
		if !strings.Contains(log, want) {
			t.Errorf("the audit log lacks %s", want)
		}
	}
}
