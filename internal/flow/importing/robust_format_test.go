package importing_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/engine"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

// sample is a small bill with what goes wrong between encodings.
func sample() []charge {
	return []charge{
		{resource: "r1", service: "弹性计算服务", cost: "12.5"},
		{resource: "r2", service: "对象存储（标准）", cost: "-0.25"},
		{resource: "r3", service: "Amazon S3", cost: "0.0000000001"},
		{resource: "r4", service: "关系型数据库服务", cost: "1000000.1", month: "2025-02"},
		{resource: "r5", service: "云服务器", cost: "0"},
	}
}

func encoded(e encoding.Encoding, text string) string {
	out, err := e.NewEncoder().String(text)
	if err != nil {
		panic(err)
	}
	return out
}

func gzipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, werr := w.Write([]byte(text))
	if err := w.Close(); err != nil || werr != nil {
		panic(fmt.Sprint(err, werr))
	}
	return b.String()
}

func zstandard(text string) string {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err)
	}
	return string(w.EncodeAll([]byte(text), nil))
}

func zipped(members ...string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		m, err := w.Create(members[i])
		if err == nil {
			_, err = m.Write([]byte(members[i+1]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

// One bill, packed and written in every way we read: the same charges in the
// same order, each with the number of its row.
func TestABillIsTheSameInEveryPacking(t *testing.T) {
	text := focusCSV(sample())
	quoted := func(delimiter string) string {
		var rows []string
		for line := range strings.Lines(text) {
			rows = append(rows, `"`+strings.Join(strings.Split(strings.TrimSpace(line), ","), `"`+delimiter+`"`)+`"`)
		}
		return strings.Join(rows, "\r\n") // and no line end at the end
	}
	le, be := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	want := chargesOf(t, "bill.csv", text)
	if len(want) != len(sample()) || want[0].row != 2 || want[4].row != 6 {
		t.Fatalf("the plain bill is %+v", want)
	}
	for name, content := range map[string]string{
		"crlf.csv":          strings.ReplaceAll(text, "\n", "\r\n"),
		"bom.csv":           "\ufeff" + text,
		"quoted.csv":        quoted(","),
		"semicolon.csv":     quoted(";"),
		"tab.tsv":           strings.ReplaceAll(text, ",", "\t"),
		"sep.csv":           "sep=;\r\n" + quoted(";"),
		"cr.csv":            strings.ReplaceAll(text, "\n", "\r"),
		"nulls.csv":         strings.ReplaceAll(text, ",\n", ",NULL\n"),
		"gbk.csv":           encoded(simplifiedchinese.GBK, text),
		"gb18030.csv":       encoded(simplifiedchinese.GB18030, text),
		"utf16le.csv":       encoded(le, text),
		"utf16be.csv":       encoded(be, text),
		"bill.csv.gz":       gzipped(text),
		"two.csv.gz":        gzipped(text[:100]) + gzipped(text[100:]),
		"gbk.csv.gz":        gzipped(encoded(simplifiedchinese.GBK, text)),
		"bill.csv.zst":      zstandard(text),
		"bill.zip":          zipped("in/bill.csv", text),
		"gz-in.zip":         zipped("bill.csv.gz", gzipped(text)),
		"zip-in.zip":        zipped("inner.zip", zipped("bill.csv", text)),
		"gbk-in.zip":        zipped("bill.csv", encoded(simplifiedchinese.GBK, text)),
		"misleading.csv.gz": text,
	} {
		t.Run(name, func(t *testing.T) {
			got := chargesOf(t, name, content)
			if name == "sep.csv" { // its first row is the sep line, its second the header
				for i := range got {
					got[i].row--
				}
			}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(imported{}), cmp.Comparer(money.Decimal.Equal)); diff != "" {
				t.Errorf("-plain +packed\n%s", diff)
			}
		})
	}
}

// chargesOf imports one file into a workspace of its own.
func chargesOf(t *testing.T, name, content string) []imported {
	t.Helper()
	im := workspace(t)
	return charges(t, im, bill(t, im, file(t, name, content)).Batch)
}

// The same bill as Parquet, as different writers type it.
func TestABillIsTheSameInEveryParquet(t *testing.T) {
	im := workspace(t)
	csv := file(t, "bill.csv", focusCSV(sample()))
	want := bill(t, im, csv).Batch
	rows := charges(t, im, want)
	costs := func(typ string) string {
		return "* REPLACE (CAST(BilledCost AS " + typ + ") AS BilledCost, CAST(EffectiveCost AS " + typ + ") AS EffectiveCost, CAST(ListCost AS " + typ + ") AS ListCost, CAST(ContractedCost AS " + typ + ") AS ContractedCost)"
	}
	times := func(typ string) string {
		return "* REPLACE (CAST(BillingPeriodStart AS " + typ + ") AS BillingPeriodStart, CAST(BillingPeriodEnd AS " + typ + ") AS BillingPeriodEnd, CAST(ChargePeriodStart AS " + typ + ") AS ChargePeriodStart, CAST(ChargePeriodEnd AS " + typ + ") AS ChargePeriodEnd)"
	}
	for name, columns := range map[string]string{
		"text": "*", "double": costs("DOUBLE"), "decimal 38 18": costs("DECIMAL(38,18)"), "decimal 28 10": costs("DECIMAL(28,10)"), "decimal 38 30": costs("DECIMAL(38,30)"),
		"timestamp": times("TIMESTAMP"), "timestamp ns": times("TIMESTAMP_NS"), "timestamp s": times("TIMESTAMP_S"), "timestamptz": times("TIMESTAMPTZ"), "date": times("DATE"),
		"map of tags": "* REPLACE (MAP {'k': 'v', '客户': '甲'} AS Tags)", "struct of tags": "* REPLACE ({'k': 'v', '客户': '甲'} AS Tags)",
		"small row groups": "*",
	} {
		t.Run(name, func(t *testing.T) {
			im, path := workspace(t), filepath.Join(t.TempDir(), "bill.parquet")
			write := fmt.Sprintf("COPY (SELECT %s FROM read_csv('%s', all_varchar = true, header = true, delim = ',')) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)", columns, csv, path)
			if _, err := im.Engine.Each(context.Background(), engine.Query{SQL: write}, func(engine.Row) error { return nil }); err != nil {
				t.Fatal(err)
			}
			b := bill(t, im, path).Batch
			got := charges(t, im, b)
			for i := range got {
				if strings.HasSuffix(name, "tags") && got[i].tags != `{"k":"v","客户":"甲"}` {
					t.Errorf("tags are %s", got[i].tags)
				}
				got[i].row, got[i].tags = got[i].row+1, "" // Parquet has no header row
			}
			if diff := cmp.Diff(rows, got, cmp.AllowUnexported(imported{}), cmp.Comparer(money.Decimal.Equal)); diff != "" {
				t.Errorf("-csv +parquet\n%s", diff)
			}
			if diff := cmp.Diff(want.Slices, b.Slices, cmp.Comparer(money.Decimal.Equal), cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".RollupPath" }, cmp.Ignore())); diff != "" {
				t.Errorf("-csv +parquet\n%s", diff)
			}
		})
	}
}

// A blank line is a row of the spreadsheet: the rows after it keep their numbers.
func TestRowNumbersCountBlankLines(t *testing.T) {
	lines := strings.Split(focusCSV(book(6, func(int) string { return "1" })), "\n")
	lines = append(lines[:4], append([]string{"", ""}, lines[4:]...)...)
	got := chargesOf(t, "bill.csv", strings.Join(lines, "\n"))
	want := []int64{2, 3, 4, 7, 8, 9}
	for i, row := range got {
		if i >= len(want) || row.row != want[i] || row.resource != fmt.Sprintf("r%d", i+1) {
			t.Errorf("charge %d is %s in row %d", i, row.resource, row.row)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d charges", len(got))
	}
}

// Many threads read a long file; the lake keeps its order.
func TestChargesKeepTheOrderOfALongFile(t *testing.T) {
	const rows = 60_000
	im := workspace(t)
	b := bill(t, im, file(t, "bill.csv", focusCSV(book(rows, func(n int) string { return fmt.Sprintf("%d.%06d", n, n) })))).Batch
	for i, c := range charges(t, im, b) {
		if c.resource != fmt.Sprintf("r%d", i+1) || c.row != int64(i+2) || !c.cost.Equal(money.MustParse(fmt.Sprintf("%d.%06d", i+1, i+1))) {
			t.Fatalf("charge %d is %+v", i, c)
		}
	}
}

func TestLeadingZerosOfAccountsComeBack(t *testing.T) {
	cs := []charge{{account: "123456789", resource: "short"}, {account: "000123456789", resource: "whole"}, {account: "1234567890123", resource: "long"}}
	want := []string{"000123456789", "000123456789", "1234567890123"}
	for i, c := range chargesOf(t, "bill.csv", focusCSV(cs)) {
		if c.account != want[i] {
			t.Errorf("%s: %s, want %s", c.resource, c.account, want[i])
		}
	}
}

func TestFilesThatAreNoBillAreRefused(t *testing.T) {
	text := focusCSV(book(2000, func(n int) string { return fmt.Sprint(n) }))
	gz, zst := gzipped(text), zstandard(text)
	broken := []byte(gz)
	broken[len(broken)-6] ^= 0xff // the checksum of the content
	cur := curCSV("1", "2")
	for name, c := range map[string]struct {
		files []string // name, content
		code  string
	}{
		"empty file":           {[]string{"bill.csv", ""}, "bill.empty"},
		"header only":          {[]string{"bill.csv", strings.Join(focusHeader, ",") + "\n"}, "bill.no_rows"},
		"empty gz":             {[]string{"bill.csv.gz", ""}, "source.truncated"},
		"gz cut in the header": {[]string{"bill.csv.gz", gz[:5]}, "source.truncated"},
		"gz cut in the middle": {[]string{"bill.csv.gz", gz[:len(gz)/2]}, "source.truncated"},
		"gz cut at the end":    {[]string{"bill.csv.gz", gz[:len(gz)-9]}, "source.truncated"},
		"gz without its check": {[]string{"bill.csv.gz", gz[:len(gz)-4]}, "source.truncated"},
		"gz with a wrong sum":  {[]string{"bill.csv.gz", string(broken)}, "source.corrupt"},
		"zst cut":              {[]string{"bill.csv.zst", zst[:len(zst)/2]}, "source.truncated"},
		"zip cut":              {[]string{"bill.zip", zipped("a.csv", text)[:5000]}, "source.truncated"},
		"prose":                {[]string{"bill.csv", "Dear Sir,\nplease find\n"}, "bill.unrecognised"},
		"two formats":          {[]string{"a.csv", text, "b.csv", cur}, "bill.mixed_formats"},
		"two currencies":       {[]string{"a.csv", focusCSV([]charge{{resource: "r1"}, {currency: "EUR", resource: "r2"}})}, "bill.currency_conflict"},
		"two currencies in two files": {[]string{"a.csv", focusCSV([]charge{{resource: "r1"}}), "b.csv", focusCSV([]charge{{currency: "EUR"}})},
			"bill.currency_conflict"},
		"one file of two is cut": {[]string{"a.csv", text, "b.csv.gz", gz[:len(gz)/2]}, "source.truncated"},
	} {
		t.Run(name, func(t *testing.T) {
			im, dir := workspace(t), t.TempDir()
			bill(t, im, file(t, "standing.csv", focusCSV([]charge{{account: "111111111111", month: "2024-12"}})))
			for i := 0; i < len(c.files); i += 2 {
				if err := os.WriteFile(filepath.Join(dir, c.files[i]), []byte(c.files[i+1]), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			refused(t, im, importing.BillInput{Paths: []string{dir}}, c.code)
		})
	}
}

// What a spreadsheet adds around a currency is not part of it.
func TestACurrencyWithSpacesStillHasItsRollup(t *testing.T) {
	im := workspace(t)
	b := bill(t, im, file(t, "bill.csv", focusCSV([]charge{{currency: "USD ", cost: "1"}, {currency: "USD", cost: "2"}}))).Batch
	if len(b.Slices) != 1 || b.Slices[0].Currency != "USD" {
		t.Fatalf("slices are %+v", b.Slices)
	}
	equal(t, "the roll-up", rollup(t, im, b.Slices[0].RollupPath), "3")
}

// rollup sums what a slice's roll-up file holds.
func rollup(t *testing.T, im *importing.Importer, path string) (sum money.Decimal) {
	t.Helper()
	_, err := im.Engine.Each(context.Background(), engine.Query{SQL: "SELECT CAST(COALESCE(sum(billed_cost), 0) AS DECIMAL(38,18)) FROM charge_month",
		Relations: []engine.Relation{{Name: "charge_month", Files: []string{filepath.Join(im.Lake, path)}}}}, func(r engine.Row) error {
		sum = r[0].(money.Decimal)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sum
}
