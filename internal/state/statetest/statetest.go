// Package statetest runs a test on every database the state can live in:
// SQLite always, PostgreSQL where SEVENFOLD_TEST_POSTGRES is a URL. Each test
// gets a state of its own.
package statetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/sevenfold/sevenfold/internal/state"
)

// Variable names the PostgreSQL server to test on.
const Variable = "SEVENFOLD_TEST_POSTGRES"

// Run runs a test once per database. Every call of open gives one more handle
// on the same state, as another process would have; all end with the test.
func Run(t *testing.T, test func(t *testing.T, open func() *state.DB)) {
	t.Helper()
	run := func(name string, location func(*testing.T) string) {
		t.Run(name, func(t *testing.T) {
			at := location(t)
			test(t, func() *state.DB { return Open(t, at) })
		})
	}
	run("sqlite", func(t *testing.T) string { return filepath.Join(t.TempDir(), "state.db") })
	run("postgres", Postgres)
}

// Open opens a state and closes it with the test.
func Open(t *testing.T, location string) *state.DB {
	t.Helper()
	db, err := state.Open(context.Background(), location)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// Postgres gives the location of an empty state in a schema that is dropped
// with the test, or skips.
func Postgres(t *testing.T) string {
	t.Helper()
	server := os.Getenv(Variable)
	if server == "" {
		t.Skipf("no PostgreSQL: set %s to a postgres:// URL, or run make test", Variable)
	}
	at, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	random := make([]byte, 8)
	if _, err := rand.Read(random); err != nil {
		t.Fatal(err)
	}
	schema := "test_" + hex.EncodeToString(random)
	if _, err := db.Exec("CREATE SCHEMA " + schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Exec("DROP SCHEMA " + schema + " CASCADE"); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	query := at.Query()
	query.Set("search_path", schema)
	at.RawQuery = query.Encode()
	return at.String()
}
