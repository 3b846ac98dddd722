package checking

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// leftovers looks for what imports that died left in the lake: staging folders,
// and batch folders that the state does not name. With Fix they are removed.
//
// It takes the lake's lock, so that a running import is never mistaken for a
// dead one. When the state knows no import at all but the lake has some, the
// state setting is the likelier culprit, and nothing is removed.
func leftovers(in Input, known map[string]bool) Check {
	if known == nil {
		return Check{ID: "leftovers", Status: StatusWarn, Finding: "skipped"}
	}
	unlock, busy, err := lock(filepath.Join(in.Lake, ".lock"))
	if busy {
		return Check{ID: "leftovers", Status: StatusOK, Finding: "busy"}
	}
	failed := func(err error) Check {
		return Check{ID: "leftovers", Status: StatusFail, Finding: "unreadable", Args: map[string]any{"dir": in.Lake}, Err: err}
	}
	if err != nil {
		return failed(err)
	}
	defer unlock()
	found, batches, err := orphans(in.Lake, known)
	if err != nil {
		return failed(err)
	}
	args := map[string]any{"count": len(found), "dir": in.Lake}
	switch {
	case len(found) == 0:
		return ok("leftovers", args)
	case len(known) == 0 && batches > 0:
		return Check{ID: "leftovers", Status: StatusFail, Finding: "unknown_lake", Args: args}
	case !in.Fix:
		return Check{ID: "leftovers", Status: StatusWarn, Finding: "found", Args: args}
	}
	for _, dir := range found {
		if err := os.RemoveAll(dir); err != nil {
			return failed(err)
		}
	}
	return Check{ID: "leftovers", Status: StatusOK, Finding: "cleared", Args: args, Fixed: true}
}

// orphans lists staging folders and unnamed batch folders, and how many of
// them are batch folders.
func orphans(lake string, known map[string]bool) (found []string, batches int, err error) {
	staged, err := entries(filepath.Join(lake, ".staging"))
	if err != nil {
		return nil, 0, err
	}
	found = append(found, staged...)
	tables, err := entries(lake)
	if err != nil {
		return nil, 0, err
	}
	for _, table := range tables {
		if strings.HasPrefix(filepath.Base(table), ".") {
			continue
		}
		folders, err := entries(table)
		if err != nil {
			return nil, 0, err
		}
		for _, folder := range folders {
			id, isBatch := strings.CutPrefix(filepath.Base(folder), "batch=")
			if isBatch && !known[id] {
				found = append(found, folder)
				batches++
			}
		}
	}
	return found, batches, nil
}

// entries lists what is in a folder; a file or nothing has no entries.
func entries(dir string) ([]string, error) {
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && !info.IsDir()) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	list, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	paths := make([]string, len(list))
	for i, e := range list {
		paths[i] = filepath.Join(dir, e.Name())
	}
	return paths, nil
}

// lock takes the lock that imports hold, without waiting. A lake without one
// has never seen an import.
func lock(path string) (unlock func(), busy bool, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, false, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return func() { f.Close() }, false, nil //nolint:errcheck // closing frees the lock, and nothing was written
	}
	f.Close() //nolint:errcheck // the lock was not taken
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, true, nil
	}
	return nil, false, err
}
