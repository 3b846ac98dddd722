package state_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/state"
	"github.com/sevenfold/sevenfold/internal/state/statetest"
)

// A was replaced by B, B by C; then people take two of them back.
func TestUndoOfAChain(t *testing.T) {
	for name, c := range map[string]struct {
		undo     []batch.ID
		live     string
		statuses map[batch.ID]batch.Status
	}{
		"nothing":     {nil, "01C", map[batch.ID]batch.Status{"01A": batch.StatusReplaced, "01B": batch.StatusReplaced, "01C": batch.StatusLive}},
		"C":           {[]batch.ID{"01C"}, "01B", map[batch.ID]batch.Status{"01A": batch.StatusReplaced, "01B": batch.StatusLive, "01C": batch.StatusUndone}},
		"B":           {[]batch.ID{"01B"}, "01C", map[batch.ID]batch.Status{"01A": batch.StatusReplaced, "01B": batch.StatusUndone, "01C": batch.StatusLive}},
		"B then C":    {[]batch.ID{"01B", "01C"}, "01A", map[batch.ID]batch.Status{"01A": batch.StatusLive, "01B": batch.StatusUndone, "01C": batch.StatusUndone}},
		"C then B":    {[]batch.ID{"01C", "01B"}, "01A", map[batch.ID]batch.Status{"01A": batch.StatusLive, "01B": batch.StatusUndone, "01C": batch.StatusUndone}},
		"A then C":    {[]batch.ID{"01A", "01C"}, "01B", map[batch.ID]batch.Status{"01A": batch.StatusUndone, "01B": batch.StatusLive, "01C": batch.StatusUndone}},
		"A, B then C": {[]batch.ID{"01A", "01B", "01C"}, "", map[batch.ID]batch.Status{"01A": batch.StatusUndone, "01B": batch.StatusUndone, "01C": batch.StatusUndone}},
	} {
		t.Run(name, func(t *testing.T) {
			statetest.Run(t, func(t *testing.T, open func() *state.DB) {
				db := open()
				for _, id := range []string{"01A", "01B", "01C"} {
					commit(t, db, state.Commit{Batch: bill(id, slice("AWS/1", time.May))})
				}
				for _, id := range c.undo {
					undo(t, db, id)
				}
				var want []string
				if c.live != "" {
					want = []string{c.live + " AWS/1 2025-05 USD"}
				}
				if diff := cmp.Diff(want, live(t, db)); diff != "" {
					t.Error(diff)
				}
				for id, want := range c.statuses {
					if got := status(t, db, id); got != want {
						t.Errorf("%s is %s, want %s", id, got, want)
					}
				}
			})
		})
	}
}

// The same for what is replaced as a whole: two rate files that stood side by
// side come back together.
func TestUndoOfWholes(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		db := open()
		put := func(id, value string, whole bool) {
			commit(t, db, state.Commit{Whole: whole,
				Batch: batch.Batch{ID: batch.ID(id), Kind: batch.KindRates, Source: "own", Fingerprint: id, ImportedAt: time.Unix(0, 0)},
				Rates: []rate.Rate{{Date: time.Date(2025, 5, 1, 0, 0, 0, 0, time.UTC), From: "USD", To: "CNY", Value: money.MustParse(value), Source: id}}})
		}
		values := func() (vs []string) {
			rates, err := db.Rates(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rates {
				vs = append(vs, r.Value.String())
			}
			return vs
		}
		expect := func(want ...string) {
			t.Helper()
			if diff := cmp.Diff(want, values()); diff != "" {
				t.Error(diff)
			}
		}
		put("01A", "7.1", false)
		put("01B", "7.2", false)
		expect("7.1", "7.2")
		put("01C", "7.3", true)
		expect("7.3")
		put("01D", "7.4", true)
		expect("7.4")
		undo(t, db, "01C") // in the middle: nothing to see yet
		expect("7.4")
		undo(t, db, "01D")
		expect("7.1", "7.2")
		put("01E", "7.5", true)
		undo(t, db, "01A")
		expect("7.5")
		undo(t, db, "01E")
		expect("7.2")
	})
}

func TestUndoRefuses(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		wantCode(t, db.UndoBatch(ctx, "01A"), "batch.not_found")
		commit(t, db, state.Commit{Batch: bill("01A", slice("AWS/1", time.May))})
		undo(t, db, "01A")
		wantCode(t, db.UndoBatch(ctx, "01A"), "batch.already_undone")
	})
}

// history is the model: what counts is what the commits that were not taken
// back would have left, had they been the only ones.
type history struct {
	commits []state.Commit
	undone  map[batch.ID]bool
}

func (h history) live() []string {
	type key struct {
		source string
		month  period.Month
	}
	owners := map[key][]string{}
	for _, c := range h.commits {
		if h.undone[c.Batch.ID] {
			continue
		}
		fresh := map[key]bool{}
		for _, s := range c.Batch.Slices {
			k := key{s.Source, s.BillingPeriod}
			if !c.Add && !fresh[k] {
				owners[k] = nil
			}
			fresh[k] = true
			owners[k] = append(owners[k], fmt.Sprintf("%s %s %s %s", c.Batch.ID, s.Source, s.BillingPeriod, s.Currency))
		}
	}
	var lines []string
	for _, o := range owners {
		lines = append(lines, o...)
	}
	slices.Sort(lines)
	return lines
}

func TestUndoRestoresExactlyWhateverTheOrder(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		runs := 0
		rapid.Check(t, func(rt *rapid.T) {
			runs++ // one database for all runs: each has sources of its own
			h := history{undone: map[batch.ID]bool{}}
			check := func() {
				all, err := db.LiveSlices(ctx, batch.KindBill)
				if err != nil {
					rt.Fatal(err)
				}
				var got []string
				has := map[batch.ID]bool{}
				for _, s := range all {
					if s.Slice.Source[:6] == fmt.Sprintf("r%05d", runs) {
						got = append(got, fmt.Sprintf("%s %s %s %s", s.BatchID, s.Slice.Source, s.Slice.BillingPeriod, s.Slice.Currency))
						has[s.BatchID] = true
					}
				}
				slices.Sort(got)
				if diff := cmp.Diff(h.live(), got); diff != "" {
					rt.Fatalf("-model +state\n%s", diff)
				}
				for _, c := range h.commits {
					b, err := db.Batch(ctx, c.Batch.ID)
					if err != nil {
						rt.Fatal(err)
					}
					want := batch.StatusReplaced
					if h.undone[b.ID] {
						want = batch.StatusUndone
					} else if has[b.ID] {
						want = batch.StatusLive
					}
					if b.Status != want {
						rt.Fatalf("%s is %s, want %s", b.ID, b.Status, want)
					}
				}
			}
			for range rapid.IntRange(1, 8).Draw(rt, "steps") {
				if len(h.commits) > 0 && rapid.Bool().Draw(rt, "undo") {
					id := rapid.SampledFrom(h.commits).Draw(rt, "which").Batch.ID
					err := db.UndoBatch(ctx, id)
					if h.undone[id] != (err != nil) {
						rt.Fatalf("undo of %s (undone before: %v) gave %v", id, h.undone[id], err)
					}
					h.undone[id] = true
				} else {
					var parts []batch.Slice
					for source := range 2 {
						for month := time.January; month <= time.February; month++ {
							for _, currency := range []money.Currency{"USD", "CNY"} {
								if rapid.IntRange(0, 2).Draw(rt, "in") == 0 {
									s := slice(fmt.Sprintf("r%05d/%d", runs, source), month)
									s.Currency = currency
									parts = append(parts, s)
								}
							}
						}
					}
					if len(parts) == 0 {
						continue
					}
					c := state.Commit{Batch: bill(fmt.Sprintf("r%05d-%d", runs, len(h.commits)), parts...), Add: rapid.Bool().Draw(rt, "add")}
					if _, err := db.CommitBatch(ctx, c); err != nil {
						rt.Fatal(err)
					}
					h.commits = append(h.commits, c)
				}
				check()
			}
		})
	})
}
