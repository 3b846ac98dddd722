package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

func TestANoteIsWrittenEditedAndDeleted(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	page := h.press("/customers/a/notes", url.Values{"text": {"Renewal in May\n<script>alert(1)</script> https://example.com"}})
	if got := one(t, page, ".remark-text"); got != "Renewal in May <script>alert(1)</script> https://example.com" {
		t.Errorf("the note became %q", got)
	}
	if len(find(t, page, ".remark script")) != 0 || len(find(t, page, ".remark-text a")) != 0 {
		t.Error("a note is more than text")
	}
	action := attribute(find(t, page, ".edit form")[0], "action")
	page = h.press(action, url.Values{"seen": {"1"}, "text": {"Renewal in June"}, "do": {"save"}})
	if got := words(find(t, page, ".remark-text")[0]); got != "Renewal in June" || !strings.Contains(text(page), "Renewal in May") {
		t.Errorf("the edited note says %q, and its history %s", got, text(page))
	}
	status, body, _ := h.post(action, url.Values{"seen": {"1"}, "text": {"Mine"}, "do": {"save"}})
	if status != http.StatusConflict || one(t, body, ".remarks .notice strong") == "" || one(t, body, ".edit textarea") != "Mine" {
		t.Errorf("an edit of what was not read answers %d: %s", status, text(body))
	}
	if status, body, _ = h.post("/customers/a/notes", url.Values{"text": {" "}}); status != http.StatusConflict || one(t, body, ".remarks .notice strong") == "" {
		t.Errorf("an empty note answers %d", status)
	}
	page = h.press(action, url.Values{"seen": {"2"}, "text": {"x"}, "do": {"delete"}})
	if got := one(t, page, ".remark .note"); !strings.Contains(got, "Deleted by local") {
		t.Errorf("an owner is told of the deleted note %q", got)
	}
	if status, _, _ = h.post("/customers/zzz/notes", url.Values{"text": {"x"}}); status != http.StatusNotFound {
		t.Errorf("a note about nobody answers %d", status)
	}
}

func TestWhoReadsAndWritesNotes(t *testing.T) {
	h := team(t)
	h.as(access.RolePracticeLead).press("/customers/a/notes", url.Values{"text": {"about Acme"}})
	page := h.as(access.RoleAccountManager).press("/customers/b/notes", url.Values{"text": {"about Beta"}})
	if one(t, page, ".remark-text") != "about Beta" || len(find(t, page, `.controls a[href$="/change"]`)) != 0 {
		t.Errorf("an account manager's page: %s", text(page))
	}
	action := attribute(find(t, page, ".edit form")[0], "action")
	for path, form := range map[string]url.Values{"/customers/a/notes": {"text": {"x"}}, strings.Replace(action, "/b/", "/a/", 1): {"text": {"x"}, "seen": {"1"}}} {
		if status, body, _ := h.post(path, form); status != http.StatusNotFound || strings.Contains(body, "Acme") {
			t.Errorf("an account manager posts to %s: %d", path, status)
		}
	}
	page = h.as(access.RoleAuditor).page("/customers/b")
	if one(t, page, ".remark-text") != "about Beta" || len(find(t, page, ".remarks form")) != 0 {
		t.Errorf("an auditor's page: %s", text(page))
	}
	if status, _, _ := h.as(access.RoleFinance).post(action, url.Values{"text": {"x"}, "seen": {"1"}}); status != http.StatusForbidden {
		t.Errorf("a colleague's note is changed: %d", status)
	}
	if log := text(h.as(access.RoleOwner).page("/audit")); !strings.Contains(log, "account-manager Write a note /customers/b/notes") {
		t.Errorf("the audit log does not say who wrote: %s", log)
	}
}
