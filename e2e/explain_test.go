package e2e

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/app"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/explaining"
)

func TestTheRowsBehindAFigureSumToItAndStandInTheirFiles(t *testing.T) {
	f := newFirm(t, 3)
	f.importAll()
	a := f.open()
	measured := f.measure(a, "standard", f.period, multiplier.DimensionCustomer)
	figure := measured.Figures[0]
	asked := []measuring.Address{}
	for _, cell := range []multiplier.Cell{multiplier.CellCloud, multiplier.CellServices, multiplier.Cell("build"), multiplier.Cell(multiplier.PartUncategorised)} {
		asked = append(asked, measuring.Address{Question: measured.ID, Row: multiplier.TotalRef(), Cell: cell})
	}
	for i, r := range figure.Rows {
		if i < 2 || r.Kind == multiplier.RowUnmatched {
			asked = append(asked, measuring.Address{Question: measured.ID, Row: multiplier.Ref{At: i}, Cell: multiplier.CellMultiplier})
		}
	}
	files := sourceFiles{}
	seen := map[multiplier.Side]int{}
	for _, address := range asked {
		for _, r := range explain(t, a, figure, address) {
			if strings.HasSuffix(r.File.Path, ".csv") && r.File.Member == "" {
				files.check(t, r)
				seen[r.Side]++
			}
		}
	}
	if seen[multiplier.SideCloud] < 1_000 || seen[multiplier.SideServices] < 50 {
		t.Errorf("only %v rows were looked up in their files", seen)
	}
}

// explain checks that the rows behind a cell come to its amounts, each currency
// by itself, and gives them.
func explain(t *testing.T, a *app.App, figure multiplier.Result, address measuring.Address) []explaining.Row {
	t.Helper()
	e, err := a.Explaining(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r, err := e.Run(t.Context(), explaining.Input{Address: address})
	if err != nil {
		t.Fatal(err)
	}
	row, ok := figure.Find(address.Row)
	if !ok {
		t.Fatalf("there is no row %s", address.Row)
	}
	want, sums, rows := amounts{}, amounts{}, amounts{}
	for _, n := range row.Native {
		if address.Cell == multiplier.CellCloud || address.Cell == multiplier.CellMultiplier {
			want.add(n.Cloud, multiplier.SideCloud, " ", n.Currency)
		}
		switch address.Cell {
		case multiplier.CellServices, multiplier.CellMultiplier:
			want.add(n.Services.Sum(), multiplier.SideServices, " ", n.Currency)
		case multiplier.CellCloud:
		default:
			want.add(n.Services.Of(multiplier.Part(address.Cell)), multiplier.SideServices, " ", n.Currency)
		}
	}
	for _, s := range r.Sums {
		sums.add(s.Counted, s.Side, " ", s.Currency)
	}
	for _, c := range r.Rows {
		rows.add(c.Counted, c.Side, " ", c.Currency)
	}
	if diff := cmp.Diff(want.text(), sums.text()); diff != "" {
		t.Errorf("%s: sums (-figure +rows):\n%s", address, diff)
	}
	if diff := cmp.Diff(want.text(), rows.text()); diff != "" {
		t.Errorf("%s: rows (-figure +rows):\n%s", address, diff)
	}
	return r.Rows
}

// sourceFiles are the files as a spreadsheet shows them: row 1 is the header.
type sourceFiles map[string][][]string

// check finds the row in its file: the number that the explanation gives must
// stand in the row that it names.
func (s sourceFiles) check(t *testing.T, r explaining.Row) {
	t.Helper()
	records := s[r.File.Path]
	if records == nil {
		file, err := os.Open(r.File.Path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if records, err = csv.NewReader(file).ReadAll(); err != nil {
			t.Fatal(err)
		}
		s[r.File.Path] = records
	}
	at := fmt.Sprintf("%s, row %d", r.File.Path, r.Number)
	if r.Number < 2 || r.Number > int64(len(records)) {
		t.Fatalf("%s: the file has %d rows", at, len(records))
	}
	record := records[r.Number-1]
	if i := slices.Index(records[0], "EffectiveCost"); i >= 0 {
		if got, err := money.ParseDecimal(record[i]); err != nil || !got.Equal(r.Amount) {
			t.Errorf("%s: EffectiveCost is %q, not %s", at, record[i], r.Amount)
		}
		return
	}
	// What a CUR row becomes is computed; whose it is stands there. The subject
	// of a charge ends with the account, that of a line begins with the document.
	words := strings.Fields(r.Subject)
	of := words[0]
	if r.Side == multiplier.SideCloud {
		of = words[len(words)-1]
	}
	if !slices.Contains(record, of) {
		t.Errorf("%s has nothing of %s: %q", at, of, record)
	}
}
