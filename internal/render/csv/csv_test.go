package csv

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/render/rendertest"
)

func rendered(t *testing.T, d report.Document, bom bool) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Render(&b, d, Options{Locale: rendertest.Locale(), BOM: bom}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCSVKeepsTheContract(t *testing.T) {
	rendertest.Run(t, func(w io.Writer, d report.Document) error { return Render(w, d, Options{Locale: rendertest.Locale()}) })
}

func TestCSVGolden(t *testing.T) {
	rendertest.Golden(t, "sample.csv", rendered(t, rendertest.Sample(), false))
	only := report.Document{Blocks: rendertest.Sample().Blocks[:2]}
	rendertest.Golden(t, "key_values.csv", rendered(t, only, false))
}

func TestAFileForExcelBeginsWithAMark(t *testing.T) {
	plain := rendered(t, rendertest.Sample(), false)
	if got := rendered(t, rendertest.Sample(), true); !bytes.Equal(got, append([]byte("\ufeff"), plain...)) {
		t.Error("the mark is not exactly what was added")
	}
}

func TestNoTextIsAFormulaAndEveryTextComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.StringOf(rapid.SampledFrom([]rune("=+-@\t\r\n,\"'a1 客"))).Draw(t, "text")
		d := report.Document{Blocks: []report.Block{report.Table{Columns: []report.Column{{Label: "A", Kind: report.KindText}, {Label: "B", Kind: report.KindText}},
			Rows: []report.Row{{Cells: []report.Cell{report.Text(want), report.Text("x")}}}}}}
		var b bytes.Buffer
		if err := Render(&b, d, Options{Locale: rendertest.Locale()}); err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(&b).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		got := records[1][0]
		if got != "" && strings.ContainsRune("=+-@\t\r", rune(got[0])) && strings.Trim(got, "+-1") != "" {
			t.Fatalf("%q would run", got)
		}
		// Writers and readers agree on line breaks only as far as that there is one.
		lines := strings.NewReplacer("\r", "", "\n", "")
		if lines.Replace(strings.TrimPrefix(got, "'")) != lines.Replace(strings.TrimPrefix(want, "'")) {
			t.Fatalf("%q came back as %q", want, got)
		}
	})
}

func TestNegativeNumbersStayNumbers(t *testing.T) {
	if out := string(rendered(t, rendertest.Sample(), false)); !strings.Contains(out, ",-12.5,") {
		t.Errorf("no plain -12.5 in\n%s", out)
	}
}
