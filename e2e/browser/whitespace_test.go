package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/i18n"
)

// A likely cell opens to its ground and is taken up as a move, once; what is to
// be trusted of it stands one click away. In both languages, also on a phone.
func TestFromAWhiteCellToItsMove(t *testing.T) {
	chromium(t)
	s := serve(t, demo(t))
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range []struct {
		lang  string
		width int64
	}{{"en", 1280}, {"zh-CN", 390}} {
		t.Run(c.lang, func(t *testing.T) {
			l := bundle.For(c.lang)
			b := s.in(t).open(c.lang, c.width, 900)
			b.enter()
			b.visit("/whitespace", "#table-whitespace tbody tr")
			if title := b.text("h1"); title != l.Text("web.nav.whitespace", nil) {
				t.Errorf("the page is called %q", title)
			}
			address := b.eval(fmt.Sprintf(`document.querySelectorAll("#table-whitespace td.likely a")[%d].getAttribute("href")`, i))
			b.click(fmt.Sprintf("#table-whitespace a[href=%q]", address), "#opened")
			customer, chance := b.text("#opened"), b.text("#sheet .facts")
			b.click(".sheet-bar [data-close]", "#table-whitespace tbody tr")
			b.visit(address, "#opened")
			if b.text("#opened") != customer || b.text(".facts") != chance {
				t.Errorf("the sheet is of %q, the page of %q", customer, b.text("#opened"))
			}
			if peers := b.text("#table-peers tbody tr"); peers == "" {
				t.Error("no customer at the same point is named")
			}
			b.follow("article a.button", "#move")
			if title := b.eval(`document.querySelector("#title").value`); title == "" {
				t.Error("the move has no title yet")
			}
			b.follow("#move .primary", "#history")
			b.visit(address, "#opened")
			if taken := b.text("article a.button"); !strings.HasPrefix(taken, strings.TrimSuffix(l.Text("web.whitespace.taken", i18n.Args{"title": ""}), " ")) {
				t.Errorf("after it was taken up the cell says %q", taken)
			}
			b.follow("article a.button", "#history")
			b.visit("/whitespace/proof", ".trust")
			if trust := b.text(".trust"); !strings.Contains(trust, "20") && !strings.Contains(trust, "twenty") {
				t.Errorf("how far to trust it: %q", trust)
			}
		})
	}
}
