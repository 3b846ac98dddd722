package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/sevenfold/sevenfold/internal/i18n"
)

// The headline leads to the row of the file that it comes from, in both
// languages and on a phone.
func TestFromTheLinkToASourceRow(t *testing.T) {
	chromium(t)
	s := serve(t, demo(t))
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		lang  string
		width int64
	}{{"en", 1280}, {"zh-CN", 390}} {
		t.Run(c.lang, func(t *testing.T) {
			l := bundle.For(c.lang)
			site := *s
			site.t = t
			b := site.open(c.lang, c.width, 900)
			b.enter()
			b.do(chromedp.WaitVisible(chromedp.CSS(".hero a")))
			figure := b.eval(`document.querySelector(".hero a").innerText`)
			if !strings.Contains(figure, ".") || strings.Trim(figure, "0123456789.") != "" {
				t.Fatalf("the headline is %q", figure)
			}
			if title := b.eval(`document.querySelector("h1").innerText`); title != l.Text("web.nav.overview", nil) {
				t.Errorf("the page is called %q", title)
			}
			b.do(chromedp.Click(chromedp.CSS(".hero a")), chromedp.WaitVisible(chromedp.CSS("#explained")))
			if shown := b.eval(`document.querySelector("#explained").innerText`); shown != figure {
				t.Errorf("the sheet explains %q, the page shows %q", shown, figure)
			}
			file := b.eval(`document.querySelector("#table-rows tbody tr").innerText`)
			if !strings.Contains(file, ".csv") && !strings.Contains(file, ".parquet") && !strings.Contains(file, ".xlsx") && !strings.Contains(file, ".xml") {
				t.Errorf("the first row names no file: %q", file)
			}
			b.do(chromedp.Click(chromedp.CSS(".sheet-bar [data-close]")), chromedp.WaitNotVisible(chromedp.CSS("#explained")))
			if focus := b.eval(`document.activeElement.innerText`); focus != figure {
				t.Errorf("focus went to %q, not back to the figure", focus)
			}
		})
	}
}
