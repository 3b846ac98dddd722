package importing_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

// spoil breaks rows of a bill of 400: rows 11 (a cost), 51 (a moment), 101 (no
// currency), 201 (two fields too many) and 301 (a stray quote), as a spreadsheet
// numbers them.
func spoil(clean string) string {
	lines := strings.Split(clean, "\n")
	edit := func(row int, old, fresh string) {
		changed := strings.Replace(lines[row-1], old, fresh, 1)
		if changed == lines[row-1] {
			panic(fmt.Sprintf("row %d has no %q: %s", row, old, lines[row-1]))
		}
		lines[row-1] = changed
	}
	edit(11, ",10.01,", ",ten,")
	edit(51, "2025-01-02T00:00:00Z", "yesterday")
	edit(101, ",USD,", ",,")
	edit(201, ",Service", ",Amazon,Inc,Service")
	edit(301, "Service 2", `"Service" 2`)
	return strings.Join(lines, "\n")
}

func books() string {
	return focusCSV(book(400, func(n int) string { return fmt.Sprintf("%d.01", n) }))
}

func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

var tolerant = money.MustParse("0.02")

func TestBadRowsGoToAFileThatCanBeMended(t *testing.T) {
	for name, write := range map[string]func(string) string{"plain": func(s string) string { return s }, "gz": gzipped,
		"zip": func(s string) string { return zipped("in/bill.csv", s) }} {
		t.Run(name, func(t *testing.T) {
			im := workspace(t)
			path := file(t, map[string]string{"plain": "bill.csv", "gz": "bill.csv.gz", "zip": "bill.zip"}[name], write(spoil(books())))
			r, err := im.Bill(context.Background(), importing.BillInput{Paths: []string{path}, MaxRejectShare: tolerant})
			if err != nil {
				t.Fatal(err)
			}
			if r.Batch.Rejected != 5 || r.Batch.Files[0].Rows != 395 {
				t.Fatalf("%d rejected, %d rows", r.Batch.Rejected, r.Batch.Files[0].Rows)
			}
			rows := readCSV(t, r.Batch.RejectFile)
			if got := strings.Join(rows[0][:5], ","); got != "sevenfold_file,sevenfold_row,sevenfold_column,sevenfold_value,sevenfold_reason" {
				t.Errorf("header %s", got)
			}
			in := path
			if name == "zip" {
				in += "!in/bill.csv"
			}
			var places [][]string
			for _, row := range rows[1:] {
				places = append(places, row[:5])
			}
			want := [][]string{
				{in, "11", "BilledCost", "ten", "source.number_malformed"},
				{in, "51", "ChargePeriodStart", "yesterday", "time.malformed"},
				{in, "101", "BillingCurrency", "", "bill.value_required"},
				{in, "201", "", "", "source.csv_ragged"},
				{in, "301", "", "", "source.csv_stray_quote"},
			}
			if diff := cmp.Diff(want, places); diff != "" {
				t.Errorf("-want +rejected\n%s", diff)
			}

			mended := file(t, "mended.csv", "")
			mend(t, rows, mended)
			again := bill(t, im, mended)
			if again.Batch.Rejected != 0 || len(again.Replaced) != 0 {
				t.Errorf("mending rejected %d and replaced %d", again.Batch.Rejected, len(again.Replaced))
			}
			compareWithClean(t, im, r, again)
		})
	}
}

// mend puts the clean rows back where the reject file has the broken ones.
func mend(t *testing.T, rows [][]string, to string) {
	t.Helper()
	clean, err := csv.NewReader(strings.NewReader(books())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows[1:] {
		var at int
		if _, err := fmt.Sscan(row[1], &at); err != nil {
			t.Fatal(err)
		}
		rows[i+1] = append(row[:5:5], clean[at-1]...)
	}
	f, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	if err := csv.NewWriter(f).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// compareWithClean holds two batches together against the clean file's one.
func compareWithClean(t *testing.T, im *importing.Importer, first, mended importing.Result) {
	t.Helper()
	fresh := workspace(t)
	clean := bill(t, fresh, file(t, "clean.csv", books()))
	want, got := charges(t, fresh, clean.Batch), append(charges(t, im, first.Batch), charges(t, im, mended.Batch)...)
	for i := range got {
		got[i].file = 1
	}
	slices.SortFunc(got, func(a, b imported) int { return int(a.row - b.row) })
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(imported{}), cmp.Comparer(money.Decimal.Equal)); diff != "" {
		t.Errorf("-clean +mended\n%s", diff)
	}
	sum := money.Zero
	for _, s := range liveSlices(t, im) {
		sum = sum.Add(s.Slice.Totals.Billed)
	}
	cleanSum, _ := totals(clean.Batch, "")
	equal(t, "what is live", sum, cleanSum.Billed.String())
}

func TestTooManyBadRowsStopTheImportAndLeaveTheirFile(t *testing.T) {
	im := workspace(t)
	path := file(t, "bill.csv", spoil(books()))
	f := refused(t, im, importing.BillInput{Paths: []string{path}, MaxRejectShare: importing.DefaultMaxRejectShare}, "bill.too_many_rejects")
	if f.Place.Row != 11 || f.Args["rejected"] != 5 {
		t.Errorf("the fault is %v", f)
	}
	left, err := filepath.Glob(filepath.Join(im.RejectDir, "*"))
	if err != nil || len(left) != 1 || f.Args["reject_file"] != left[0] {
		t.Fatalf("reject files: %v, %v; the fault says %v", left, err, f.Args["reject_file"])
	}
	if rows := readCSV(t, left[0]); len(rows) != 6 {
		t.Errorf("%d rows in the reject file", len(rows))
	}
}

func TestStrictStopsAtTheFirstBadRow(t *testing.T) {
	im := workspace(t)
	path := file(t, "bill.csv", spoil(books()))
	f := refused(t, im, importing.BillInput{Paths: []string{path}, Strict: true, MaxRejectShare: tolerant}, "source.number_malformed")
	if want := (fault.Place{File: path, Row: 11, Column: "BilledCost", Value: "ten"}); f.Place != want {
		t.Errorf("at %v", f.Place)
	}
}

// A delimiter too many moves every field after it. That the row ends with an
// empty field does not make it fit, wherever a file is read row by row.
func TestARowWithOneFieldTooManyIsRejected(t *testing.T) {
	im := workspace(t)
	text := strings.Replace(books(), ",Service 1,", ",Amazon,Service 1,", 1)
	path := file(t, "bill.csv", "sep=,\n"+text) // a line that only the careful way reads
	r, err := im.Bill(context.Background(), importing.BillInput{Paths: []string{path}, MaxRejectShare: tolerant})
	if err != nil {
		t.Fatal(err)
	}
	if r.Batch.Rejected != 1 {
		t.Fatalf("%d rows were rejected", r.Batch.Rejected)
	}
	if rows := readCSV(t, r.Batch.RejectFile); len(rows) != 2 || rows[1][1] != "4" || rows[1][4] != "source.csv_ragged" {
		t.Errorf("rejected: %v", rows)
	}
}
