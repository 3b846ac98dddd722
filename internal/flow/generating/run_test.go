package generating

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// generated makes books in a fresh folder and reads their truth.
func generated(t *testing.T, o Options) (string, Summary, Truth) {
	t.Helper()
	o.Out = filepath.Join(t.TempDir(), "books")
	s, err := Run(context.Background(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	var truth Truth
	content, err := os.ReadFile(filepath.Join(o.Out, TruthFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &truth); err != nil {
		t.Fatal(err)
	}
	return o.Out, s, truth
}

func hashes(t *testing.T, root string) map[string]string {
	t.Helper()
	sums := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		h := sha256.Sum256(content)
		sums[name] = hex.EncodeToString(h[:])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

func TestEqualOptionsGiveEqualBytesHoweverManyWriters(t *testing.T) {
	o := Options{Seed: 11, Customers: 9, Months: 4, RowsTotal: 3_000, Compress: true, Parallel: 1}
	one, _, _ := generated(t, o)
	o.Parallel = 5
	two, _, _ := generated(t, o)
	if diff := cmp.Diff(hashes(t, one), hashes(t, two)); diff != "" {
		t.Errorf("the same seed gave other files (-one +two):\n%s", diff)
	}
	o.Seed = 12
	three, _, _ := generated(t, o)
	if cmp.Equal(hashes(t, one), hashes(t, three)) {
		t.Error("another seed gave the same files")
	}
}

func TestDefaultPartnerIsBelievable(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 70 MB")
	}
	_, s, truth := generated(t, Options{Seed: 7})
	if s.Rows < 60_000 || s.Rows > 100_000 {
		t.Errorf("rows = %d, want 60,000 to 100,000", s.Rows)
	}
	if got := s.Period.String(); got != "2024-01..2025-12" {
		t.Errorf("period = %s", got)
	}
	if s.Customers != 40 || s.Payers != 4 {
		t.Errorf("%d customers under %d payers, want 40 under 4", s.Customers, s.Payers)
	}
	m := truth.Multiplier[0]
	ratio := money.MustParse(m.Ratio)
	if ratio.Cmp(money.One) < 0 || ratio.Cmp(money.MustParse("3.5")) > 0 {
		t.Errorf("multiplier = %s, want 1 to 3.5", m.Ratio)
	}
	if len(m.ByCategory) != 6 {
		t.Errorf("categories = %v, want all six", m.ByCategory)
	}
	for name, residual := range map[string]money.Decimal{"uncategorised": m.Uncategorised, "unmatched services": m.Unmatched, "unmatched cloud": m.UnmatchedCloud} {
		if residual.Sign() <= 0 {
			t.Errorf("%s = %s, want some", name, residual)
		}
	}
	owned := 0
	for _, p := range truth.Payers {
		if p.Owner != "" {
			owned++
		}
	}
	if owned == 0 || owned == len(truth.Payers) {
		t.Errorf("%d of %d payers are customers' own, want some resold and some influenced", owned, len(truth.Payers))
	}
}

func TestSizeFollowsWhatWasAsked(t *testing.T) {
	for _, c := range []struct {
		format Format
		bytes  int64
	}{{FormatMixed, 1 << 20}, {FormatMixed, 8 << 20}, {FormatFocus, 8 << 20}, {FormatCUR2, 8 << 20}, {FormatCUR, 8 << 20}} {
		_, s, _ := generated(t, Options{Seed: 3, Format: c.format, TargetBytes: c.bytes})
		if s.Bytes < c.bytes*3/4 || s.Bytes > c.bytes*5/4 {
			t.Errorf("%s: %d bytes for %d asked", c.format, s.Bytes, c.bytes)
		}
	}
	_, s, _ := generated(t, Options{Seed: 3, RowsTotal: 12_000, Customers: 20, Months: 12})
	if s.Rows < 9_000 || s.Rows > 15_000 {
		t.Errorf("%d rows for 12,000 asked", s.Rows)
	}
}

func TestSpendDoesNotDependOnHowManyRowsItIsCutInto(t *testing.T) {
	o := Options{Seed: 9, Customers: 10, Months: 3, RowsTotal: 1_000}
	_, _, few := generated(t, o)
	o.RowsTotal = 20_000
	_, _, many := generated(t, o)
	ratio := few.Multiplier[0].Cloud.Quo(many.Multiplier[0].Cloud, 3)
	if ratio.Cmp(money.MustParse("0.7")) < 0 || ratio.Cmp(money.MustParse("1.3")) > 0 {
		t.Errorf("cloud with 1,000 rows is %s of that with 20,000", ratio)
	}
}

func TestLargeBillsAreContinuedInFurtherFiles(t *testing.T) {
	o := Options{Seed: 5, Customers: 8, Months: 2, RowsTotal: 4_000, partBytes: 100_000}
	root, _, truth := generated(t, o)
	several := 0
	for _, b := range truth.Bills {
		if len(b.Files) > 1 {
			several++
		}
		for _, f := range b.Files {
			info, err := os.Stat(filepath.Join(root, f))
			if err != nil {
				t.Fatal(err)
			}
			if info.Size() > 100_000+3*flushAt {
				t.Errorf("%s has %d bytes", f, info.Size())
			}
		}
	}
	if several == 0 {
		t.Error("no bill has several files")
	}
}

func TestOptionsThatCannotBe(t *testing.T) {
	for option, o := range map[string]Options{
		"out":         {},
		"bills":       {Out: "x", Format: "parquet"},
		"customers":   {Out: "x", Customers: 3},
		"months":      {Out: "x", Months: 121},
		"rows":        {Out: "x", RowsTotal: -1},
		"size":        {Out: "x", TargetBytes: 3 << 40},
		"first-month": {Out: "x", FirstMonth: -1},
	} {
		_, err := Run(context.Background(), o, nil)
		f, ok := fault.As(err)
		if !ok || f.Code != "generating.option_invalid" || f.Args["option"] != option {
			t.Errorf("%s: %v", option, err)
		}
	}
}

func TestFolderWithFilesInItIsLeftAlone(t *testing.T) {
	out := t.TempDir()
	if err := os.WriteFile(filepath.Join(out, "mine.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Run(context.Background(), Options{Out: out}, nil)
	if fault.CodeOf(err) != "generating.folder_not_empty" || fault.KindOf(err) != fault.KindConflict {
		t.Errorf("error = %v", err)
	}
}

func TestCancelledRunLeavesNoTruth(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	out := t.TempDir()
	_, err := Run(ctx, Options{Out: out, Customers: 8, Months: 3, RowsTotal: 2_000, Parallel: 1}, func(p Progress) {
		if p.Months > 0 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
	if _, err := os.Stat(filepath.Join(out, TruthFile)); err == nil {
		t.Error("a cancelled run wrote the truth")
	}
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Run(context.Background(), Options{Out: filepath.Join(file, "below")}, nil)
	if fault.CodeOf(err) != "generating.write_failed" {
		t.Errorf("error = %v", err)
	}
}

func TestProgressGrowsToTheWhole(t *testing.T) {
	var last Progress
	out := filepath.Join(t.TempDir(), "new")
	s, err := Run(context.Background(), Options{Out: out, Customers: 8, Months: 3, RowsTotal: 2_000, FirstMonth: period.NewMonth(2023, 5)}, func(p Progress) {
		if p.Rows < last.Rows || p.Bytes < last.Bytes || p.Months < last.Months {
			t.Errorf("progress went back: %+v after %+v", p, last)
		}
		last = p
	})
	if err != nil {
		t.Fatal(err)
	}
	if last.Rows != s.Rows || last.Months != last.MonthsTotal || last.MonthsTotal != 12 {
		t.Errorf("last progress %+v, summary %+v", last, s)
	}
	if !strings.HasPrefix(s.Period.String(), "2023-05") {
		t.Errorf("period = %s", s.Period)
	}
}
