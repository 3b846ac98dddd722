package state_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/state"
	"github.com/sevenfold/sevenfold/internal/state/statetest"
)

// longDecimal has more digits than any database number keeps.
const longDecimal = "-123456789012345678901234567890.123456789012345678901234567891"

var exactly = cmp.Options{cmp.Comparer(money.Decimal.Equal), cmpopts.EquateEmpty()}

// bill makes a batch with one slice per (source, month) given.
func bill(id string, slices ...batch.Slice) batch.Batch {
	b := batch.Batch{ID: batch.ID(id), Kind: batch.KindBill, Status: batch.StatusLive, Format: "focus", Version: "1.2", Side: batch.SideCost,
		ImportedAt: time.Date(2025, 3, 4, 5, 6, 7, 890_000_001, time.UTC), Fingerprint: "print of " + id}
	for _, s := range slices {
		s.Live, s.Rows, s.RollupPath = true, 7, "charge_month/batch="+id+"/0001.parquet"
		s.Totals = batch.Totals{Billed: money.MustParse("1.5")}
		if s.Currency == "" {
			s.Currency = "USD"
		}
		b.Slices = append(b.Slices, s)
	}
	return b
}

func slice(source string, month time.Month) batch.Slice {
	return batch.Slice{Source: source, BillingPeriod: period.NewMonth(2025, month)}
}

func commit(t *testing.T, db *state.DB, c state.Commit) []state.LiveSlice {
	t.Helper()
	replaced, err := db.CommitBatch(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return replaced
}

func undo(t *testing.T, db *state.DB, id batch.ID) {
	t.Helper()
	if err := db.UndoBatch(context.Background(), id); err != nil {
		t.Fatal(err)
	}
}

// live lists what counts, as "batch source period currency".
func live(t *testing.T, db *state.DB) []string {
	t.Helper()
	slices, err := db.LiveSlices(context.Background(), batch.KindBill)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, s := range slices {
		lines = append(lines, fmt.Sprintf("%s %s %s %s", s.BatchID, s.Slice.Source, s.Slice.BillingPeriod, s.Slice.Currency))
	}
	return lines
}

func status(t *testing.T, db *state.DB, id batch.ID) batch.Status {
	t.Helper()
	b, err := db.Batch(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return b.Status
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if err == nil || fault.CodeOf(err) != code {
		t.Fatalf("want %s, got %v", code, err)
	}
}

func TestABatchIsRememberedWhole(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx := context.Background()
		want := bill("01A", slice("AWS/1", time.May), slice("AWS/1", time.June))
		want.Source, want.Rejected, want.RejectFile = "given", 3, "rejects/01A-rejects.csv"
		want.Files = []batch.File{
			{Ordinal: 1, Path: "a.zip", Member: "in/者.csv", SHA256: "ab12", SizeBytes: 1 << 40, Rows: 1 << 35, FirstRow: 2, LakePath: "charge/batch=01A/0001.parquet"},
			{Ordinal: 2, Path: "b.csv", SHA256: "cd34", SizeBytes: 9, FirstRow: 5},
		}
		want.Findings = []batch.Finding{{Rule: "column_missing", Severity: batch.SeverityError, Column: "ListCost", Count: 4, Example: "x", File: "b.csv"}}
		want.Sums = []batch.SourceSum{{Name: "Tax", Currency: "CNY", Rows: 2, Source: money.MustParse(longDecimal), Lake: money.MustParse("-0.08")}}
		want.Slices[0].Totals = batch.Totals{Billed: money.MustParse(longDecimal), Effective: money.MustParse("0.000000000000000000000000000001"),
			List: money.MustParse("1e30"), Contracted: money.Zero, Rounding: money.MustParse("-4e-25")}
		commit(t, open(), state.Commit{Batch: want})

		again := open() // as another process
		got, err := again.Batch(ctx, want.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, exactly); diff != "" {
			t.Errorf("-given +remembered\n%s", diff)
		}
		if got.Slices[0].Totals.Billed.String() != longDecimal {
			t.Errorf("a decimal became %s", got.Slices[0].Totals.Billed)
		}
		all, err := again.Batches(ctx)
		if err != nil || len(all) != 1 {
			t.Fatalf("%d batches, %v", len(all), err)
		}
		if diff := cmp.Diff(want, all[0], exactly); diff != "" {
			t.Errorf("-given +listed\n%s", diff)
		}
		slices, err := again.LiveSlices(ctx, batch.KindBill)
		if err != nil || len(slices) != 2 {
			t.Fatalf("%d live slices, %v", len(slices), err)
		}
		if diff := cmp.Diff(state.LiveSlice{BatchID: "01A", Format: "focus", Side: batch.SideCost, Slice: want.Slices[0]}, slices[0], exactly); diff != "" {
			t.Errorf("-given +live\n%s", diff)
		}
		if other, err := again.LiveSlices(ctx, batch.KindServices); err != nil || len(other) != 0 {
			t.Errorf("another kind has %d live slices, %v", len(other), err)
		}
	})
}

func TestANewerDeliveryReplacesItsSourceAndPeriodOnly(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		db := open()
		commit(t, db, state.Commit{Batch: bill("01A", slice("AWS/1", time.May), slice("AWS/1", time.June), slice("AWS/2", time.May))})
		replaced := commit(t, db, state.Commit{Batch: bill("01B", slice("AWS/1", time.June), slice("AWS/1", time.July))})
		if len(replaced) != 1 || replaced[0].BatchID != "01A" || replaced[0].Slice.BillingPeriod.String() != "2025-06" {
			t.Errorf("replaced %+v", replaced)
		}
		want := []string{"01A AWS/1 2025-05 USD", "01B AWS/1 2025-06 USD", "01B AWS/1 2025-07 USD", "01A AWS/2 2025-05 USD"}
		if diff := cmp.Diff(want, live(t, db)); diff != "" {
			t.Error(diff)
		}
		if s := status(t, db, "01A"); s != batch.StatusLive {
			t.Errorf("a batch with live slices is %s", s)
		}
		commit(t, db, state.Commit{Batch: bill("01C", slice("AWS/1", time.May), slice("AWS/2", time.May))})
		if s := status(t, db, "01A"); s != batch.StatusReplaced {
			t.Errorf("a batch without live slices is %s", s)
		}
	})
}

func TestANewerDeliveryReplacesEveryCurrencyOfItsPeriod(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		db := open()
		euro := slice("Azure/1", time.May)
		euro.Currency = "EUR"
		commit(t, db, state.Commit{Batch: bill("01A", slice("Azure/1", time.May), euro)})
		if replaced := commit(t, db, state.Commit{Batch: bill("01B", euro)}); len(replaced) != 2 {
			t.Errorf("replaced %+v", replaced)
		}
		undo(t, db, "01B")
		want := []string{"01A Azure/1 2025-05 EUR", "01A Azure/1 2025-05 USD"}
		if diff := cmp.Diff(want, live(t, db)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTheSameImportIsToldWhileItIsLive(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		first, again := bill("01A", slice("AWS/1", time.May)), bill("01B", slice("AWS/1", time.May))
		again.Fingerprint = first.Fingerprint
		commit(t, db, state.Commit{Batch: first})
		id, found, err := db.FindByFingerprint(ctx, batch.KindBill, first.Fingerprint)
		if err != nil || !found || id != first.ID {
			t.Errorf("found %s %v %v", id, found, err)
		}
		if _, found, err := db.FindByFingerprint(ctx, batch.KindRates, first.Fingerprint); err != nil || found {
			t.Errorf("another kind is found: %v, %v", found, err)
		}
		_, err = db.CommitBatch(ctx, state.Commit{Batch: again})
		wantCode(t, err, "batch.already_imported")
		if _, err := db.Batch(ctx, again.ID); fault.CodeOf(err) != "batch.not_found" {
			t.Errorf("a refused batch left traces: %v", err)
		}
		undo(t, db, first.ID)
		if _, found, err := db.FindByFingerprint(ctx, batch.KindBill, first.Fingerprint); err != nil || found {
			t.Errorf("an undone batch is found: %v, %v", found, err)
		}
		commit(t, db, state.Commit{Batch: again})
	})
}

func TestACommitThatFailsLeavesNothing(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		commit(t, db, state.Commit{Batch: bill("01A", slice("AWS/1", time.May))})
		before := live(t, db)
		broken := bill("01B", slice("AWS/1", time.May), slice("AWS/1", time.May)) // one slice twice
		if _, err := db.CommitBatch(ctx, state.Commit{Batch: broken}); fault.KindOf(err) != fault.KindInternal {
			t.Fatalf("got %v", err)
		}
		if diff := cmp.Diff(before, live(t, db)); diff != "" {
			t.Error(diff)
		}
		canceled, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := db.CommitBatch(canceled, state.Commit{Batch: bill("01C", slice("AWS/1", time.May))}); err == nil || canceled.Err() == nil {
			t.Fatalf("a canceled commit gave %v", err)
		}
		if all, err := db.Batches(ctx); err != nil || len(all) != 1 {
			t.Errorf("%d batches, %v", len(all), err)
		}
	})
}

func TestFilesAreFoundBySizeAndHash(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		b := bill("01A", slice("AWS/1", time.May))
		b.Files = []batch.File{{Ordinal: 1, Path: "a.csv", SHA256: "ab", SizeBytes: 10}}
		commit(t, db, state.Commit{Batch: b})
		for size, want := range map[int64]bool{10: true, 11: false} {
			if seen, err := db.SizeSeen(ctx, size); err != nil || seen != want {
				t.Errorf("size %d seen: %v, %v", size, seen, err)
			}
		}
		if files, err := db.LiveFiles(ctx, batch.KindBill, "ab"); err != nil || len(files) != 1 || files[0].Path != "a.csv" {
			t.Errorf("%v, %v", files, err)
		}
		undo(t, db, "01A")
		if files, err := db.LiveFiles(ctx, batch.KindBill, "ab"); err != nil || len(files) != 0 {
			t.Errorf("an undone batch still has files: %v, %v", files, err)
		}
		if seen, err := db.SizeSeen(ctx, 10); err != nil || !seen {
			t.Errorf("a size that was imported once is not seen: %v", err)
		}
	})
}

// Two processes commit at once. The same import counts once; two deliveries of
// one period leave one live.
func TestConcurrentCommits(t *testing.T) {
	race := func(t *testing.T, open func() *state.DB, same bool) (db *state.DB, failures []error) {
		const processes = 4
		var group sync.WaitGroup
		errs := make([]error, processes)
		handles := make([]*state.DB, processes)
		for i := range handles {
			handles[i] = open()
		}
		commit(t, handles[0], state.Commit{Batch: bill("00A", slice("AWS/1", time.May))})
		for i, db := range handles {
			b := bill(fmt.Sprintf("01%d", i), slice("AWS/1", time.May), slice("AWS/1", time.June))
			if same {
				b.Fingerprint = "the same"
			}
			group.Go(func() { _, errs[i] = db.CommitBatch(context.Background(), state.Commit{Batch: b}) })
		}
		group.Wait()
		for _, err := range errs {
			if err != nil {
				failures = append(failures, err)
			}
		}
		return handles[0], failures
	}
	for name, same := range map[string]bool{"of one import": true, "of two deliveries": false} {
		t.Run(name, func(t *testing.T) {
			statetest.Run(t, func(t *testing.T, open func() *state.DB) {
				db, failures := race(t, open, same)
				if !same && len(failures) > 0 || same && len(failures) != 3 {
					t.Fatalf("failures: %v", failures)
				}
				for _, err := range failures {
					wantCode(t, err, "batch.already_imported")
				}
				if got := live(t, db); len(got) != 2 || got[0][:3] != got[1][:3] {
					t.Errorf("live is %v", got)
				}
				// Whatever the order was, undoing the winner brings back one whole delivery.
				slices, err := db.LiveSlices(context.Background(), batch.KindBill)
				if err != nil {
					t.Fatal(err)
				}
				undo(t, db, slices[0].BatchID)
				months := map[period.Month]int{}
				slices, err = db.LiveSlices(context.Background(), batch.KindBill)
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range slices {
					months[s.Slice.BillingPeriod]++
				}
				if months[period.NewMonth(2025, time.May)] != 1 || months[period.NewMonth(2025, time.June)] > 1 {
					t.Errorf("after undo: %v", live(t, db))
				}
			})
		})
	}
}
