package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/i18n"
)

// An offering is changed under Settings, in both languages, on a screen and on a
// phone: what was saved is what the list and the form show afterwards.
func TestAnOfferingIsChanged(t *testing.T) {
	chromium(t)
	dir := workspace(t)
	catalogue := "offerings:\n  - id: care\n    name: Managed operations\n    name_zh: 托管运维\n    nature: service\n    categories: manage\n"
	if err := os.WriteFile(filepath.Join(dir, "offerings.yaml"), []byte(catalogue), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, dir, "import", "offerings", "offerings.yaml")
	s := serve(t, dir)
	for _, lang := range i18n.Languages() {
		for _, width := range []int64{1280, 390} {
			t.Run(fmt.Sprintf("%s/%d", lang, width), func(t *testing.T) {
				b := s.in(t).open(lang, width, 900)
				b.enter()
				b.visit("/settings", "main")
				b.follow("a[href='/settings/offerings']", "#table-offerings")
				b.narrow(page{name: "offerings"})
				b.follow("#table-offerings tbody a", "#name_en")
				b.narrow(page{name: "offering"})
				english, chinese := fmt.Sprintf("Care %s %d", lang, width), fmt.Sprintf("运维 %s %d", lang, width)
				b.fill("#name_en", english)
				b.fill("#name_zh", chinese)
				b.follow("form[action='/settings/offerings'] .primary", "#table-offerings")
				shown := map[string]string{"en": english, "zh-CN": chinese}[lang]
				if got := b.text("#table-offerings tbody"); !strings.Contains(got, shown) {
					t.Errorf("the list shows %s, not %s", got, shown)
				}
				b.follow("#table-offerings tbody a", "#name_en")
				for field, want := range map[string]string{"#name_en": english, "#name_zh": chinese} {
					if got := b.eval(fmt.Sprintf("document.querySelector(%q).value", field)); got != want {
						t.Errorf("%s holds %q, not %q", field, got, want)
					}
				}
			})
		}
	}
}
