package state_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/state"
	"github.com/sevenfold/sevenfold/internal/state/statetest"
)

func TestAListReplacesAListAndAFeedAddsChanges(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		whole := opportunity.Opportunity{ID: "O1", Key: "O1", CRMID: "D'1", Title: "\"zone\" 云", Stage: opportunity.StageCommitted,
			Status: opportunity.StatusApproved, Close: time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), Modified: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC),
			Customer: opportunity.Customer{Name: "Acme", Account: "009090909090", DUNS: "123456789", Website: "acme.com", CRM: "K", Industry: "Retail", Country: "CN"},
			Delivery: []offering.DeliveryModel{offering.DeliveryManaged}, GenAI: opportunity.AnswerYes, Solutions: []string{"S-1"}, Offers: []string{"o"},
			Spend: []opportunity.Value{{Amount: money.New(money.MustParse("0.100000000000000001"), "USD"), Months: 1}},
			Deal:  []opportunity.Value{{Amount: money.New(money.MustParse("9"), "CNY"), Months: 36}}, File: 1, Row: 2}
		imported := dimension("01A", batch.KindPipeline).ImportedAt
		expect := func(want ...opportunity.Record) {
			t.Helper()
			got, err := db.Pipeline(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		}
		expect()
		commit(t, db, state.Commit{Batch: dimension("01A", batch.KindPipeline), Opportunities: []opportunity.Opportunity{whole}, Whole: true})
		expect(opportunity.Record{Opportunity: whole, Source: dimension("01A", batch.KindPipeline).Source, BatchID: "01A", ImportedAt: imported})
		second := opportunity.Opportunity{ID: "O2", Key: "O2", File: 1, Row: 2}
		commit(t, db, state.Commit{Batch: dimension("01B", batch.KindPipeline), Opportunities: []opportunity.Opportunity{second}, Whole: true})
		source := dimension("01B", batch.KindPipeline).Source
		expect(opportunity.Record{Opportunity: second, Source: source, BatchID: "01B", ImportedAt: imported})
		gone := second
		gone.Deleted, gone.Modified = true, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		commit(t, db, state.Commit{Batch: dimension("01C", batch.KindPipeline), Opportunities: []opportunity.Opportunity{gone}})
		expect()
		for _, id := range []batch.ID{"01C", "01B"} {
			if err := db.UndoBatch(ctx, id); err != nil {
				t.Fatal(err)
			}
		}
		expect(opportunity.Record{Opportunity: whole, Source: source, BatchID: "01A", ImportedAt: imported})
	})
}
