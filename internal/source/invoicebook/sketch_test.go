package invoicebook_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/invoicebook"
)

func bookEntries(t *testing.T, name, text string) []source.Entry {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	entries, err := source.Expand(context.Background(), []string{path}, source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func look(t *testing.T, e source.Entry) invoicebook.Sample {
	t.Helper()
	samples, err := invoicebook.Look(context.Background(), e, invoicebook.Text{})
	if err != nil || len(samples) != 1 {
		t.Fatalf("%d tables, %v", len(samples), err)
	}
	return samples[0]
}

const officeBook = "Umsatz 2025;;;;;;;\nNumber;Date;Customer;From;To;Text;Net EUR;VAT\n" +
	"R-101;15.01.2025;Alpen Kraft GmbH;01.01.2025;31.03.2025;Managed service;3.000,00;600,00\n" +
	"R-102;21.01.2025;Donau Handel AG;;;Landing zone;700,50;140,10\n" +
	"Total;;;;;;3.700,50;740,10\n"

const chineseBook = "单据编号,开票日期,客户名称,纳税人识别号,服务内容,不含税金额（元）,税额,价税合计\n" +
	"INV-1,2025年1月15日,上海云帆科技有限公司,91310000MA1K35X12A,云迁移实施,\"10,000.00\",600.00,\"10,600.00\"\n" +
	"INV-2,2025年2月3日,北京数联信息技术有限公司,91110108MA01ABCD2X,运维托管,\"5,000.00\",300.00,\"5,300.00\"\n" +
	"合计,,,,,\"15,000.00\",900.00,\"15,900.00\"\n"

// What a guess proposes for books of either language reads them to the cent,
// without a person changing anything.
func TestAGuessReadsAPlainBook(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(chineseBook)
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct{ text, net, tax, currency, customer string }{
		"office.csv":    {officeBook, "3700.5", "740.1", "EUR", "Alpen Kraft GmbH"},
		"登记簿.csv":       {chineseBook, "15000", "900", "CNY", "上海云帆科技有限公司"},
		"登记簿 (gbk).csv": {gbk, "15000", "900", "CNY", "上海云帆科技有限公司"},
	} {
		t.Run(name, func(t *testing.T) {
			entries := bookEntries(t, name, tc.text)
			s := invoicebook.Guess(look(t, entries[0]))
			text, err := s.YAML()
			if err != nil {
				t.Fatalf("%v\n%+v", err, s)
			}
			m, err := invoicebook.ParseMapping(strings.NewReader(text), "guess")
			if err != nil {
				t.Fatal(err)
			}
			// It is read as one of the workspace's own, that is: recognised.
			book, err := invoicebook.Read(context.Background(), entries, invoicebook.Options{Own: []invoicebook.Mapping{m}})
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			if len(book.Rejects) > 0 {
				t.Errorf("rejected: %+v", book.Rejects)
			}
			if len(book.Totals) != 1 || book.Totals[0].Net.String() != tc.net || book.Totals[0].Tax.String() != tc.tax || string(book.Totals[0].Currency) != tc.currency {
				t.Errorf("totals %+v\n%s", book.Totals, text)
			}
			if len(book.Lines) != 2 || book.Lines[0].CustomerName != tc.customer {
				t.Errorf("lines %+v\n%s", book.Lines, text)
			}
			if book.Files[0].Preset != s.Name {
				t.Errorf("read by %s, not by %s", book.Files[0].Preset, s.Name)
			}
		})
	}
}

// What a person has not said yet is a fault at the very place.
func TestASketchSaysWhatIsMissing(t *testing.T) {
	whole := invoicebook.Sketch{Name: "book", Headers: []string{"a", "b", "c", "a"}, Fields: []invoicebook.Field{"", "issue_date", "amount", ""}, Dates: []string{"iso"}, Currency: "USD"}
	if _, err := whole.YAML(); err != nil {
		t.Fatal(err)
	}
	for part, change := range map[string]func(*invoicebook.Sketch){
		"name":       func(s *invoicebook.Sketch) { s.Name = "../book" },
		"column.1":   func(s *invoicebook.Sketch) { s.Fields = []invoicebook.Field{"document", "issue_date", "amount", ""} },
		"column.3":   func(s *invoicebook.Sketch) { s.Fields = []invoicebook.Field{"", "issue_date", "revenues", ""} },
		"issue_date": func(s *invoicebook.Sketch) { s.Fields = []invoicebook.Field{"", "", "amount", ""} },
		"amount":     func(s *invoicebook.Sketch) { s.Fields = []invoicebook.Field{"", "issue_date", "quantity", ""} },
		"currency":   func(s *invoicebook.Sketch) { s.Currency = "Taler" },
		"dates":      func(s *invoicebook.Sketch) { s.Dates = []string{"qqqq"} },
	} {
		s := whole
		change(&s)
		_, err := s.YAML()
		f, ok := fault.As(err)
		if !ok || f.Args["part"] != part {
			t.Errorf("%s: %v", part, err)
		}
	}
}

// A sketch says everything that its file says: options, several columns, the
// rows to leave out and those to negate.
func TestTheFileOfASketch(t *testing.T) {
	s := invoicebook.Sketch{Name: "ledger", Text: invoicebook.Text{Encoding: "gb18030", Delimiter: "tab"}, HeaderRow: 3, Sheet: "",
		Headers: []string{"Day", "Sum: \"net\"", "Extra", "Kind", "Who", "Or who", "Until"},
		Fields:  []invoicebook.Field{"issue_date", "amount", "amount", "", "customer_name", "customer_name", "service_until"},
		Dates:   []string{"d/m/yyyy", "m/d/yyyy"}, Decimal: ",", Tax: "included", Until: "inclusive", Currency: "EUR",
		Total: invoicebook.Cell{Column: "Kind", Texts: []string{"Total"}}, Credit: invoicebook.Cell{Column: "Kind", Texts: []string{"Credit: note", "Gutschrift"}}, CreditPositive: true}
	got, err := s.YAML()
	if err != nil {
		t.Fatal(err)
	}
	want := `name: ledger
text: {delimiter: tab, encoding: gb18030}
header_row: 3
detect: {headers: [Day, 'Sum: "net"', Extra, Who, Or who]}
columns:
  issue_date: Day
  amount: {sum: ['Sum: "net"', Extra]}
  customer_name: [Who, Or who]
  service_until: Until
dates: [d/m/yyyy, m/d/yyyy]
service_until: inclusive
numbers: {decimal: ','}
amounts: {from: [amount], tax: included}
constants: {currency: EUR}
credit: {amounts: positive, when: [{column: Kind, equals: ['Credit: note', Gutschrift]}]}
skip: [{column: Kind, equals: [Total], reason: total}]
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Text that tells its layout wrongly is read as the mapping says.
func TestAMappingMaySayEncodingAndDelimiter(t *testing.T) {
	text := "day|who, or whom|net\n2025-01-01|M\xfcller, Berlin|1\n2025-01-02|Gr\xfcn, K\xf6ln|2\n"
	s := invoicebook.Sketch{Name: "pipes", Text: invoicebook.Text{Encoding: "windows-1252", Delimiter: "|"}, Headers: []string{"day", "who, or whom", "net"},
		Fields: []invoicebook.Field{"issue_date", "customer_name", "amount"}, Dates: []string{"iso"}, Currency: "EUR"}
	yaml, err := s.YAML()
	if err != nil {
		t.Fatal(err)
	}
	m, err := invoicebook.ParseMapping(strings.NewReader(yaml), "pipes")
	if err != nil {
		t.Fatal(err)
	}
	book, err := invoicebook.Read(context.Background(), bookEntries(t, "pipes.csv", text), invoicebook.Options{Own: []invoicebook.Mapping{m}})
	if err != nil {
		t.Fatal(err)
	}
	if len(book.Lines) != 2 || book.Lines[1].CustomerName != "Grün, Köln" {
		t.Errorf("lines %+v", book.Lines)
	}
}

// Whatever a table holds, a guess neither fails nor makes a file that cannot be
// read back.
func FuzzGuess(f *testing.F) {
	f.Add("a.csv", officeBook)
	f.Add("登记簿.csv", chineseBook)
	f.Add("x", "=cmd|' /C calc'!A0,Date\n1,2\n")
	f.Add("", "\n\n")
	f.Fuzz(func(t *testing.T, name, text string) {
		if !utf8.ValidString(text) {
			return
		}
		var s invoicebook.Sample
		s.File = name
		for i, line := range strings.Split(text, "\n") {
			s.Rows, s.Numbers = append(s.Rows, strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ';' })), append(s.Numbers, int64(i+1))
		}
		g := invoicebook.Guess(s)
		if len(g.Fields) != len(g.Headers) {
			t.Fatalf("%d fields of %d columns", len(g.Fields), len(g.Headers))
		}
		yaml, err := g.YAML()
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatal(err)
			}
			return
		}
		if _, err := invoicebook.ParseMapping(strings.NewReader(yaml), "guess"); err != nil {
			t.Fatalf("%v\n%s", err, yaml)
		}
	})
}
