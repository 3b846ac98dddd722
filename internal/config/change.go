package config

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Change writes settings into the workspace's file, all or none, and gives the
// configuration that is in force then. Values are texts as a flag would have
// them. Comments and the rest of the file stay as they stand. What is the same
// already is not written.
//
// Faults: config.overridden for what the environment or a flag decides,
// config.changed_meanwhile, config.not_editable, and those of a value.
func (c Config) Change(values map[string]string) (Config, error) {
	path := filepath.Join(c.input.Dir, FileName)
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // a link stays one
	}
	was, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return c, fault.New(fault.KindUnavailable, "config.file_unreadable").With("file", path).Because(err)
	}
	current, err := Load(c.input)
	if err != nil {
		return c, err
	}
	text := was
	for key, value := range values {
		s, err := find(key)
		if err != nil {
			return c, err
		}
		wanted := Default()
		if err := wanted.apply(s, value, Origin{}); err != nil {
			return c, err
		}
		if s.text(wanted) == s.text(current) {
			continue
		}
		if from := current.origins[key]; from.Source == SourceEnv || from.Source == SourceFlag {
			return c, fault.New(fault.KindConflict, "config.overridden").With("key", key).With("name", from.Name)
		}
		if text, err = Edit(text, key, value); err != nil {
			return c, err
		}
	}
	if !bytes.Equal(text, was) {
		if err := replaceFile(path, was, text); err != nil {
			return c, err
		}
	}
	return Load(c.input)
}

// replaceFile puts a file in place of another in one step, if nobody changed
// that one meanwhile.
func replaceFile(path string, was, text []byte) (err error) {
	unwritable := func(err error) error {
		return fault.New(fault.KindUnavailable, "config.file_unwritable").With("file", path).Because(err)
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+FileName+".*")
	if err != nil {
		return unwritable(err)
	}
	defer os.Remove(f.Name()) //nolint:errcheck // after the rename there is nothing to remove
	_, err = f.Write(text)
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return unwritable(err)
	}
	if now, err := os.ReadFile(path); err == nil && !bytes.Equal(now, was) || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.KindConflict, "config.changed_meanwhile").With("file", path).Because(err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return unwritable(err)
	}
	return nil
}

func find(key string) (setting, error) {
	for _, s := range settings() {
		if s.key == key {
			return s, nil
		}
	}
	return setting{}, fault.New(fault.KindInvalid, "config.unknown_key").With("key", key).With("known", strings.Join(Keys(), ", "))
}
