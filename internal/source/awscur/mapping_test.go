package awscur_test

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"

	"github.com/sevenfold/sevenfold/internal/core/bill"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/engine"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	"github.com/sevenfold/sevenfold/internal/source/awscur"
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

func compressionOf(path string) string {
	if strings.HasSuffix(path, ".gz") {
		return "gzip"
	}
	return "none"
}

func headerOf(t *testing.T, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if compressionOf(path) == "gzip" {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	line, err := bufio.NewReaderSize(r, 1<<20).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	header, err := csv.NewReader(strings.NewReader(line)).Read()
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

func detect(t *testing.T, path string) awscur.Layout {
	t.Helper()
	header := headerOf(t, path)
	l, ok := awscur.Detect(header)
	if !ok {
		t.Fatalf("%s was not recognised", path)
	}
	return l
}

// ingest runs one mapping over a CSV file and returns the Parquet file.
func ingest(t *testing.T, e *duckdb.Engine, path string, m bill.Mapping) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "charge.parquet")
	header := headerOf(t, path)
	if err := e.Ingest(t.Context(), duckdb.IngestInput{Path: path, Format: duckdb.FileCSV, Delimiter: ',',
		Header: header, Compression: compressionOf(path), Mapping: m, Out: out}); err != nil {
		t.Fatal(err)
	}
	return out
}

// query renders every row as text, cells joined by a bar.
func query(t *testing.T, e *duckdb.Engine, file, sql string) []string {
	t.Helper()
	var rows []string
	_, err := e.Each(t.Context(), engine.Query{Name: t.Name(), SQL: sql,
		Relations: []engine.Relation{{Name: "charge", Files: []string{file}}}}, func(r engine.Row) error {
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

type question struct {
	name, sql string
	want      []string
}

func ask(t *testing.T, e *duckdb.Engine, file string, questions []question) {
	t.Helper()
	for _, q := range questions {
		t.Run(q.name, func(t *testing.T) {
			if got := query(t, e, file, q.sql); strings.Join(got, "\n") != strings.Join(q.want, "\n") {
				t.Errorf("got  %q\nwant %q", got, q.want)
			}
		})
	}
}

func TestTheRealLegacyReportComesOutToTheLastDecimal(t *testing.T) {
	e := open(t)
	path := corpus(t, "cur/legacy-cur_focus_converters_anonymous.csv")
	file := ingest(t, e, path, detect(t, path).Mapping)
	ask(t, e, file, []question{
		{"rows and totals", `SELECT count(*), sum(x_unblended_cost), sum(x_blended_cost), sum(billed_cost), sum(effective_cost), count(billed_cost_residue) FROM charge`,
			[]string{"1281|1.6823086974|1.6823086974|1.6823086974|1.6823086974|0"}},
		{"by type", `SELECT x_line_item_type, charge_category, sum(x_unblended_cost) FROM charge GROUP BY 1, 2 ORDER BY 1`,
			[]string{"Tax|Tax|0.08", "Usage|Usage|1.6023086974"}},
		{"by product", `SELECT x_service_code, sum(x_unblended_cost) FROM charge GROUP BY 1 HAVING sum(x_unblended_cost) <> 0 ORDER BY 2 DESC, 1`, []string{
			"AmazonS3|1.4405653565", "awskms|0.2405555574", "AmazonEFS|0.0009452835", "AWSCloudTrail|0.00024",
			"AWSIoT|0.0000025"}},
		{"what a charge looks like", `SELECT DISTINCT billing_account_id, billing_currency, provider_name, invoice_issuer_name,
				service_name, service_category, region_id, pricing_category, charge_frequency
			FROM charge WHERE x_service_code = 'awskms' AND charge_category = 'Usage'`, []string{
			"123412340534|USD|AWS|Amazon Web Services Canada, Inc.|AWS Key Management Service|Security|ca-central-1|Standard|Usage-Based"}},
	})
}

func TestTheSampleWithLongDecimalsKeepsEighteenAndSaysWhatWasLost(t *testing.T) {
	e := open(t)
	path := corpus(t, "cur/koku/koku-local/20180801-20180901/16e57707-f9e3-49be-8be6-b84e684b5194/koku-local-1.csv.gz")
	file := ingest(t, e, path, detect(t, path).Mapping)
	ask(t, e, file, []question{
		{"source totals, lake plus residue", `SELECT billing_period_start, sum(CAST(billed_cost AS DECIMAL(38,24))) + sum(CAST(COALESCE(billed_cost_residue, 0) AS DECIMAL(38,24)))
			FROM charge GROUP BY 1 ORDER BY 1`, []string{
			"2018-06-01 00:00:00 +0000 UTC|34649.973272612318255145698",
			"2018-07-01 00:00:00 +0000 UTC|100267.738649643334767685352",
			"2018-08-01 00:00:00 +0000 UTC|8310.05175593196199516"}},
		{"rows and ids of 13 digits", `SELECT count(*), count(DISTINCT length(billing_account_id)), min(length(billing_account_id)) FROM charge`, []string{"13380|1|13"}},
	})
}

func TestSmallSamples(t *testing.T) {
	e := open(t)
	t.Run("a Savings Plan in NOK", func(t *testing.T) {
		path := corpus(t, "cur/koku/2023-06-01.csv")
		file := ingest(t, e, path, detect(t, path).Mapping)
		ask(t, e, file, []question{{"row", `SELECT DISTINCT billing_currency, charge_category, pricing_category, billed_cost, list_cost, contracted_cost, x_unblended_cost FROM charge`,
			[]string{"NOK|Usage|Committed|0|10|10|10"}}})
	})
	t.Run("underscores and Marketplace", func(t *testing.T) {
		path := corpus(t, "cur/koku/2022-07-01-alt-columns.csv")
		file := ingest(t, e, path, detect(t, path).Mapping)
		ask(t, e, file, []question{{"row", `SELECT DISTINCT sf_marketplace, publisher_name, invoice_issuer_name, tags FROM charge WHERE x_billing_entity = 'AWS Marketplace'`,
			[]string{`true|Red Hat, Inc.|Amazon Web Services, Inc.|{"aws_created_by":"IAMUser:fake:and"}`}}})
	})
}
