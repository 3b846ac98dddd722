package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
)

// suggesting stands for books that propose Manage to Acme and to Beta, and
// something to the firm.
func suggesting(context.Context) ([]moving.Suggestion, error) {
	chance := money.MustParse("0.4")
	white := func(id, mid string) move.Proposal {
		m := money.MustParse(mid)
		return move.Proposal{Origin: move.Origin{Kind: move.OriginWhitespace, Ref: id + "/manage"}, Category: "manage", Strategy: move.StrategyPortfolio, Chance: &chance,
			Size: &estimate.Range{Low: money.NewInt(1), Mid: m, High: m.Add(m), Currency: "USD", Basis: estimate.BasisSimilar, Cases: 7}}
	}
	acme, beta := white("a", "20000"), white("b", "50000")
	acme.Customer, beta.Customer = "a", "b"
	return moving.Suggest([]move.Proposal{acme, beta, {Origin: move.Origin{Kind: move.OriginStanding, Ref: "progressive/multiplier"}, Practice: move.PracticeFirm, Strategy: move.StrategyPortfolio}}), nil
}

// made posts a form and gives the address that it leads to.
func (h *house) made(path string, form url.Values) string {
	h.t.Helper()
	status, body, header := h.post(path, form)
	if status != http.StatusSeeOther {
		h.t.Fatalf("%s %v is answered %d: %s", path, form, status, text(body))
	}
	return header.Get("Location")
}

// hidden are the hidden fields of a form, to be sent again.
func hidden(t *testing.T, page, form string) url.Values {
	t.Helper()
	out := url.Values{}
	for _, n := range find(t, page, form+" input") {
		if attribute(n, "type") == "hidden" {
			out.Set(attribute(n, "name"), attribute(n, "value"))
		}
	}
	return out
}

func TestAProposalBecomesAMoveThatIsWorkedOn(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	page := h.page("/moves")
	if got := one(t, page, "#lane-proposed"); got != "Proposed" || len(find(t, page, ".proposal")) != 3 {
		t.Fatalf("the board proposes %s", text(page))
	}
	take := attribute(find(t, page, ".proposal .primary")[0], "href")
	form := h.page(take)
	fields := hidden(t, form, "#move")
	if got := attribute(find(t, form, "#size_mid")[0], "value"); got != "50000" || fields.Get("from") != "whitespace:b/manage" {
		t.Errorf("the form has the size %s and says %v", got, fields)
	}
	for key, value := range map[string]string{"title": "Offer operations", "customer": "Beta Inc", "owner": "Ann", "due": "2020-06-30", "effort": "5", "chance": "40", "size_low": "1", "size_mid": "50000", "size_high": "100000", "currency": "USD"} {
		fields.Set(key, value)
	}
	at := h.made("/moves", fields)
	if again := h.made("/moves", fields); again != at {
		t.Errorf("the form sent twice leads to %s and %s", at, again)
	}
	page = h.page(at)
	for _, want := range []string{"Offer operations", "Beta Inc", "Ann", "2020-06-30", "Overdue", "Similar customers, 7 cases", "Whitespace", "~4,000.00 USD"} {
		if !strings.Contains(text(page), want) {
			t.Errorf("the move's page lacks %s: %s", want, text(page))
		}
	}
	_, ics, header := h.get(at + "/calendar.ics")
	if !strings.Contains(ics, "DTSTART;VALUE=DATE:20200630") || !strings.Contains(ics, "SUMMARY:Offer operations") || !strings.HasPrefix(header.Get("Content-Type"), "text/calendar") {
		t.Errorf("the calendar is %s", ics)
	}
	// From the board: begun, then done, over the edition that was seen.
	for _, state := range []string{"underway", "done"} {
		fields := hidden(t, h.page("/moves"), ".move-card form")
		for _, f := range find(t, h.page("/moves"), ".lane form") {
			if attribute(f, "action") == at {
				fields = hidden(t, render(f), "form")
			}
		}
		fields.Set("state", state)
		if to := h.made(at, fields); to != "/moves" {
			t.Errorf("a button of the board leads to %s", to)
		}
		if status, body, _ := h.post(at, fields); status != http.StatusConflict {
			t.Errorf("pressed twice: %d %s", status, text(body))
		}
	}
	page = h.page(at)
	if got := words(find(t, page, ".editions li")[0]); !strings.Contains(got, "State: Under way → Done") {
		t.Errorf("the history begins with %s", got)
	}
	if got := one(t, page, "#result"); got != "What came of it" || !strings.Contains(text(page), "too early to say") {
		t.Errorf("nothing is said of what came of it: %s", text(page))
	}
	if left := find(t, h.page("/moves"), ".proposal"); len(left) != 2 {
		t.Errorf("%d proposals are left", len(left))
	}
}

func TestAMoveIsWrittenEditedAndRefused(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	fields := hidden(t, h.page("/moves/new?customer=a"), "#move")
	fields.Set("title", "Call <b>them</b>")
	fields.Set("customer", "Acme Ltd")
	at := h.made("/moves", fields)
	if again := h.made("/moves", fields); again != at {
		t.Errorf("the form sent twice makes %s and %s", at, again)
	}
	page := h.page(at + "/edit")
	if got := attribute(find(t, page, "#customer")[0], "value"); got != "Acme Ltd" {
		t.Errorf("the form names the customer %q", got)
	}
	edit := hidden(t, page, "#move")
	for _, wrong := range []struct{ key, value, says string }{{"title", " ", "title"}, {"customer", "Nobody", "customer"}, {"due", "soon", "due"}, {"effort", "-1", "effort"},
		{"chance", "a lot", "chance"}, {"size_mid", "much", ""}, {"strategy", "luck", ""}} {
		form := url.Values{"seen": edit["seen"], "title": {"x"}, "customer": {"Acme Ltd"}}
		form.Set(wrong.key, wrong.value)
		status, body, _ := h.post(at, form)
		if status != http.StatusConflict || one(t, body, ".notice strong") == "" {
			t.Errorf("%s=%s is answered %d: %s", wrong.key, wrong.value, status, text(body))
		}
		if wrong.says != "" && (attribute(find(t, body, "#"+wrong.says)[0], "value") != wrong.value || len(find(t, body, "#wrong-"+wrong.says)) != 1) {
			t.Errorf("the form does not show %s again, or what is wrong with it", wrong.key)
		}
	}
	edit.Set("title", "Call them")
	edit.Set("owner", "Ann")
	h.made(at, edit)
	edit.Set("owner", "Bo")
	if status, body, _ := h.post(at, edit); status != http.StatusConflict || attribute(find(t, body, "#owner")[0], "value") != "Bo" {
		t.Errorf("over an edition that was not read: %d", status)
	}
	if status, _, _ := h.get(at + "/calendar.ics"); status != http.StatusNotFound {
		t.Errorf("a calendar without a day: %d", status)
	}
	if status, _, _ := h.post("/moves", url.Values{"title": {"x"}, "back": {"//evil.example"}}); status != http.StatusConflict {
		t.Errorf("a move for nobody: %d", status)
	}
	if status, _, _ := h.post(at, url.Values{"seen": {"2"}, "state": {"underway"}, "back": {"https://evil.example/"}}); status != http.StatusBadRequest {
		t.Errorf("a form leads elsewhere: %d", status)
	}
}

func TestMovesAreFilteredAndChangedTogether(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	h.made("/moves/take", url.Values{"ref": {"whitespace:a/manage", "whitespace:b/manage"}, "owner": {"Ann"}, "due": {"2099-01-31"}, "back": {"/moves?show=list"}})
	page := h.page("/moves?show=list")
	boxes := find(t, page, "#table-moves tbody input")
	if len(boxes) != 2 {
		t.Fatalf("%d moves are listed", len(boxes))
	}
	ids := []string{attribute(boxes[0], "value"), attribute(boxes[1], "value")}
	h.made("/moves/bulk", url.Values{"id": ids[:1], "owner": {"Bo"}, "strategy": {"marketplace"}, "due": {"2020-01-31"}, "state": {""}})
	for query, want := range map[string]int{"": 2, "owner=Bo": 1, "strategy=marketplace": 1, "strategy=portfolio": 1, "due=over": 1, "due=week": 1, "state=done": 0, "customer=acme": 1, "customer=zzz": 0} {
		if got := len(find(t, h.page("/moves?show=list&"+query), "#table-moves tbody tr")); got != want {
			t.Errorf("%q shows %d moves, not %d", query, got, want)
		}
		if _, csv, _ := h.get("/moves.csv?" + query); strings.Count(csv, "\r\n") != want+1 {
			t.Errorf("%q exports %q", query, csv)
		}
		h.page("/moves?" + query)
	}
	if _, ics, _ := h.get("/moves.ics"); strings.Count(ics, "BEGIN:VEVENT") != 2 {
		t.Errorf("the calendar is %s", ics)
	}
	for _, wrong := range []string{"show=cake", "strategy=luck", "state=lost", "due=never"} {
		if status, _, _ := h.get("/moves?" + wrong); status != http.StatusBadRequest {
			t.Errorf("%s is answered %d", wrong, status)
		}
	}
	for path, form := range map[string]url.Values{"/moves/bulk": {"owner": {"x"}}, "/moves/take": {"owner": {"x"}}} {
		if status, _, _ := h.post(path, form); status != http.StatusBadRequest {
			t.Errorf("%s of nothing is answered %d", path, status)
		}
	}
	if status, _, _ := h.post("/moves/bulk", url.Values{"id": {ids[0], "01NOBODY"}, "owner": {"Cy"}}); status != http.StatusNotFound || strings.Contains(h.page("/moves?show=list"), "Cy") {
		t.Errorf("half a change: %d", status)
	}
	if got := one(t, h.page("/strategies"), "#table-strategies"); !strings.Contains(got, "Marketplace 1 0 0 0") || !strings.Contains(got, "Wider portfolio 1 0 0 0") {
		t.Errorf("progress by strategy: %s", got)
	}
	if source := text(h.page("/strategies")); !strings.Contains(source, "Omdia for AWS: Partner Ecosystem Multiplier 2025, as of 2025-12-01") {
		t.Errorf("the six have no source: %s", source)
	}
}

func TestMovesGoOutAndComeBackAsAFile(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	h.made("/moves/take", url.Values{"ref": {"whitespace:a/manage"}})
	_, sheet, _ := h.get("/moves.csv")
	status, _, header := h.upload("/moves/import", "moves.csv", strings.Replace(sheet, ",Offer Manage,", ",Offer all of it,", 1)+",,New one,b\r\n")
	if status != http.StatusSeeOther || header.Get("Location") != "/moves?show=list&added=1&changed=1" {
		t.Fatalf("%d to %s", status, header.Get("Location"))
	}
	if page := h.page(header.Get("Location")); !strings.Contains(page, "Offer all of it") || !strings.Contains(text(page), "1 added, 1 changed.") {
		t.Errorf("after the import: %s", text(page))
	}
	status, body, _ := h.upload("/moves/import", "moves.csv", "id,title,customer,due\n,fine,a,\n,late,a,soon\n")
	if got := one(t, body, "#table-refused tbody"); status != http.StatusConflict || !strings.HasPrefix(got, "3 due late soon is no day.") {
		t.Errorf("%d %s", status, got)
	}
	if strings.Contains(h.page("/moves?show=list"), "fine") {
		t.Error("half a file is taken in")
	}
	if status, body, _ := h.upload("/moves/import", "moves.csv", "nothing\n"); status != http.StatusBadRequest || strings.Contains(body, "/uploads/") {
		t.Errorf("no sheet: %d %s", status, text(body))
	}
	if _, book, header := h.get("/moves.xlsx"); !strings.HasPrefix(book, "PK") || !strings.Contains(header.Get("Content-Disposition"), "moves.xlsx") {
		t.Error("no workbook")
	}
}

func TestAnAccountManagerMovesOwnCustomersOnly(t *testing.T) {
	h := team(t)
	theirs := h.as(access.RolePracticeLead).made("/moves/take", url.Values{"ref": {"whitespace:a/manage"}})
	if theirs != "/moves" {
		t.Errorf("taking leads to %s", theirs)
	}
	theirs = attribute(find(t, h.page("/moves?show=list"), "#table-moves tbody a")[0], "href")
	h.as(access.RoleAccountManager)
	own := h.made("/moves", url.Values{"title": {"Ask about backups"}, "customer": {"b"}})
	for _, path := range []string{"/moves", "/moves?show=list", "/moves?show=proposals", "/moves.csv", "/moves.ics", "/moves/new", "/strategies", own, own + "/edit", "/customers/b"} {
		_, body, _ := h.get(path)
		for _, word := range append(others, "The whole firm (") {
			if strings.Contains(body, word) {
				t.Errorf("%s shows %s", path, word)
			}
		}
	}
	if page := h.page("/moves?show=proposals"); len(find(t, page, "#table-proposals tbody tr")) != 1 {
		t.Errorf("an account manager is proposed %s", text(page))
	}
	for path, form := range map[string]url.Values{theirs: {"seen": {"1"}, "state": {"done"}}, "/moves/bulk": {"id": {strings.TrimPrefix(theirs, "/moves/")}, "owner": {"x"}},
		"/moves/take": {"ref": {"standing:progressive/multiplier"}}} {
		if status, body, _ := h.post(path, form); status != http.StatusNotFound {
			t.Errorf("%s is answered %d: %s", path, status, text(body))
		}
	}
	for _, path := range []string{theirs, theirs + "/edit", theirs + "/calendar.ics"} {
		if status, _, _ := h.get(path); status != http.StatusNotFound {
			t.Errorf("%s is answered %d", path, status)
		}
	}
	if status, _, _ := h.upload("/moves/import", "m.csv", "title,customer\nx,a\n"); status != http.StatusConflict {
		t.Errorf("a file about another's customer: %d", status)
	}
	page := h.as(access.RoleAuditor).page("/moves")
	if len(find(t, page, ".lane form")) != 0 || !strings.Contains(page, "Ask about backups") {
		t.Errorf("an auditor's board: %s", text(page))
	}
	if log := text(h.as(access.RoleOwner).page("/audit")); !strings.Contains(log, "account-manager Set out to do something, or drop a proposal Ask about backups") {
		t.Errorf("the audit log says %s", log)
	}
}
