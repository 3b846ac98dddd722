package measuring_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// keeping is a measurer of the same books that keeps facts, and one that does not.
func keeping(b *measuringtest.Books) (keeps, reads *measuring.Measurer) {
	m := b.Measurer
	return &measuring.Measurer{State: m.State, Engine: m.Engine, Lake: m.Lake, Definitions: m.Definitions, Payers: m.Payers, Guard: access.Guarded, Keeps: true},
		&measuring.Measurer{State: m.State, Engine: m.Engine, Lake: m.Lake, Definitions: m.Definitions, Payers: m.Payers, Guard: access.Guarded}
}

// words is everything of an answer but which queries were run.
func words(t *testing.T, r measuring.Result) string {
	t.Helper()
	text, err := json.Marshal([]any{r.ID, r.Question, r.Figures, r.Names, r.Notes})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Whoever asks whatever, side by side, is answered from kept facts as from
// facts read for them alone; and a new import counts at once.
func TestKeptFactsAnswerAsReadOnesDo(t *testing.T) {
	b := limitedBooks(t)
	keeps, reads := keeping(b)
	viewers := []context.Context{access.With(context.Background(), access.Local()), manager("a"), manager("b"), manager("a", "c"), manager()}
	var inputs []measuring.Input
	for _, within := range []string{"all", "2025-01", "2025-02", "2025-01..2025-02", "2024"} {
		r, err := period.Parse(within)
		if err != nil {
			t.Fatal(err)
		}
		for _, by := range [][]multiplier.Dimension{nil, {"customer"}, {"region", "month"}, {"service"}} {
			inputs = append(inputs, measuring.Input{Period: r, By: by, Currency: "USD", Policy: "average"})
		}
	}
	inputs = append(inputs, measuring.Input{Currency: "CNY", Policy: "average", Where: []multiplier.Filter{{Dimension: multiplier.DimensionProvider, Values: []string{"AWS"}}}})
	compare := func() {
		t.Helper()
		var all sync.WaitGroup
		for _, ctx := range viewers {
			for _, in := range inputs {
				all.Go(func() {
					got, err := keeps.Run(ctx, in)
					if err != nil {
						t.Error(err)
						return
					}
					want, err := reads.Run(ctx, in)
					if err != nil {
						t.Error(err)
						return
					}
					if d := cmp.Diff(words(t, want), words(t, got)); d != "" {
						t.Errorf("%+v (-read +kept):\n%s", in, d)
					}
				})
			}
		}
		all.Wait()
	}
	compare()
	b.Bill(batch.SideCost, measuringtest.ChargeOn("900000000001", "111111111111", "2025-02-15", "3"))
	compare()
}
