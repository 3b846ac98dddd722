package duckdb_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/engine"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
)

// stored writes rows of name and cost and gives the file.
func stored(t *testing.T, e *duckdb.Engine, rows ...[]any) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "charge.parquet")
	err := e.Write(context.Background(), engine.Relation{Name: "charge", Rows: rows, Columns: []engine.Column{
		{Name: "name", Type: engine.TypeText}, {Name: "cost", Type: engine.TypeDecimal}}}, path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCheckCountsEveryRuleOverAllFiles(t *testing.T) {
	e := open(t)
	files := []string{
		stored(t, e, []any{"a", money.MustParse("-1.5")}, []any{nil, money.MustParse("2")}),
		stored(t, e, []any{"b", money.MustParse("-1.5")}, []any{"b", nil}),
	}
	got, err := e.Check(context.Background(), files, []duckdb.Rule{
		{ID: "negative", Column: "cost", Predicate: "cost < 0"}, // NULL counts as kept
		{ID: "kept", Column: "cost", Predicate: "cost > 100"},
		{ID: "nameless", Predicate: "name IS NULL"},
		{ID: "empty example", Column: "cost", Predicate: "cost IS NULL"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []duckdb.Violation{{ID: "negative", Count: 2, Example: "-1.500000000000000000"}, {ID: "nameless", Count: 1}, {ID: "empty example", Count: 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if none, err := e.Check(context.Background(), nil, []duckdb.Rule{{ID: "x", Predicate: "TRUE"}}); err != nil || none != nil {
		t.Errorf("no files gave %v, %v", none, err)
	}
}

func TestRowsAreCountedFromTheFooter(t *testing.T) {
	e := open(t)
	for _, want := range []int64{0, 3} {
		path := stored(t, e)
		if want > 0 {
			path = stored(t, e, []any{"a", nil}, []any{"b", nil}, []any{"c", nil})
		}
		if n, err := e.CountRows(context.Background(), path); err != nil || n != want {
			t.Errorf("%d rows, %v, want %d", n, err, want)
		}
	}
	if _, err := e.CountRows(context.Background(), filepath.Join(t.TempDir(), "missing.parquet")); err == nil {
		t.Error("a missing file has rows")
	}
}
