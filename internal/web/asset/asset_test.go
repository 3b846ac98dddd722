package asset

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
)

// budgetBytes is what a browser may have to load, compressed, to see every page.
const budgetBytes = 900_000

func load(t *testing.T) *Set {
	t.Helper()
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEveryVendoredFileIsTheOneThatTheManifestNames(t *testing.T) {
	text, err := os.ReadFile("manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Libraries []struct {
			Package, Version, Licence string
			Files                     []struct{ Name, From, SHA256 string }
		}
	}
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	s := load(t)
	named := []string{"tabler.LICENSE.txt"} // its package has none: the text its header names
	for _, lib := range m.Libraries {
		if lib.Version == "" || lib.Licence == "" || len(lib.Files) == 0 {
			t.Errorf("%s: version %q, licence %q, %d files", lib.Package, lib.Version, lib.Licence, len(lib.Files))
		}
		for _, f := range lib.Files {
			named = append(named, f.Name)
			data, err := os.ReadFile("vendor/" + f.Name)
			if served, ok := s.byAddress[s.Address(f.Name)]; ok {
				data, err = served.plain, nil
			}
			if err != nil {
				t.Errorf("%s %s: %v", lib.Package, f.Name, err)
				continue
			}
			if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.SHA256 {
				t.Errorf("%s is not the file of %s %s", f.Name, lib.Package, lib.Version)
			}
		}
	}
	entries, err := fs.ReadDir(os.DirFS("."), "vendor")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name := strings.TrimSuffix(e.Name(), ".gz"); !slices.Contains(named, name) {
			t.Errorf("vendor/%s stands in no manifest", e.Name())
		}
	}
}

func TestAllAssetsAreWithinTheBudget(t *testing.T) {
	if n := load(t).CompressedBytes(); n > budgetBytes || n < 100_000 {
		t.Errorf("%d bytes compressed, of at most %d", n, budgetBytes)
	}
}

func TestAnAssetIsSentPackedOrPlainAndForever(t *testing.T) {
	s := load(t)
	address := s.Address("app.css")
	for _, encoding := range []string{"", "gzip"} {
		r := httptest.NewRequest(http.MethodGet, address, nil)
		r.Header.Set("Accept-Encoding", encoding)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != http.StatusOK || w.Header().Get("Content-Encoding") != encoding || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") ||
			!strings.Contains(w.Header().Get("Cache-Control"), "immutable") || w.Body.Len() == 0 {
			t.Errorf("%q: %d %v", encoding, w.Code, w.Header())
		}
	}
	for _, gone := range []string{"/asset/000000000000/app.css", "/asset/../asset.go", s.Address("nothing.css")} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, gone, nil))
		if w.Code != http.StatusNotFound {
			t.Errorf("%s answers %d", gone, w.Code)
		}
	}
}

// The content security policy forbids all three, so a page that had one would
// be broken; the script that has it is found here and not by a visitor.
func TestOwnScriptsEvaluateNothingAndWriteNoInlineStyle(t *testing.T) {
	for _, name := range []string{"own/app.js", "own/theme.js"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, forbidden := range []string{"eval(", "new Function", "innerHTML", `setAttribute("style"`, "http://", "https://"} {
			if strings.Contains(string(text), forbidden) {
				t.Errorf("%s has %s", name, forbidden)
			}
		}
	}
}
