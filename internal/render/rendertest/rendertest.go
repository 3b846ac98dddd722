// Package rendertest is the contract of a format: a suite that every renderer
// passes, a document with everything that can go wrong in a cell, and goldens.
package rendertest

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/render"
)

var update = flag.Bool("update", false, "write goldens instead of comparing with them")

// Golden compares with testdata/<name>, or writes it with -update.
func Golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got), run with -update if it should:\n%s", path, diff)
	}
}

// Locale writes numbers as English does.
func Locale() render.Locale {
	return render.Locale{
		Number: number, Yes: "yes", No: "no", Missing: "–", Currency: "currency", Exact: "(every digit)", Remarks: "Remarks",
		Hidden: func(labels []string) string { return "Not shown: " + strings.Join(labels, ", ") },
	}
}

func number(decimal string, places int32) string {
	d, err := money.ParseDecimal(decimal)
	if err != nil {
		return decimal
	}
	whole, fraction, _ := strings.Cut(d.Abs().Fixed(places), ".")
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if d.Sign() < 0 {
		whole = "-" + whole
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return whole
}

// Sample is a document with every kind of block, column, row and cell, in two
// scripts, and with text that a program could take for a formula or command.
func Sample() report.Document {
	four := int32(4)
	return report.Document{Title: "Multiplier 乘数", Blocks: []report.Block{
		report.Paragraph{ID: "intro", Text: "Definition standard, 2025Q1. 口径：standard。"},
		report.KeyValues{ID: "summary", Title: "Summary", Items: []report.KeyValue{
			{Key: "multiplier", Label: "Multiplier", Kind: report.KindRatio, Cell: report.Decimal(money.MustParse("2.714"))},
			{Key: "cloud", Label: "云收入", Kind: report.KindMoney, Cell: report.Money(money.New(money.MustParse("1234567.891"), "CNY"))},
			{Key: "class", Label: "Class", Kind: report.KindText, Cell: report.Text("Focused 专注型").WithTone(report.ToneGood)},
			{Key: "unknown", Label: "Unknown", Kind: report.KindText, Cell: report.Gap()},
		}},
		report.Table{ID: "by_customer", Title: "By customer 按客户", Columns: []report.Column{
			{Key: "customer", Label: "Customer", Kind: report.KindText},
			{Key: "cloud", Label: "Cloud", Kind: report.KindMoney, Currency: "USD"},
			{Key: "multiplier", Label: "Multiplier", Kind: report.KindRatio, Places: &four},
			{Key: "coverage", Label: "Coverage", Kind: report.KindPercent, Rank: 1},
			{Key: "rows", Label: "Rows", Kind: report.KindInteger, Rank: 2},
		}, Rows: []report.Row{
			{Style: report.StyleHeading, Cells: []report.Cell{report.Text("Retail 零售")}},
			{Cells: []report.Cell{report.Text("上海示例科技有限公司"), report.Decimal(money.MustParse("1234567.895")),
				report.Decimal(money.MustParse("2.5")), report.Decimal(money.MustParse("0.125")), report.Integer(1200345)}},
			{Cells: []report.Cell{report.Text("=HYPERLINK(\"http://x\")"), report.Decimal(money.MustParse("-12.5")),
				report.Gap(), report.Decimal(money.MustParse("1")).Estimated(), report.Integer(0)}},
			{Cells: []report.Cell{report.Text("+1 \"quoted\", comma"), report.Decimal(money.MustParse("0.000000000000000001")),
				report.Decimal(money.MustParse("1")).WithTone(report.ToneBad), report.Gap(), report.Integer(9)}},
			{Style: report.StyleResidual, Cells: []report.Cell{report.Text("Unmatched"), report.Decimal(money.MustParse("12345678901234567.89")),
				report.Gap(), report.Gap(), report.Integer(3)}},
			{Style: report.StyleTotal, Cells: []report.Cell{report.Text("Total"), report.Decimal(money.MustParse("12345678902469123.285000000000000001")),
				report.Decimal(money.MustParse("2.4999")), report.Decimal(money.MustParse("0.5")), report.Integer(1200357)}},
		}, Notes: []string{"Unmatched rows are in no customer."}},
		report.Table{ID: "invoices", Title: "Invoices", Columns: []report.Column{
			{Key: "number", Label: "Number", Kind: report.KindText},
			{Key: "day", Label: "Day", Kind: report.KindDate},
			{Key: "month", Label: "Month", Kind: report.KindMonth},
			{Key: "net", Label: "Net", Kind: report.KindMoney},
			{Key: "paid", Label: "Paid", Kind: report.KindBool},
		}, Rows: []report.Row{
			{Cells: []report.Cell{report.Text("00012345678901234567"), {Value: "2025-01-31"}, {Value: "2025-01"},
				report.Money(money.New(money.MustParse("1000"), "JPY")), report.Bool(true)}},
			{Cells: []report.Cell{report.Text("@SUM(A1)\nsecond \x1b[31mline"), report.Gap(), {Value: "2025-02"},
				report.Money(money.New(money.MustParse("-99.999"), "EUR")), report.Bool(false)}},
			{Cells: []report.Cell{report.Text("short row")}},
		}},
	}}
}

// errFull is what a full disk says.
var errFull = errors.New("no space left")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// Run checks what every format guarantees.
func Run(t *testing.T, render func(io.Writer, report.Document) error) {
	t.Helper()
	once := func(t *testing.T, d report.Document) []byte {
		t.Helper()
		var b bytes.Buffer
		if err := render(&b, d); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	t.Run("the same document gives the same bytes and is left as it was", func(t *testing.T) {
		d := Sample()
		first, second := once(t, d), once(t, d)
		if !bytes.Equal(first, second) {
			t.Error("two renderings differ")
		}
		if diff := cmp.Diff(Sample(), d); diff != "" {
			t.Errorf("the document was changed:\n%s", diff)
		}
	})
	t.Run("a write that fails is told", func(t *testing.T) {
		if err := render(full{}, Sample()); !errors.Is(err, errFull) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("empty documents and tables are possible", func(t *testing.T) {
		once(t, report.Document{})
		once(t, report.Document{Blocks: []report.Block{report.Table{ID: "empty"}, report.KeyValues{}, report.Paragraph{}}})
		once(t, report.Document{Blocks: []report.Block{report.Table{ID: "rows", Columns: []report.Column{{Key: "a", Kind: report.KindMoney}},
			Rows: []report.Row{{}, {Cells: []report.Cell{{}}}}}}})
	})
	t.Run("every kind takes every cell", func(t *testing.T) {
		for _, kind := range report.Kinds() {
			for _, cell := range []report.Cell{{}, report.Gap(), report.Text("not a number"), report.Integer(-1), report.Bool(true)} {
				once(t, report.Document{Blocks: []report.Block{report.Table{ID: "t", Columns: []report.Column{{Key: "a", Label: "A", Kind: kind}},
					Rows: []report.Row{{Cells: []report.Cell{cell}}}}}})
			}
		}
	})
	t.Run("documents can be rendered at the same time", func(t *testing.T) {
		want := once(t, Sample())
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				var b bytes.Buffer
				if err := render(&b, Sample()); err != nil || !bytes.Equal(b.Bytes(), want) {
					t.Errorf("differs beside others: %v", err)
				}
			})
		}
		wg.Wait()
	})
}
