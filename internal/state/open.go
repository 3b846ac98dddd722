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
	"errors"
	"io/fs"
	"net/url"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"modernc.org/sqlite" // driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"

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
// schema up to date; several processes may do so at once. Faults:
// state.unavailable, and state.too_new for a schema that a newer release made.
func Open(ctx context.Context, location string) (_ *DB, err error) {
	defer wrap(&err, "state.Open")
	postgres := strings.HasPrefix(location, "postgres://") || strings.HasPrefix(location, "postgresql://")
	driver, dsn := "sqlite", sqliteDSN(location)
	if postgres {
		driver, dsn = "pgx", location
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return nil, unavailable(err)
	}
	ready := func() error {
		if err := db.PingContext(ctx); err != nil {
			return unavailable(err)
		}
		return migrate(ctx, db, postgres)
	}
	if err := patiently(ctx, ready); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &DB{db: db, q: statedb.New(db), postgres: postgres}, nil
}

// Patience with a SQLite file that others make ready at this moment: what one of
// their transactions may wait (see sqliteDSN), and how often to look.
const (
	patience = 30 * time.Second
	pause    = 10 * time.Millisecond
)

// patiently tries again while SQLite says that somebody else is at work. Its own
// busy timeout does not cover the change to the write-ahead log: there it gives up
// at once, because two processes that want it would wait for each other.
func patiently(ctx context.Context, try func() error) error {
	end := time.Now().Add(patience)
	for {
		err := try()
		var lite *sqlite.Error
		if !errors.As(err, &lite) || lite.Code()&0xff != sqlite3.SQLITE_BUSY || time.Now().After(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// migrationTries is how often a process looks again; each time somebody else
// has got further.
const migrationTries = 32

// migrate brings the schema up to date.
func migrate(ctx context.Context, db *sql.DB, postgres bool) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption(nil)
	if postgres {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
		if err != nil {
			return err
		}
		dialect, options = goose.DialectPostgres, append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(dialect, db, files, options...)
	if err != nil {
		return err
	}
	// On SQLite nothing keeps two processes from finding the same schema old; the
	// slower one fails on what the faster one made, and has only to look again. That
	// may happen at every migration, with every process there is.
	for range migrationTries {
		if _, err = provider.Up(ctx); err == nil || postgres || ctx.Err() != nil {
			break
		}
	}
	if err != nil {
		return unavailable(err)
	}
	is, known, err := provider.GetVersions(ctx)
	if err == nil && is > known {
		err = fault.New(fault.KindConflict, "state.too_new").With("is", is).With("known", known)
	}
	return err
}

// sqliteDSN asks for what a shared file needs: write-ahead log, a writer that
// waits for the other one instead of failing, full sync at commit, and write
// transactions that take the lock at once.
func sqliteDSN(path string) string {
	options := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(30000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"}}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: options.Encode()}).String()
}

// Close ends all connections.
func (s *DB) Close() error { return s.db.Close() }

// within runs fn in one transaction. Transactions that write take turns: SQLite
// takes its lock at BEGIN, PostgreSQL here, because what is replaced must be
// found and ended without anybody adding to it in between. Readers do not wait.
func (s *DB) within(ctx context.Context, fn func(*statedb.Queries) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if s.postgres {
		_, err = tx.ExecContext(ctx, "LOCK TABLE batch IN SHARE ROW EXCLUSIVE MODE")
	}
	if err == nil {
		prepared := &prepared{tx: tx, statements: map[string]*sql.Stmt{}}
		err = fn(statedb.New(prepared))
		err = errors.Join(err, prepared.close())
	}
	if err != nil {
		// The end of the context rolls back by itself, and is what the caller did.
		if rerr := tx.Rollback(); rerr != nil && !errors.Is(rerr, sql.ErrTxDone) {
			err = errors.Join(err, rerr)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return err
	}
	return tx.Commit()
}
