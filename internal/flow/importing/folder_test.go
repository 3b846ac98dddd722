package importing_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

var curHeader = []string{"identity/LineItemId", "bill/BillingPeriodStartDate", "bill/BillingPeriodEndDate", "bill/PayerAccountId", "bill/BillType", "bill/BillingEntity",
	"lineItem/UsageAccountId", "lineItem/LineItemType", "lineItem/UsageStartDate", "lineItem/UsageEndDate", "lineItem/ProductCode", "lineItem/UsageType",
	"lineItem/UsageAmount", "lineItem/CurrencyCode", "lineItem/UnblendedRate", "lineItem/UnblendedCost", "lineItem/BlendedCost", "lineItem/ResourceId"}

// curCSV is a legacy report of January 2025 with one usage line per cost.
func curCSV(costs ...string) string {
	rows := []string{strings.Join(curHeader, ",")}
	for i, c := range costs {
		rows = append(rows, fmt.Sprintf("id%d,2025-01-01T00:00:00Z,2025-02-01T00:00:00Z,000000000001,Anniversary,AWS,000000000002,Usage,"+
			"2025-01-02T00:00:00Z,2025-01-02T01:00:00Z,AmazonS3,Requests,1,USD,1,%s,%s,r%d", i, c, c, i+1))
	}
	return strings.Join(rows, "\n") + "\n"
}

func manifest(assembly string, keys ...string) string {
	return fmt.Sprintf(`{"assemblyId":%q,"account":"000000000001","reportName":"report","bucket":"bucket","compression":"GZIP","contentType":"text/csv",
		"billingPeriod":{"start":"20250101T000000.000Z","end":"20250201T000000.000Z"},"reportKeys":["%s"]}`, assembly, strings.Join(keys, `","`))
}

// tree writes files below a fresh folder: path, content.
func tree(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		path := filepath.Join(dir, filepath.FromSlash(files[i]))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(files[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const month = "prefix/report/20250101-20250201/"

// Every assembly is the whole month again: only the newest counts, although the
// older one still lies beside it.
func TestAFolderOfAssembliesCountsTheNewestOnly(t *testing.T) {
	dir := tree(t,
		month+"report-Manifest.json", manifest("new", month+"new/report-00001.csv.gz", month+"new/report-00002.csv.gz"),
		month+"old/report-Manifest.json", manifest("old", month+"old/report-00001.csv.gz"),
		month+"old/report-00001.csv.gz", gzipped(curCSV("100")),
		month+"new/report-Manifest.json", manifest("new", month+"new/report-00001.csv.gz", month+"new/report-00002.csv.gz"),
		month+"new/report-00001.csv.gz", gzipped(curCSV("1", "2")),
		month+"new/report-00002.csv.gz", gzipped(curCSV("4")))
	im := workspace(t)
	b := bill(t, im, dir).Batch
	sum, rows := totals(b, "")
	equal(t, "BilledCost", sum.Billed, "7")
	if rows != 3 || len(b.Files) != 2 || !strings.HasSuffix(b.Files[0].Path, "new/report-00001.csv.gz") {
		t.Errorf("%d rows from %+v", rows, b.Files)
	}
	superseded := false
	for _, f := range b.Findings {
		superseded = superseded || f.Rule == "file_superseded" && strings.Contains(f.File, "old/report-00001.csv.gz")
	}
	if !superseded {
		t.Errorf("nobody is told of the old assembly: %+v", b.Findings)
	}
}

func TestAFolderThatIsOverwrittenFollowsItsManifest(t *testing.T) {
	dir := tree(t,
		month+"report-Manifest.json", manifest("any", month+"report-00001.csv.gz"),
		month+"report-00001.csv.gz", gzipped(curCSV("1", "2")),
		month+"report-00002.csv.gz", gzipped(curCSV("100"))) // left from a longer delivery
	sum, _ := totals(bill(t, workspace(t), dir).Batch, "")
	equal(t, "BilledCost", sum.Billed, "3")
}

func TestAManifestThatNamesAMissingFileStopsTheImport(t *testing.T) {
	dir := tree(t,
		month+"report-Manifest.json", manifest("new", month+"new/report-00001.csv.gz", month+"new/report-00002.csv.gz"),
		month+"new/report-00001.csv.gz", gzipped(curCSV("1")),
		month+"old/report-00001.csv.gz", gzipped(curCSV("1")), month+"old/report-00002.csv.gz", gzipped(curCSV("1")))
	f := refused(t, workspace(t), importing.BillInput{Paths: []string{dir}}, "bill.manifest_file_missing")
	if got := fmt.Sprint(f.Args["file"]); got != month+"new/report-00002.csv.gz" {
		t.Errorf("the fault names %s", got)
	}
}

// Rows of several files count on, each from its own first row.
func TestEveryFileOfAFolderKeepsItsOwnRowNumbers(t *testing.T) {
	dir := tree(t, "b.csv", focusCSV(book(3, func(int) string { return "1" })), "a/a.csv.gz", gzipped(focusCSV(book(2, func(int) string { return "10" }))),
		"README.md", "# not a bill\n", ".hidden.csv", "neither")
	im := workspace(t)
	b := bill(t, im, dir).Batch
	var got []string
	for _, c := range charges(t, im, b) {
		got = append(got, fmt.Sprintf("%d:%d:%s", c.file, c.row, c.cost))
	}
	if want := "1:2:10 1:3:10 2:2:1 2:3:1 2:4:1"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	skipped := 0
	for _, f := range b.Findings {
		if f.Rule == "file_skipped" {
			skipped++
		}
	}
	if skipped != 1 {
		t.Errorf("findings are %+v", b.Findings)
	}
	if r, err := im.Bill(context.Background(), importing.BillInput{Paths: []string{dir}}); err != nil || !r.Unchanged {
		t.Errorf("again: %+v, %v", r, err)
	}
}
