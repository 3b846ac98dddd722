package source_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source"
)

// rows writes each record as "number:field|field" with the fault behind it.
func rows(c *source.CSV) ([]string, error) {
	var out []string
	for {
		rec, err := c.Read()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return out, err
		}
		line := fmt.Sprintf("%d:%s", rec.Number, strings.Join(rec.Strings(), "|"))
		if rec.Fault != nil {
			line += " !" + rec.Fault.Code
		}
		out = append(out, line)
	}
}

func TestRowsAsASpreadsheetCountsThem(t *testing.T) {
	comma := source.Dialect{Delimiter: ',', Quote: '"'}
	tests := []struct {
		name    string
		in      string
		dialect source.Dialect
		width   int
		want    []string
	}{
		{"plain", "a,b\n1,2\n", comma, 0, []string{"1:a|b", "2:1|2"}},
		{"no line end at the end", "a,b\n1,2", comma, 0, []string{"1:a|b", "2:1|2"}},
		{"crlf", "a,b\r\n1,\r\n", comma, 0, []string{"1:a|b", "2:1|"}},
		{"lone cr", "a,b\r1,2\r", source.Dialect{Delimiter: ',', Quote: '"', LoneCR: true}, 0, []string{"1:a|b", "2:1|2"}},
		{"lone cr and some crlf", "a,b\r\n1,2\r3,4", source.Dialect{Delimiter: ',', Quote: '"', LoneCR: true}, 0, []string{"1:a|b", "2:1|2", "3:3|4"}},
		{"cr as data where lf ends rows", "a\rx,b\n", comma, 0, []string{"1:a\rx|b"}},
		{"blank rows count", "a,b\n\n\r\n1,2\n", comma, 0, []string{"1:a|b", "4:1|2"}},
		{"line break in quotes is one row", "a,b\n\"x\ny\",2\n3,4\n", comma, 0, []string{"1:a|b", "2:x\ny|2", "3:3|4"}},
		{"doubled quotes", `"say ""hi""",""""` + "\n", comma, 0, []string{`1:say "hi"|"`}},
		{"quoted empties", `"",` + "\n", comma, 0, []string{"1:|"}},
		{"quotes inside a plain field", `5" disk,b` + "\n", comma, 0, []string{`1:5" disk|b`}},
		{"text after a closing quote", `"a"b,"c"` + "\n1,2\n", comma, 0, []string{`1:"a"b|c !source.csv_stray_quote`, "2:1|2"}},
		{"spaces after a closing quote", `"a" ,b` + "\n", comma, 0, []string{"1:a|b"}},
		{"no quotes in the dialect", `"a,b` + "\n", source.Dialect{Delimiter: ','}, 0, []string{`1:"a|b`}},
		{"short row", "a,b\n1\n2,3\n", comma, 2, []string{"1:a|b", "2:1 !source.csv_ragged", "3:2|3"}},
		{"long row", "a,b\n1,2,3\n", comma, 2, []string{"1:a|b", "2:1|2|3 !source.csv_ragged"}},
		{"delimiters that end a row", "a,b\n1,2,,\n", comma, 2, []string{"1:a|b", "2:1|2"}},
		{"nul", "a,b\n1,\x00\n2,3\n", comma, 0, []string{"1:a|b", "2:1|\x00 !source.csv_nul", "3:2|3"}},
		{"semicolon", "a;b\n1,5;2\n", source.Dialect{Delimiter: ';', Quote: '"'}, 0, []string{"1:a|b", "2:1,5|2"}},
		{"sep line", "sep=;\na;b\n", source.Dialect{Delimiter: ';', Quote: '"', SepLine: true}, 0, []string{"2:a|b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, r := range []io.Reader{strings.NewReader(tt.in), iotest.OneByteReader(strings.NewReader(tt.in)), iotest.DataErrReader(strings.NewReader(tt.in))} {
				c := source.NewCSV(r, tt.dialect, "f.csv")
				c.Width = tt.width
				got, err := rows(c)
				if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
					t.Errorf("%v\n%s", err, diff)
				}
			}
		})
	}
}

func TestAnUnclosedQuoteIsReportedWhereItOpened(t *testing.T) {
	for _, tail := range []string{"", strings.Repeat("x,y\n", 10_000)} {
		c := source.NewCSV(strings.NewReader("a,b\n1,2\n3,\"open\n"+tail), source.Dialect{Delimiter: ',', Quote: '"'}, "f.csv")
		c.MaxRecordBytes = 20_000
		_, err := rows(c)
		f, _ := fault.As(err)
		if f == nil || f.Code != "source.csv_quote_unterminated" || f.Place != (fault.Place{File: "f.csv", Row: 3}) {
			t.Errorf("%v", err)
		}
		if _, again := c.Read(); !errors.Is(again, err) {
			t.Errorf("reading on gives %v", again)
		}
	}
}

func TestAGiantRecordIsRefused(t *testing.T) {
	c := source.NewCSV(strings.NewReader("a,b\n"+strings.Repeat("x", 3<<20)), source.Dialect{Delimiter: ',', Quote: '"'}, "f.csv")
	c.MaxRecordBytes = 1 << 20
	if _, err := rows(c); fault.CodeOf(err) != "source.csv_record_too_long" {
		t.Error(err)
	}
}

func TestARecordLargerThanTheBufferIsWhole(t *testing.T) {
	long := strings.Repeat("0123456789", 300_000)
	c := source.NewCSV(iotest.HalfReader(strings.NewReader("a,b\n"+long+",\""+long+"\"\n1,2\n")), source.Dialect{Delimiter: ',', Quote: '"'}, "f.csv")
	got, err := rows(c)
	if err != nil || len(got) != 3 || got[1] != "2:"+long+"|"+long || got[2] != "3:1|2" {
		t.Errorf("%d rows, %v", len(got), err)
	}
}

func TestDialectIsDetected(t *testing.T) {
	tests := []struct {
		name string
		in   string
		want source.Dialect
	}{
		{"comma", "a,b,c\n1,2,3\n", source.Dialect{Delimiter: ',', Quote: '"', HeaderRow: 1}},
		{"semicolon with decimal commas", "Nummer;Betrag;Steuer\n1;2,50;0,48\n2;1,00;0,19\n", source.Dialect{Delimiter: ';', Quote: '"', HeaderRow: 1}},
		{"tab", "a\tb\n1,5\t2,5\n", source.Dialect{Delimiter: '\t', Quote: '"', HeaderRow: 1}},
		{"pipe", "a|b\n1|2\n", source.Dialect{Delimiter: '|', Quote: '"', HeaderRow: 1}},
		{"one column", "name\nAcme\n", source.Dialect{Delimiter: ',', Quote: '"', HeaderRow: 1}},
		{"commas in quotes", "\"a\";\"b\"\n\"1,2,3\";\"x,y,z\"\n", source.Dialect{Delimiter: ';', Quote: '"', HeaderRow: 1}},
		{"titles above the header", "Acme Ltd\nSales by customer\n\nDate,Customer,Amount\n2025-01-02,A,1.00\n2025-01-03,B,2.00\n", source.Dialect{Delimiter: ',', Quote: '"', HeaderRow: 4}},
		{"lone cr", "a,b\r1,2\r", source.Dialect{Delimiter: ',', Quote: '"', LoneCR: true, HeaderRow: 1}},
		{"sep line", "sep=|\r\na|b\r\n", source.Dialect{Delimiter: '|', Quote: '"', SepLine: true, HeaderRow: 2}},
		{"no header", "1,2\n3,4\n", source.Dialect{Delimiter: ',', Quote: '"'}},
		{"empty", "", source.Dialect{Delimiter: ',', Quote: '"'}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := source.DetectCSV(strings.NewReader(tt.in), "f.csv")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, c.Dialect()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDetectingLosesNothing(t *testing.T) {
	var in strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&in, "row %d,value\n", i)
	}
	c, err := source.DetectCSV(strings.NewReader(in.String()), "f.csv")
	if err != nil {
		t.Fatal(err)
	}
	got, err := rows(c)
	if err != nil || len(got) != 50_000 || got[49_999] != "50000:row 49999|value" {
		t.Errorf("%d rows, %v", len(got), err)
	}
}

// What encoding/csv writes is read back, whatever is in it.
func TestCSVReadsWhatTheStandardLibraryWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		field := rapid.StringOf(rapid.SampledFrom([]rune("ab1,;\"\n 客é'")))
		width := rapid.IntRange(2, 5).Draw(t, "width")
		records := rapid.SliceOfN(rapid.SliceOfN(field, width, width), 0, 8).Draw(t, "records")
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		if err := w.WriteAll(records); err != nil {
			t.Fatal(err)
		}
		c := source.NewCSV(iotest.HalfReader(&b), source.Dialect{Delimiter: ',', Quote: '"'}, "")
		c.Width = width
		for i, want := range records {
			rec, err := c.Read()
			if err != nil || rec.Fault != nil {
				t.Fatalf("row %d: %v %v", i+1, err, rec.Fault)
			}
			if diff := cmp.Diff(want, rec.Strings()); diff != "" || rec.Number != int64(i+1) {
				t.Fatalf("row %d: %s", i+1, diff)
			}
		}
		if _, err := c.Read(); !errors.Is(err, io.EOF) {
			t.Fatalf("after the last row: %v", err)
		}
	})
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2\n", "\"a\"\"b\";c\r\n", "\"open", "a\rb\r", "sep=;\na;b", "\x00,\n", "\"a\"x,\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		at := func(r io.Reader) string {
			c, err := source.DetectCSV(r, "f")
			if err != nil {
				t.Fatal(err)
			}
			got, err := rows(c)
			if err != nil && fault.CodeOf(err) == "internal" {
				t.Fatal(err)
			}
			return fmt.Sprintf("%q %v", got, err)
		}
		if whole, bytewise := at(bytes.NewReader(in)), at(iotest.OneByteReader(bytes.NewReader(in))); whole != bytewise {
			t.Fatalf("at once %s\nbyte by byte %s", whole, bytewise)
		}
	})
}

// BenchmarkCSV reads rows as wide as a bill's.
func BenchmarkCSV(b *testing.B) {
	var in bytes.Buffer
	for in.Len() < 32<<20 {
		for range 40 {
			in.WriteString("0123456789ab,")
		}
		in.WriteString("\"quoted, text\",2025-01-01T00:00:00Z\n")
	}
	b.SetBytes(int64(in.Len()))
	for b.Loop() {
		c := source.NewCSV(source.NewText(bytes.NewReader(in.Bytes())), source.Dialect{Delimiter: ',', Quote: '"'}, "")
		for {
			if _, err := c.Read(); err != nil {
				break
			}
		}
	}
}
