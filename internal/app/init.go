package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Init makes a workspace of a folder: the lake, the state, and sevenfold.yaml
// last, because that file is what makes a folder a workspace. A folder that has
// one already is refused and left as it is.
func Init(ctx context.Context, dir string, c config.Config, header string, comments map[string]string) (err error) {
	defer fault.Wrap(&err, "app.Init(%s)", dir)
	file := filepath.Join(dir, config.FileName)
	exists := fault.New(fault.KindConflict, "workspace.exists").At(fault.Place{File: file})
	if _, err := os.Lstat(file); err == nil {
		return exists
	}
	unwritable := func(err error) error {
		return fault.New(fault.KindUnavailable, "workspace.unwritable").With("dir", dir).Because(err)
	}
	if err := os.MkdirAll(LakeDir(dir), 0o755); err != nil {
		return unwritable(err)
	}
	db, err := state.Open(ctx, StateLocation(c, dir))
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return exists // somebody else was quicker
	}
	if err != nil {
		return unwritable(err)
	}
	_, err = f.WriteString(c.File(header, comments))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return unwritable(err)
	}
	return nil
}

// EngineVersion is the version of the embedded engine; it needs no workspace.
func EngineVersion(ctx context.Context) (_ string, err error) {
	e, err := duckdb.Open(ctx, duckdb.Options{Threads: 1})
	if err != nil {
		return "", err
	}
	defer func() {
		if cerr := e.Close(); err == nil {
			err = cerr
		}
	}()
	return e.Version(ctx)
}
