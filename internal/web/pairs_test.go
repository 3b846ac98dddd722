package web

import (
	"archive/zip"
	"encoding/csv"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// grid reads an export: the rows of its one table without the header.
func grid(t *testing.T, body string) [][]string {
	t.Helper()
	rest, marked := strings.CutPrefix(body, "\ufeff")
	if !marked {
		t.Error("Excel would not read the export as UTF-8")
	}
	rows, err := csv.NewReader(strings.NewReader(rest)).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	return rows[1:]
}

// amount is a cell; where nothing meets, nothing.
func amount(t *testing.T, cell string) money.Decimal {
	t.Helper()
	if cell == "" {
		return money.Zero
	}
	return decimal(t, cell)
}

// By any two dimensions rows sum to their total, columns to theirs, and all of
// them to the one figure, to the last digit.
func TestEveryPairOfDimensionsTies(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	whole := ""
	for _, first := range multiplier.Dimensions() {
		for _, second := range multiplier.Dimensions() {
			if first == second {
				continue
			}
			for _, of := range []string{"services", "cloud"} {
				if of == "cloud" && (first == multiplier.DimensionCategory || second == multiplier.DimensionCategory) {
					continue // every category shares the cloud
				}
				path := "/explore.csv?period=all&measure=" + of + "&by=" + string(first) + "&and=" + string(second)
				status, body, _ := h.get(path)
				if status != http.StatusOK {
					t.Errorf("%s is answered %d", path, status)
					continue
				}
				rows := grid(t, body)
				last := len(rows) - 1
				down := make([]money.Decimal, len(rows[last]))
				for n, row := range rows {
					across := money.Zero
					for i, cell := range row[1:] {
						if i+2 < len(row) {
							across = across.Add(amount(t, cell))
						}
						if n < last {
							down[i+1] = down[i+1].Add(amount(t, cell))
						}
					}
					if total := amount(t, row[len(row)-1]); !across.Equal(total) {
						t.Errorf("%s: %s sums to %s, not %s", path, row[0], across, total)
					}
				}
				for i, cell := range rows[last][1:] {
					if !down[i+1].Equal(amount(t, cell)) {
						t.Errorf("%s: column %d sums to %s, not %s", path, i+1, down[i+1], cell)
					}
				}
				if total := rows[last][len(rows[last])-1]; of == "services" {
					if whole == "" {
						whole = total
					}
					if total != whole {
						t.Errorf("%s comes to %s, others to %s", path, total, whole)
					}
				}
			}
		}
	}
}

// Every picture is drawn, every comparison is made and every export is a file
// whichever dimension is asked.
func TestEveryDimensionHasEveryPictureAndExport(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	for _, by := range multiplier.Dimensions() {
		for _, show := range []string{"bar", "line", "heat", "tree", "fall"} {
			for _, more := range []string{"&period=all", "&period=all&and=category", "&period=all&and=account", "&period=2025-02&compare=before", "&period=2025-02&compare=year"} {
				path := "/explore?measure=services&by=" + string(by) + "&show=" + show + more
				if page := h.page(path); len(find(t, page, "#table-explore")) != 1 || len(find(t, page, "#chart-explore")) != 1 {
					t.Errorf("%s has not its table and picture", path)
				}
			}
		}
		query := "by=" + string(by) + "&period=all"
		_, plain, _ := h.get("/explore.csv?" + query)
		_, book, _ := h.get("/explore.xlsx?" + query)
		numbers := 0
		for _, row := range grid(t, plain) {
			for _, cell := range row[1:] {
				if _, err := money.ParseDecimal(cell); err == nil {
					numbers++
				}
			}
		}
		if typed := typedNumbers(t, book); typed < numbers || numbers == 0 {
			t.Errorf("by %s the workbook has %d numbers, the text %d", by, typed, numbers)
		}
	}
}

// typedNumbers counts the cells of a workbook's first sheet that hold a number.
func typedNumbers(t *testing.T, book string) int {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return len(regexp.MustCompile(`<c r="[A-Z]+[0-9]+"( s="[0-9]+")?( t="n")?><v>`).FindAll(sheet, -1))
}
