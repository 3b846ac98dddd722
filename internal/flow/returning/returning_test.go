package returning_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/returning"
	"github.com/sevenfold/sevenfold/internal/state"
	"github.com/sevenfold/sevenfold/internal/state/statetest"
)

type house struct {
	*returning.Returning
	t     *testing.T
	clock atomic.Int64
}

func both(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		h := &house{t: t}
		h.clock.Store(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC).UnixNano())
		h.Returning = &returning.Returning{State: open(), Guard: access.Guarded, Now: func() time.Time { return time.Unix(0, h.clock.Load()).UTC() }}
		test(t, h)
	})
}

func (h *house) pass(d time.Duration) { h.clock.Add(int64(d)) }

func (h *house) comes(ctx context.Context, seen returning.Seen) returning.News {
	h.t.Helper()
	n, err := h.Return(ctx, seen)
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

func (h *house) imports(id batch.ID, fingerprint string) {
	h.t.Helper()
	_, err := h.State.CommitBatch(h.t.Context(), state.Commit{Whole: true, Batch: batch.Batch{ID: id, Kind: batch.KindRates, Status: batch.StatusLive, Source: "rates", Format: "rates",
		Fingerprint: fingerprint, ImportedAt: h.Now()}})
	if err != nil {
		h.t.Fatal(err)
	}
}

func as(actor string, role access.Role) context.Context {
	return access.With(context.Background(), access.Viewer{Actor: actor, Role: role})
}

func month(n int, cloud, services int64) returning.Month {
	return returning.Month{Month: period.NewMonth(2026, time.Month(n)), Cloud: money.NewInt(cloud), Services: money.NewInt(services)}
}

func seen(months ...returning.Month) returning.Seen {
	return returning.Seen{Currency: "USD", Definition: "standard v1", Months: months}
}

func TestAVisitIsANewOneAfterSomeHours(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		ann, bo := as("ann", access.RoleOwner), as("bo", access.RoleOwner)
		if n := h.comes(ann, seen(month(1, 10, 20))); !n.Since.IsZero() || !n.IsEmpty() {
			t.Errorf("the first visit has news: %+v", n)
		}
		first := h.Now()
		h.pass(time.Hour)
		if n := h.comes(ann, seen(month(1, 10, 30))); !n.Since.IsZero() {
			t.Errorf("an hour later is a visit of its own: %+v", n)
		}
		last := h.Now()
		h.pass(4 * time.Hour)
		for range 2 { // looking again tells the same
			n := h.comes(ann, seen(month(1, 10, 40)))
			if !n.Since.Equal(last) || len(n.Restated) != 1 || n.Restated[0].Was.Services.String() != "30" || n.Restated[0].Now.Services.String() != "40" {
				t.Errorf("since %s (first %s): %+v", n.Since, first, n.Restated)
			}
			h.pass(time.Hour)
		}
		if n := h.comes(bo, seen(month(1, 10, 40))); !n.Since.IsZero() {
			t.Error("somebody else's visits are told")
		}
		h.pass(24 * time.Hour)
		if n := h.comes(ann, seen(month(1, 10, 40))); n.Since.IsZero() || !n.IsEmpty() {
			t.Errorf("nothing changed: %+v", n)
		}
	})
}

func TestMonthsAreNewRestatedOrGone(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		ann := as("ann", access.RoleOwner)
		h.comes(ann, seen(month(1, 5, 5), month(2, 10, 20), month(4, 10, 20), month(5, 7, 0)))
		h.pass(24 * time.Hour)
		n := h.comes(ann, seen(month(2, 10, 20), month(3, 1, 1), month(4, 20, 20), month(6, 9, 9)))
		if diff := cmp.Diff([]period.Month{period.NewMonth(2026, 6)}, n.NewMonths); diff != "" {
			t.Error(diff)
		}
		var months []string
		for _, r := range n.Restated {
			was, _ := r.Was.Multiplier()
			now, _ := r.Now.Multiplier()
			months = append(months, r.Now.Month.String()+" "+was.String()+" "+now.String())
		}
		// January has left the page at its beginning; March came in between; May went.
		if diff := cmp.Diff([]string{"2026-03 0 1", "2026-04 2 1", "2026-05 0 0"}, months); diff != "" {
			t.Error(diff)
		}
		h.pass(24 * time.Hour)
		if n := h.comes(ann, returning.Seen{Currency: "CNY", Definition: "standard v1", Months: []returning.Month{month(2, 70, 140)}}); !n.Incomparable || len(n.Restated) > 0 {
			t.Errorf("another currency is compared: %+v", n)
		}
	})
}

func TestBooksThatCameWereReplacedOrUndone(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		owner, manager := as("ann", access.RoleOwner), as("mia", access.RoleAccountManager)
		h.imports("01A", "a")
		h.comes(owner, seen())
		h.comes(manager, seen())
		h.pass(24 * time.Hour)
		h.imports("01B", "b") // replaces A as a whole
		h.imports("01C", "c") // replaces B
		if err := h.State.UndoBatch(t.Context(), "01C"); err != nil {
			t.Fatal(err)
		}
		if err := h.State.DecideAfter(t.Context(), state.AreaCategory, "", state.Decision{ID: "01D", At: h.Now(), Actor: "bo", Body: []byte(`{}`)}); err != nil {
			t.Fatal(err)
		}
		ids := func(told returning.Batches) (out []batch.ID) {
			for _, b := range told.First {
				out = append(out, b.ID)
			}
			return out
		}
		n := h.comes(owner, seen())
		if diff := cmp.Diff([][]batch.ID{{"01C", "01B"}, {"01A"}, {"01C"}}, [][]batch.ID{ids(n.Imported), ids(n.Replaced), ids(n.Undone)}); diff != "" || n.Decided != (returning.Decided{Categories: 1}) {
			t.Errorf("decisions %v; %s", n.Decided, diff)
		}
		if n := h.comes(manager, seen()); n.Since.IsZero() || !n.IsEmpty() {
			t.Errorf("an account manager is told of the books: %+v", n)
		}
	})
}

func TestManyImportsAreCountedAndTheNewestNamed(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		ann := as("ann", access.RoleAuditor)
		h.comes(ann, seen())
		h.pass(24 * time.Hour)
		for n := range 7 {
			h.imports(batch.ID(fmt.Sprint("01", n)), fmt.Sprint(n))
		}
		n := h.comes(ann, seen())
		if n.Imported.Count != 7 || len(n.Imported.First) != 5 || n.Imported.First[0].ID != "016" || n.Replaced.Count != 6 {
			t.Errorf("%d imported, %d told; %d replaced", n.Imported.Count, len(n.Imported.First), n.Replaced.Count)
		}
	})
}

// Who was given other customers since sees other figures, and no change of them.
func TestOtherCustomersAreNoRestatement(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		mia := access.Viewer{Actor: "mia", Role: access.RoleAccountManager, Customers: []customer.ID{"a"}}
		h.comes(access.With(t.Context(), mia), seen(month(1, 10, 20)))
		h.pass(24 * time.Hour)
		mia.Customers = append(mia.Customers, "b")
		if n := h.comes(access.With(t.Context(), mia), seen(month(1, 30, 20))); !n.Incomparable || !n.IsEmpty() {
			t.Errorf("%+v", n)
		}
		h.pass(24 * time.Hour)
		if n := h.comes(access.With(t.Context(), mia), seen(month(1, 30, 60))); n.Incomparable || len(n.Restated) != 1 {
			t.Errorf("of the same customers: %+v", n)
		}
	})
}

func TestWhoHoldsALinkIsNoVisitor(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		guest := access.With(t.Context(), access.Viewer{Actor: "link:ann", Role: access.RoleOwner, Link: true})
		if _, err := h.Return(guest, seen()); fault.CodeOf(err) != "access.denied" {
			t.Errorf("%v", err)
		}
		if _, err := h.Return(t.Context(), seen()); fault.CodeOf(err) != "access.viewer_missing" {
			t.Errorf("%v", err)
		}
	})
}
