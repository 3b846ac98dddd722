package fitting

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/sevenfold/sevenfold/internal/i18n"
)

func FuzzFrontMatter(f *testing.F) {
	f.Add("---\ntitle: x\nfeasibility: HIGH\navailable_services: 3\n---\n# x\n")
	f.Add("---\r\ntitle: <b>\r\noriginal_url: javascript:x\r\nfeasibility: LOW\r\n---")
	f.Add("---\na: &a [*a]\n---\n")
	bundle, err := i18n.New()
	if err != nil {
		f.Fatal(err)
	}
	l := bundle.For(i18n.English)
	path := filepath.Join(f.TempDir(), "a.md")
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		e, ok, err := frontMatter(path)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			return
		}
		var page bytes.Buffer
		if err := WriteIndex(&page, l, []IndexEntry{e}); err != nil || bytes.Contains(page.Bytes(), []byte("<b>")) {
			t.Errorf("%v\n%s", err, page.Bytes())
		}
	})
}
