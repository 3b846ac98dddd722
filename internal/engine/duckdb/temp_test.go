package duckdb

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Only folders of processes that are gone are removed.
func TestFoldersOfDeadProcessesAreCleared(t *testing.T) {
	base := t.TempDir()
	child := exec.Command("true")
	if err := child.Run(); err != nil {
		t.Fatal(err)
	}
	dead := filepath.Join(base, fmt.Sprintf("%s%d-1", tempPrefix, child.Process.Pid))
	alive := filepath.Join(base, fmt.Sprintf("%s%d-1", tempPrefix, os.Getppid()))
	foreign := filepath.Join(base, tempPrefix+"notes")
	for _, dir := range []string{dead, alive, foreign} {
		if err := os.MkdirAll(filepath.Join(dir, "spilled"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := clearDead(base); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dead); !os.IsNotExist(err) {
		t.Errorf("the dead process's folder is still there: %v", err)
	}
	for _, dir := range []string{alive, foreign} {
		if _, err := os.Stat(dir); err != nil {
			t.Errorf("removed what was not ours to remove: %v", err)
		}
	}
}
