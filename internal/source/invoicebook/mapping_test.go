package invoicebook_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/invoicebook"
)

func TestMappingFilesAreStrict(t *testing.T) {
	const good = "columns:\n  issue_date: Date\n  amount: Net\ndates: [iso]\n"
	tests := []struct{ name, text, line, reason string }{
		{"a key that does not exist", good + "colums: {}\n", "5", "field colums not found"},
		{"a key inside that does not exist", good + "amounts: { form: [amount] }\n", "5", "field form not found"},
		{"a key inside a column", "columns:\n  issue_date: { colum: Date }\n", "2", "field colum not found"},
		{"not YAML", "columns: [\n", "", ""},
		{"a field that does not exist", good + "constants: { curency: CNY }\n", "?", "constants: curency"},
		{"a column of a field that does not exist", "columns: { issue_date: D, amuont: N }\ndates: [iso]\n", "?", "columns: amuont"},
		{"no issue date", "columns: { amount: Net }\ndates: [iso]\n", "?", "columns: issue_date"},
		{"no date patterns", "columns: { issue_date: D }\n", "?", "dates"},
		{"a grain that does not exist", good + "grain: row\n", "?", "grain: row"},
		{"a tax mode that does not exist", good + "amounts: { tax: maybe }\n", "?", "amounts: tax: maybe"},
		{"a total that is needed", good + "amounts: { tax: by_total }\n", "?", "amounts: tax: by_total"},
		{"a condition with two comparisons", good + "keep: [{ column: A, equals: [x], contains: [y] }]\n", "?", "column, equals"},
		{"a reason that does not exist", good + "skip: [{ column: A, equals: [x], reason: bored }]\n", "?", "skip: reason: bored"},
		{"a sum of texts", good[:len(good)-len("dates: [iso]\n")] + "  document: { sum: [A, B] }\ndates: [iso]\n", "?", "columns: document: sum"},
		{"a pattern without a group", "columns:\n  issue_date: D\n  category: { column: A, match: 'x' }\n", "3", "match x"},
		{"a bad rounding", good + "amounts: { places: 40 }\n", "?", "amounts: places"},
		{"totals of totals", good + "totals: { columns: { issue_date: D }, totals: { columns: { issue_date: D } } }\n", "?", "totals: totals"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := invoicebook.ParseMapping(strings.NewReader(tt.text), "my.yaml")
			f, ok := fault.As(err)
			if !ok || f.Code != "invoicebook.mapping_invalid" || f.Place.File != "my.yaml" {
				t.Fatalf("%v", err)
			}
			reason, _ := f.Args["reason"].(string)
			if tt.line != "" && f.Args["line"] != tt.line || !strings.Contains(reason, tt.reason) || strings.Contains(reason, "invoicebook.") {
				t.Errorf("line %v: %s", f.Args["line"], reason)
			}
		})
	}
	if _, err := invoicebook.ParseMapping(strings.NewReader("columns: { issue_date: D }\ndates: [yyyy]\n"), "my.yaml"); fault.CodeOf(err) != "source.date_pattern" {
		t.Errorf("%v", err)
	}
}

func TestDetectionPrefersTheMoreParticularMapping(t *testing.T) {
	parse := func(text, name string) invoicebook.Mapping {
		m, err := invoicebook.ParseMapping(strings.NewReader(text), name)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	general := parse("detect: { headers: [No, Date] }\ncolumns: { issue_date: Date }\ndates: [iso]\n", "general")
	particular := parse("detect: { headers: [No, Date, [Net, Amount]] }\ncolumns: { issue_date: Date, amount: [Net, Amount] }\ndates: [iso]\n", "particular")
	twin := parse("detect: { headers: [No, Date, Amount] }\ncolumns: { issue_date: Date, amount: Amount }\ndates: [iso]\n", "twin")
	sample := invoicebook.Sample{File: "f.csv", Rows: [][]string{{"Title"}, {" *NO ", "date", "ＡＭＯＵＮＴ"}}}
	match, all, err := invoicebook.Detect(sample, []invoicebook.Mapping{general, particular})
	if err != nil || match.Mapping.Name != "particular" || match.HeaderIndex != 1 || len(all) != 2 {
		t.Errorf("%+v %d %v", match, len(all), err)
	}
	_, all, err = invoicebook.Detect(sample, []invoicebook.Mapping{general, particular, twin})
	if fault.CodeOf(err) != "invoicebook.format_ambiguous" || len(all) != 3 {
		t.Errorf("%d %v", len(all), err)
	}
	_, _, err = invoicebook.Detect(invoicebook.Sample{File: "f.csv", Rows: [][]string{{"a", "b"}}}, invoicebook.Presets())
	if f, _ := fault.As(err); f == nil || f.Code != "invoicebook.format_unknown" || f.Args["headers"] != "a, b" {
		t.Errorf("%v", err)
	}
}

func TestAMappingOfTwoSheets(t *testing.T) {
	m := mapping(t, `
sheets: [Lines]
detect: { headers: [No, Date, Net, Item] }
columns: { document: No, issue_date: Date, amount: Net, item_code: Item }
dates: [iso]
constants: { currency: EUR }
totals:
  sheets: [Invoices]
  detect: { headers: [No, Date, Net] }
  columns: { document: No, issue_date: Date, amount: Net }
`)
	book := read(t, file(t, "b.xlsx", workbook(t,
		sheet{"Cover", [][]any{{"Acme"}}},
		sheet{"Lines", [][]any{{"No", "Date", "Net", "Item"}, {"1", "2025-01-02", 60.1, "X"}, {"1", "2025-01-02", 40, "Y"}, {"2", "2025-01-03", 5, "Y"}}},
		sheet{"Invoices", [][]any{{"No", "Date", "Net"}, {"1", "2025-01-02", 100}}})), invoicebook.Options{Mapping: m})
	expect(t, book,
		"2 1  2025-01-02 net 60.1 tax 0 EUR", "3 1  2025-01-02 net 40 tax 0 EUR", "4 2  2025-01-03 net 5 tax 0 EUR",
		"finding invoicebook.sheet_ignored 1 Cover", "finding invoicebook.lines_without_invoice 1 2", "finding invoicebook.total_differs 1 1: 100.1 / 100",
		"total EUR 3 net 105.1 tax 0 stated 100 of 1 difference 0.1")
}

func FuzzMapping(f *testing.F) {
	for _, m := range invoicebook.Presets() {
		_, text, err := invoicebook.FindPreset(m.Name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add("columns: { issue_date: [{ join: [A, B] }] }\ndates: [iso]\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, err := invoicebook.ParseMapping(strings.NewReader(text), "m")
		if code := fault.CodeOf(err); err != nil && code != "invoicebook.mapping_invalid" && code != "source.date_pattern" {
			t.Fatal(err)
		}
	})
}

// Whatever a book holds, each of its rows is a line, a reject or counted, and
// the totals are the sums of the lines.
func FuzzBook(f *testing.F) {
	f.Add([]byte("No,Date,Customer,Amount,Tax,Rate,Cur\n1,2025-01-02,A,1,2,6%,USD\n"), byte(0))
	f.Add([]byte("x\nNo;Date;Customer;Amount\n1;02/01/2025;A;\"1,5\"\n;;;\n"), byte(1))
	f.Add([]byte("No,Date,Customer,Amount,Off\n1,2025-01-02,A,10,3\n1,2025-01-02,A,-10,3\n"), byte(2))
	columns := "columns: { document: No, issue_date: Date, customer_name: Customer, amount: Amount, tax: Tax, tax_rate: Rate, currency: Cur, invoice_gross: Total, invoice_discount_amount: Off }\n"
	base := "detect: { headers: [No, Date, Customer, Amount] }\n" + columns + "dates: [iso, dd/mm/yyyy, mm/dd/yyyy]\nconstants: { currency: EUR }\n"
	var mappings []invoicebook.Mapping
	for _, rest := range []string{"", "amounts: { tax: included }\n", "amounts: { tax: by_total }\ncredit: { when: [{ column: No, starts_with: [C] }], amounts: positive }\n", "numbers: { decimal: either }\nfill_down: [document, issue_date]\n"} {
		m, err := invoicebook.ParseMapping(strings.NewReader(base+rest), "m")
		if err != nil {
			f.Fatal(err)
		}
		mappings = append(mappings, m)
	}
	f.Fuzz(func(t *testing.T, content []byte, which byte) {
		path := filepath.Join(t.TempDir(), "b.csv")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if bytes.HasPrefix(content, []byte("PK")) {
			return
		}
		book, err := invoicebook.Read(context.Background(), []source.Entry{{Path: path, Kind: source.KindText}},
			invoicebook.Options{Mapping: &mappings[int(which)%len(mappings)]})
		if err != nil {
			if fault.CodeOf(err) == "internal" {
				t.Fatal(err)
			}
			return
		}
		rows := int64(len(book.Lines) + len(book.Rejects))
		if rows != book.Files[0].Rows {
			t.Fatalf("%d of %d rows accounted for", rows, book.Files[0].Rows)
		}
		sums := map[money.Currency]money.Decimal{}
		for _, l := range book.Lines {
			sums[l.Currency] = sums[l.Currency].Add(l.Net)
		}
		for _, total := range book.Totals {
			if !total.Net.Equal(sums[total.Currency]) {
				t.Fatalf("%s: %s, lines %s", total.Currency, total.Net, sums[total.Currency])
			}
		}
	})
}
