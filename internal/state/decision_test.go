package state_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/state"
	"github.com/sevenfold/sevenfold/internal/state/statetest"
)

func entry(id, actor string) state.Decision {
	return state.Decision{ID: id, At: day(time.May, 17).Add(time.Nanosecond), Actor: actor, Body: json.RawMessage(`{"说":"'\"` + id + `"}`)}
}

// decide writes as somebody who has read the whole log.
func decide(db *state.DB, area state.Area, ds ...state.Decision) error {
	ctx, last := context.Background(), ""
	log, err := db.Decisions(ctx, area)
	if err != nil {
		return err
	}
	if len(log) > 0 {
		last = log[len(log)-1].ID
	}
	return db.DecideAfter(ctx, area, last, ds...)
}

func ids(t *testing.T, db *state.DB, area state.Area) (ids []string) {
	t.Helper()
	log, err := db.Decisions(context.Background(), area)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range log {
		ids = append(ids, d.ID)
	}
	return ids
}

func TestALogKeepsItsOrderAndItsArea(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		if got := ids(t, db, state.AreaIdentity); len(got) != 0 {
			t.Fatalf("a new log has %v", got)
		}
		// Ids need not come in order: clocks of two machines differ.
		for _, d := range []struct {
			area state.Area
			ids  []string
		}{{state.AreaIdentity, []string{"03", "01"}}, {state.AreaCategory, []string{"05"}}, {state.AreaIdentity, nil}, {state.AreaIdentity, []string{"02"}}} {
			var entries []state.Decision
			for _, id := range d.ids {
				entries = append(entries, entry(id, "ana"))
			}
			if err := decide(db, d.area, entries...); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff([]string{"03", "01", "02"}, ids(t, open(), state.AreaIdentity)); diff != "" {
			t.Error(diff)
		}
		log, err := db.Decisions(ctx, state.AreaCategory)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]state.Decision{entry("05", "ana")}, log); diff != "" {
			t.Error(diff)
		}
	})
}

func TestDecisionsAreAllOrNone(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		db := open()
		if err := decide(db, state.AreaIdentity, entry("01", "ana")); err != nil {
			t.Fatal(err)
		}
		wantCode(t, decide(db, state.AreaIdentity, entry("02", "li"), entry("01", "li")), "decision.exists")
		wantCode(t, decide(db, state.AreaCategory, entry("01", "li")), "decision.exists")
		wantCode(t, decide(db, state.AreaIdentity, entry("03", "li"), entry("03", "li")), "decision.exists")
		if diff := cmp.Diff([]string{"01"}, ids(t, db, state.AreaIdentity)); diff != "" {
			t.Error(diff)
		}
	})
}

// Two people open the same question; the second one is told.
func TestNobodyDecidesOverSomebodyElse(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, ana, li := context.Background(), open(), open()
		if err := ana.DecideAfter(ctx, state.AreaIdentity, "", entry("01", "ana")); err != nil {
			t.Fatal(err)
		}
		err := li.DecideAfter(ctx, state.AreaIdentity, "", entry("02", "li"))
		wantCode(t, err, "decision.outdated")
		f, _ := fault.As(err)
		if f.Kind != fault.KindConflict || f.Args["actor"] != "ana" || f.Args["at"] != "2025-05-17T00:00:00.000000001Z" {
			t.Errorf("%v", f.Args)
		}
		wantCode(t, li.DecideAfter(ctx, state.AreaIdentity, "99", entry("02", "li")), "decision.outdated")
		if err := decide(li, state.AreaCategory, entry("03", "li")); err != nil {
			t.Fatal(err)
		}
		if err := li.DecideAfter(ctx, state.AreaIdentity, "01", entry("02", "li"), entry("04", "li")); err != nil {
			t.Errorf("another area's decision is in the way: %v", err)
		}
		if diff := cmp.Diff([]string{"01", "02", "04"}, ids(t, ana, state.AreaIdentity)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestOfManyWhoDecideAtOnceOneSucceeds(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		var group sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			db := open()
			group.Go(func() {
				errs[i] = db.DecideAfter(context.Background(), state.AreaIdentity, "", entry(fmt.Sprint("0", i), "li"))
			})
		}
		group.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else {
				wantCode(t, err, "decision.outdated")
			}
		}
		if got := ids(t, open(), state.AreaIdentity); won != 1 || len(got) != 1 {
			t.Errorf("%d succeeded, the log has %v", won, got)
		}
	})
}

func TestCustomersAreTheRosterAndWhatWasDecided(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		roster := []customer.Customer{{ID: "a", Name: "Acme"}, {ID: "b", Name: "Beta"}}
		commit(t, db, state.Commit{Batch: dimension("01A", batch.KindCustomers), Customers: roster, Whole: true})
		book, err := db.CustomerBook(ctx)
		if err != nil {
			t.Fatal(err)
		}
		at := day(time.May, 17).Add(123 * time.Nanosecond)
		decisions := []customer.Decision{
			{ID: "01", At: at, Actor: "李", Verb: customer.VerbMerge, Customer: "a", Into: "b", Reason: "同一家公司"},
			{ID: "02", At: at, Actor: customer.ActorAuto, Verb: customer.VerbLink, Party: "book:aa", Customer: "b", From: day(time.May, 17), Until: day(time.June, 2),
				Probability: money.MustParse("0.9912345678901234567890"), Evidence: []string{"tax_id.same"}, EvidenceKey: "k", Model: "m1",
				Identifiers: []customer.Identifier{{Kind: customer.KindName, Value: "贝塔", From: day(time.May, 17), Confidence: money.MustParse("0.5")}}},
			{ID: "03", At: at, Actor: "ana", Verb: customer.VerbCreate, New: &customer.Customer{ID: "c", Name: "C", Parents: []customer.Parent{{ID: "b", Role: customer.RoleUnit, From: day(time.May, 1)}}}},
			{ID: "04", At: at, Actor: "ana", Verb: customer.VerbApart, Party: "book:aa", Other: "book:bb", Role: customer.RoleUnit, Undoes: "x"},
		}
		if err := db.DecideCustomers(ctx, book.Last(), decisions...); err != nil {
			t.Fatal(err)
		}
		wantCode(t, db.DecideAfter(ctx, state.AreaIdentity, book.Last(), entry("05", "li")), "decision.outdated")

		again := open()
		book, err = again.CustomerBook(ctx)
		if err != nil || book.Last() != "04" || len(book.Stale()) != 0 {
			t.Fatalf("last %s, stale %v, %v", book.Last(), book.Stale(), err)
		}
		for _, d := range decisions {
			remembered, known := book.Decision(d.ID)
			if diff := cmp.Diff(d, remembered, exactly); diff != "" || !known {
				t.Errorf("-decided +remembered\n%s", diff)
			}
		}
		got, err := again.Customers(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(customer.Fold(roster, decisions).Customers(), got, exactly); diff != "" {
			t.Errorf("-folded +effective\n%s", diff)
		}
		imported, err := again.Roster(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(roster, imported, exactly); diff != "" {
			t.Errorf("-imported +roster\n%s", diff)
		}
		// A newer list leaves what was decided as it is.
		commit(t, db, state.Commit{Batch: dimension("01B", batch.KindCustomers), Customers: roster[:1], Whole: true})
		book, err = again.CustomerBook(ctx)
		if err != nil || len(book.Stale()) != 2 {
			t.Errorf("stale %v, %v", book.Stale(), err)
		}
	})
}

// Workspaces of the first release keep validity by the month.
func TestMonthsOfTheFirstReleaseAreRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	db := statetest.Open(t, path)
	commit(t, db, state.Commit{Batch: dimension("01A", batch.KindCustomers), Whole: true,
		Customers: []customer.Customer{{ID: "a", Identifiers: []customer.Identifier{{Kind: customer.KindRef, Value: "1"}}}}})
	raw, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := raw.Exec("UPDATE identifier SET valid_from = '2024-07', valid_until = '2025-07'"); err != nil {
		t.Fatal(err)
	}
	if err := raw.Close(); err != nil {
		t.Fatal(err)
	}
	roster, err := db.Roster(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want := customer.Identifier{Kind: customer.KindRef, Value: "1", From: time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC), Until: day(time.July, 1)}
	if diff := cmp.Diff(want, roster[0].Identifiers[0], exactly); diff != "" {
		t.Error(diff)
	}
}
