package browser

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/sevenfold/sevenfold/internal/cli"
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// password is that of everybody in the pictured team.
const password = "correct horse battery"

// TestScreenshots writes every page in both languages, light and dark, wide and
// narrow, to the folder that SEVENFOLD_SCREENSHOTS names: `make screenshots`.
// SEVENFOLD_LOOK limits it to one look, such as zh-CN-dark-390.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("SEVENFOLD_SCREENSHOTS")
	if dir == "" {
		t.Skip("make screenshots asks for them")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	team := serveAs(t, asked(t), true)
	invitation := people(t, team)
	for _, lang := range i18n.Languages() {
		for _, theme := range []string{"light", "dark"} {
			for _, width := range []int64{1280, 390} {
				look := fmt.Sprintf("%s-%s-%d", lang, theme, width)
				if only := os.Getenv("SEVENFOLD_LOOK"); only != "" && only != look {
					continue
				}
				t.Run(look, func(t *testing.T) {
					inside, empty := *team, serve(t, workspace(t))
					inside.t = t
					b := inside.open(lang, width, 900)
					b.do(chromedp.Navigate(b.site.url+"/signin"), chromedp.WaitVisible(chromedp.CSS("main")))
					b.dress(theme)
					for _, page := range []page{{"signin", "/signin", ""}, {"invitation", invitation, ""}} {
						b.picture(dir, look, page)
					}
					b.eval(`fetch("/signin", {method: "POST", body: new URLSearchParams({name: "lin.wei", password: "` + password + `"})}).then(() => "")`)
					for _, page := range pages {
						b.picture(dir, look, page)
					}
					b.imports(dir, look)
					b.shared(dir, look)

					b = empty.open(lang, width, 900)
					b.enter()
					b.dress(theme)
					b.picture(dir, look, page{"welcome", "/", ""})
					b.do(chromedp.Click(chromedp.CSS("[aria-labelledby=demo] button")), chromedp.WaitVisible(chromedp.CSS("#job")))
					b.shoot(dir, look, "job")
				})
			}
		}
	}
}

// run runs a command in a workspace folder.
func run(t *testing.T, dir string, args ...string) {
	t.Helper()
	var out bytes.Buffer
	if code := cli.Run(t.Context(), cli.Process{Args: args, Env: func(string) string { return "" }, Dir: dir,
		Now: time.Now, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out}); code != 0 {
		t.Fatalf("%v ends with %d: %s", args, code, out.String())
	}
}

// workspace makes an empty one.
func workspace(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	run(t, dir, "init")
	return dir
}

// asked is a copy of the demo in which questions wait for an answer.
func asked(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(demo(t))); err != nil {
		t.Fatal(err)
	}
	for _, job := range []string{"match", "categorise", "attribution"} {
		run(t, dir, job, "run")
	}
	return dir
}

// people fills a team: two who are inside, one who was sent away, and one whose
// invitation it gives, as a path.
func people(t *testing.T, s *site) string {
	t.Helper()
	admission, err := s.app.Admitting(t.Context(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	ctx := access.With(t.Context(), access.Local())
	var token string
	for _, in := range []admitting.InviteInput{
		{Name: "lin.wei", Role: access.RoleOwner},
		{Name: "bo.andersson", Role: access.RoleAccountManager, Customers: []customer.ID{"C0001", "C0002"}},
		{Name: "maria.rossi", Role: access.RoleAuditor},
		{Name: "chen.yu@example.com", Role: access.RoleFinance},
	} {
		if token, err = admission.Invite(ctx, in); err != nil {
			t.Fatal(err)
		}
		if in.Role == access.RoleFinance {
			continue
		}
		if _, err := admission.Join(ctx, token, password, admitting.Origin{Address: "192.0.2.17", Agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101 Firefox/144.0"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := admission.SetDisabled(ctx, "maria.rossi", true, admitting.Origin{}); err != nil {
		t.Fatal(err)
	}
	_, err = admission.SignIn(ctx, admitting.SignInInput{Name: "bo.andersson", Password: "something else", From: admitting.Origin{Address: "192.0.2.17"}})
	if err == nil {
		t.Fatal("a wrong password lets in")
	}
	return "/join/" + token
}

// dress chooses a theme.
func (b *tab) dress(theme string) {
	b.t.Helper()
	b.eval(`fetch("/preferences", {method: "POST", body: new URLSearchParams({theme: "` + theme + `", back: "/"})}).then(() => "")`)
}

// picture goes to a page and writes what it looks like.
func (b *tab) picture(dir, look string, p page) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.site.url+p.path), chromedp.WaitVisible(chromedp.CSS("main")), chromedp.Sleep(settle))
	if p.click != "" {
		b.do(chromedp.Click(chromedp.CSS(p.click)), chromedp.WaitVisible(chromedp.CSS("#sheet-body h1")))
	}
	b.shoot(dir, look, p.name)
}

// shared keeps a view, makes a link, and goes where it leads.
func (b *tab) shared(dir, look string) {
	b.t.Helper()
	view := "/explore?by=quarter&measure=services&period=all"
	b.do(chromedp.Navigate(b.site.url+view), chromedp.Click(chromedp.CSS("[data-menu]:has(#share-title) summary")), chromedp.WaitVisible(chromedp.CSS("#share-title")))
	b.shoot(dir, look, "explore-share")
	b.eval(`fetch("/views", {method: "POST", body: new URLSearchParams({name: "Quarters by category ` + look + `", team: "1", query: "by=quarter&and=category"})}).then(() => "")`)
	b.do(chromedp.SendKeys(chromedp.CSS("#share-title"), "Services by quarter"), chromedp.Click(chromedp.CSS("[action='/links'] button")), chromedp.WaitVisible(chromedp.CSS("#link")))
	b.shoot(dir, look, "views")
	b.do(chromedp.Navigate(b.eval(`document.querySelector("#link").innerText`)), chromedp.WaitVisible(chromedp.CSS("#table-explore")), chromedp.Sleep(settle))
	b.shoot(dir, look, "shared")
}

// imports brings a file that was brought before, and goes to the newest import
// but one: the demo ends with its pipeline, which has no slices.
func (b *tab) imports(dir, look string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.site.url+"/imports"), chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{filepath.Join(demo(b.t), "books", "customers.csv")}),
		chromedp.Click(chromedp.CSS(".drop button")), chromedp.WaitVisible(chromedp.CSS("#kind")))
	b.shoot(dir, look, "upload")
	b.do(chromedp.Navigate(b.site.url+"/imports"), chromedp.Click(chromedp.CSS("#table-imports tbody tr:nth-child(2) th a")), chromedp.WaitVisible(chromedp.CSS("#table-slices")))
	b.shoot(dir, look, "batch")
}

// shoot writes what the page looks like, and complains where it, or a table that
// has room enough on a wide window, is wider than what it stands in.
func (b *tab) shoot(dir, look, name string) {
	b.t.Helper()
	if wide := b.eval(`String(document.documentElement.scrollWidth > innerWidth)`); wide == "true" {
		b.t.Errorf("%s %s scrolls sideways", look, name)
	}
	if clipped := b.eval(`innerWidth < 1000 ? "" : [...document.querySelectorAll("main .tablebox")].filter((t) => t.scrollWidth > t.clientWidth).map((t) => t.getAttribute("aria-label")).join(", ")`); clipped != "" {
		b.t.Errorf("%s %s: the table %s is clipped", look, name, clipped)
	}
	b.save(dir, name+"-"+look)
}
