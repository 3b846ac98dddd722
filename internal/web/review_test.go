package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// asked is the sample books after runs of every job that asks.
func asked(t *testing.T) *measuringtest.Books {
	t.Helper()
	b := measuringtest.Sample(t)
	b.Bill(batch.SideCost, strings.Replace(measuringtest.Charge("900000000000", "444444444444", "2025-01", "Usage", "Amazon EC2", "us-east-1", "500", "500"),
		"Account 444444444444", "acme-prod", 1))
	b.ServicesOf("second", `invoice_number,issue_date,customer_name,customer_tax_id,item_code,description,currency,net,service_from,service_until,category
J-1,2025-01-10,Beta Logistics,,Q1,Quarterly gathering,USD,900,,,
J-2,2025-01-11,Beta Inc.,,Q2,Unclear thing,USD,800,,,
`)
	b.ServicesOf("marketplace", `invoice_number,issue_date,customer_name,item_code,description,currency,net,category
M-1,2025-02-22,Gamma,MP,Marketplace sale,USD,24.38,marketplace_services
M-2,2025-01-22,Acme,MP,Marketplace sale,USD,290,marketplace_services
`)
	ctx := access.With(t.Context(), access.Local())
	if _, err := matcherOf(b).Run(ctx, matching.RunInput{}); err != nil {
		t.Fatal(err)
	}
	c, err := askingOf(b).Categorising(ctx, access.LocalActor, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Run(ctx, categorising.RunInput{}); err != nil {
		t.Fatal(err)
	}
	a, err := askingOf(b).Attributing(ctx, access.LocalActor, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Run(ctx); err != nil {
		t.Fatal(err)
	}
	return b
}

func matcherOf(b *measuringtest.Books) *matching.Matcher {
	return &matching.Matcher{State: b.Measurer.State, Engine: b.Measurer.Engine, Lake: b.Measurer.Lake, Payers: b.Measurer.Payers(),
		Thresholds: identity.DefaultThresholds(), Currency: "USD", Policy: "average", Actor: "somebody", Now: time.Now}
}

// button is the value of the first button of a page with a name.
func button(t *testing.T, page, name string) string {
	t.Helper()
	for _, b := range find(t, page, "button[name]") {
		if attribute(b, "name") == name {
			return attribute(b, "value")
		}
	}
	t.Fatalf("no button %s in\n%s", name, text(page))
	return ""
}

// press answers as a form does and follows where it leads.
func (h *house) press(path string, form url.Values) string {
	h.t.Helper()
	status, body, header := h.post(path, form)
	if status != http.StatusSeeOther {
		h.t.Fatalf("%s %v answers %d:\n%s", path, form, status, text(body))
	}
	return h.page(header.Get("Location"))
}

// join makes a person of a role, called like it.
func (h *house) join(role access.Role) {
	h.t.Helper()
	ctx := access.With(h.t.Context(), access.Local())
	in := admitting.InviteInput{Name: string(role), Role: role}
	if role.IsLimited() {
		in.Customers = []customer.ID{"b"}
	}
	token, err := h.server.Admission.Invite(ctx, in)
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.server.Admission.Join(ctx, token, password, admitting.Origin{}); err != nil {
		h.t.Fatal(err)
	}
}

func cards(t *testing.T, page string) []string {
	t.Helper()
	var ids []string
	for _, c := range find(t, page, "article[data-question]") {
		ids = append(ids, attribute(c, "id"))
	}
	return ids
}

func TestAnAnswerMakesWhatIsLeftFall(t *testing.T) {
	h := open(t, asked(t)).enter()
	if _, _, header := h.get("/review"); header.Get("Location") != "/review/identity" {
		t.Errorf("review leads to %s", header.Get("Location"))
	}
	for _, queue := range []string{"identity", "categories", "pairs"} {
		t.Run(queue, func(t *testing.T) {
			path := "/review/" + queue
			page := h.page(path)
			before, money := cards(t, page), one(t, page, "#review-money")
			if len(before) == 0 {
				t.Fatal("nothing is asked")
			}
			page = h.press(path, url.Values{"accept": {button(t, page, "accept")}})
			if got := cards(t, page); len(got) != len(before)-1 {
				t.Errorf("of %v there remain %v", before, got)
			}
			if got := one(t, page, "#review-money"); got == money {
				t.Errorf("%s are left as before", got)
			}
			if got := len(find(t, page, ".review-answered li")); got != 1 {
				t.Errorf("%d answers can be taken back", got)
			}
			undo := url.Values{"undo": {button(t, page, "undo")}}
			page = h.press(path, undo)
			if got := cards(t, page); strings.Join(got, " ") != strings.Join(before, " ") {
				t.Errorf("after the undo %v are asked, not %v", got, before)
			}
			if got := one(t, page, "#review-money"); got != money {
				t.Errorf("after the undo %s are left, not %s", got, money)
			}
			status, body, _ := h.post(path, undo)
			if status != http.StatusConflict || len(find(t, body, "[role].notice")) != 1 || len(cards(t, body)) != len(before) {
				t.Errorf("a second undo answers %d: %s", status, text(body))
			}
		})
	}
}

func TestBothSidesOfAQuestionStandSideBySide(t *testing.T) {
	h := open(t, asked(t)).enter()
	page := h.page("/review/identity")
	halves := find(t, page, "article .half")
	if len(halves) != 2 {
		t.Fatalf("%d sides", len(halves))
	}
	for i, want := range []string{"Beta Logistics", "Beta Inc"} {
		if got := words(halves[i]); !strings.Contains(got, want) {
			t.Errorf("%s is not on side %d: %s", want, i, got)
		}
	}
	if got := one(t, page, ".for li"); !strings.Contains(got, "beta") {
		t.Errorf("what speaks for it is %q", got)
	}
	if got := one(t, page, ".against li"); !strings.Contains(got, "logistics") {
		t.Errorf("what speaks against it is %q", got)
	}
}

func TestARejectedCandidateIsNotSuggestedAgain(t *testing.T) {
	h := open(t, asked(t)).enter()
	for _, queue := range []string{"identity", "categories", "pairs"} {
		path := "/review/" + queue
		no := button(t, h.page(path), "reject")
		page := h.press(path, url.Values{"reject": {no}})
		for _, b := range find(t, page, "button[data-key]") {
			if attribute(b, "value") == no {
				t.Errorf("%s suggests %s again", queue, no)
			}
		}
	}
}

func TestSeveralLinesAreAnsweredAtOnce(t *testing.T) {
	h := open(t, asked(t)).enter()
	page := h.page("/review/categories")
	var picks []string
	for _, p := range find(t, page, "input[name]") {
		if attribute(p, "name") == "pick" {
			picks = append(picks, attribute(p, "value"))
		}
	}
	if len(picks) != 3 {
		t.Fatalf("%d can be ticked", len(picks))
	}
	page = h.press("/review/categories", url.Values{"pick": picks[:2], "do": {"as"}, "as": {"build"}})
	if got := cards(t, page); len(got) != 1 || !strings.HasPrefix(picks[2], got[0]) {
		t.Errorf("%v are left", got)
	}
	for _, li := range find(t, page, ".review-answered li") {
		if !strings.Contains(words(li), "Build") {
			t.Errorf("%s is no answer that was given", words(li))
		}
	}
	page = h.press("/review/categories", url.Values{"pick": picks[2:], "do": {"accept"}})
	if len(cards(t, page)) != 0 || len(find(t, page, ".review-empty")) != 1 {
		t.Errorf("an empty queue shows %s", text(page))
	}
}

func TestOtherAnswers(t *testing.T) {
	h := open(t, asked(t)).enter()
	page := h.page("/review/categories")
	first := cards(t, page)[0]
	page = h.press("/review/categories", url.Values{"typed": {first}, "words~" + first: {"设计 30%；构建 70%"}})
	if got := words(find(t, page, ".review-answered li")[0]); !strings.Contains(got, "Design 30.0 %") {
		t.Errorf("the answer in words became %q", got)
	}
	page = h.press("/review/identity", url.Values{"new": {button(t, h.page("/review/identity"), "new")}})
	if got := words(find(t, page, ".review-answered li")[0]); !strings.Contains(got, "new customer Beta Logistics") {
		t.Errorf("somebody new became %q", got)
	}
}

// Who answers what somebody else has answered meanwhile is told so on the page as
// it is now, and nobody is overruled.
func TestWhoComesSecondIsTold(t *testing.T) {
	b := asked(t)
	h := open(t, b).enter()
	for _, queue := range []string{"identity", "categories", "pairs"} {
		path := "/review/" + queue
		yes := url.Values{"accept": {button(t, h.page(path), "accept")}}
		left := len(cards(t, h.press(path, yes)))
		status, body, _ := h.post(path, yes)
		if status != http.StatusConflict || one(t, body, ".notice strong") == "" || len(cards(t, body)) != left {
			t.Errorf("%s answers the second with %d: %s", queue, status, text(body))
		}
	}
}

func TestAnswersThatMakeNoSense(t *testing.T) {
	h := open(t, asked(t)).enter()
	for _, form := range []url.Values{{}, {"do": {"accept"}}, {"accept": {"x"}}, {"accept": {"k~"}}, {"typed": {"k1"}}, {"accept": {"kffffffff~build"}},
		{"pick": {"k1~build"}, "do": {"as"}}, {"undo": {"none"}}} {
		if status, body, _ := h.post("/review/categories", form); status != http.StatusConflict || len(find(t, body, ".notice")) == 0 {
			t.Errorf("%v is answered %d", form, status)
		}
	}
	for path, want := range map[string]int{"/review/fortune": http.StatusNotFound, "/review/identity?from=-1": http.StatusBadRequest, "/review/identity?from=900": http.StatusOK} {
		if status, _, _ := h.get(path); status != want {
			t.Errorf("%s is answered %d", path, status)
		}
	}
}

func TestWhoMayNotDecideSeesQuestionsOnly(t *testing.T) {
	b := asked(t)
	h := serve(t, b, true)
	for _, role := range []access.Role{access.RoleOwner, access.RolePracticeLead, access.RoleAccountManager, access.RoleAuditor} {
		h.join(role)
	}
	page := h.as(access.RoleAuditor).page("/review/categories")
	if len(cards(t, page)) != 3 {
		t.Errorf("an auditor sees %d questions", len(cards(t, page)))
	}
	for _, b := range find(t, page, "#review button[name]") {
		t.Errorf("an auditor is offered %s", attribute(b, "name"))
	}
	yes := url.Values{"accept": {button(t, h.as(access.RolePracticeLead).page("/review/categories"), "accept")}}
	for _, role := range []access.Role{access.RoleAuditor, access.RoleAccountManager} {
		if status, _, _ := h.as(role).post("/review/categories", yes); status != http.StatusForbidden {
			t.Errorf("%s decides with %d", role, status)
		}
	}
	h.as(access.RolePracticeLead).press("/review/categories", yes)
	log := text(h.as(access.RoleOwner).page("/audit"))
	if !strings.Contains(log, "practice-lead Answer or undo an answer /review/categories") {
		t.Errorf("the audit log does not say who answered: %s", log)
	}
}

func TestReviewSpeaksBothLanguages(t *testing.T) {
	h := open(t, asked(t)).enter()
	for _, lang := range i18n.Languages() {
		for _, queue := range []string{"identity", "categories", "pairs"} {
			_, body, _ := h.do(http.MethodGet, "/review/"+queue, http.Header{"Accept-Language": {lang}}, "")
			for _, key := range []string{"web.", "match.", "identity.evidence", "attribution.", "category.label", "categorise."} {
				if strings.Contains(text(body), " "+key) {
					t.Errorf("%s in %s shows a key that begins with %s: %s", queue, lang, key, text(body))
				}
			}
		}
	}
}

func TestTwoCustomersBecomeOneAndTwoAgain(t *testing.T) {
	b := measuringtest.Empty(t)
	b.Customers("customer_id,name,segment,industry,country,internal,kind,value,from,until\na,Halden Optics GmbH,,,,,account,111111111111,,\nb,Halden Optics,,,,,account,222222222222,,\n")
	b.Bill(batch.SideCost, measuringtest.Charge("900000000000", "111111111111", "2025-01", "Usage", "Amazon EC2", "us-east-1", "70", "70"),
		measuringtest.Charge("900000000000", "222222222222", "2025-01", "Usage", "Amazon EC2", "us-east-1", "40", "40"))
	if _, err := matcherOf(b).Run(access.With(t.Context(), access.Local()), matching.RunInput{}); err != nil {
		t.Fatal(err)
	}
	h := open(t, b).enter()
	page := h.page("/review/identity")
	if got := len(find(t, page, ".half-name a")); got != 2 {
		t.Errorf("%d sides lead to a customer", got)
	}
	for _, b := range find(t, page, "button[name]") {
		if attribute(b, "name") == "new" {
			t.Error("a customer that is known is offered as new")
		}
	}
	page = h.press("/review/identity", url.Values{"accept": {button(t, page, "accept")}})
	if got := words(find(t, page, ".review-answered li span")[0]); !strings.Contains(got, "are one customer") {
		t.Errorf("a merge became %q", got)
	}
	page = h.press("/review/identity", url.Values{"undo": {button(t, page, "undo")}})
	if len(cards(t, page)) != 1 {
		t.Errorf("after the undo %v are asked", cards(t, page))
	}
}
