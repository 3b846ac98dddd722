package browser

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// signIn fills the form at the door and waits for a part of what follows.
func (b *tab) signIn(name, code, part string) {
	b.t.Helper()
	b.visit("/signin", "#password")
	b.fill("#name", name)
	b.fill("#password", password)
	b.fill("#code", code)
	b.follow("main .primary", part)
}

// signOut leaves by the button of the account page.
func (b *tab) signOut() {
	b.t.Helper()
	b.visit("/account", "[action='/signout']")
	b.follow("[action='/signout'] button", "#password")
}

// Somebody of a team sets up one-time codes, comes in with one, comes in with a
// recovery code, and the same recovery code does not open again.
func TestSigningInWithOneTimeCodes(t *testing.T) {
	chromium(t)
	s := serveAs(t, workspace(t), true)
	names := []string{"lin.wei", "bo.andersson"}
	for _, name := range names {
		s.join(admitting.InviteInput{Name: name, Role: access.RoleFinance})
	}
	bundle := words(t)
	for i, lang := range i18n.Languages() {
		t.Run(lang, func(t *testing.T) {
			l, name := bundle.For(lang), names[i]
			b := s.in(t).open(lang, 1280, 900)
			b.signIn(name, "", "nav [href='/account'], a[href='/account']")
			b.visit("/account/codes", "#key")
			if drawn := b.eval(`String(document.querySelector("main svg").getBoundingClientRect().width > 100)`); drawn != "true" {
				t.Error("no code to point a telephone at")
			}
			secret := b.text("#key")
			code, ok := auth.Code(secret, time.Now())
			if !ok {
				t.Fatalf("the key %q is none", secret)
			}
			b.fill("#code", code)
			b.fill("#password", password)
			b.follow("main .primary", "#recovery")
			recovery := b.text("#recovery li")
			if n := b.eval(`String(document.querySelectorAll("#recovery li").length)`); n != "10" {
				t.Errorf("%s recovery codes", n)
			}
			b.signOut()

			b.expect("/signin")
			b.signIn(name, "", "[role=alert]")
			if got := b.text("[role=alert]"); !strings.Contains(got, l.Text("fault.auth.wrong", nil)) {
				t.Errorf("without a code: %q", got)
			}
			b.expect()
			// A code opens once; that of the next half minute is good already.
			code, _ = auth.Code(secret, time.Now().Add(30*time.Second))
			b.signIn(name, code, "nav [href='/customers']")
			b.signOut()
			b.signIn(name, recovery, "nav [href='/customers']")
			b.visit("/account", "#end-code")
			if got, want := b.text("main"), l.Text("web.account.codes.on", i18n.Args{"count": 9}); !strings.Contains(got, want) {
				t.Errorf("the page does not say %q", want)
			}
			b.signOut()
			b.expect("/signin")
			b.signIn(name, recovery, "[role=alert]")
			if got := b.text("[role=alert]"); !strings.Contains(got, l.Text("fault.auth.wrong", nil)) {
				t.Errorf("with the recovery code again: %q", got)
			}
		})
	}
}

// An account manager goes every way to a customer of somebody else, and none
// leads there.
func TestAnAccountManagerStaysWithOwnCustomers(t *testing.T) {
	chromium(t)
	s := serveAs(t, copied(t), true)
	s.join(admitting.InviteInput{Name: "lin.wei", Role: access.RolePracticeLead})
	s.join(admitting.InviteInput{Name: "bo.andersson", Role: access.RoleAccountManager, Customers: []customer.ID{"C0001", "C0002"}})
	bundle := words(t)
	for _, lang := range i18n.Languages() {
		t.Run(lang, func(t *testing.T) {
			l := bundle.For(lang)
			lead := s.in(t).open(lang, 1280, 900)
			lead.signIn("lin.wei", "", "nav [href='/customers']")
			lead.visit("/customers/C0003", "main h1")
			other := lead.text("main h1")
			// The explanation of a figure of the other customer.
			figure := lead.eval(`document.querySelector("main a[href^='/explain/']").getAttribute("href")`)

			b := s.in(t).open(lang, 1280, 900)
			b.signIn("bo.andersson", "", "nav [href='/customers']")
			b.visit("/customers", "#table-customers")
			if n := b.eval(`String(document.querySelectorAll("#table-customers tbody th a[href^='/customers/']").length)`); n != "2" {
				t.Errorf("the list has %s customers, not the two own", n)
			}
			b.visit("/customers/C0001", "main h1")
			own := b.text("main h1")
			b.visit("/customers", "[type=search]")
			b.fill("[type=search]", other)
			b.eval(`(document.documentElement.dataset.left = "1")`)
			b.do(chromedp.SendKeys(chromedp.CSS("[type=search]"), "\r"), chromedp.WaitVisible(chromedp.CSS("html:not([data-left]) main")))
			if n := b.eval(`String(document.querySelectorAll("main a[href^='/customers/C']").length)`); n != "0" {
				t.Errorf("searching %q finds %s", other, n)
			}
			for _, path := range []string{"/customers/C0003", "/customers/C9999", figure, figure + "/rows.csv", "/explain/zzzzzz:1.total"} {
				at, _, _ := strings.Cut(path, "?")
				b.expect(at)
				b.visit(path, "main")
				if got := b.text("main"); strings.Contains(got, other) {
					t.Errorf("%s tells of %s", path, other)
				}
				if got, want := b.eval(`fetch("`+path+`").then((r) => String(r.status))`), "404"; got != want {
					t.Errorf("%s is answered %s", path, got)
				}
			}
			for _, path := range []string{"/imports", "/people", "/settings", "/review/identity", "/audit"} {
				b.expect(path)
				b.visit(path, "main")
				if got := b.text("main"); !strings.Contains(got, l.Text("fault.access.denied", nil)) {
					t.Errorf("%s shows %.200s", path, got)
				}
			}
			b.expect()
			exported := b.eval(`fetch("/explore.csv?by=customer&period=all").then((r) => r.text())`)
			if !strings.Contains(exported, own) || strings.Contains(exported, other) {
				t.Errorf("the export has %v %s and %v %s", strings.Contains(exported, own), own, strings.Contains(exported, other), other)
			}
			b.visit("/explore?period=all&by=customer", "#table-explore")
			if got := b.text("#table-explore"); strings.Contains(got, other) || !strings.Contains(got, own) {
				t.Errorf("the view shows %s", got)
			}
		})
	}
}

// join invites somebody, who takes the invitation and chooses the password.
func (s *site) join(in admitting.InviteInput) {
	s.t.Helper()
	admission, err := s.app.Admitting(s.t.Context(), time.Now)
	if err != nil {
		s.t.Fatal(err)
	}
	ctx := access.With(s.t.Context(), access.Local())
	token, err := admission.Invite(ctx, in)
	if err == nil {
		_, err = admission.Join(ctx, token, password, admitting.Origin{Address: "192.0.2.17"})
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// words are those of the pages.
func words(t *testing.T) *i18n.Bundle {
	t.Helper()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	return bundle
}

// A view is kept under a name, renamed and dropped; another is opened to whoever
// has its link, until that is revoked.
func TestAViewIsKeptAndShared(t *testing.T) {
	chromium(t)
	s := serve(t, questions(t))
	for _, lang := range i18n.Languages() {
		t.Run(lang, func(t *testing.T) {
			b := s.in(t).open(lang, 1280, 900)
			b.enter()
			const view = "/explore?by=customer&measure=services&period=all"
			b.visit(view, "#table-explore")
			shown := b.text("#table-explore tbody")
			kept := fmt.Sprintf("Services %s", lang)
			b.click("[data-menu]:has(#keep-name) summary", "#keep-name")
			b.fill("#keep-name", kept)
			b.follow("[action='/views'] .primary", "#table-explore")
			b.visit("/views", ".kept li")
			b.follow(".kept li > a", "#table-explore")
			if got := b.text("#table-explore tbody"); got != shown {
				t.Errorf("the kept view shows %s, not %s", got, shown)
			}
			b.visit("/views", ".kept li")
			b.fill(".kept [name=name]", kept+" 2")
			b.follow(".kept .controls .button", ".kept li")
			if got := b.text(".kept li > a"); got != kept+" 2" {
				t.Errorf("the view is called %q", got)
			}
			b.do(chromedp.Click(chromedp.CSS(".kept [action$='/drop'] button")), chromedp.WaitNotPresent(chromedp.CSS(".kept li")))

			b.visit(view, "#table-explore")
			b.click("[data-menu]:has(#share-title) summary", "#share-title")
			b.fill("#share-title", "For the board")
			b.follow("[action='/links'] .primary", "#link")
			link := b.text("#link")
			path, ok := strings.CutPrefix(link, s.url)
			if !ok {
				t.Fatalf("the link %s leads elsewhere than %s", link, s.url)
			}
			guest := s.in(t).open(lang, 1280, 900)
			guest.visit(path, "#table-explore")
			if got := guest.text("#table-explore tbody"); got != shown {
				t.Errorf("the link shows %s, not %s", got, shown)
			}
			if n := guest.eval(`String(document.querySelectorAll("main a[href^='/explain'], main a[href^='/customers'], nav a").length)`); n != "0" {
				t.Errorf("%s ways lead from the link inside", n)
			}
			b.do(chromedp.Click(chromedp.CSS("[action$='/revoke'] button")), chromedp.WaitNotPresent(chromedp.CSS("#table-links")))
			guest.expect(path)
			guest.visit(path, "main")
			if closed := guest.eval(`String(document.querySelector("#table-explore") === null)`); closed != "true" {
				t.Error("a revoked link still opens")
			}
		})
	}
}
