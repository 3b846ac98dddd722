package app

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

func TestTheKeysOfAWorkspaceAreMadeOnceForItsOwnerOnly(t *testing.T) {
	dir := t.TempDir()
	made, err := openKeys(dir)
	if err != nil || len(made) != 1 {
		t.Fatalf("%d keys, %v", len(made), err)
	}
	info, err := os.Stat(KeyFile(dir))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the file has the mode %v, %v", info.Mode(), err)
	}
	if again, err := openKeys(dir); err != nil || again[0] != made[0] {
		t.Errorf("another key the second time: %v", err)
	}
	if entries, _ := filepath.Glob(filepath.Join(dir, ".secrets-*")); len(entries) != 0 {
		t.Errorf("%v are left", entries)
	}
	if err := os.Chmod(KeyFile(dir), 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := openKeys(dir); fault.CodeOf(err) != "auth.keys_open" {
		t.Errorf("a file that others can read: %v", err)
	}
	if err := os.Chmod(KeyFile(dir), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(KeyFile(dir), []byte("not a key\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openKeys(dir); fault.CodeOf(err) != "auth.keys_malformed" {
		t.Errorf("a file that is none of keys: %v", err)
	}
	if _, err := openKeys(filepath.Join(dir, "none")); fault.CodeOf(err) != "auth.keys_unreadable" {
		t.Errorf("no folder: %v", err)
	}
}
