package state_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/state"
	"github.com/sevenfold/sevenfold/internal/state/statetest"
)

func TestOpeningAgainChangesNothing(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		commit(t, open(), state.Commit{Batch: bill("01A", slice("AWS/1", time.May))})
		for range 2 {
			if got := live(t, open()); len(got) != 1 {
				t.Errorf("live is %v", got)
			}
		}
	})
}

// The first command of two people, at once, on a workspace that is new.
func TestProcessesThatMakeTheSchemaAtOnce(t *testing.T) {
	locations := map[string]func(*testing.T) string{
		"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "state.db") },
		"postgres": statetest.Postgres,
	}
	for name, location := range locations {
		t.Run(name, func(t *testing.T) {
			at := location(t)
			var group sync.WaitGroup
			errs := make([]error, 12)
			for i := range errs {
				group.Go(func() {
					db, err := state.Open(context.Background(), at)
					if err == nil {
						_, err = db.Batches(context.Background())
						if cerr := db.Close(); err == nil {
							err = cerr
						}
					}
					errs[i] = err
				})
			}
			group.Wait()
			for i, err := range errs {
				if err != nil {
					t.Errorf("process %d: %v", i, err)
				}
			}
		})
	}
}

func TestAPathMayHoldAnyCharacter(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "账 本 100% #1?mode=ro&x")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "state.db")
	commit(t, statetest.Open(t, path), state.Commit{Batch: bill("01A", slice("AWS/1", time.May))})
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

func TestARelativePathIsTakenFromTheCurrentFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	statetest.Open(t, "state.db")
	if _, err := os.Stat("state.db"); err != nil {
		t.Error(err)
	}
}

func TestAStateThatCannotBeUsedIsToldSo(t *testing.T) {
	dir := t.TempDir()
	garbage := filepath.Join(dir, "garbage.db")
	if err := os.WriteFile(garbage, []byte(strings.Repeat("this is no database ", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, location := range map[string]string{
		"folder missing":  filepath.Join(dir, "nowhere", "state.db"),
		"not a database":  garbage,
		"server not here": "postgres://nobody:nothing@127.0.0.1:1/none?connect_timeout=2",
	} {
		t.Run(name, func(t *testing.T) {
			db, err := state.Open(context.Background(), location)
			if err == nil {
				t.Fatal(db.Close())
			}
			wantCode(t, err, "state.unavailable")
			if fault.KindOf(err) != fault.KindUnavailable {
				t.Errorf("kind %s", fault.KindOf(err))
			}
			if strings.Contains(err.Error(), "nothing") {
				t.Errorf("the error shows a password: %v", err)
			}
		})
	}
}

func TestAStateOfANewerReleaseIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	statetest.Open(t, path)
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := raw.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)"); err != nil {
		t.Fatal(err)
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = state.Open(context.Background(), path)
	wantCode(t, err, "state.too_new")
}
