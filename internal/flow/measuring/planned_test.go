package measuring_test

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

func planned(t *testing.T, b *measuringtest.Books, by ...multiplier.Dimension) (multiplier.Result, measuring.Basis) {
	t.Helper()
	r := ask(t, b, measuring.Input{Period: january(t), By: by, Definitions: []string{"planned"}})
	return r.Figures[0], r.Bases[0]
}

func TestPlannedIsTheDealsThatStateBothSides(t *testing.T) {
	b := measuringtest.Sample(t)
	b.Pipeline(measuringtest.Deals)
	// 100 + 700 CNY x 0.14 of customers, 10 of nobody; 7200 / 36 + 1400 CNY x 0.14,
	// 12 / 12. When they are to close does not matter, and January's rates hold.
	f, basis := planned(t, b)
	expect(t, "rows", flat(f.Rows), [][]string{{"", "198", "396"}, {"unmatched", "10", "1"}})
	expect(t, "no rate for yen", flat(f.Unconverted), [][]string{{"unconverted", "1000", "500"}})
	expect(t, "left out", left(f), [][]string{
		{"cloud", "closed_lost", "USD", "500"}, {"cloud", "deal_rejected", "USD", "8"}, {"cloud", "launched", "USD", "500"},
		{"cloud", "no_deal_value", "USD", "58"}, {"cloud", "stage_unknown", "USD", "7"},
		{"services", "closed_lost", "USD", "500"}, {"services", "deal_rejected", "USD", "8"}, {"services", "launched", "USD", "500"},
		{"services", "no_expected_spend", "USD", "10"}, {"services", "stage_unknown", "USD", "7"}})
	within, err := period.Parse("2025-03..2025-12")
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "basis", basis, measuring.Basis{Definition: "planned v1", Stages: opportunity.OpenStages(), Open: 8, Counted: 4, NoDealValue: 2, NoSpend: 2,
		From: within.From, Until: within.Until})
	if _, ok := f.Total.RunRate.Multiplier(); ok {
		t.Error("a pipeline has no run rate")
	}
	f, _ = planned(t, b, "customer", "month")
	expect(t, "by customer and month to close", flat(f.Rows), [][]string{{"a", "2025-03", "", "100", "200"}, {"b", "2025-04", "", "98", "196"}, {"", "", "unmatched", "10", "1"}})
}

func TestThePipelineTouchesNoOtherFigure(t *testing.T) {
	b := measuringtest.Sample(t)
	before := ask(t, b, measuring.Input{Period: january(t), Definitions: []string{"standard", "resold-billed"}})
	b.Pipeline(measuringtest.Deals)
	after := ask(t, b, measuring.Input{Period: january(t), Definitions: []string{"standard", "resold-billed"}})
	expect(t, "figures", after.Figures, before.Figures)
	expect(t, "notes", after.Notes, before.Notes)
	expect(t, "bases", len(after.Bases), 0)
	b.Pipeline("id,customer_name,stage,close_date,spend,spend_currency\nD1,Acme,committed,,5,USD\n")
	f, basis := planned(t, b)
	if _, ok := f.Total.Multiplier(); ok || f.Gap != "" || basis.Counted != 0 || basis.NoDealValue != 1 {
		t.Errorf("a pipeline that states one side only has no multiplier: %+v, %+v", f.Total, basis)
	}
}
