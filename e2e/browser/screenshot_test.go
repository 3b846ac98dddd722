package browser

import (
	"os"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestScreenshots writes every page in both languages, light and dark, wide and
// narrow, to the folder that SEVENFOLD_SCREENSHOTS names: `make screenshots`.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("SEVENFOLD_SCREENSHOTS")
	if dir == "" {
		t.Skip("make screenshots asks for them")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	s := serve(t, demo(t))
	for _, look := range []struct {
		name, lang, theme string
		width, height     int64
	}{
		{"en-light", "en", "light", 1280, 900}, {"zh-dark", "zh-CN", "dark", 1280, 900},
		{"zh-light-390", "zh-CN", "light", 390, 844}, {"en-dark-390", "en", "dark", 390, 844},
		{"en-dark", "en", "dark", 1280, 900}, {"zh-light", "zh-CN", "light", 1280, 900},
	} {
		if only := os.Getenv("SEVENFOLD_LOOK"); only != "" && only != look.name {
			continue
		}
		b := s.open(look.lang, look.width, look.height)
		b.enter()
		b.eval(`fetch("/preferences", {method: "POST", body: new URLSearchParams({theme: "` + look.theme + `", back: "/"})}).then(() => "")`)
		for _, page := range pages {
			b.do(chromedp.Navigate(s.url+page.path), chromedp.WaitVisible(chromedp.CSS("#main")), chromedp.Sleep(settle))
			if page.click != "" {
				b.do(chromedp.Click(chromedp.CSS(page.click)), chromedp.WaitVisible(chromedp.CSS("#sheet-body h1")))
			}
			if wide := b.eval(`String(document.documentElement.scrollWidth > innerWidth)`); wide == "true" {
				t.Errorf("%s %s scrolls sideways", look.name, page.name)
			}
			b.save(dir, page.name+"-"+look.name)
		}
	}
}
