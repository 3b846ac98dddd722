package importing

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Confine gives the real path of what somebody named on this machine, if it is
// below one of the roots: ".." and links that lead out are refused, as is what is
// not there, with one fault for all, so that nobody learns what lies outside. A
// relative path is looked for below each root in turn. Fault: books.path_refused.
func Confine(path string, roots []string) (string, error) {
	for _, root := range roots {
		if full, ok := below(root, path); ok {
			return full, nil
		}
	}
	return "", fault.New(fault.KindDenied, "books.path_refused").With("path", path).With("roots", strings.Join(roots, ", "))
}

func below(root, path string) (string, bool) {
	top, err := filepath.EvalSymlinks(root)
	if err != nil {
		return "", false
	}
	rel := path
	if filepath.IsAbs(path) {
		// The root may be named by a link; what is named below it may not leave it.
		if rel, err = filepath.Rel(root, filepath.Clean(path)); err != nil || !filepath.IsLocal(rel) {
			rel, err = filepath.Rel(top, filepath.Clean(path))
		}
	}
	if err != nil || rel == "" || strings.ContainsRune(rel, 0) || !filepath.IsLocal(rel) {
		return "", false
	}
	// os.Root follows links as the system does and stops at the first that leaves.
	r, err := os.OpenRoot(top)
	if err != nil {
		return "", false
	}
	defer r.Close() //nolint:errcheck // it was only looked at
	info, err := r.Stat(rel)
	if err != nil || !info.IsDir() && !info.Mode().IsRegular() {
		return "", false
	}
	full, err := filepath.EvalSymlinks(filepath.Join(top, rel))
	if err != nil {
		return "", false
	}
	back, err := filepath.Rel(top, full)
	return full, err == nil && filepath.IsLocal(back)
}
