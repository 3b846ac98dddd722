// Package enginetest is what every engine must pass: questions over relations
// of rows and of Parquet files, answered exactly.
//
// It owns the contract of package engine as tests. It does not own what only
// one engine does (settings, ingesting, roll-ups): those are tested beside it.
package enginetest

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/engine"
)

// Subject is an engine under test.
type Subject struct {
	// Each is the engine's own.
	Each func(context.Context, engine.Query, func(engine.Row) error) (engine.Stats, error)
	// Write stores a relation's rows as a Parquet file that the engine can read.
	Write func(ctx context.Context, r engine.Relation, path string) error
}

// Run runs the whole suite. The engine is used by several tests, one after the
// other, and lives until the test ends.
func Run(t *testing.T, s Subject) {
	t.Helper()
	for _, c := range []struct {
		name string
		run  func(*testing.T, Subject)
	}{
		{"every type comes back exactly", everyType},
		{"any decimal comes back exactly", anyDecimal},
		{"sums are exact", exactSums},
		{"a decimal that does not fit is refused", tooLarge},
		{"an empty relation has its columns", emptyRelation},
		{"arguments are values", arguments},
		{"a float is refused", noFloats},
		{"whole numbers of any width are whole numbers", wholeNumbers},
		{"rows come in the order asked for", order},
		{"relations of both sorts meet in one question", join},
		{"files that lack a column have nulls there", evolution},
		{"columns that nobody wants are null", unread},
		{"a scan gives what is wanted only", wanted},
		{"a relation lives for one question", lifetime},
		{"a failed question leaves nothing behind", afterFailure},
		{"the callback can stop", stop},
		{"a canceled question ends", canceled},
		{"questions at once do not meet", concurrency},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, s) })
	}
}

// columns has one column of each type.
func columns() []engine.Column {
	return []engine.Column{{Name: "n", Type: engine.TypeInt}, {Name: "name", Type: engine.TypeText}, {Name: "cost", Type: engine.TypeDecimal},
		{Name: "day", Type: engine.TypeDate}, {Name: "moment", Type: engine.TypeTime}, {Name: "live", Type: engine.TypeBool}}
}

const inOrder = `SELECT n, name, cost, day, moment, live FROM thing ORDER BY n`

// things are rows at the edges of every type.
func things() [][]any {
	d := money.MustParse
	midnight := time.Date(2025, 2, 28, 0, 0, 0, 0, time.UTC)
	instant := time.Date(2024, 2, 29, 23, 59, 59, 999_999_000, time.UTC)
	return [][]any{
		{int64(-1 << 63), "", d("-99999999999999999999.999999999999999999"), time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), false},
		{int64(0), `quotes ' " and ? and \ and ; -- in one`, d("0.000000000000000001"), midnight, instant, true},
		{int64(1), nil, nil, nil, nil, nil},
		{int64(2), "上海\n€ \x01", d("-0.1"), midnight, instant, false},
		{int64(1<<63 - 1), "000000000042", d("99999999999999999999.999999999999999999"), time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), instant, true},
	}
}

// both runs a test over the same rows handed over and written as a file.
func both(t *testing.T, s Subject, r engine.Relation, test func(*testing.T, engine.Relation)) {
	t.Helper()
	t.Run("rows", func(t *testing.T) { test(t, r) })
	t.Run("files", func(t *testing.T) { test(t, stored(t, s, r)) })
}

// stored writes a relation and gives it as files.
func stored(t *testing.T, s Subject, r engine.Relation) engine.Relation {
	t.Helper()
	path := filepath.Join(t.TempDir(), "it's one file.parquet")
	if err := s.Write(context.Background(), r, path); err != nil {
		t.Fatal(err)
	}
	return engine.Relation{Name: r.Name, Columns: r.Columns, Files: []string{path}}
}

// ask gives all rows of an answer, copied.
func ask(t *testing.T, s Subject, q engine.Query) [][]any {
	t.Helper()
	rows, err := try(s, q)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func try(s Subject, q engine.Query) (rows [][]any, err error) {
	stats, err := s.Each(context.Background(), q, func(r engine.Row) error {
		rows = append(rows, append([]any(nil), r...))
		return nil
	})
	if err == nil && stats.Rows != int64(len(rows)) {
		panic("the statistics miscount")
	}
	return rows, err
}

func equal(t *testing.T, want, got [][]any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.Comparer(money.Decimal.Equal)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
