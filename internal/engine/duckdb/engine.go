// Package duckdb is the embedded engine: DuckDB in memory over Parquet files.
//
// It owns every line that knows DuckDB: settings, reading source files with all
// columns as text, writing Parquet, turning values into exact Go ones. DuckDB
// never owns data: nothing is kept in a database file, so that any number of
// processes can read one lake.
package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	duck "github.com/duckdb/duckdb-go/v2"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/engine"
)

// DefaultMemoryBytes is the cap on the whole process when nobody says otherwise.
const DefaultMemoryBytes = 2 << 30

// overheadBytes is what the process needs beside DuckDB's own accounting:
// measured resident memory went over DuckDB's limit by 0.1 to 0.9 GB, the most
// while many threads compress wide rows.
const overheadBytes = 700 << 20

// queryShare is DuckDB's limit while it sorts, joins and groups: then it fills
// what it is given.
func queryShare(capBytes int64) int64 { return max(capBytes-overheadBytes, 256<<20) }

// copyShare is its limit while it writes Parquet in order: then it reserves
// about twice what it touches, more where it need not parse, and a tight limit
// leaves it one thread. Measured under the default cap of 2 GiB with 10 M rows:
// resident stays below the cap.
func copyShare(capBytes int64, from FileFormat) int64 {
	if from == FileParquet {
		return queryShare(capBytes) * 5 / 2
	}
	return queryShare(capBytes) * 2
}

func memoryLimit(bytes int64) string {
	return fmt.Sprintf("SET memory_limit = '%dMiB'", bytes>>20)
}

// askedAtOnce is how many short questions a thread has at most. Long ones use all
// threads: side by side they would only take memory from each other. Of those that
// somebody takes in slowly most of the time is waiting.
const (
	askedAtOnce  = 2
	longAtOnce   = 1
	streamAtOnce = 2
)

// Options say how much of the machine the engine may use.
type Options struct {
	MemoryBytes int64  // cap for the process; 0 means DefaultMemoryBytes
	Threads     int    // 0 means all processors
	TempDir     string // where spilled data goes; a private folder is made below it
}

// Engine is an in-memory DuckDB. It is safe for concurrent use; each call has
// its own connection, so temporary views never meet.
type Engine struct {
	cap  int64 // on the process, in bytes
	db   *sql.DB
	temp string
	// turns have a slot per question that is answered at once, by engine.Turn: more
	// of them side by side take memory from each other and answer none sooner.
	turns [3]chan struct{}
}

// Open starts an engine. Extensions are never installed or loaded from outside.
func Open(ctx context.Context, o Options) (_ *Engine, err error) {
	defer fault.Wrap(&err, "duckdb.Open")
	if o.MemoryBytes == 0 {
		o.MemoryBytes = DefaultMemoryBytes
	}
	if o.Threads == 0 {
		o.Threads = runtime.NumCPU()
	}
	base := o.TempDir
	if base == "" {
		base = os.TempDir()
	}
	temp, err := makeTemp(base)
	if err == nil {
		err = clearDead(base)
	}
	if err != nil {
		return nil, fault.New(fault.KindUnavailable, "engine.temp_unwritable").With("dir", base).Because(err)
	}
	settings := []string{
		memoryLimit(queryShare(o.MemoryBytes)),
		fmt.Sprintf("SET threads = %d", o.Threads),
		"SET temp_directory = " + literal(temp),
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
		"SET preserve_insertion_order = true",
		// Lake files never change once written, so their footers stay true.
		"SET parquet_metadata_cache = true",
		"SET TimeZone = 'UTC'",
	}
	connector, err := duck.NewConnector("", nil)
	if err != nil {
		_ = os.RemoveAll(temp)
		return nil, fault.New(fault.KindUnavailable, "engine.start_failed").Because(err)
	}
	e := &Engine{cap: o.MemoryBytes, db: sql.OpenDB(connector), temp: temp}
	for turn, slots := range [...]int{engine.TurnShort: askedAtOnce * o.Threads, engine.TurnLong: longAtOnce, engine.TurnStream: streamAtOnce} {
		e.turns[turn] = make(chan struct{}, slots)
	}
	// Macros name the functions, so those come first.
	if err := e.registerFunctions(ctx); err != nil {
		return nil, closeAnd(e, err)
	}
	for _, s := range append(settings, macros...) {
		if _, err := e.db.ExecContext(ctx, s); err != nil {
			return nil, fmt.Errorf("%s: %w", s, closeAnd(e, err))
		}
	}
	return e, nil
}

func closeAnd(e *Engine, err error) error {
	if cerr := e.Close(); cerr != nil {
		return fmt.Errorf("%w (and closing: %w)", err, cerr)
	}
	return err
}

// Close stops the engine and removes its temporary files.
func (e *Engine) Close() error {
	err := e.db.Close()
	if rerr := os.RemoveAll(e.temp); err == nil {
		err = rerr
	}
	return err
}

// Version is DuckDB's own version, such as "v1.5.6".
func (e *Engine) Version(ctx context.Context) (string, error) {
	var v string
	err := e.db.QueryRowContext(ctx, "SELECT version()").Scan(&v)
	return v, err
}

// Each runs a query and calls fn with every row, in order. The relations exist
// only for this call. It waits while many others of its turn ask; fn must not ask
// again.
func (e *Engine) Each(ctx context.Context, q engine.Query, fn func(engine.Row) error) (_ engine.Stats, err error) {
	defer fault.Wrap(&err, "duckdb.Each(%s)", q.Name)
	var stats engine.Stats
	select {
	case e.turns[q.Turn] <- struct{}{}:
		defer func() { <-e.turns[q.Turn] }()
	case <-ctx.Done():
		return stats, ctx.Err()
	}
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return stats, err
	}
	defer func() {
		if cerr := conn.Close(); err == nil {
			err = cerr
		}
	}()
	start := time.Now()
	defer func() {
		for _, r := range q.Relations {
			// What was not made yet when a question fails is not there to be dropped,
			// and what is dropped must not meet the connection's next user.
			if _, derr := conn.ExecContext(context.WithoutCancel(ctx), dropRelation(r)); err == nil && derr != nil {
				err = derr
			}
		}
	}()
	for _, r := range q.Relations {
		if err := e.bind(ctx, conn, r); err != nil {
			return stats, fmt.Errorf("relation %s: %w", r.Name, err)
		}
	}
	rows, err := conn.QueryContext(ctx, q.SQL, q.Args...)
	if err != nil {
		return stats, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return stats, err
	}
	values, targets := make(engine.Row, len(names)), make([]any, len(names))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return stats, err
		}
		for i, v := range values {
			if values[i], err = exact(v); err != nil {
				return stats, fmt.Errorf("column %s: %w", names[i], err)
			}
		}
		stats.Rows++
		if err := fn(values); err != nil {
			return stats, err
		}
	}
	stats.Elapsed = time.Since(start)
	return stats, rows.Err()
}

// literal quotes a text for SQL, where DuckDB takes no argument.
func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// name quotes an identifier for SQL.
func name(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// TempDir is the engine's private folder for pipes and spilled data.
func (e *Engine) TempDir() string { return filepath.Clean(e.temp) }
