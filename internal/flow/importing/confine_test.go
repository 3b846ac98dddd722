package importing_test

import (
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

// yard is a root with books in it, a secret beside it, and links both ways.
func yard(t *testing.T) (root, secret string) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	root, secret = filepath.Join(dir, "books"), filepath.Join(dir, "secret.csv")
	for _, err := range []error{
		os.MkdirAll(filepath.Join(root, "2025", "账单"), 0o700), os.WriteFile(secret, []byte("a,b\n"), 0o600), os.Mkdir(filepath.Join(dir, "books-of-others"), 0o700),
		os.WriteFile(filepath.Join(root, "2025", "账单", "may.csv"), []byte("a,b\n"), 0o600),
		os.Symlink(secret, filepath.Join(root, "leak.csv")), os.Symlink(dir, filepath.Join(root, "up")),
		os.Symlink("2025", filepath.Join(root, "latest")), os.Symlink(root, filepath.Join(dir, "by-link")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return root, secret
}

func TestAPathStaysBelowItsRoots(t *testing.T) {
	root, secret := yard(t)
	dir, may := filepath.Dir(root), filepath.Join(root, "2025", "账单", "may.csv")
	for path, want := range map[string]string{may: may, "2025/账单/may.csv": may, root: root, filepath.Join(root, "2025"): filepath.Join(root, "2025"),
		"latest": filepath.Join(root, "2025"), "2025/../2025": filepath.Join(root, "2025"), filepath.Join(dir, "by-link", "2025"): ""} {
		got, err := importing.Confine(path, []string{root})
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s gives %q, %v", path, got, err)
		}
	}
	// A root that is itself a link may be spelled either way.
	if got, err := importing.Confine(filepath.Join(dir, "by-link", "2025"), []string{filepath.Join(dir, "by-link")}); err != nil || got != filepath.Join(root, "2025") {
		t.Errorf("by a link: %q, %v", got, err)
	}
	for _, path := range []string{"", "..", "../secret.csv", secret, "leak.csv", "up", "up/secret.csv", "up/books/2025", filepath.Join(root, "..", "secret.csv"), filepath.Join(dir, "books-of-others"),
		"none.csv", "2025/\x00", "/etc/passwd", "/", filepath.Join(root, "up", "secret.csv")} {
		if got, err := importing.Confine(path, []string{root}); fault.CodeOf(err) != "books.path_refused" {
			t.Errorf("%q gives %q, %v", path, got, err)
		}
	}
	if _, err := importing.Confine(may, nil); err == nil {
		t.Error("without roots a path is let in")
	}
}

func TestWhateverIsNamedNothingOutsideIsReached(t *testing.T) {
	root, _ := yard(t)
	rapid.Check(t, func(rt *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"..", ".", "", "up", "leak.csv", "2025", "账单", "may.csv", "latest", "books", "secret.csv", "/"}), 0, 6).Draw(rt, "parts")
		path := filepath.Join(parts...)
		if rapid.Bool().Draw(rt, "absolute") {
			path = root + "/" + path
		}
		got, err := importing.Confine(path, []string{root})
		if rel, rerr := filepath.Rel(root, got); err == nil && (rerr != nil || !filepath.IsLocal(rel)) {
			rt.Fatalf("%q reaches %q", path, got)
		}
	})
}
