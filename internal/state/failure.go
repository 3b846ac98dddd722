package state

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// wrap adds the operation on the way out. A database that cannot be used just
// now (gone, locked, full, damaged) becomes the fault state.unavailable, which
// its owner can mend; whatever else a database says is a defect of ours.
func wrap(errp *error, format string, args ...any) {
	*errp = explain(*errp)
	fault.Wrap(errp, format, args...)
}

func unavailable(err error) error {
	return fault.New(fault.KindUnavailable, "state.unavailable").Because(err)
}

func explain(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := fault.As(err); ok {
		return err
	}
	var lite *sqlite.Error
	var refused *pgconn.PgError
	var connecting *pgconn.ConnectError
	var network net.Error
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &lite):
		return explainSQLite(lite)
	case errors.As(err, &refused):
		if outside(refused) {
			return unavailable(err)
		}
	case errors.As(err, &connecting), errors.As(err, &network),
		errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone):
		return unavailable(err)
	}
	return err
}

func explainSQLite(err *sqlite.Error) error {
	switch err.Code() & 0xff { // the rest of the code is detail
	case sqlite3.SQLITE_INTERRUPT:
		return fmt.Errorf("%w: %w", context.Canceled, err)
	case sqlite3.SQLITE_PERM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR,
		sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOTADB:
		return unavailable(err)
	}
	return err
}

// outside tells by its class an error that lies in the server or the way to it:
// connection, rights, resources, an operator, the system.
func outside(err *pgconn.PgError) bool {
	if len(err.Code) < 2 {
		return false
	}
	switch err.Code[:2] {
	case "08", "28", "53", "57", "58":
		return true
	}
	return err.Code == "25006" || err.Code == "42501" // read only; no right to the table
}

// isTaken tells a row that was refused because another one has its key.
func isTaken(err error) bool {
	var lite *sqlite.Error
	var refused *pgconn.PgError
	switch {
	case errors.As(err, &lite):
		return lite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	case errors.As(err, &refused):
		return refused.Code == "23505" // unique_violation
	}
	return false
}
