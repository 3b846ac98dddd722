package state_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/state"
	"github.com/sevenfold/sevenfold/internal/state/statetest"
)

func review(id, subject, sum string) state.Review {
	return state.Review{ID: id, Subject: subject, Candidate: "acme", Probability: money.MustParse("0.731"), Money: money.MustParse(sum),
		Currency: "CNY", Body: json.RawMessage(`{"证据":["name"]}`)}
}

func queue(t *testing.T, db *state.DB, area state.Area) (ids []string) {
	t.Helper()
	items, err := db.Reviews(context.Background(), area)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range items {
		ids = append(ids, r.ID)
	}
	return ids
}

func put(t *testing.T, db *state.DB, area state.Area, subjects []string, items ...state.Review) {
	t.Helper()
	if err := db.PutReviews(context.Background(), area, subjects, items); err != nil {
		t.Fatal(err)
	}
}

func TestTheQueueIsOrderedByMoney(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		put(t, db, state.AreaIdentity, nil, review("a", "s1", "99.5"), review("b", "s1", "-1000.000000000000000001"), review("c", "s2", "1000"),
			review("d", "s3", "0"), review("e", "s3", "123456789012345678901234567890.5"), review("f", "s4", "99.5"))
		put(t, db, state.AreaCategory, nil, review("a", "s1", "5"))
		if diff := cmp.Diff([]string{"e", "b", "c", "a", "f", "d"}, queue(t, db, state.AreaIdentity)); diff != "" {
			t.Error(diff)
		}
		page, err := db.ReviewsPage(ctx, state.AreaIdentity, 2, 1)
		if err != nil || len(page) != 2 || page[0].ID != "b" || page[1].ID != "c" {
			t.Errorf("%+v, %v", page, err)
		}
		if diff := cmp.Diff(review("b", "s1", "-1000.000000000000000001"), page[0], exactly); diff != "" {
			t.Errorf("-put +found\n%s", diff)
		}
		if n, err := db.CountReviews(ctx, state.AreaIdentity); n != 6 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
		one, err := open().FindReview(ctx, state.AreaCategory, "a")
		if diff := cmp.Diff(review("a", "s1", "5"), one, exactly); diff != "" || err != nil {
			t.Errorf("%v\n%s", err, diff)
		}
		_, err = db.FindReview(ctx, state.AreaCategory, "b")
		wantCode(t, err, "review.not_found")
	})
}

func TestARunReplacesTheQuestionsOfItsSubjects(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		put(t, db, state.AreaIdentity, nil, review("a", "s1", "5"), review("b", "s1", "4"), review("c", "s2", "3"))
		put(t, db, state.AreaCategory, nil, review("z", "s1", "1"))
		put(t, db, state.AreaIdentity, []string{"s1", "s9"}, review("a", "s1", "2"), review("n", "s9", "9"))
		if diff := cmp.Diff([]string{"n", "c", "a"}, queue(t, db, state.AreaIdentity)); diff != "" {
			t.Error(diff)
		}
		put(t, db, state.AreaIdentity, []string{}) // no subject: nothing to replace
		put(t, db, state.AreaIdentity, []string{"s2"})
		if diff := cmp.Diff([]string{"n", "a"}, queue(t, db, state.AreaIdentity)); diff != "" {
			t.Error(diff)
		}
		// What fails leaves the queue as it was: two questions cannot have one id.
		if err := db.PutReviews(ctx, state.AreaIdentity, nil, []state.Review{review("x", "s1", "1"), review("x", "s2", "1")}); err == nil {
			t.Error("two questions have one id")
		}
		if diff := cmp.Diff([]string{"n", "a"}, queue(t, db, state.AreaIdentity)); diff != "" {
			t.Error(diff)
		}
		put(t, db, state.AreaIdentity, nil)
		if got := queue(t, db, state.AreaIdentity); len(got) != 0 {
			t.Errorf("%v", got)
		}
		if diff := cmp.Diff([]string{"z"}, queue(t, db, state.AreaCategory)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTheQueueSortsAsNumbersDo(t *testing.T) {
	db := statetest.Open(t, t.TempDir()+"/state.db")
	rapid.Check(t, func(rt *rapid.T) {
		sums := rapid.SliceOfNDistinct(rapid.StringMatching(`-?[0-9]{1,20}(\.[0-9]{1,18})?`), 0, 8, rapid.ID).Draw(rt, "sums")
		var items []state.Review
		for n, s := range sums {
			items = append(items, review(fmt.Sprintf("%02d", n), "s", s))
		}
		put(t, db, state.AreaIdentity, nil, items...)
		slices.SortStableFunc(items, func(a, b state.Review) int { return b.Money.Abs().Cmp(a.Money.Abs()) })
		var want []string
		for _, r := range items {
			want = append(want, r.ID)
		}
		if diff := cmp.Diff(want, queue(t, db, state.AreaIdentity)); diff != "" {
			rt.Fatal(diff)
		}
	})
}

var noon = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

func TestWhatIsLearnedAndSeenIsKept(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		if got, err := db.Learned(ctx, state.AreaIdentity); got != nil || err != nil {
			t.Errorf("%s, %v", got, err)
		}
		for _, body := range []string{`{"v":1}`, `{"v":2}`} {
			if err := db.SetLearned(ctx, state.AreaIdentity, json.RawMessage(body)); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := open().Learned(ctx, state.AreaIdentity); string(got) != `{"v":2}` || err != nil {
			t.Errorf("%s, %v", got, err)
		}
		if got, err := db.Learned(ctx, state.AreaCategory); got != nil || err != nil {
			t.Errorf("%s, %v", got, err)
		}
		for _, seen := range [][]batch.ID{{"02", "01"}, {"03"}} {
			if err := db.SetRun(ctx, state.AreaIdentity, state.Run{At: noon, Actor: "ann", Batches: seen}); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := open().RunBatches(ctx, state.AreaIdentity); err != nil || !slices.Equal(got, []batch.ID{"03"}) {
			t.Errorf("%v, %v", got, err)
		}
		run, err := open().LastRun(ctx, state.AreaIdentity, nil, nil)
		if err != nil || !run.At.Equal(noon) || run.Actor != "ann" || run.Gone != 1 {
			t.Errorf("%+v, %v", run, err)
		}
		if run, err = db.LastRun(ctx, state.AreaCategory, nil, nil); err != nil || !run.At.IsZero() || run.IsStale() {
			t.Errorf("%+v, %v", run, err)
		}
		if got, err := db.RunBatches(ctx, state.AreaCategory); err != nil || len(got) != 0 {
			t.Errorf("%v, %v", got, err)
		}
	})
}
