package duckdb_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/bill"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/engine"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
)

// mapping is as small as one can be: a number, a moment, a text, an unread
// column and two tags.
func mapping() bill.Mapping {
	return bill.Mapping{
		SQL: `SELECT sf_decimal(cost) AS cost, sf_residue(cost) AS cost_residue, sf_time(at_start) AS at_start, name, sf_tags FROM raw`,
		Raw: []bill.RawColumn{{Name: "cost", Header: "Cost", Native: true}, {Name: "at_start", Header: "At", Native: true},
			{Name: "name", Header: "Name"}},
		Extra: []bill.ExtraColumn{{Header: "Note", LakeName: "x_note"}},
		Tags:  []bill.TagColumn{{Header: "tag/k", Key: "k"}, {Header: "tag/客户", Key: "客户"}},
	}
}

var header = []string{"Cost", "At", "Name", "Note", "tag/k", "tag/客户"}

func input(t *testing.T, path string) duckdb.IngestInput {
	t.Helper()
	return duckdb.IngestInput{Path: path, Format: duckdb.FileCSV, Delimiter: ',', Header: header, Compression: "none", Mapping: mapping(),
		Out: filepath.Join(t.TempDir(), "out.parquet")}
}

const headerLine = "Cost,At,Name,Note,tag/k,tag/客户\n"

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// charge is a file of charges, which has source rows only where they differ from
// the order of the file.
func charge(path string) engine.Relation {
	return engine.Relation{Name: "charge", Files: []string{path}, Varied: true, Columns: []engine.Column{{Name: "source_row", Type: engine.TypeInt}}}
}

// read gives what Ingest wrote, in the file's order.
func read(t *testing.T, e *duckdb.Engine, path string) [][]any {
	t.Helper()
	return ask(t, e, "SELECT cost, at_start, name, sf_tags, x_note, source_row FROM charge ORDER BY file_row_number",
		charge(path))
}

func at(text string) time.Time {
	t, err := time.Parse(time.DateTime, text)
	if err != nil {
		panic(err)
	}
	return t
}

func TestIngestReadsCSVAsItIsWritten(t *testing.T) {
	e := open(t)
	d, jan := money.MustParse, at("2025-01-01 00:00:00")
	for name, c := range map[string]struct {
		text string
		want [][]any
	}{
		"plain":              {headerLine + "1.5,2025-01-01,a,n,v,甲\n", [][]any{{d("1.5"), jan, "a", `{"k":"v","客户":"甲"}`, "n", nil}}},
		"no last line end":   {headerLine + "1.5,2025-01-01,a,n,,", [][]any{{d("1.5"), jan, "a", nil, "n", nil}}},
		"crlf":               {strings.ReplaceAll(headerLine+"1.5,2025-01-01,a,n,,\n2,2025-01-01,b,,,\n", "\n", "\r\n"), [][]any{{d("1.5"), jan, "a", nil, "n", nil}, {d("2"), jan, "b", nil, nil, nil}}},
		"byte order mark":    {"\ufeff" + headerLine + "1.5,2025-01-01,a,n,,\n", [][]any{{d("1.5"), jan, "a", nil, "n", nil}}},
		"quotes":             {headerLine + `"1.5","2025-01-01","a, ""b""` + "\n" + `c","",,"v"` + "\n", [][]any{{d("1.5"), jan, "a, \"b\"\nc", `{"客户":"v"}`, nil, nil}}},
		"nulls":              {headerLine + `NULL,"NULL",null,"",,` + "\n", [][]any{{nil, nil, nil, nil, nil, nil}}},
		"leading zeros":      {headerLine + "1,2025-01-01,000000000042,0012,,\n", [][]any{{d("1"), jan, "000000000042", nil, "0012", nil}}},
		"long decimals":      {headerLine + "-6.1234567890123456785E-1,2025-01-01T08:00:00+08:00,a,,,\n", [][]any{{d("-0.612345678901234568"), jan, "a", nil, nil, nil}}},
		"a quote in a tag":   {headerLine + `1,2025-01-01,a,,"say ""hi"" \ ",` + "\n", [][]any{{d("1"), jan, "a", `{"k":"say \"hi\" \\ "}`, nil, nil}}},
		"nothing but header": {headerLine, nil},
	} {
		t.Run(name, func(t *testing.T) {
			in := input(t, write(t, "bill.csv", c.text))
			if err := e.Ingest(context.Background(), in); err != nil {
				t.Fatal(err)
			}
			equal(t, c.want, read(t, e, in.Out))
		})
	}
}

func TestIngestTellsBadRows(t *testing.T) {
	e := open(t)
	good := "1,2025-01-01,a,n,,\n"
	for name, text := range map[string]string{
		"a number":       headerLine + good + "one,2025-01-01,a,n,,\n",
		"a long number":  headerLine + good + "1e25,2025-01-01,a,n,,\n",
		"a moment":       headerLine + good + "1,01/02/2025,a,n,,\n",
		"too few":        headerLine + good + "1,2025-01-01,a\n",
		"too many":       headerLine + good + "1,2025-01-01,a,n,,,x\n",
		"an open quote":  headerLine + good + "1,2025-01-01,\"a,n,,\n",
		"a stray quote":  headerLine + good + "1,2025-01-01,\"a\" b,n,,\n",
		"not UTF-8":      headerLine + good + "1,2025-01-01,\xb5\xe7,n,,\n",
		"after the rows": headerLine + strings.Repeat(good, 5000) + "x,2025-01-01,a,n,,\n",
	} {
		t.Run(name, func(t *testing.T) {
			if err := e.Ingest(context.Background(), input(t, write(t, "bill.csv", text))); !errors.Is(err, duckdb.ErrBadRow) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Several threads read and compress; the rows stay where they were, and are
// numbered as they came.
func TestIngestKeepsTheOrderOfALongFile(t *testing.T) {
	const rows = 600_000
	e := open(t)
	path := filepath.Join(t.TempDir(), "bill.csv.gz")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewWriterLevel(f, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	put := func(w io.Writer) {
		fmt.Fprint(w, headerLine)
		for i := range rows {
			fmt.Fprintf(w, "%d.%d,2025-01-01,name %d,,,\n", i, i%7, i)
		}
	}
	put(z)
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	plain := filepath.Join(t.TempDir(), "bill.csv")
	p, err := os.Create(plain)
	if err != nil {
		t.Fatal(err)
	}
	put(p)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	for compression, path := range map[string]string{"gzip": path, "none": plain} {
		for _, filtered := range []bool{false, true} {
			in := input(t, path)
			in.Compression = compression
			where, count, step := "", int64(rows), int64(1)
			if filtered { // a mapping that leaves rows out needs its rows numbered
				in.FirstRow, where, count, step = 2, " WHERE name LIKE '%0'", rows/10, 10
			}
			in.Mapping.SQL += where
			if err := e.Ingest(context.Background(), in); err != nil {
				t.Fatal(err)
			}
			if n, err := e.CountRows(context.Background(), in.Out); err != nil || n != count {
				t.Errorf("%d rows, %v", n, err)
			}
			wrong := "SELECT count(*) FROM charge WHERE name <> 'name ' || CAST(file_row_number * ? AS VARCHAR) OR COALESCE(source_row, file_row_number * ? + 2) <> file_row_number * ? + 2"
			_, err := e.Each(context.Background(), engine.Query{SQL: wrong, Args: []any{step, step, step},
				Relations: []engine.Relation{charge(in.Out)}}, func(r engine.Row) error {
				if r[0] != int64(0) {
					t.Errorf("%s, filtered %v: %v rows are out of place", compression, filtered, r[0])
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestIngestReadsANamedPipe(t *testing.T) {
	e, pipe := open(t), filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	const rows = 50_000 // more than a pipe holds
	fed := make(chan error, 1)
	go func() {
		w, err := os.OpenFile(pipe, os.O_WRONLY, 0)
		if err != nil {
			fed <- err
			return
		}
		_, err = io.WriteString(w, headerLine+strings.Repeat("0.1,2025-01-01,a,n,,\n", rows))
		fed <- errors.Join(err, w.Close())
	}()
	in := input(t, pipe)
	if err := e.Ingest(context.Background(), in); err != nil {
		t.Fatal(err)
	}
	if err := <-fed; err != nil {
		t.Fatal(err)
	}
	equal(t, [][]any{{int64(rows), money.MustParse("5000")}}, ask(t, e, "SELECT count(*), CAST(sum(cost) AS DECIMAL(38,18)) FROM charge", engine.Relation{Name: "charge", Files: []string{in.Out}}))
}

func TestIngestTakesRowNumbersFromTheFile(t *testing.T) {
	e := open(t)
	in := input(t, write(t, "bill.csv", "row,"+headerLine+"7,1,2025-01-01,a,,,\n90,2,2025-01-01,b,,,\n"))
	in.Header, in.SourceRowHeader = append([]string{"row"}, header...), "row"
	if err := e.Ingest(context.Background(), in); err != nil {
		t.Fatal(err)
	}
	equal(t, [][]any{{"a", int64(7)}, {"b", int64(90)}}, ask(t, e, "SELECT name, source_row FROM charge ORDER BY file_row_number", engine.Relation{Name: "charge", Files: []string{in.Out}}))
}

func TestIngestEndsWithItsContext(t *testing.T) {
	e := open(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := e.Ingest(ctx, input(t, write(t, "bill.csv", headerLine+"1,2025-01-01,a,n,,\n"))); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// The same rows as each writer of Parquet types them.
func TestIngestReadsEveryParquetType(t *testing.T) {
	e := open(t)
	d, noon := money.MustParse, at("2025-01-01 12:00:00")
	for name, c := range map[string]struct {
		columns string // DuckDB expressions for Cost, At, Name, Note
		want    []any
	}{
		"double":           {"CAST('0.1' AS DOUBLE), TIMESTAMP '2025-01-01 12:00:00', 'a', NULL", []any{d("0.1"), noon, "a", nil}},
		"small double":     {"CAST('6.123E-7' AS DOUBLE), TIMESTAMP '2025-01-01 12:00:00', 'a', NULL", []any{d("0.0000006123"), noon, "a", nil}},
		"float":            {"CAST('0.1' AS FLOAT), TIMESTAMP '2025-01-01 12:00:00', 'a', NULL", []any{d("0.1"), noon, "a", nil}},
		"decimal 38 18":    {"CAST('-1.000000000000000001' AS DECIMAL(38,18)), TIMESTAMP_NS '2025-01-01 12:00:00', 'a', NULL", []any{d("-1.000000000000000001"), noon, "a", nil}},
		"decimal 20 4":     {"CAST('1234567890123456.7891' AS DECIMAL(20,4)), TIMESTAMP_MS '2025-01-01 12:00:00', 'a', NULL", []any{d("1234567890123456.7891"), noon, "a", nil}},
		"decimal 38 30":    {"CAST('1.0000000000000000025' AS DECIMAL(38,30)), TIMESTAMP_S '2025-01-01 12:00:00', 'a', NULL", []any{d("1.000000000000000002"), noon, "a", nil}},
		"integer":          {"42, TIMESTAMPTZ '2025-01-01 20:00:00+08', 'a', NULL", []any{d("42"), noon, "a", nil}},
		"unsigned":         {"CAST(18446744073709551615 AS UBIGINT), '2025-01-01T12:00:00Z', 'a', NULL", []any{d("18446744073709551615"), noon, "a", nil}},
		"date":             {"'1.50', DATE '2025-01-01', 'a', NULL", []any{d("1.5"), at("2025-01-01 00:00:00"), "a", nil}},
		"null of any type": {"CAST(NULL AS DOUBLE), CAST(NULL AS TIMESTAMP), NULL, NULL", []any{nil, nil, nil, nil}},
		"map":              {"1, DATE '2025-01-01', MAP {'k': 'v', 'é': NULL}, MAP {}", []any{d("1"), at("2025-01-01 00:00:00"), `{"k":"v","é":null}`, "{}"}},
		"struct":           {"1, DATE '2025-01-01', {'k': 1, 'l': ['a']}, ['x', 'y']", []any{d("1"), at("2025-01-01 00:00:00"), `{"k":1,"l":["a"]}`, `["x","y"]`}},
		"number as text":   {"1, DATE '2025-01-01', 42, CAST(1.50 AS DECIMAL(9,2))", []any{d("1"), at("2025-01-01 00:00:00"), "42", "1.50"}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "bill=1.parquet")
			ask(t, e, fmt.Sprintf(`COPY (SELECT * FROM (VALUES (%s)) v("Cost", "At", "Name", "Note")) TO '%s' (FORMAT parquet)`, c.columns, path))
			names, err := e.ParquetColumns(context.Background(), path)
			if diff := cmp.Diff(header[:4], names); diff != "" || err != nil {
				t.Errorf("columns %v, %v", names, err)
			}
			in := input(t, path)
			in.Format, in.Header = duckdb.FileParquet, nil
			if err := e.Ingest(context.Background(), in); err != nil {
				t.Fatal(err)
			}
			got := read(t, e, in.Out)[0]
			equal(t, [][]any{c.want}, [][]any{{got[0], got[1], got[2], got[4]}})
		})
	}
}

func TestIngestTellsBadValuesOfParquet(t *testing.T) {
	e := open(t)
	for _, value := range []string{"'n/a'", "CAST('nan' AS DOUBLE)", "CAST('1e30' AS DOUBLE)", "CAST(1e25 AS HUGEINT)", "TRUE"} {
		path := filepath.Join(t.TempDir(), "bill.parquet")
		ask(t, e, fmt.Sprintf(`COPY (SELECT %s AS "Cost", DATE '2025-01-01' AS "At") TO '%s' (FORMAT parquet)`, value, path))
		in := input(t, path)
		in.Format = duckdb.FileParquet
		if err := e.Ingest(context.Background(), in); !errors.Is(err, duckdb.ErrBadRow) {
			t.Errorf("%s: %v", value, err)
		}
	}
}

// A column that can only be NULL is not written; one that is NULL by chance is.
func TestIngestLeavesOutWhatTheSourceLacks(t *testing.T) {
	e := open(t)
	in := input(t, "")
	in.Mapping.Raw = []bill.RawColumn{
		{Name: "cost", Header: "Cost", Native: true, Alone: "cost", Residue: "cost_residue"},
		{Name: "at_start", Header: "At", Native: true, Alone: "at_start"},
		{Name: "name", Header: "Name", Alone: "name"}}
	for columns, want := range map[string]string{
		`CAST(1 AS DECIMAL(9,2)) AS "Cost", NULL AS "Name"`:              "cost name sf_tags",
		`CAST(1 AS DECIMAL(38,30)) AS "Cost", DATE '2025-01-01' AS "At"`: "cost cost_residue at_start sf_tags",
		`CAST(1 AS DOUBLE) AS "Cost", 'a' AS "Name"`:                     "cost cost_residue name sf_tags",
		`'a' AS "Name"`: "name sf_tags",
	} {
		in.Path = filepath.Join(t.TempDir(), "bill.parquet")
		in.Format, in.Mapping.Extra, in.Mapping.Tags = duckdb.FileParquet, nil, nil
		ask(t, e, fmt.Sprintf(`COPY (SELECT %s) TO '%s' (FORMAT parquet)`, columns, in.Path))
		if err := e.Ingest(context.Background(), in); err != nil {
			t.Fatal(err)
		}
		names, err := e.ParquetColumns(context.Background(), in.Out)
		if diff := cmp.Diff(strings.Fields(want), names); diff != "" || err != nil {
			t.Errorf("%s: %s%v", columns, diff, err)
		}
	}
}

// Records is how the bad value is found: all columns as text, in order.
func TestRecordsReadsParquetAsText(t *testing.T) {
	e, path := open(t), filepath.Join(t.TempDir(), "bill.parquet")
	ask(t, e, fmt.Sprintf(`COPY (SELECT unnest(['1', 'n/a', NULL]) AS a, CAST(0.5 AS DECIMAL(9,3)) AS b, MAP {'k': 1} AS c) TO '%s' (FORMAT parquet)`, path))
	var got []string
	err := e.Records(context.Background(), path, func(values []*string) error {
		for _, v := range values {
			if v == nil {
				got = append(got, "NULL")
			} else {
				got = append(got, *v)
			}
		}
		return nil
	})
	if diff := cmp.Diff(strings.Fields(`1 0.500 {"k":1} n/a 0.500 {"k":1} NULL 0.500 {"k":1}`), got); diff != "" || err != nil {
		t.Errorf("%s%v", diff, err)
	}
}
