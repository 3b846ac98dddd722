package importing_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

// live sums what counts now, by period.
func live(t *testing.T, im *importing.Importer) map[string]string {
	t.Helper()
	sums := map[string]money.Decimal{}
	for _, s := range liveSlices(t, im) {
		key := s.Slice.BillingPeriod.String()
		sums[key] = sums[key].Add(s.Slice.Totals.Billed)
	}
	texts := map[string]string{}
	for k, d := range sums {
		texts[k] = d.String()
	}
	return texts
}

func expectLive(t *testing.T, im *importing.Importer, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, live(t, im)); diff != "" {
		t.Errorf("-want +live\n%s", diff)
	}
}

func TestANewerDeliveryReplacesAndUndoRestores(t *testing.T) {
	im := workspace(t)
	older := bill(t, im, file(t, "older.csv", focusCSV([]charge{
		{month: "2025-01", service: "S3", cost: "10"}, {month: "2025-01", service: "EC2", cost: "100"}, {month: "2025-01", service: "RDS", cost: "7"},
		{month: "2025-02", service: "S3", cost: "20"}, {account: "111111111111", month: "2025-01", service: "S3", cost: "1000"}})))
	expectLive(t, im, map[string]string{"2025-01": "1117", "2025-02": "20"})
	newer := bill(t, im, file(t, "newer.csv", focusCSV([]charge{
		{month: "2025-01", service: "S3", cost: "12.5"}, {month: "2025-01", service: "EC2", cost: "90"}, {month: "2025-01", service: "RDS", cost: "7"},
		{month: "2025-03", service: "S3", cost: "5"}})))
	expectLive(t, im, map[string]string{"2025-01": "1109.5", "2025-02": "20", "2025-03": "5"})
	if len(newer.Replaced) != 1 || newer.Replaced[0].BatchID != older.Batch.ID {
		t.Errorf("replaced %+v", newer.Replaced)
	}
	want := []importing.Change{{Service: "EC2", Currency: "USD", Before: money.MustParse("100"), After: money.MustParse("90")},
		{Service: "S3", Currency: "USD", Before: money.MustParse("10"), After: money.MustParse("12.5")}}
	if diff := cmp.Diff(want, newer.Changes, cmp.Comparer(money.Decimal.Equal)); diff != "" {
		t.Errorf("-want +changes\n%s", diff)
	}

	undone, err := im.Undo(context.Background(), newer.Batch.ID[len(newer.Batch.ID)-6:])
	if err != nil || undone.ID != newer.Batch.ID || undone.Status != batch.StatusUndone {
		t.Fatalf("%+v, %v", undone, err)
	}
	expectLive(t, im, map[string]string{"2025-01": "1117", "2025-02": "20"})
	if _, err := im.Undo(context.Background(), newer.Batch.ID); fault.CodeOf(err) != "batch.already_undone" {
		t.Errorf("undone twice: %v", err)
	}
	if _, err := im.Undo(context.Background(), "nobody"); fault.CodeOf(err) != "batch.not_found" {
		t.Errorf("undone nothing: %v", err)
	}
}

func TestTheSameImportAgainChangesNothing(t *testing.T) {
	im := workspace(t)
	path := file(t, "bill.csv", focusCSV(book(20, func(n int) string { return fmt.Sprint(n) })))
	first := bill(t, im, path)
	before := standing(t, im)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copied := file(t, "copy under another name.csv", string(content))
	for _, again := range []string{path, copied} {
		r := bill(t, im, again)
		if !r.Unchanged || r.Batch.ID != first.Batch.ID {
			t.Errorf("%s: %+v", again, r)
		}
	}
	if after := standing(t, im); after != before {
		t.Errorf("%s\nbecame\n%s", before, after)
	}
	// Undone, it may come back.
	if _, err := im.Undo(context.Background(), first.Batch.ID); err != nil {
		t.Fatal(err)
	}
	if r := bill(t, im, path); r.Unchanged {
		t.Error("an undone import counts as there")
	}
	expectLive(t, im, map[string]string{"2025-01": "210"})
}

// A file of the same length is not the same file.
func TestAFileOfTheSameSizeIsANewDelivery(t *testing.T) {
	im := workspace(t)
	bill(t, im, file(t, "bill.csv", focusCSV([]charge{{cost: "10"}})))
	if r := bill(t, im, file(t, "bill.csv", focusCSV([]charge{{cost: "20"}}))); r.Unchanged || len(r.Replaced) != 1 {
		t.Errorf("%+v", r)
	}
	expectLive(t, im, map[string]string{"2025-01": "20"})
}

func TestAddLeavesOlderDeliveriesAlone(t *testing.T) {
	im := workspace(t)
	bill(t, im, file(t, "a.csv", focusCSV([]charge{{cost: "10"}})))
	r, err := im.Bill(context.Background(), importing.BillInput{Paths: []string{file(t, "b.csv", focusCSV([]charge{{cost: "5"}}))}, Add: true})
	if err != nil || len(r.Replaced) != 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	expectLive(t, im, map[string]string{"2025-01": "15"})
	bill(t, im, file(t, "c.csv", focusCSV([]charge{{cost: "16"}}))) // replaces both
	expectLive(t, im, map[string]string{"2025-01": "16"})
}

// A source that the user names is the stream that is replaced, whatever
// accounts its rows are of.
func TestANamedSourceIsReplacedAsOne(t *testing.T) {
	im := workspace(t)
	for _, cs := range [][]charge{{{cost: "10"}, {account: "111111111111", cost: "1"}}, {{account: "222222222222", cost: "3"}}} {
		_, err := im.Bill(context.Background(), importing.BillInput{Paths: []string{file(t, "a.csv", focusCSV(cs))}, Source: "o'stream"})
		if err != nil {
			t.Fatal(err)
		}
	}
	expectLive(t, im, map[string]string{"2025-01": "3"})
}

func TestTwoCurrenciesAreAcceptedWhereAskedFor(t *testing.T) {
	im := workspace(t)
	r, err := im.Bill(context.Background(), importing.BillInput{MixedCurrency: true,
		Paths: []string{file(t, "a.csv", focusCSV([]charge{{cost: "10"}, {cost: "70", currency: "CNY"}}))}})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range r.Batch.Slices {
		equal(t, string(s.Currency), rollup(t, im, s.RollupPath), map[money.Currency]string{"USD": "10", "CNY": "70"}[s.Currency])
	}
	if len(r.Batch.Slices) != 2 {
		t.Errorf("%+v", r.Batch.Slices)
	}
}
