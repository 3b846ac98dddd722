package duckdb

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// tempPrefix begins the name of every engine's private folder; the number of
// the process follows.
const tempPrefix = "sevenfold-engine-"

// makeTemp makes a private folder below base for spilled data and pipes.
func makeTemp(base string) (string, error) {
	return os.MkdirTemp(base, fmt.Sprintf("%s%d-", tempPrefix, os.Getpid()))
}

// clearDead removes what processes that were killed left below base. Spilled
// data can be large, and nobody else would.
func clearDead(base string) error {
	left, err := filepath.Glob(filepath.Join(base, tempPrefix+"*"))
	if err != nil {
		return err
	}
	var errs []error
	for _, dir := range left {
		number, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(dir), tempPrefix), "-")
		pid, err := strconv.Atoi(number)
		if err != nil || pid == os.Getpid() || !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			continue
		}
		errs = append(errs, os.RemoveAll(dir))
	}
	return errors.Join(errs...)
}
