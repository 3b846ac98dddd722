package explaining_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

func TestADealLeadsToItsRowAndFile(t *testing.T) {
	b := measuringtest.Sample(t)
	b.Pipeline(measuringtest.Deals)
	r := ask(t, b, measuring.Input{Definitions: []string{"planned"}, By: []multiplier.Dimension{"customer"}})
	x := explain(t, b, string(r.ID)+":1.1", 10)
	var rows [][]string
	for _, row := range x.Rows {
		rows = append(rows, []string{string(row.Side), row.Subject, row.Text, row.Month.String(), string(row.Customer), row.Amount.String(), row.Counted.String()})
		if row.Number != 2 || row.File.Rows != 12 || row.Batch != x.Batches[0].Batch.ID {
			t.Errorf("where it stands: %+v", row)
		}
	}
	// The term of the contract is 36 months: of 7200 one month's 200 counts.
	if d := cmp.Diff([][]string{{"cloud", "D1 Acme", "Zone", "2025-03", "a", "100", "100"}, {"services", "D1 Acme", "Zone", "2025-03", "a", "7200", "200"}}, rows); d != "" {
		t.Error(d)
	}
	if len(x.Batches) != 1 || x.Batches[0].Rows != 2 {
		t.Errorf("%+v", x.Batches)
	}
	left := explain(t, b, string(r.ID)+":1.x1", 10)
	if len(left.Rows) != 1 || left.Rows[0].Subject != "D7 Acme" {
		t.Errorf("what is left out has its rows: %+v", left.Rows)
	}
}
