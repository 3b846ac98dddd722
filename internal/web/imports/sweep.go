package imports

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// longestUpload is how long an upload that nobody looks at is kept. What was
// imported is in the lake by then, or was given up.
const longestUpload = 7 * 24 * time.Hour

// Sweep takes uploads away that nobody has looked at for a week. Whatever else
// stands in the folder is left alone.
func Sweep(dir string, now time.Time) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unwritable(dir, err)
	}
	for _, e := range entries {
		if !e.IsDir() || !uploadID.MatchString(e.Name()) {
			continue
		}
		info, err := e.Info()
		if err != nil || now.Sub(info.ModTime()) <= longestUpload {
			continue // somebody else took it away, or it is young
		}
		path := filepath.Join(dir, e.Name())
		if err := os.RemoveAll(path); err != nil {
			return unwritable(path, err)
		}
	}
	return nil
}

// touch says that somebody looks at an upload.
func (h *Handler) touch(id string) {
	now := h.Importer.Now()
	os.Chtimes(filepath.Join(h.Uploads, id), now, now) //nolint:errcheck // it is kept for less long
}
