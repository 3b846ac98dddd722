// Package state is where the app remembers: batches, slices, rates, customers,
// rules and questions, in SQLite (one workspace folder) or PostgreSQL.
//
// It owns the commit point: an import exists when one transaction here says so,
// and not before. SQL is written once (queries/*.sql) and runs unchanged on
// both databases. It holds no amounts a database could round: decimals are text.
package state

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"
	"net/url"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // driver "sqlite"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/state/statedb"
)

//go:embed migrations/*.sql
var migrations embed.FS

// DB is the state of one workspace. It is safe for concurrent use, also by
// several processes.
type DB struct {
	db       *sql.DB
	q        *statedb.Queries
	postgres bool
}

// Open opens the state at a SQLite path or a postgres:// URL and brings its
// schema up to date.
func Open(ctx context.Context, location string) (_ *DB, err error) {
	defer fault.Wrap(&err, "state.Open")
	postgres := strings.HasPrefix(location, "postgres://") || strings.HasPrefix(location, "postgresql://")
	driver, dialect, dsn := "sqlite", goose.DialectSQLite3, sqliteDSN(location)
	if postgres {
		driver, dialect, dsn = "pgx", goose.DialectPostgres, location
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return nil, unavailable(err)
	}
	if err := db.PingContext(ctx); err != nil {
		return nil, closing(db, unavailable(err))
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, closing(db, err)
	}
	provider, err := goose.NewProvider(dialect, db, files)
	if err != nil {
		return nil, closing(db, err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return nil, closing(db, unavailable(err))
	}
	return &DB{db: db, q: statedb.New(db), postgres: postgres}, nil
}

// sqliteDSN asks for what a shared file needs: write-ahead log, a writer that
// waits for the other one instead of failing, full sync at commit, and write
// transactions that take the lock at once.
func sqliteDSN(path string) string {
	options := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(30000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"}}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: options.Encode()}).String()
}

func unavailable(err error) error {
	return fault.New(fault.KindUnavailable, "state.unavailable").Because(err)
}

func closing(db *sql.DB, err error) error {
	if cerr := db.Close(); cerr != nil {
		return cerr
	}
	return err
}

// Close ends all connections.
func (s *DB) Close() error { return s.db.Close() }

// within runs fn in one transaction.
func (s *DB) within(ctx context.Context, fn func(*statedb.Queries) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return unavailable(err)
	}
	if err := fn(s.q.WithTx(tx)); err != nil {
		if rerr := tx.Rollback(); rerr != nil {
			return rerr
		}
		return err
	}
	return tx.Commit()
}
