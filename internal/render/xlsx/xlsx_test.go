package xlsx

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/render/rendertest"
)

func rendered(t *testing.T, d report.Document) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := Render(&b, d, Options{Locale: rendertest.Locale()}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func TestXLSXKeepsTheContract(t *testing.T) {
	rendertest.Run(t, func(w io.Writer, d report.Document) error { return Render(w, d, Options{Locale: rendertest.Locale()}) })
}

// TestXLSXGolden reads the workbook back: what is stored, its type, and what
// people see, per cell.
func TestXLSXGolden(t *testing.T) {
	f := rendered(t, rendertest.Sample())
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		fmt.Fprintf(&b, "## %s\n", sheet)
		panes, err := f.GetPanes(sheet)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "frozen rows: %d\n", panes.YSplit)
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, raw := range row {
				if raw == "" {
					continue
				}
				name, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&b, "%-4s %s\n", name, describe(t, f, sheet, name, raw))
			}
		}
	}
	rendertest.Golden(t, "sample.txt", []byte(b.String()))
}

func describe(t *testing.T, f *excelize.File, sheet, name, raw string) string {
	t.Helper()
	kind, err := f.GetCellType(sheet, name)
	if err != nil {
		t.Fatal(err)
	}
	shown, err := f.GetCellValue(sheet, name)
	if err != nil {
		t.Fatal(err)
	}
	id, err := f.GetCellStyle(sheet, name)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	format := ""
	if style.CustomNumFmt != nil {
		format = *style.CustomNumFmt
	}
	bold := style.Font != nil && style.Font.Bold
	types := map[excelize.CellType]string{excelize.CellTypeUnset: "number", excelize.CellTypeInlineString: "text",
		excelize.CellTypeSharedString: "text", excelize.CellTypeBool: "bool", excelize.CellTypeDate: "date", excelize.CellTypeNumber: "number"}
	return fmt.Sprintf("%-6s raw=%q shown=%q format=%q bold=%t", types[kind], raw, shown, format, bold)
}

func TestNoTextOfAWorkbookIsAFormula(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := rapid.StringOf(rapid.SampledFrom([]rune("=+-@(A1)'\" 客"))).Draw(rt, "text")
		f := rendered(t, report.Document{Blocks: []report.Block{report.Table{ID: "t", Columns: []report.Column{{Label: "A", Kind: report.KindText}},
			Rows: []report.Row{{Cells: []report.Cell{report.Text(want)}}}}}})
		formula, err := f.GetCellFormula("t", "A2")
		if err != nil || formula != "" {
			rt.Fatalf("%q became the formula %q (%v)", want, formula, err)
		}
		if got, err := f.GetCellValue("t", "A2"); err != nil || got != want {
			rt.Fatalf("%q became %q (%v)", want, got, err)
		}
	})
}

func TestSheetsAreNamedSoThatASpreadsheetOpensThem(t *testing.T) {
	long := strings.Repeat("客户云收入", 10)
	titles := []string{"A/B:C", "a b c", long, long, "", "'quoted'", "😀" + long}
	d := report.Document{}
	for i, title := range titles {
		d.Blocks = append(d.Blocks, report.Table{ID: fmt.Sprint("id", i), Title: title})
	}
	names := rendered(t, d).GetSheetList()
	if len(names) != len(titles) {
		t.Fatalf("got %q", names)
	}
	seen := map[string]bool{}
	for _, name := range names {
		if len([]rune(name)) > maxSheetName || strings.ContainsAny(name, `[]:*?/\`) || strings.HasPrefix(name, "'") || seen[strings.ToLower(name)] {
			t.Errorf("sheet %q", name)
		}
		seen[strings.ToLower(name)] = true
	}
}

func TestAVeryLongTextIsCutAtWhatACellHolds(t *testing.T) {
	f := rendered(t, report.Document{Blocks: []report.Block{report.Table{ID: "t", Columns: []report.Column{{Label: "A", Kind: report.KindText}},
		Rows: []report.Row{{Cells: []report.Cell{report.Text(strings.Repeat("客", maxText+5))}}}}}})
	got, err := f.GetCellValue("t", "A2")
	if err != nil || len([]rune(got)) != maxText || !strings.HasSuffix(got, "…") {
		t.Errorf("%d characters, %v", len([]rune(got)), err)
	}
}
