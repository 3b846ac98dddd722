package importing_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/state"
)

// corpus gives the folder of third-party files, or skips.
func corpus(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("SEVENFOLD_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the corpus is not here (%s): set SEVENFOLD_CORPUS", dir)
	}
	return dir
}

// workspace is a fresh importer on real SQLite, real DuckDB, real files.
func workspace(t *testing.T) *importing.Importer {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	db, err := state.Open(ctx, filepath.Join(dir, "state.db"))
	if err != nil {
		t.Fatal(err)
	}
	engine, err := duckdb.Open(ctx, duckdb.Options{TempDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return &importing.Importer{State: db, Engine: engine, Lake: filepath.Join(dir, "lake"), RejectDir: filepath.Join(dir, "rejects"), Now: time.Now}
}

func bill(t *testing.T, im *importing.Importer, paths ...string) importing.Result {
	t.Helper()
	r, err := im.Bill(context.Background(), importing.BillInput{Paths: paths, MaxRejectShare: importing.DefaultMaxRejectShare})
	if err != nil {
		t.Fatalf("%s: %v", paths, err)
	}
	return r
}

func totals(b batch.Batch, source string) (sum batch.Totals, rows int64) {
	for _, s := range b.Slices {
		if source == "" || s.Source == source {
			sum, rows = sum.Add(s.Totals), rows+s.Rows
		}
	}
	return sum, rows
}

func equal(t *testing.T, what string, got money.Decimal, want string) {
	t.Helper()
	if !got.Equal(money.MustParse(want)) {
		t.Errorf("%s is %s, want %s", what, got, want)
	}
}

func TestFocusSampleTiesToItsControlTotals(t *testing.T) {
	b := bill(t, workspace(t), filepath.Join(corpus(t), "focus", "focus-1.0_finopsorg_focus_sample_1000.csv")).Batch
	byProvider := map[string]batch.Totals{}
	rows := map[string]int64{}
	periods := map[string]bool{}
	for _, s := range b.Slices {
		provider, _, _ := cut(s.Source)
		byProvider[provider] = byProvider[provider].Add(s.Totals)
		rows[provider] += s.Rows
		periods[s.BillingPeriod.String()] = true
	}
	if rows["AWS"] != 942 || rows["Microsoft"] != 51 || rows["Oracle"] != 7 || len(rows) != 3 {
		t.Errorf("rows by provider are %v", rows)
	}
	if !periods["2024-09"] || !periods["2024-10"] || len(periods) != 2 {
		t.Errorf("periods are %v", periods)
	}
	equal(t, "AWS BilledCost", byProvider["AWS"].Billed, "18.00663861840")
	equal(t, "AWS EffectiveCost", byProvider["AWS"].Effective, "13")
	equal(t, "AWS ListCost", byProvider["AWS"].List, "18.14931764060")
	equal(t, "AWS ContractedCost", byProvider["AWS"].Contracted, "13")
	equal(t, "Microsoft BilledCost", byProvider["Microsoft"].Billed, "1.97651418586")
	equal(t, "Microsoft ContractedCost", byProvider["Microsoft"].Contracted, "1.97626039326")
	equal(t, "Oracle BilledCost", byProvider["Oracle"].Billed, "0.53707392473")
	equal(t, "Oracle ListCost", byProvider["Oracle"].List, "0.26507392473")
	sum, _ := totals(b, "")
	equal(t, "BilledCost", sum.Billed, "20.52022672899")
	equal(t, "rounding", sum.Rounding, "0")
	if b.Version != "1.0" || b.Format != "focus" {
		t.Errorf("read as %s %s", b.Format, b.Version)
	}
}

func cut(source string) (provider, account string, ok bool) {
	for i := range source {
		if source[i] == '/' {
			return source[:i], source[i+1:], true
		}
	}
	return source, "", false
}

func TestLegacyReportTiesToItsControlTotals(t *testing.T) {
	b := bill(t, workspace(t), filepath.Join(corpus(t), "cur", "legacy-cur_focus_converters_anonymous.csv")).Batch
	sum, rows := totals(b, "")
	if rows != 1281 {
		t.Errorf("%d rows", rows)
	}
	equal(t, "BilledCost", sum.Billed, "1.68230869740")
	want := map[string]string{"Tax": "0.08", "Usage": "1.60230869740"}
	for _, s := range b.Sums {
		equal(t, s.Name, s.Source, want[s.Name])
		delete(want, s.Name)
	}
	if len(want) > 0 {
		t.Errorf("line item types not seen: %v", want)
	}
}

func TestReportFolderFollowsItsManifestAndBoundsItsRounding(t *testing.T) {
	b := bill(t, workspace(t), filepath.Join(corpus(t), "cur", "koku", "koku-local")).Batch
	want := map[string]string{"2018-06": "34649.973272612318255145698", "2018-07": "100267.738649643334767685352", "2018-08": "8310.0517559319619951600"}
	rows := int64(0)
	for _, s := range b.Slices {
		rows += s.Rows
		source := money.MustParse(want[s.BillingPeriod.String()])
		// Billed and the residues of all four costs are known; for this report all
		// four cost columns come from the unblended cost, so the rounding of one
		// cost is at most half a unit of the 18th decimal per row.
		difference := s.Totals.Billed.Sub(source).Abs()
		if bound := money.NewInt(s.Rows).Mul(money.MustParse("0.0000000000000000005")); difference.Cmp(bound) > 0 {
			t.Errorf("%s: BilledCost %s differs from the source's %s by more than %s", s.BillingPeriod, s.Totals.Billed, source, bound)
		}
	}
	if rows != 13380 {
		t.Errorf("%d rows", rows)
	}
}

// Every bill of the corpus is imported, or refused for the right reason.
func TestEveryBillOfTheCorpus(t *testing.T) {
	dir := corpus(t)
	refused := map[string]string{
		"cur/sbroenne-sample-cur20.csv":                                                                                 "bill.columns_missing",
		"cur/sbroenne-sample-legacy.csv":                                                                                "bill.columns_missing",
		"focus/spec-examples/commitment_discount_purchase_scenario_1.csv":                                               "bill.columns_missing",
		"focus/spec-examples/commitment_discount_usage_scenario_1.csv":                                                  "bill.columns_missing",
		"focus/spec-examples/one_hundred_percent_utilization_with_commitment_discount_flexibility_with_2_resources.csv": "bill.columns_missing",
		"focus/validator-sample.parquet":                                                                                "bill.unrecognised",
		"focus/finops-toolkit-Regions.csv":                                                                              "bill.unrecognised",
		"focus/finops-toolkit-Services.csv":                                                                             "bill.unrecognised",
	}
	for _, pattern := range []string{"focus/*.csv", "focus/*.parquet", "focus/spec-examples/*.csv", "cur/*.csv", "cur/koku/*.csv"} {
		paths, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(paths), err)
		}
		for _, path := range paths {
			name, err := filepath.Rel(dir, path)
			if err != nil {
				t.Fatal(err)
			}
			t.Run(name, func(t *testing.T) {
				im := workspace(t)
				r, err := im.Bill(context.Background(), importing.BillInput{Paths: []string{path}, MaxRejectShare: importing.DefaultMaxRejectShare})
				if code := refused[name]; code != "" {
					if err == nil || fault.CodeOf(err) != code {
						t.Fatalf("want %s, got %v", code, err)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range r.Batch.Slices {
					t.Logf("%s %s %s: %d rows, billed %s, effective %s", s.Source, s.BillingPeriod, s.Currency, s.Rows, s.Totals.Billed, s.Totals.Effective)
				}
			})
		}
	}
}
