package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// cloud is the cloud that the list shows of a customer; empty where it is not
// in the list.
func cloud(t *testing.T, h *house, name string) string {
	t.Helper()
	for _, tr := range find(t, h.page("/customers"), "#table-customers tbody tr") {
		cells := find(t, render(tr), "td")
		if words(find(t, render(tr), "th")[0]) == name {
			return words(cells[2])
		}
	}
	return ""
}

func TestAMergeFromThePageChangesFiguresAndItsUndoBringsThemBack(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	before := cloud(t, h, "Acme Ltd")
	page := h.page("/customers/b/change?q=acm")
	if got := len(find(t, page, "#merge")); got != 1 || !strings.Contains(text(page), "Acme Ltd (a)") {
		t.Fatalf("the search finds %s", text(page))
	}
	page = h.press("/customers/b/change", url.Values{"do": {"merge"}, "into": {"a"}, "reason": {"one firm"}})
	if got := words(find(t, page, ".decisions li .what")[0]); got != "merge Beta Inc → Acme Ltd “one firm”" && !strings.Contains(got, "one firm") {
		t.Errorf("the merge became %q", got)
	}
	if now := cloud(t, h, "Acme Ltd"); now == before || cloud(t, h, "Beta Inc") != "" {
		t.Errorf("after the merge Acme has %s, before %s", now, before)
	}
	if got := text(h.page("/customers/b")); !strings.Contains(got, "Acme Ltd") {
		t.Error("the merged id leads nowhere")
	}
	h.press("/customers/a/change", url.Values{"undo": {button(t, page, "undo")}})
	if now := cloud(t, h, "Acme Ltd"); now != before || cloud(t, h, "Beta Inc") == "" {
		t.Errorf("after the undo Acme has %s, before %s", now, before)
	}
}

func TestSplitAndMoveFromThePage(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	h.press("/customers/a/change", url.Values{"do": {"split"}, "part": {"TAX-A"}, "name": {"Acme Services"}})
	if got := cloud(t, h, "Acme Services"); got == "" {
		t.Error("nobody new is in the list after a split")
	}
	before := cloud(t, h, "Beta Inc")
	h.press("/customers/a/change", url.Values{"do": {"move"}, "part": {"111111111111"}, "into": {"b"}, "from": {"2025-02-01"}})
	if now := cloud(t, h, "Beta Inc"); now == before {
		t.Errorf("after the move Beta has %s as before", now)
	}
	for _, form := range []url.Values{{}, {"do": {"merge"}}, {"do": {"split"}, "part": {"TAX-A"}}, {"do": {"move"}, "part": {"1"}, "into": {"b"}, "from": {"soon"}},
		{"do": {"merge"}, "into": {"b"}, "x": {}}, {"undo": {"none"}}} {
		path := "/customers/a/change"
		if form.Get("into") == "b" && form.Get("do") == "merge" {
			path = "/customers/b/change" // with itself
		}
		if status, body, _ := h.post(path, form); status != http.StatusConflict || one(t, body, ".notice strong") == "" {
			t.Errorf("%v is answered %d: %s", form, status, text(body))
		}
	}
}

func TestWhoMayChangeCustomers(t *testing.T) {
	h := team(t)
	page := h.as(access.RoleAuditor).page("/customers/a/change")
	if len(find(t, page, "#merge")) != 0 {
		t.Error("an auditor is offered a merge")
	}
	h.as(access.RolePracticeLead).press("/customers/a/change", url.Values{"do": {"merge"}, "into": {"c"}})
	if log := text(h.as(access.RoleOwner).page("/audit")); !strings.Contains(log, "practice-lead Merge, split or move, or undo it /customers/a/change") {
		t.Errorf("the audit log says %s", log)
	}
	if status, _, _ := h.as(access.RoleAccountManager).post("/customers/b/change", url.Values{"do": {"merge"}, "into": {"c"}}); status != http.StatusForbidden {
		t.Errorf("an account manager merges: %d", status)
	}
}

func TestTheListOfManyCustomersHasPagesAndOrder(t *testing.T) {
	b := measuringtest.Empty(t)
	var roster, book strings.Builder
	roster.WriteString("customer_id,name,segment,industry,country,internal,kind,value,from,until\n")
	book.WriteString("invoice_number,issue_date,customer_name,customer_tax_id,item_code,description,currency,net,service_from,service_until,category\n")
	for i := range 120 {
		fmt.Fprintf(&roster, "c%03d,Firm %03d,,,,,tax_id,T%03d,,\n", i, i, i)
		fmt.Fprintf(&book, "I-%d,2025-01-10,Firm %03d,T%03d,X,Work,USD,%d,,,build\n", i, i, i, 1000+i)
	}
	b.Customers(roster.String())
	b.Services(book.String())
	b.Bill(batch.SideCost, measuringtest.Charge("900000000000", "111111111111", "2025-01", "Usage", "Amazon EC2", "us-east-1", "70", "70"))
	h := open(t, b).enter()
	names := func(page string) (all []string) {
		for _, a := range find(t, page, "#table-customers tbody th a") {
			all = append(all, words(a))
		}
		return all
	}
	page := h.page("/customers")
	if got := names(page); len(got) != 50 || got[0] != "Firm 119" || one(t, page, "#range") != "1–50 of 120" {
		t.Errorf("the first page has %v", got)
	}
	if got := names(h.page("/customers?from=100&sort=name")); len(got) != 20 || got[0] != "Firm 100" {
		t.Errorf("the last page by name has %v", got)
	}
	if got := names(h.page("/customers?q=firm+01&sort=services&dir=up")); len(got) != 10 || got[0] != "Firm 010" {
		t.Errorf("a search gives %v", got)
	}
	if got := names(h.page("/customers?q=c007")); len(got) != 1 || got[0] != "Firm 007" {
		t.Errorf("a search by id gives %v", got)
	}
	if got := names(h.page("/customers?from=5000")); len(got) != 20 {
		t.Errorf("beyond the end there are %d", len(got))
	}
	for _, wrong := range []string{"sort=luck", "dir=left", "from=-1"} {
		if status, _, _ := h.get("/customers?" + wrong); status != http.StatusBadRequest {
			t.Errorf("%s is answered %d", wrong, status)
		}
	}
}
