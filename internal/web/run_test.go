package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// ran follows a job's page until it leads on.
func (h *house) ran(at string) string {
	h.t.Helper()
	for {
		status, body, header := h.get(at)
		switch {
		case status == http.StatusSeeOther:
			return header.Get("Location")
		case status != http.StatusOK || len(find(h.t, body, "#job[hx-get]")) == 0:
			h.t.Fatalf("%s answers %d: %s", at, status, text(body))
		}
	}
}

// Nobody needs a shell to have questions: the page starts the run, shows how far
// it is, and says afterwards when it was and what has come since.
func TestARunIsStartedFromThePage(t *testing.T) {
	b := measuringtest.Sample(t)
	h := open(t, b).enter()
	page := h.page("/review/identity")
	if len(cards(t, page)) != 0 || !strings.Contains(one(t, page, ".run strong"), "No run") || !strings.Contains(one(t, page, "#since"), "cloud bill imported") {
		t.Errorf("before the first run the page says %s", text(page))
	}
	status, body, header := h.post("/review/run", nil)
	if status != http.StatusSeeOther || !strings.HasPrefix(header.Get("Location"), "/review/run/") {
		t.Fatalf("the button answers %d: %s", status, text(body))
	}
	if to := h.ran(header.Get("Location")); to != "/review" {
		t.Errorf("a finished run leads to %s", to)
	}
	if status, _, answer := h.do(http.MethodGet, header.Get("Location"), http.Header{"Hx-Request": {"true"}, "Hx-Target": {"job"}}, ""); status != http.StatusOK || answer.Get("HX-Redirect") != "/review" {
		t.Errorf("a page that asks by itself is answered %d and led to %q", status, answer.Get("HX-Redirect"))
	}
	page = h.page("/review/categories")
	if len(cards(t, page)) == 0 {
		t.Error("the run asks nothing")
	}
	if run := one(t, page, ".run p"); !strings.Contains(run, "started by local") || !strings.Contains(run, "Nothing has come since") {
		t.Errorf("after the run the page says %q", run)
	}
	b.ServicesOf("second", "invoice_number,issue_date,customer_name,item_code,description,currency,net\nJ-1,2025-01-10,Beta Logistics,Q1,Quarterly gathering,USD,900\n")
	for _, queue := range []string{"identity", "categories", "pairs"} {
		if since := one(t, h.page("/review/"+queue), "#since"); !strings.Contains(since, "Since then: ") {
			t.Errorf("after an import %s says %q", queue, since)
		}
	}
	status, _, header = h.post("/review/run", nil)
	if h.ran(header.Get("Location")); status != http.StatusSeeOther {
		t.Errorf("a second run answers %d", status)
	}
	if page = h.page("/review/identity"); !strings.Contains(text(page), "Beta Logistics") {
		t.Errorf("the second run does not ask about what came: %s", text(page))
	}
}

func TestWhoMayNotDecideStartsNoRun(t *testing.T) {
	h := team(t)
	if page := h.as(access.RoleAuditor).page("/review/identity"); len(find(t, page, ".run button")) != 0 {
		t.Error("an auditor is offered a run")
	}
	_, _, header := h.as(access.RolePracticeLead).post("/review/run", nil)
	at := header.Get("Location")
	h.ran(at)
	if log := text(h.as(access.RoleOwner).page("/audit")); !strings.Contains(log, "practice-lead Start a run") {
		t.Errorf("the audit log does not say who started the run: %s", log)
	}
	if status, _, _ := h.as(access.RoleAccountManager).get(at); status != http.StatusForbidden {
		t.Errorf("an account manager looks at a run: %d", status)
	}
}
