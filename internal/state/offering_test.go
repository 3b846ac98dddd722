package state_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/state"
	"github.com/sevenfold/sevenfold/internal/state/statetest"
)

func TestTheCatalogueComesBackAndAnOlderOneWithUndo(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		if c, err := db.Offerings(ctx); err != nil || len(c.Offerings()) != 0 {
			t.Fatalf("an empty state has %v, %v", c, err)
		}
		first := []offering.Offering{
			{ID: "zone", Name: "Landing zone", NameZH: "着陆区", Nature: service.NatureService, Weights: []service.Weight{
				{Category: service.CategoryDesign, Share: money.MustParse("0.3")}, {Category: service.CategoryBuild, Share: money.MustParse("0.7")}},
				Delivery: offering.DeliveryProfessional, Price: offering.PriceFixed, AI: true, Listed: true,
				Providers: []string{"AWS"}, ItemCodes: []string{"LZ"}, Projects: []string{"P'1"}, Aliases: []string{"\"zone\""}},
			{ID: "a", Name: "A", Nature: service.NatureOwnSoftware},
		}
		commit(t, db, state.Commit{Batch: dimension("01A", batch.KindOfferings), Offerings: first, Whole: true})
		commit(t, db, state.Commit{Batch: dimension("01B", batch.KindOfferings), Offerings: first[1:], Whole: true})
		now, err := db.Offerings(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first[1:], now.Offerings()); diff != "" {
			t.Error(diff)
		}
		if err := db.UndoBatch(ctx, "01B"); err != nil {
			t.Fatal(err)
		}
		now, err = db.Offerings(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, now.Offerings()); diff != "" {
			t.Error(diff)
		}
	})
}
