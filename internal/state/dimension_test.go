package state_test

import (
	"context"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/state"
	"github.com/sevenfold/sevenfold/internal/state/statetest"
)

func dimension(id string, kind batch.Kind) batch.Batch {
	return batch.Batch{ID: batch.ID(id), Kind: kind, Source: "book", Fingerprint: id, ImportedAt: time.Unix(1, 0)}
}

func day(month time.Month, d int) time.Time { return time.Date(2025, month, d, 0, 0, 0, 0, time.UTC) }

func TestDimensionsComeBackAsTheyWentIn(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		rates := []rate.Rate{
			{Date: day(time.May, 1), From: "EUR", To: "USD", Value: money.MustParse("1.175"), Source: "ECB"},
			{Date: day(time.May, 2), From: "EUR", To: "CNY", Value: money.MustParse("8.226200000000000000000000000001"), Source: "ECB"},
			{Date: day(time.May, 3), From: "CNY", To: "JPY", Value: money.MustParse("20.5"), Source: "own, 自有"},
		}
		customers := []customer.Customer{
			{ID: "b", Name: "Zürich Käse AG", Segment: "mid", Industry: "food", Country: "CH", Identifiers: []customer.Identifier{
				{Kind: customer.KindAccount, Value: "000000000042", From: day(time.May, 17), Until: day(time.July, 1),
					Source: "CRM export", Confidence: money.MustParse("0.9")},
				{Kind: customer.KindName, Value: "O'Käse \"AG\""}}},
			{ID: "a", Name: "上海某某科技有限公司", Internal: true, Parents: []customer.Parent{
				{ID: "b", Role: customer.RoleEntity, From: day(time.May, 2)}, {Role: customer.RoleDistributor}}},
		}
		rules := service.Rules{
			{ID: "r2", Field: service.FieldItemCode, Equals: "MS-01", Nature: service.NatureService, Weights: []service.Weight{
				{Category: service.CategoryDesign, Share: money.MustParse("0.3")}, {Category: service.CategoryBuild, Share: money.MustParse("0.7")}}},
			{ID: "r1", Field: service.FieldDescription, Pattern: regexp.MustCompile(`(?i)^资源.*`), Nature: service.NatureResoldCloud},
			{ID: "r0", Field: service.FieldProject, Contains: "100% '", Nature: service.NatureService},
		}
		commit(t, db, state.Commit{Batch: dimension("01A", batch.KindRates), Rates: rates, Whole: true})
		commit(t, db, state.Commit{Batch: dimension("01B", batch.KindCustomers), Customers: customers, Whole: true})
		commit(t, db, state.Commit{Batch: dimension("01C", batch.KindCategories), Rules: rules, Whole: true})

		gotRates, err := db.Rates(ctx)
		if err != nil {
			t.Fatal(err)
		}
		gotCustomers, err := db.Customers(ctx)
		if err != nil {
			t.Fatal(err)
		}
		gotRules, err := db.CategoryRules(ctx)
		if err != nil {
			t.Fatal(err)
		}
		same := append(exactly, cmp.Comparer(func(a, b *regexp.Regexp) bool {
			return (a == nil) == (b == nil) && (a == nil || a.String() == b.String())
		}))
		for what, diff := range map[string]string{"rates": cmp.Diff(rates, gotRates, same), "customers": cmp.Diff(customers, gotCustomers, same),
			"rules": cmp.Diff(rules, gotRules, same)} {
			if diff != "" {
				t.Errorf("%s: -given +remembered\n%s", what, diff)
			}
		}
		touching, err := db.Rates(ctx, "CNY")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(rates[1:], touching, same); diff != "" {
			t.Errorf("rates that touch CNY: %s", diff)
		}
	})
}

func TestADimensionReplacesItsOwnSourceAndKindOnly(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		one := func(id string) []customer.Customer { return []customer.Customer{{ID: customer.ID(id), Name: id}} }
		other := dimension("01B", batch.KindCustomers)
		other.Source = "crm"
		commit(t, db, state.Commit{Batch: dimension("01A", batch.KindCustomers), Customers: one("old"), Whole: true})
		commit(t, db, state.Commit{Batch: other, Customers: one("of another source"), Whole: true})
		commit(t, db, state.Commit{Batch: dimension("01C", batch.KindRates), Whole: true})
		commit(t, db, state.Commit{Batch: dimension("01D", batch.KindCustomers), Customers: one("new"), Whole: true})
		names := func() (names []string) {
			cs, err := db.Customers(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range cs {
				names = append(names, c.Name)
			}
			return names
		}
		if diff := cmp.Diff([]string{"of another source", "new"}, names()); diff != "" {
			t.Error(diff)
		}
		undo(t, db, "01D")
		if diff := cmp.Diff([]string{"old", "of another source"}, names()); diff != "" {
			t.Error(diff)
		}
		if s := status(t, db, "01C"); s != batch.StatusLive {
			t.Errorf("rates are %s", s)
		}
	})
}

func TestQuestionsAreKeptUnderTheirAddress(t *testing.T) {
	statetest.Run(t, func(t *testing.T, open func() *state.DB) {
		ctx, db := context.Background(), open()
		if _, err := db.FindQuestion(ctx, "7f3a"); err == nil {
			t.Fatal("found what was never asked")
		} else {
			wantCode(t, err, "figure.unknown")
		}
		for range 2 { // asking again is no conflict
			if saved, err := db.SaveQuestion(ctx, "7f3a", []byte(`{"by":["客户"]}`)); err != nil || !saved {
				t.Fatal(saved, err)
			}
		}
		if saved, err := db.SaveQuestion(ctx, "7f3a", []byte(`{"by":["provider"]}`)); err != nil || saved {
			t.Errorf("another question took the address: %v, %v", saved, err)
		}
		if got, err := open().FindQuestion(ctx, "7f3a"); err != nil || string(got) != `{"by":["客户"]}` {
			t.Errorf("%s, %v", got, err)
		}
	})
}
