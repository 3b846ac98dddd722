package estimate_test

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

func similar() estimate.Range {
	return estimate.Range{Low: money.NewInt(10), Mid: money.NewInt(20), High: money.NewInt(50), Currency: "USD",
		Level: money.MustParse("0.9"), Basis: estimate.BasisSimilar, Cases: 12}
}

func TestARangeMustStandOnSomething(t *testing.T) {
	if err := similar().Validate(); err != nil {
		t.Fatal(err)
	}
	for code, change := range map[string]func(*estimate.Range){
		"estimate.order":     func(r *estimate.Range) { r.Mid = money.NewInt(51) },
		"estimate.currency":  func(r *estimate.Range) { r.Currency = "" },
		"estimate.level":     func(r *estimate.Range) { r.Level = money.One },
		"estimate.basis":     func(r *estimate.Range) { r.Basis = "hope" },
		"estimate.unfounded": func(r *estimate.Range) { r.Cases = 0 },
	} {
		r := similar()
		change(&r)
		if err := r.Validate(); fault.CodeOf(err) != code {
			t.Errorf("got %v, want %s", err, code)
		}
	}
	r := similar()
	r.Basis = estimate.BasisReference
	if err := r.Validate(); fault.CodeOf(err) != "estimate.unfounded" {
		t.Errorf("a reference nobody names: %v", err)
	}
}

func TestARangeHoldsItsEnds(t *testing.T) {
	r := similar().Scale(money.MustParse("0.5"))
	for amount, want := range map[int64]bool{4: false, 5: true, 10: true, 25: true, 26: false} {
		if got := r.Holds(money.NewInt(amount)); got != want {
			t.Errorf("%d: %v", amount, got)
		}
	}
}
