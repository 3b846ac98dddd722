package source_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source"
)

const (
	contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`
	bookXML      = `<workbook xmlns:r="r">%s<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`
	relsXML      = `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
)

// workbookOf packs hand-written parts.
func workbookOf(sheet, strs, styles, pr string) []byte {
	parts := []string{"[Content_Types].xml", contentTypes, "xl/workbook.xml", fmt.Sprintf(bookXML, pr),
		"xl/_rels/workbook.xml.rels", relsXML, "xl/worksheets/sheet1.xml", sheet}
	if strs != "" {
		parts = append(parts, "xl/sharedStrings.xml", strs)
	}
	if styles != "" {
		parts = append(parts, "xl/styles.xml", styles)
	}
	return zipped(parts...)
}

func sheetRows(t *testing.T, e source.Entry, sheet string) ([]string, error) {
	t.Helper()
	w, err := source.OpenWorkbook(context.Background(), e)
	if err != nil {
		return nil, err
	}
	defer func() { _ = w.Close() }()
	s, err := w.Open(sheet)
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }()
	var out []string
	for {
		row, err := s.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, fmt.Sprintf("%d:%s", row.Number, strings.Join(row.Cells, "|")))
	}
}

func TestCellsAreReadAsStored(t *testing.T) {
	styles := `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="&quot;day &quot;0.00"/><numFmt numFmtId="166" formatCode="[Red]#,##0.00;[$-804]d"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="22"/></cellXfs></styleSheet>`
	strs := `<sst><si><t>客户</t></si><si><r><t>rich </t></r><r><t>text</t></r><rPh><t>reading</t></rPh></si><si><t>a_x000D_b</t></si></sst>`
	tests := []struct{ name, cells, want string }{
		{"shared, rich and escaped text", `<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>`, "客户|rich text|a\rb"},
		{"inline text", `<c r="A1" t="inlineStr"><is><t xml:space="preserve"> x </t></is></c>`, " x "},
		{"formula text, truth, error", `<c r="A1" t="str"><f>A2&amp;""</f><v>y</v></c><c r="B1" t="b"><v>1</v></c><c r="C1" t="e"><v>#REF!</v></c>`, "y|TRUE|#REF!"},
		{"twenty digits as text", `<c r="A1" t="inlineStr"><is><t>25332000000012345678</t></is></c>`, "25332000000012345678"},
		{"stored digits", `<c r="A1"><v>1234567.10</v></c><c r="B1" t="n"><v>12345678901234567</v></c>`, "1234567.10|12345678901234567"},
		{"binary fractions", `<c r="A1"><v>3.3000000000000003</v></c><c r="B1"><v>0.10000000000000001</v></c><c r="C1"><v>-1.1000000000000001E-2</v></c>`, "3.3|0.1|-0.011"},
		{"dates by style", `<c r="A1" s="1"><v>45688</v></c><c r="B1" s="2"><v>45688</v></c><c r="C1" s="5"><v>45688.5</v></c>`, "2025-01-31|2025-01-31|2025-01-31T12:00:00"},
		{"numbers by style", `<c r="A1" s="3"><v>45688</v></c><c r="B1" s="4"><v>45688</v></c><c r="C1" s="99"><v>45688</v></c>`, "45688|45688|45688"},
		{"gaps and empty cells", `<c r="B1"><v>1</v></c><c r="D1" s="1"/>`, "|1"},
		{"cells without references", `<c><v>1</v></c><c/><c><v>3</v></c>`, "1||3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sheet := `<worksheet><sheetData><row r="1">` + tt.cells + `</row></sheetData></worksheet>`
			path := write(t, filepath.Join(t.TempDir(), "b.xlsx"), workbookOf(sheet, strs, styles, ""))
			got, err := sheetRows(t, source.Entry{Path: path}, "S")
			if diff := cmp.Diff([]string{"1:" + tt.want}, got); diff != "" || err != nil {
				t.Errorf("%v\n%s", err, diff)
			}
		})
	}
}

func TestThe1904SystemShiftsDates(t *testing.T) {
	sheet := `<worksheet><sheetData><row r="3"><c r="A3" s="0"><v>44226</v></c></row></sheetData></worksheet>`
	path := write(t, filepath.Join(t.TempDir(), "b.xlsx"),
		workbookOf(sheet, "", `<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`, `<workbookPr date1904="1"/>`))
	if got, err := sheetRows(t, source.Entry{Path: path}, "S"); err != nil || len(got) != 1 || got[0] != "3:2025-01-31" {
		t.Errorf("%v, %v", got, err)
	}
}

// excelBook is written by an independent library.
func excelBook(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	for cell, v := range map[string]any{"A1": "发票号码", "B1": "金额", "C1": "开票日期", "A4": "25332000000012345678", "B4": 0.1, "C4": time.Date(2025, 1, 31, 0, 0, 0, 0, time.UTC)} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	_ = f.SetCellStyle("Sheet1", "C4", "C4", style)
	_, _ = f.NewSheet("信息汇总表")
	_ = f.SetSheetVisible("信息汇总表", false)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAWorkbookOfAnotherWriterIsRead(t *testing.T) {
	book := excelBook(t)
	dir := t.TempDir()
	plain := write(t, filepath.Join(dir, "b.xlsx"), book)
	packed := write(t, filepath.Join(dir, "b.zip"), zipped("2025/b.xlsx", string(book)))
	for _, path := range []string{plain, packed} {
		entries, err := expand(t, source.Limits{}, path)
		if err != nil || len(entries) != 1 || entries[0].Kind != source.KindXLSX {
			t.Fatalf("%+v, %v", entries, err)
		}
		got, err := sheetRows(t, entries[0], "Sheet1")
		want := []string{"1:发票号码|金额|开票日期", "4:25332000000012345678|0.1|2025-01-31"}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", path, err, diff)
		}
		w, err := source.OpenWorkbook(context.Background(), entries[0])
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"Sheet1", "信息汇总表"}, w.Sheets()); diff != "" {
			t.Error(diff)
		}
		_ = w.Close()
	}
}

func TestBrokenWorkbooksAreRefused(t *testing.T) {
	row := `<row r="1"><c r="A1"><v>1</v></c></row>`
	tests := []struct {
		name, code string
		book       []byte
	}{
		{"sheet cut off", "source.workbook_malformed", workbookOf(`<worksheet><sheetData>`+row, "", "", "")},
		{"cell cut off", "source.workbook_malformed", workbookOf(`<worksheet><sheetData><row r="1"><c r="A1"><v>1`, "", "", "")},
		{"unknown shared string", "source.workbook_malformed", workbookOf(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>7</v></c></row></sheetData></worksheet>`, "<sst/>", "", "")},
		{"column beyond Excel", "source.workbook_malformed", workbookOf(`<worksheet><sheetData><row r="1"><c r="ZZZZZZ1"><v>7</v></c></row></sheetData></worksheet>`, "", "", "")},
		{"row beyond Excel", "source.workbook_malformed", workbookOf(`<worksheet><sheetData><row r="99999999"/></sheetData></worksheet>`, "", "", "")},
		{"rows backwards", "source.workbook_malformed", workbookOf(`<worksheet><sheetData><row r="2"/><row r="1"/></sheetData></worksheet>`, "", "", "")},
		{"no book", "source.workbook_malformed", zipped("[Content_Types].xml", contentTypes, "xl/a", "")},
		{"no such sheet", "source.sheet_not_found", workbookOf("<worksheet/>", "", "", "")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, filepath.Join(t.TempDir(), "b.xlsx"), tt.book)
			name := "S"
			if tt.code == "source.sheet_not_found" {
				name = "missing"
			}
			if _, err := sheetRows(t, source.Entry{Path: path}, name); fault.CodeOf(err) != tt.code {
				t.Errorf("%v", err)
			}
		})
	}
	bombed := write(t, filepath.Join(t.TempDir(), "b.xlsx"), workbookOf("<worksheet>"+strings.Repeat(" ", 8<<20)+"</worksheet>", "", "", ""))
	if _, err := expand(t, source.Limits{RatioFreeBytes: 1 << 20, Ratio: 50}, bombed); fault.CodeOf(err) != "source.bomb" {
		t.Errorf("bomb: %v", err)
	}
	if _, err := source.OpenWorkbook(context.Background(), source.Entry{Path: filepath.Join(t.TempDir(), "no.xlsx")}); fault.CodeOf(err) != "source.not_found" {
		t.Errorf("missing: %v", err)
	}
}

func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>`, `<sst><si><t>x</t></si></sst>`)
	f.Add(`<worksheet><sheetData><row><c s="1"><v>45688.5</v></c></row></sheetData></worksheet>`, `<sst/>`)
	f.Fuzz(func(t *testing.T, sheet, strs string) {
		path := filepath.Join(t.TempDir(), "b.xlsx")
		if err := os.WriteFile(path, workbookOf(sheet, strs, `<styleSheet><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>`, ""), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := sheetRows(t, source.Entry{Path: path}, "S"); err != nil && fault.CodeOf(err) == "internal" {
			t.Fatal(err)
		}
	})
}
