package explaining_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// What is priced, and what of it on outcomes, opens to lines that sum to it.
func TestWhatIsPricedOnOutcomesOpensToItsLines(t *testing.T) {
	b := measuringtest.Sample(t)
	path := filepath.Join(b.Dir, "offerings.csv")
	if err := os.WriteFile(path, []byte("id,name,categories,price,item_codes\nzone,Landing zones,,outcome,LZ\nshop,Workshops,,time,W\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Importer.Offerings(access.With(context.Background(), access.Local()), importing.RosterInput{Paths: []string{path}, Strict: true}); err != nil {
		t.Fatal(err)
	}
	r := ask(t, b, measuring.Input{Definitions: []string{"standard"}, By: []multiplier.Dimension{multiplier.DimensionCustomer}})
	for cell, want := range map[multiplier.Cell]struct {
		amount money.Decimal
		rows   int
	}{multiplier.CellOnOutcome: {r.Figures[0].Total.OnOutcome, 2}, multiplier.CellPriced: {r.Figures[0].Total.Priced, 3}} {
		x := explain(t, b, measuring.Address{Question: r.ID, Row: multiplier.TotalRef(), Cell: cell}.String(), 0)
		sum := money.Zero
		for _, row := range x.Rows {
			sum = sum.Add(row.Counted)
			if row.Side != multiplier.SideServices {
				t.Errorf("%s has a row of %s", cell, row.Side)
			}
		}
		if len(x.Rows) != want.rows || !sum.Equal(want.amount) || len(x.Sums) != 1 || !x.Sums[0].Counted.Equal(want.amount) {
			t.Errorf("%s is %s, its %d rows come to %s", cell, want.amount, len(x.Rows), sum)
		}
	}
}
