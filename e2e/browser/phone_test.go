package browser

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// On a phone no page scrolls sideways.
func TestEveryPageOnAPhone(t *testing.T) {
	chromium(t)
	s := serveAs(t, copied(t), true)
	s.join(admitting.InviteInput{Name: "lin.wei", Role: access.RoleOwner})
	for _, lang := range i18n.Languages() {
		t.Run(lang, func(t *testing.T) {
			b := s.in(t).open(lang, 390, 844)
			b.signIn("lin.wei", "", "main .hero")
			for _, p := range pages {
				b.visit(p.path, "main")
				if p.click != "" {
					b.do(chromedp.Click(chromedp.CSS(p.click)), chromedp.WaitVisible(chromedp.CSS("#sheet-body h1")))
				}
				if wide := b.eval(`String(document.documentElement.scrollWidth > innerWidth)`); wide == "true" {
					t.Errorf("%s scrolls sideways", p.name)
				}
			}
		})
	}
}
