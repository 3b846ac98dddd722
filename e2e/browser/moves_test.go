package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/sevenfold/sevenfold/internal/i18n"
)

// From a white cell to a move that is somebody's task until a day, into a
// calendar, worked on from the keyboard, and found again with its customer and
// its strategy.
func TestAWhiteCellBecomesATaskInACalendar(t *testing.T) {
	chromium(t)
	s := serve(t, copied(t))
	bundle := words(t)
	for i, lang := range i18n.Languages() {
		t.Run(lang, func(t *testing.T) {
			l := bundle.For(lang)
			b := s.in(t).open(lang, 1280, 900)
			b.enter()
			b.visit("/whitespace", "main table")
			// The first white cells that somebody could take up: another in each language.
			cell := b.eval(`(() => { const all = [...new Set([...document.querySelectorAll("main a[href*='/whitespace/cell']")].map((a) => a.getAttribute("href")))]; return all.slice(0, 60).join(" "); })()`)
			var take string
			for _, address := range strings.Fields(cell) {
				if take = b.eval(`fetch("` + address + `").then((r) => r.text()).then((t) => new DOMParser().parseFromString(t, "text/html").querySelector("a[href*='/moves/new?from=']")?.getAttribute("href") || "")`); take != "" {
					b.visit(address, "a[href*='/moves/new?from=']")
					break
				}
			}
			if take == "" {
				t.Fatalf("no white cell of %q leads to a move", cell)
			}
			b.follow("a[href*='/moves/new?from=']", "#move")
			title := b.eval(`document.querySelector("#title").value`)
			if mid := b.eval(`document.querySelector("#size_mid").value`); mid == "" || title == "" {
				t.Errorf("the form has the title %q and the size %q", title, mid)
			}
			owner, due := []string{"Ann Lindqvist", "林伟"}[i], []string{"2031-03-01", "2031-03-02"}[i]
			b.fill("#owner", owner)
			b.eval(`(document.querySelector("#due").value = "` + due + `")`)
			b.fill("#effort", "5")
			b.follow("#move .primary", "#calendar")
			at := b.eval(`location.pathname`)
			for _, want := range []string{title, owner, "2031-03-0" + string(rune('1'+i)), l.Text("move.state.planned", nil), l.Text("move.origin.whitespace", nil)} {
				if got := b.text("main"); !strings.Contains(got, want) {
					t.Errorf("the move's page lacks %q: %s", want, got)
				}
			}
			ics := b.behind("#calendar")
			if !strings.Contains(ics, "DTSTART;VALUE=DATE:"+strings.ReplaceAll(due, "-", "")) || !strings.Contains(ics, "SUMMARY:"+title) {
				t.Errorf("the calendar file is %s", ics)
			}

			// The proposal is gone; the board has the move, and the keyboard begins it.
			b.visit("/moves?owner="+owner, ".board")
			if n := b.eval(`String(document.querySelectorAll("#lane-planned, .lane .move-card.planned").length)`); n != "2" {
				t.Errorf("%s of column and card are there", n)
			}
			b.eval(`(document.documentElement.dataset.left = "1", document.querySelector(".move-card.planned .primary").focus(), "")`)
			b.do(chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS("html:not([data-left]) .move-card.underway")))
			b.visit(at, "#history")
			if got, want := b.text(".editions li"), l.Text("move.state.planned", nil)+" → "+l.Text("move.state.underway", nil); !strings.Contains(got, want) {
				t.Errorf("the history begins with %q, not %q", got, want)
			}
			b.follow(".title a[href^='/customers/']", "#moves")
			if got := b.text("#table-moves"); !strings.Contains(got, title) {
				t.Errorf("the customer's page has the moves %q", got)
			}
			b.visit("/strategies", "#table-strategies")
			if got := b.text("#portfolio"); !strings.Contains(got, l.Text("move.strategy.portfolio", nil)) {
				t.Errorf("the strategy is %q", got)
			}
		})
	}
}

// A list is changed together, goes out as a file, is edited there and comes back;
// a file with a mistake changes nothing and says where.
func TestMovesAreChangedTogetherAndByFile(t *testing.T) {
	chromium(t)
	s := serve(t, copied(t))
	bundle := words(t)
	for _, lang := range i18n.Languages() {
		t.Run(lang, func(t *testing.T) {
			l := bundle.For(lang)
			b := s.in(t).open(lang, 1280, 900)
			b.enter()
			b.visit("/moves?show=proposals", "#table-proposals")
			b.do(chromedp.Click(chromedp.CSS("#table-proposals tbody tr:nth-child(1) input")), chromedp.Click(chromedp.CSS("#table-proposals tbody tr:nth-child(2) input")))
			b.fill("#bulk-owner", "Bo "+lang)
			b.follow("#bulk .primary", "main")
			b.visit("/moves?show=list&owner=Bo+"+lang, "#table-moves")
			if n := b.eval(`String(document.querySelectorAll("#table-moves tbody tr").length)`); n != "2" {
				t.Fatalf("%s moves are taken up", n)
			}
			b.do(chromedp.Click(chromedp.CSS("#table-moves tbody tr:nth-child(1) input")))
			b.do(chromedp.SetValue(chromedp.CSS("#bulk-state"), "underway"))
			b.follow("#bulk .primary", "#table-moves")
			if got := b.text("#table-moves tbody"); !strings.Contains(got, l.Text("move.state.underway", nil)) {
				t.Errorf("after the change: %s", got)
			}
			b.click("[data-menu]:has([href^='/moves.csv']) summary", "[href^='/moves.csv']")
			sheet := b.behind("[href^='/moves.csv']")
			bring := func(text, part string) {
				path := filepath.Join(t.TempDir(), "moves.csv")
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				b.visit("/moves", "[data-menu]:has(#file) summary")
				b.click("[data-menu]:has(#file) summary", "#file")
				b.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{path}))
				b.follow("[action='/moves/import'] button", part)
			}
			b.expect("/moves/import")
			bring(strings.Replace(sheet, "Bo "+lang, "Nobody's\" broken", 1)+",,x,nobody\r\n", "#table-refused, .failure")
			b.expect()
			bring(strings.ReplaceAll(sheet, "Bo "+lang, "Cy "+lang), "[role=status]")
			if got, want := b.text("[role=status]"), l.Text("web.moves.imported", i18n.Args{"added": 0, "changed": 2}); got != want {
				t.Errorf("the import says %q, not %q", got, want)
			}
			b.visit("/moves?show=list&owner=Cy+"+lang, "#table-moves tbody tr:nth-child(2)")
		})
	}
}

// behind is the file that a link leads to.
func (b *tab) behind(selector string) string {
	b.t.Helper()
	return b.eval(`fetch(document.querySelector("` + selector + `").href).then((r) => r.text())`)
}
