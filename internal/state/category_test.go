package state_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/state"
	"github.com/sevenfold/sevenfold/internal/state/statetest"
)

func TestTheCategoryBasisIsRulesCatalogueAndWhatWasDecided(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		commit(t, db, state.Commit{Batch: dimension("01A", batch.KindOfferings), Whole: true,
			Offerings: []offering.Offering{{ID: "hw", Name: "Boxes", Nature: service.NatureHardware, ItemCodes: []string{"HW"}}}})
		said := category.Subject{Description: "Landing zone"}
		body, err := json.Marshal(category.Decision{Verb: category.VerbSet, Subject: said, Scope: category.ScopeText, Value: category.ScopeText.Value(said),
			Answer: category.Answer{Nature: service.NatureService, Weights: []service.Weight{{Category: service.CategoryBuild, Share: money.One}}}})
		if err != nil {
			t.Fatal(err)
		}
		at := time.Date(2025, 3, 1, 9, 0, 0, 0, time.UTC)
		if err := db.DecideAfter(ctx, state.AreaCategory, "", state.Decision{ID: "01D", At: at, Actor: "li", Body: body}); err != nil {
			t.Fatal(err)
		}
		basis, err := db.CategoryBasis(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if got := basis.Precedents.Last(); got != "01D" {
			t.Errorf("the last decision is %q, want 01D", got)
		}
		judge := category.NewJudge(basis)
		if c := judge.Classify(said); c.Reason != category.ReasonReviewed || c.By != "01D" || len(c.Weights) != 1 {
			t.Errorf("what li decided is %+v", c)
		}
		if c := judge.Classify(category.Subject{ItemCode: "HW"}); c.Nature != service.NatureHardware {
			t.Errorf("what the catalogue lists is %+v", c)
		}
	})
}
