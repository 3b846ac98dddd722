package focus_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/engine"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
	"github.com/sevenfold/sevenfold/internal/source/focus"

	spec "github.com/sevenfold/sevenfold/internal/core/focus"
)

// corpus finds a third-party sample, or skips.
func corpus(t *testing.T, name string) string {
	t.Helper()
	root := os.Getenv("SEVENFOLD_CORPUS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	path := filepath.Join(root, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("sample files are not here (set SEVENFOLD_CORPUS): %v", err)
	}
	return path
}

func headerOf(t *testing.T, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	header, err := csv.NewReader(f).Read()
	if err != nil {
		t.Fatal(err)
	}
	return header
}

func open(t *testing.T) *duckdb.Engine {
	t.Helper()
	e, err := duckdb.Open(t.Context(), duckdb.Options{Threads: 1, TempDir: t.TempDir()})
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

// ingest maps a CSV file and returns the Parquet file.
func ingest(t *testing.T, e *duckdb.Engine, path string) string {
	t.Helper()
	header := headerOf(t, path)
	l, ok := focus.Detect(header)
	if !ok {
		t.Fatalf("%s was not recognised", path)
	}
	out := filepath.Join(t.TempDir(), "charge.parquet")
	if err := e.Ingest(t.Context(), duckdb.IngestInput{Path: path, Format: duckdb.FileCSV, Delimiter: ',', Header: header,
		Compression: "none", Mapping: l.Mapping, Out: out}); err != nil {
		t.Fatal(err)
	}
	return out
}

// query renders every row as text, cells joined by a bar.
func query(t *testing.T, e *duckdb.Engine, file, sql string) []string {
	t.Helper()
	var rows []string
	_, err := e.Each(t.Context(), engine.Query{Name: t.Name(), SQL: sql,
		Relations: []engine.Relation{{Name: "charge", Files: []string{file}, Varied: true, Columns: enginesql.ChargeColumns()}}}, func(r engine.Row) error {
		cells := make([]string, len(r))
		for i, v := range r {
			switch x := v.(type) {
			case nil:
				cells[i] = "null"
			case money.Decimal:
				cells[i] = x.String()
			default:
				cells[i] = fmt.Sprint(x)
			}
		}
		rows = append(rows, strings.Join(cells, "|"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestTheRealSampleComesOutToTheLastDecimal(t *testing.T) {
	e := open(t)
	file := ingest(t, e, corpus(t, "focus/focus-1.0_finopsorg_focus_sample_1000.csv"))
	for _, tc := range []struct {
		name, sql string
		want      []string
	}{
		{"by provider", `SELECT provider_name, count(*), sum(billed_cost), sum(effective_cost), sum(list_cost), sum(contracted_cost)
			FROM charge GROUP BY 1 ORDER BY 1`, []string{
			"AWS|942|18.0066386184|13|18.1493176406|13",
			"Microsoft|51|1.97651418586|1.97651418586|1.97651418586|1.97626039326",
			"Oracle|7|0.53707392473|0|0.26507392473|null"}},
		{"by category", `SELECT charge_category, sum(billed_cost) FROM charge GROUP BY 1 ORDER BY 1`, []string{
			"Adjustment|0.272", "Credit|-2.6137", "Usage|22.86192672899"}},
		{"negative rows", `SELECT count(*) FROM charge WHERE billed_cost < 0`, []string{"13"}},
		{"sub accounts", `SELECT count(DISTINCT sub_account_id) FROM charge`, []string{"73"}},
		{"periods", `SELECT DISTINCT billing_period_start FROM charge ORDER BY 1`, []string{
			"2024-09-01 00:00:00 +0000 UTC", "2024-10-01 00:00:00 +0000 UTC"}},
		{"accounts that lost a zero", `SELECT count(*), min(length(sub_account_id)), max(length(sub_account_id)), max(length(billing_account_id))
			FROM charge WHERE sf_account_padded`, []string{"942|12|12|13"}},
		{"nothing was lost to the scale", `SELECT count(billed_cost_residue) FROM charge`, []string{"0"}},
		{"marketplace", `SELECT publisher_name FROM charge WHERE sf_marketplace`, []string{"Red Hat Inc."}},
		{"extra column", `SELECT count(x_id) FROM charge`, []string{"1000"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := query(t, e, file, tc.sql); strings.Join(got, "\n") != strings.Join(tc.want, "\n") {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
		})
	}
}

func TestEveryRuleCountsBreachesInTheRealSample(t *testing.T) {
	e := open(t)
	file := ingest(t, e, corpus(t, "focus/focus-1.0_finopsorg_focus_sample_1000.csv"))
	var sums []string
	for _, r := range spec.Rules() {
		sums = append(sums, fmt.Sprintf("sum(CASE WHEN %s THEN 1 ELSE 0 END)", r.Predicate))
	}
	counts := strings.Split(query(t, e, file, "SELECT "+strings.Join(sums, ", ")+" FROM charge")[0], "|")
	var got []string
	for i, r := range spec.Rules() {
		if counts[i] != "0" {
			got = append(got, r.ID+" "+r.Column+" "+counts[i])
		}
	}
	want := []string{
		"required_empty ContractedCost 7",
		"value_unknown ChargeFrequency 7",
		"usage_negative ConsumedQuantity 12",
		"account_padded SubAccountId 942",
		"account_malformed BillingAccountId 942",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
