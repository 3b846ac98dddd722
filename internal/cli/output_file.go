package cli

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// toFile writes a whole file or none: a reader never sees half of one, and a
// failure leaves what was there. Pipes and devices are written to as they are.
func toFile(path string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if err := replaceFile(path, b.Bytes()); err != nil {
		return fault.New(fault.KindUnavailable, "cli.output_unwritable").With("file", path).Because(err)
	}
	return nil
}

func replaceFile(path string, data []byte) error {
	mode := fs.FileMode(0o666) // less the user's umask
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return writeFile(path, os.O_WRONLY, mode, data)
	default:
		mode = info.Mode().Perm()
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return err
		}
	}
	partial := path + ".partial"
	if err := writeFile(partial, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode, data); err != nil {
		return err
	}
	if err := os.Rename(partial, path); err != nil {
		os.Remove(partial) //nolint:errcheck // the first error is the one to tell
		return err
	}
	return nil
}

func writeFile(path string, flag int, mode fs.FileMode, data []byte) error {
	f, err := os.OpenFile(path, flag, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil && flag&os.O_CREATE != 0 {
		os.Remove(path) //nolint:errcheck // the first error is the one to tell
	}
	return err
}
