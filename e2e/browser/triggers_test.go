package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/sevenfold/sevenfold/internal/i18n"
)

// A trigger leads to the rows of the bill that show it, and what it comes to is
// what they come to, in both languages and on a phone.
func TestFromATriggerToItsRows(t *testing.T) {
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
			b := s.in(t).open(c.lang, c.width, 900)
			b.enter()
			b.visit("/triggers", "#table-triggers tbody tr")
			if title := b.text("h1"); title != l.Text("web.nav.triggers", nil) {
				t.Errorf("the page is called %q", title)
			}
			all := b.eval(`String(document.querySelectorAll("#table-triggers tbody tr").length)`)
			b.eval(`(() => { const s = document.querySelector("#rule"); s.value = "commitment_runs_out"; s.dispatchEvent(new Event("change", {bubbles: true})); return "" })()`)
			b.do(chromedp.WaitReady(chromedp.CSS("#rule option[value=commitment_runs_out][selected]")))
			if some := b.eval(`String(document.querySelectorAll("#table-triggers tbody tr").length)`); some == all || some == "0" {
				t.Errorf("%s of %s triggers are left of one rule", some, all)
			}
			customer := b.text("#table-triggers tbody td")
			b.click("#table-triggers tbody td.number a", "#opened")
			if shown := b.text("#opened"); shown != customer {
				t.Errorf("the sheet is of %q, the row of %q", shown, customer)
			}
			sums := b.text("#sheet #table-sums tbody tr")
			b.click(".sheet-bar [data-close]", "#table-triggers tbody tr")
			b.follow("#table-triggers tbody th a", "#opened")
			if again := b.text("#table-sums tbody tr"); again != sums || !strings.ContainsAny(sums, "123456789") {
				t.Errorf("the rows come to %q in the sheet and %q on the page", sums, again)
			}
			if rows := b.text("#table-rows tbody tr"); !strings.Contains(rows, ".csv") {
				t.Errorf("the first row names no file: %q", rows)
			}
		})
	}
}
