package browser

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// On a phone no page scrolls sideways: here in the language that axe-core is not
// asked about at this width.
func TestEveryPageOnAPhone(t *testing.T) {
	chromium(t)
	s := serveAs(t, copied(t), true)
	s.join(admitting.InviteInput{Name: "lin.wei", Role: access.RoleOwner})
	b := s.in(t).open(i18n.Languages()[0], 390, 844)
	b.signIn("lin.wei", "", "main .hero")
	for _, p := range pages {
		b.visit(p.path, "main")
		if p.click != "" {
			b.do(chromedp.Click(chromedp.CSS(p.click)), chromedp.WaitVisible(chromedp.CSS("#sheet-body h1")))
		}
		b.narrow(p)
	}
}

// narrow fails for a page that is wider than the window.
func (b *tab) narrow(p page) {
	b.t.Helper()
	if b.eval(`String(document.documentElement.scrollWidth > innerWidth)`) == "true" {
		b.t.Errorf("%s scrolls sideways", p.name)
	}
}
