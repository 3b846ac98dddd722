package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/sevenfold/sevenfold/internal/i18n"
)

// Choosing another dimension changes view and address, back undoes it, and the
// address alone shows the same to somebody else.
func TestAViewCanBeSent(t *testing.T) {
	chromium(t)
	s := serve(t, demo(t))
	for _, lang := range i18n.Languages() {
		t.Run(lang, func(t *testing.T) {
			site := *s
			site.t = t
			b := site.open(lang, 1280, 900)
			b.enter()
			b.do(chromedp.Navigate(s.url+"/explore"), chromedp.WaitVisible(chromedp.CSS("#table-explore")))
			first := b.eval(`document.querySelector("#table-explore").innerText`)
			choose := func(id, value string) {
				t.Helper()
				b.eval(`new Promise((done) => {
					document.addEventListener("htmx:afterSettle", () => done(""), { once: true });
					const s = document.querySelector("` + id + `"); s.focus(); s.value = "` + value + `"; s.dispatchEvent(new Event("change", { bubbles: true }));
				})`)
			}
			choose("#ask-by", "quarter")
			choose("#ask-and", "category")
			choose("#ask-measure", "services")
			address := b.eval(`location.search`)
			for _, part := range []string{"by=quarter", "and=category", "measure=services"} {
				if !strings.Contains(address, part) {
					t.Errorf("the address %s has no %s", address, part)
				}
			}
			if focus := b.eval(`document.activeElement.id`); focus != "ask-measure" {
				t.Errorf("focus went to %q", focus)
			}
			if drawn := b.eval(`String(document.querySelectorAll("[data-chart] canvas").length)`); drawn != "1" {
				t.Errorf("%s charts are drawn", drawn)
			}
			shown := b.eval(`document.querySelector("#table-explore").innerText`)
			b.eval(`(history.go(-3), "")`)
			back := ""
			for range 100 { // the page is loaded anew, which no one promise waits for
				b.do(chromedp.Sleep(settle), chromedp.WaitVisible(chromedp.CSS("#table-explore")))
				if back = b.eval(`document.querySelector("#table-explore").innerText`); back == first {
					break
				}
			}
			if back != first {
				t.Errorf("going back shows\n%.200s\nnot\n%.200s", back, first)
			}
			other := site.open(lang, 1280, 900)
			other.enter()
			other.do(chromedp.Navigate(s.url+"/explore"+address), chromedp.WaitVisible(chromedp.CSS("#table-explore")))
			if sent := other.eval(`document.querySelector("#table-explore").innerText`); sent != shown {
				t.Errorf("the address shows\n%.200s\nnot\n%.200s", sent, shown)
			}
		})
	}
}
