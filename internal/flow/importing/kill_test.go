package importing_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/engine"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/state"
)

// childWorkspace, when set, makes this test binary a process that imports its
// arguments into that workspace and says how it went on standard output.
const childWorkspace = "SEVENFOLD_TEST_IMPORT_INTO"

// childFileLimit bounds how large a file the child may write, as a full disk would.
const childFileLimit = "SEVENFOLD_TEST_FILE_LIMIT"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childWorkspace); dir != "" {
		os.Exit(importAsChild(dir, os.Args[1:]))
	}
	os.Exit(m.Run())
}

func importAsChild(dir string, paths []string) int {
	var limit uint64
	if _, err := fmt.Sscan(os.Getenv(childFileLimit), &limit); err == nil {
		signal.Ignore(syscall.SIGXFSZ) // so that writing fails, as on a full disk, and nobody is killed
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
			fmt.Println("no limit", err)
			return 1
		}
	}
	im, closeAll, err := openWorkspace(dir)
	if err != nil {
		fmt.Println("open", err)
		return 1
	}
	fmt.Println("begin")
	r, err := im.Bill(context.Background(), importing.BillInput{Paths: paths, MaxRejectShare: importing.DefaultMaxRejectShare})
	switch {
	case err != nil:
		fmt.Println("fault", fault.CodeOf(err), err)
	case r.Unchanged:
		fmt.Println("unchanged", r.Batch.ID)
	default:
		fmt.Println("imported", r.Batch.ID)
	}
	if err := closeAll(); err != nil {
		fmt.Println("close", err)
		return 1
	}
	return 0
}

// openWorkspace opens a workspace that lives longer than one process.
func openWorkspace(dir string) (*importing.Importer, func() error, error) {
	ctx := context.Background()
	db, err := state.Open(ctx, filepath.Join(dir, "state.db"))
	if err != nil {
		return nil, nil, err
	}
	e, err := duckdb.Open(ctx, duckdb.Options{TempDir: dir, Threads: 2})
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	im := &importing.Importer{State: db, Engine: e, Lake: filepath.Join(dir, "lake"), RejectDir: filepath.Join(dir, "rejects"), Now: time.Now}
	return im, func() error { return errors.Join(e.Close(), db.Close()) }, nil
}

// child prepares this binary to import as another process.
func child(t *testing.T, dir string, env []string, paths ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self, paths...)
	c.Env = append(append(os.Environ(), childWorkspace+"="+dir), env...)
	c.Stderr = os.Stderr
	return c
}

// delivery is a bill of some megabytes whose total tells which one it is.
func delivery(t *testing.T, name, cost string) string {
	t.Helper()
	return file(t, name, focusCSV(book(20_000, func(int) string { return cost })))
}

// A process is killed at a random moment of an import. Whatever the moment:
// what counted before counts still, or the new delivery counts whole.
func TestAKilledImportChangesNothingOrEverything(t *testing.T) {
	dir := t.TempDir()
	first, second := delivery(t, "first.csv", "1"), delivery(t, "second.csv", "2")
	run := func(path string, wait func(started time.Time)) (report string) {
		c := child(t, dir, nil, path)
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for lines.Scan() && lines.Text() != "begin" {
			report += lines.Text() + "\n"
		}
		if wait != nil {
			wait(time.Now())
			if err := c.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
				t.Fatal(err)
			}
		}
		for lines.Scan() {
			report += lines.Text() + "\n"
		}
		var killed *exec.ExitError
		if err := c.Wait(); err != nil && (wait == nil || !errors.As(err, &killed)) {
			t.Fatalf("%v: %s", err, report)
		}
		return report
	}
	began := time.Now()
	if report := run(first, nil); !strings.HasPrefix(report, "imported") {
		t.Fatal(report)
	}
	whole := 2 * time.Since(began) // a second delivery takes longer than the first: some kills should come late

	standingAt := "20000"
	const kills = 20
	for kill := range kills {
		moment := whole * time.Duration(kill) / kills // somewhere in each of twenty stretches
		moment += time.Duration(rand.Int64N(int64(whole / kills)))
		next, nextSum := second, "40000"
		if standingAt == nextSum {
			next, nextSum = first, "20000"
		}
		run(next, func(started time.Time) { time.Sleep(time.Until(started.Add(moment))) })

		im, closeAll, err := openWorkspace(dir)
		if err != nil {
			t.Fatalf("kill %d after %s: the workspace does not open: %v", kill, moment, err)
		}
		got := verify(t, im)
		if got != standingAt && got != nextSum {
			t.Errorf("kill %d after %s: %s counts, neither %s nor %s", kill, moment, got, standingAt, nextSum)
		}
		t.Logf("kill %d after %s: %s -> %s", kill, moment.Round(time.Millisecond), standingAt, got)
		standingAt = got
		if err := closeAll(); err != nil {
			t.Fatal(err)
		}
	}

	im, closeAll, err := openWorkspace(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := closeAll(); err != nil {
			t.Error(err)
		}
	}()
	bill(t, im, delivery(t, "third.csv", "3"))
	if got := verify(t, im); got != "60000" {
		t.Errorf("after a whole import %s counts", got)
	}
	if left, err := filepath.Glob(filepath.Join(im.Lake, ".staging", "*")); err != nil || len(left) > 0 {
		t.Errorf("staging holds %v, %v", left, err)
	}
}

// verify checks that every file that counts is there and holds what the state
// says, and that what nobody names lies where it is cleared from. It gives the
// sum of what counts.
func verify(t *testing.T, im *importing.Importer) string {
	t.Helper()
	ctx := context.Background()
	sum := money.Zero
	for _, s := range liveSlices(t, im) {
		equal(t, "the roll-up of "+string(s.BatchID), rollup(t, im, s.Slice.RollupPath), s.Slice.Totals.Billed.String())
		sum = sum.Add(s.Slice.Totals.Billed)
	}
	batches, err := im.State.Batches(ctx)
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, b := range batches {
		named["batch="+string(b.ID)] = true
		total, rows := totals(b, "")
		for _, f := range b.Files {
			_, err := im.Engine.Each(ctx, engine.Query{SQL: "SELECT count(*), CAST(sum(billed_cost) AS DECIMAL(38,18)) FROM charge",
				Relations: []engine.Relation{{Name: "charge", Files: []string{filepath.Join(im.Lake, f.LakePath)}, Varied: true, Columns: enginesql.ChargeColumns()}}}, func(r engine.Row) error {
				if r[0] != rows || !r[1].(money.Decimal).Equal(total.Billed) {
					t.Errorf("%s holds %v rows and %v, the state says %d and %s", f.LakePath, r[0], r[1], rows, total.Billed)
				}
				return nil
			})
			if err != nil {
				t.Errorf("%s: %v", f.LakePath, err)
			}
		}
		if b.Kind != batch.KindBill {
			t.Errorf("a batch of kind %s", b.Kind)
		}
	}
	tables, err := os.ReadDir(im.Lake)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		if strings.HasPrefix(table.Name(), ".") {
			continue // .staging and .lock
		}
		folders, err := os.ReadDir(filepath.Join(im.Lake, table.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range folders {
			if !f.IsDir() || !strings.HasPrefix(f.Name(), "batch=") {
				t.Errorf("%s/%s is no batch folder", table.Name(), f.Name())
			}
		}
	}
	return sum.String()
}

// A disk that is full while the lake is written.
func TestAFullDiskChangesNothing(t *testing.T) {
	dir := t.TempDir()
	im, closeAll, err := openWorkspace(dir)
	if err != nil {
		t.Fatal(err)
	}
	bill(t, im, file(t, "standing.csv", focusCSV([]charge{{account: "111111111111", cost: "5"}})))
	before := standing(t, im)
	if err := closeAll(); err != nil {
		t.Fatal(err)
	}
	// Costs that do not compress make the lake's file larger than the limit.
	path := file(t, "bill.csv", focusCSV(book(60_000, func(n int) string { return fmt.Sprintf("%d.%018d", n, rand.Int64N(1e18)) })))
	out, err := child(t, dir, []string{childFileLimit + "=600000"}, path).Output()
	if err != nil {
		t.Fatalf("the child ended with %v: %s", err, out)
	}
	if !strings.Contains(string(out), "fault engine.disk_full") {
		t.Errorf("the child said %s", out)
	}
	im, closeAll, err = openWorkspace(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := closeAll(); err != nil {
			t.Error(err)
		}
	}()
	if after := standing(t, im); after != before {
		t.Errorf("%s\nbecame\n%s", before, after)
	}
}
