package duckdb_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/engine"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	"github.com/sevenfold/sevenfold/internal/engine/enginetest"
)

func open(t *testing.T) *duckdb.Engine {
	t.Helper()
	e, err := duckdb.Open(context.Background(), duckdb.Options{TempDir: t.TempDir(), Threads: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// ask gives all rows of an answer, copied.
func ask(t *testing.T, e *duckdb.Engine, sql string, relations ...engine.Relation) (rows [][]any) {
	t.Helper()
	_, err := e.Each(context.Background(), engine.Query{Name: t.Name(), SQL: sql, Relations: relations}, func(r engine.Row) error {
		rows = append(rows, append([]any(nil), r...))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func equal(t *testing.T, want, got [][]any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.Comparer(money.Decimal.Equal)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestTheEngineKeepsTheContract(t *testing.T) {
	e := open(t)
	enginetest.Run(t, enginetest.Subject{Each: e.Each, Write: e.Write})
}

// A count above what int64 holds must not wrap round.
func TestUnsignedNumbersKeepTheirValue(t *testing.T) {
	want := [][]any{{int64(255), int64(65535), int64(4294967295), money.MustParse("18446744073709551615"), money.MustParse("170141183460469231731687303715884105727")}}
	equal(t, want, ask(t, open(t), `SELECT CAST(255 AS UTINYINT), CAST(65535 AS USMALLINT), CAST(4294967295 AS UINTEGER),
		CAST(18446744073709551615 AS UBIGINT), CAST(170141183460469231731687303715884105727 AS HUGEINT)`))
}

func TestClosingLeavesNoFolder(t *testing.T) {
	dir := t.TempDir()
	e, err := duckdb.Open(context.Background(), duckdb.Options{TempDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if e.TempDir() == dir || !strings.HasPrefix(e.TempDir(), dir) {
		t.Errorf("the engine works in %s", e.TempDir())
	}
	if err := os.WriteFile(filepath.Join(e.TempDir(), "spilled"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestAFolderThatCannotBeWrittenIsToldSo(t *testing.T) {
	_, err := duckdb.Open(context.Background(), duckdb.Options{TempDir: filepath.Join(t.TempDir(), "nowhere")})
	if fault.CodeOf(err) != "engine.temp_unwritable" {
		t.Errorf("got %v", err)
	}
}

// What the program never does: fetch code from the network.
func TestExtensionsAreNeverInstalledOrLoadedByThemselves(t *testing.T) {
	e := open(t)
	equal(t, [][]any{{"false", "false"}}, ask(t, e,
		`SELECT CAST(current_setting('autoinstall_known_extensions') AS VARCHAR), CAST(current_setting('autoload_known_extensions') AS VARCHAR)`))
	_, err := e.Each(context.Background(), engine.Query{SQL: `SELECT * FROM read_xlsx('nothing.xlsx')`}, func(engine.Row) error { return nil })
	if err == nil || strings.Contains(err.Error(), "download") {
		t.Errorf("a missing extension gave %v", err)
	}
	for _, row := range ask(t, e, `SELECT extension_name, install_mode FROM duckdb_extensions() WHERE loaded`) {
		if row[1] != "STATICALLY_LINKED" {
			t.Errorf("%s is %s", row[0], row[1])
		}
	}
}

func TestTimesAreShownInUTCWhateverTheMachine(t *testing.T) {
	t.Setenv("TZ", "Asia/Shanghai")
	equal(t, [][]any{{"2025-01-01 00:00:00+00"}}, ask(t, open(t), `SELECT CAST(TIMESTAMPTZ '2025-01-01 08:00:00+08' AS VARCHAR)`))
}

// Whoever reads all charges, or takes rows in slowly, keeps nobody waiting who asks
// for something small.
func TestShortQuestionsDoNotWaitForLongOnes(t *testing.T) {
	e := open(t)
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	begun, done := make(chan struct{}, 64), make(chan struct{})
	var others sync.WaitGroup
	for _, turn := range []engine.Turn{engine.TurnLong, engine.TurnStream} {
		for range 32 {
			others.Go(func() {
				_, err := e.Each(ctx, engine.Query{Name: "long", SQL: "SELECT 1", Turn: turn}, func(engine.Row) error {
					begun <- struct{}{}
					<-done
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
	}
	for range 3 { // one long, two that somebody takes in
		<-begun
	}
	equal(t, [][]any{{int64(7)}}, ask(t, e, "SELECT 7"))
	if n := len(begun); n > 0 {
		t.Errorf("%d more long questions are answered at once", n)
	}
	close(done)
	others.Wait()
}
