package assessing_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
)

func TestStepsBecomeProposalsButForQuestions(t *testing.T) {
	amount := money.NewInt(100)
	r := assessing.Result{Verdict: maturity.Verdict{Up: []maturity.Change{{Class: maturity.ClassProgressive}}}, Steps: []maturity.Step{
		{Criterion: maturity.CriterionBreadth, Category: "advise", Customers: 2, Amount: &amount}, {Criterion: maturity.CriterionLifecycle, Customers: 3},
		{Criterion: maturity.CriterionOutcome, Amount: &amount}, {Criterion: maturity.CriterionConfidence, Link: maturity.LinkCloudMatched, Amount: &amount}}}
	var got []string
	for _, p := range r.Proposals() {
		got = append(got, p.Origin.String()+" "+string(p.Category)+" "+string(p.Strategy))
		if p.Size != nil || p.Practice != "firm" {
			t.Errorf("%+v", p)
		}
	}
	want := []string{"standing:progressive/breadth/advise advise portfolio", "standing:progressive/lifecycle  portfolio", "standing:progressive/outcome  outcome_pricing"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
