package browser

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Paper is light, whatever the screen is, and the screen stays as it was after.
func TestADarkPagePrintsLight(t *testing.T) {
	b := serve(t, demo(t)).open("en", 1280, 900)
	b.enter()
	b.dress("dark")
	b.do(chromedp.Navigate(b.site.url+"/customers/C0001"), chromedp.WaitVisible(chromedp.CSS("main")))
	for _, on := range []struct{ media, theme string }{{"", "dark"}, {"print", "light"}, {"", "dark"}} {
		b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: on.media})
			return err
		}))
		if theme := b.eval(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(document.documentElement.dataset.bsTheme))))`); theme != on.theme {
			t.Errorf("with media %q the page is %s, not %s", on.media, theme, on.theme)
		}
	}
}
