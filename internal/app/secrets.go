package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// KeyFile is where a workspace keeps the keys of its secrets, apart from the
// state, so that a copy of the state alone tells no secret.
func KeyFile(dir string) string { return filepath.Join(dir, "secrets.key") }

// openKeys reads the keys of a workspace, or makes the first one. A file that
// others of the machine could read is refused. Faults: auth.keys_open,
// auth.keys_malformed, auth.keys_unreadable.
func openKeys(dir string) (auth.Keys, error) {
	path := KeyFile(dir)
	unreadable := func(err error) error {
		return fault.New(fault.KindUnavailable, "auth.keys_unreadable").At(fault.Place{File: path}).Because(err)
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeKeys(path); err != nil {
			return nil, unreadable(err)
		}
		info, err = os.Stat(path)
	}
	if err != nil {
		return nil, unreadable(err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fault.New(fault.KindDenied, "auth.keys_open").At(fault.Place{File: path})
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, unreadable(err)
	}
	return auth.ParseKeys(string(text))
}

// makeKeys writes a file with a new key, whole or not at all; one that somebody
// else made meanwhile stays.
func makeKeys(path string) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".secrets-") // nobody else can read it
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(f.Name())) }()
	_, err = f.WriteString(auth.NewKeys().String())
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err = os.Link(f.Name(), path); errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}
