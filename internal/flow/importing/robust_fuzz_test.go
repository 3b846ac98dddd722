package importing_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/state"
)

// FuzzBillCSV: whatever the bytes are, an import ends with a batch whose rows
// are in its roll-up, or with a fault that has a code; never with a panic or a
// defect.
func FuzzBillCSV(f *testing.F) {
	clean := focusCSV(sample())
	for _, seed := range []string{
		"", "\n", "\x00", "a,b\n1,2\n", clean, "\ufeff" + clean, strings.ReplaceAll(clean, ",", ";"), strings.ReplaceAll(clean, "\n", "\r"),
		strings.Replace(clean, "12.5", `"12.5`, 1), strings.Replace(clean, "12.5", "1e19", 1), strings.Replace(clean, "12.5", "1e20", 1), strings.Replace(clean, "-01-01T", "/1/1 ", 1),
		strings.Replace(clean, "2025-01-01T00:00:00Z", "0001-01-01", 1), strings.Replace(clean, "USD", "", 2), strings.Replace(clean, "USD", "'\"\\", 1), curCSV("1", "2.5E-7"),
		strings.Replace(curCSV("1"), "Usage,", "Tax,", 1), strings.Replace(curCSV("1"), "r1", "r1\n\n", 1), gzipped(clean), gzipped(clean)[:60], zstandard(clean), zipped("a.csv", clean),
		strings.Join(rejectColumns(), ",") + "," + clean,
	} {
		f.Add([]byte(seed))
	}
	ctx, dir := context.Background(), f.TempDir()
	engine, err := duckdb.Open(ctx, duckdb.Options{TempDir: dir, Threads: 1, MemoryBytes: 1 << 30})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		if err := engine.Close(); err != nil {
			f.Error(err)
		}
	})
	f.Fuzz(func(t *testing.T, content []byte) {
		dir := t.TempDir()
		db, err := state.Open(ctx, filepath.Join(dir, "state.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		}()
		path := filepath.Join(dir, "bill.csv")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		im := &importing.Importer{State: db, Engine: engine, Lake: filepath.Join(dir, "lake"), RejectDir: filepath.Join(dir, "rejects"), Now: time.Now}
		r, err := im.Bill(ctx, importing.BillInput{Paths: []string{path}, MaxRejectShare: tolerant})
		if err != nil {
			if e, ok := fault.As(err); !ok || e.Kind == fault.KindInternal {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		inFiles := int64(0)
		for _, file := range r.Batch.Files {
			inFiles += file.Rows
		}
		_, inSlices := totals(r.Batch, "")
		if inFiles == 0 || inFiles > inSlices {
			t.Fatalf("%d rows in files, %d in slices", inFiles, inSlices)
		}
		for _, s := range r.Batch.Slices {
			if got := rollup(t, im, s.RollupPath); !got.Equal(s.Totals.Billed) {
				t.Fatalf("the roll-up of %+v sums to %s", s, got)
			}
		}
	})
}

// rejectColumns are what stands before a bill's own columns in a reject file.
func rejectColumns() []string {
	return []string{"sevenfold_file", "sevenfold_row", "sevenfold_column", "sevenfold_value", "sevenfold_reason"}
}
