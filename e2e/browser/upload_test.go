package browser

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/sevenfold/sevenfold/internal/cli"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// An empty workspace greets; files that are brought are shown before they
// count; the multiplier changes when they do, and changes back by undo.
func TestFromAnEmptyWorkspaceToTheFirstFigure(t *testing.T) {
	chromium(t)
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Languages() {
		t.Run(lang, func(t *testing.T) {
			l, dir := bundle.For(lang), filepath.Join(t.TempDir(), "workspace")
			var out bytes.Buffer
			if code := cli.Run(t.Context(), cli.Process{Args: []string{"init", dir}, Env: func(string) string { return "" }, Dir: t.TempDir(),
				Now: time.Now, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out}); code != 0 {
				t.Fatal(out.String())
			}
			b := serve(t, dir).open(lang, 1280, 900)
			b.enter()
			if h := b.eval(`document.querySelector("h1").innerText`); h != l.Text("web.welcome", nil) {
				t.Fatalf("an empty workspace greets with %q", h)
			}
			books := filepath.Join(demo(t), "books")
			b.bring(l, filepath.Join(books, "customers.csv"), "customers")
			b.bring(l, filepath.Join(books, "invoices", "xero.csv"), "services")
			b.bring(l, oneOf(t, filepath.Join(books, "bills", "focus")), "bill")
			b.do(chromedp.Navigate(b.site.url+"/?period=all"), chromedp.WaitVisible(chromedp.CSS(".hero a")))
			with := b.eval(`document.querySelector(".hero a").innerText`)
			if strings.Trim(with, "0123456789.") != "" {
				t.Fatalf("after the imports the headline is %q", with)
			}

			// The newest import stands first: the bill.
			b.do(chromedp.Navigate(b.site.url+"/imports"), chromedp.Click(chromedp.CSS("#table-imports tbody th a")), chromedp.WaitVisible(chromedp.CSS("#table-slices")),
				chromedp.Click(chromedp.CSS(".confirm summary")), chromedp.Click(chromedp.CSS(".confirm form button")), chromedp.WaitNotPresent(chromedp.CSS(".confirm")))
			b.do(chromedp.Navigate(b.site.url+"/?period=all"), chromedp.WaitVisible(chromedp.CSS(".hero")))
			if without := b.eval(`document.querySelector(".hero").innerText`); without == with {
				t.Errorf("undoing the bill leaves the multiplier at %s", without)
			}
		})
	}
}

// oneOf gives the last data file below a folder.
func oneOf(t *testing.T, dir string) string {
	t.Helper()
	found := ""
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.Contains(path, ".csv") {
			found = path
		}
		return err
	})
	if err != nil || found == "" {
		t.Fatal("no bill below ", dir, err)
	}
	return found
}

// bring chooses files, checks that they are recognised, and imports them.
func (b *tab) bring(l *i18n.Localizer, path, kind string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.site.url+"/imports"), chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{path}),
		chromedp.Click(chromedp.CSS(".drop button")), chromedp.WaitVisible(chromedp.CSS("#kind")))
	if chosen := b.eval(`document.querySelector("#kind").value`); chosen != kind {
		b.t.Fatalf("%s is taken for %q: %s", path, chosen, b.eval(`document.querySelector("main").innerText.slice(0, 500)`))
	}
	if text := b.eval(`document.querySelector("main").innerText`); !strings.Contains(text, l.Text("import.kind."+kind, nil)) {
		b.t.Errorf("the page does not say what %s is:\n%.300s", path, text)
	}
	b.do(chromedp.Click(chromedp.CSS(".controls button")), chromedp.WaitVisible(chromedp.CSS("#table-files")))
}
