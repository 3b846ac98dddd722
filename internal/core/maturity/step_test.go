package maturity_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// books are rows with the total they sum to.
func books(rows ...multiplier.Row) maturity.Books {
	total := multiplier.Row{Kind: multiplier.RowTotal}
	for _, r := range rows {
		total.Cloud = total.Cloud.Add(r.Cloud)
		for i := range r.Services {
			total.Services[i] = total.Services[i].Add(r.Services[i])
			if r.Kind == multiplier.RowGroup && r.Services[i].Sign() > 0 {
				total.Buyers[i]++
			}
		}
	}
	return maturity.Books{ByCustomer: multiplier.Result{Total: total, Rows: rows}}
}

func TestStepsSayWhatTheNextClassTakes(t *testing.T) {
	// Two buy build and manage; advise has a customer too few, adopt has none. A
	// third of the cloud has no customer.
	b := books(row("", "100", map[multiplier.Part]string{"build": "60", "manage": "30", "advise": "10"}),
		row("", "100", map[multiplier.Part]string{"build": "50", "manage": "50"}),
		row(multiplier.RowUnmatched, "100", nil))
	v := maturity.Assess(rule(), maturity.Gather(rule(), b))
	if v.Class != maturity.ClassFocused {
		t.Fatal(v.Class)
	}
	var got []string
	for _, s := range maturity.Steps(v, b) {
		line := string(s.Criterion) + " " + string(s.Category) + string(s.Link) + " " + money.NewInt(int64(s.Customers)).String()
		if s.Amount != nil {
			line += " " + s.Amount.Fixed(2)
		}
		got = append(got, line)
	}
	if d := cmp.Diff([]string{"breadth advise 1 0.00", "multiplier  0 100.00"}, got); d != "" {
		t.Error(d)
	}
}

func anyBooks(t *rapid.T) maturity.Books {
	var rows []multiplier.Row
	for range rapid.IntRange(1, 6).Draw(t, "customers") {
		r := multiplier.Row{Cloud: money.NewInt(rapid.Int64Range(0, 1000).Draw(t, "cloud")), Native: []multiplier.Native{{Currency: "USD"}}}
		if rapid.IntRange(0, 9).Draw(t, "kind") == 0 {
			r.Kind = multiplier.RowUnmatched
		}
		for i := range service.Categories() {
			if rapid.Bool().Draw(t, "buys") {
				r.Services[i] = money.NewInt(rapid.Int64Range(0, 500).Draw(t, "services"))
			}
		}
		rows = append(rows, r)
	}
	return books(rows...)
}

func TestWhoTakesEveryStepOfACriterionMeetsIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := anyBooks(t)
		v := maturity.Assess(rule(), maturity.Gather(rule(), b))
		steps := maturity.Steps(v, b)
		for _, up := range v.Up {
			rows := slices.Clone(b.ByCustomer.Rows)
			taken, buyers := false, [6]int{}
			for _, s := range steps {
				if s.Criterion != up.Criterion {
					continue
				}
				switch s.Criterion {
				case maturity.CriterionBreadth:
					taken = true
					category := slices.Index(service.Categories(), s.Category)
					buyers[category] += s.Customers
					r := multiplier.Row{Kind: multiplier.RowUnmatched}
					r.Services[category] = *s.Amount
					rows = append(rows, r)
				case maturity.CriterionMultiplier:
					taken = true
					r := multiplier.Row{}
					r.Services[0] = *s.Amount
					rows = append(rows, r)
				case maturity.CriterionLifecycle, maturity.CriterionOutcome, maturity.CriterionConfidence:
				}
			}
			if !taken {
				continue
			}
			grown := books(rows...)
			for i, n := range buyers {
				grown.ByCustomer.Total.Buyers[i] += n
			}
			after := maturity.Gather(rule(), grown).Values[up.Criterion]
			if short := up.Threshold.Sub(after); short.Cmp(money.MustParse("0.000001")) > 0 {
				t.Fatalf("%s is %s after every step, %s was asked for", up.Criterion, after, up.Threshold)
			}
		}
	})
}

func TestMoreBreadthNeverLowersTheClass(t *testing.T) {
	shown := func(c maturity.Class) int { return slices.Index(maturity.Classes(), c) }
	rapid.Check(t, func(t *rapid.T) {
		e := maturity.Evidence{Values: map[maturity.Criterion]money.Decimal{}}
		for _, c := range maturity.Criteria() {
			if rapid.Bool().Draw(t, "known") {
				e.Values[c] = money.NewScaled(money.NewInt(rapid.Int64Range(0, 600).Draw(t, string(c))).Unscaled(0), 2)
			}
		}
		before := maturity.Assess(rule(), e).Class
		c := rapid.SampledFrom(maturity.Criteria()).Draw(t, "raised")
		e.Values[c] = e.Values[c].Add(money.NewScaled(money.NewInt(rapid.Int64Range(0, 600).Draw(t, "by")).Unscaled(0), 2))
		if after := maturity.Assess(rule(), e).Class; shown(after) < shown(before) {
			t.Fatalf("more %s makes %s of %s", c, after, before)
		}
	})
}

// A customer who splits what they buy between a category they had and a new
// one has more breadth; the money is the same.
func TestACustomerWhoBuysOneCategoryMoreNeverLowersLifecycleCoverage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := anyBooks(t)
		rows := slices.Clone(b.ByCustomer.Rows)
		at := rapid.IntRange(0, len(rows)-1).Draw(t, "customer")
		from, to := -1, -1
		for i := range service.Categories() {
			if rows[at].Services[i].Sign() > 0 {
				from = i
			} else {
				to = i
			}
		}
		if from < 0 || to < 0 {
			t.Skip("buys all or nothing")
		}
		half := rows[at].Services[from].Mul(money.MustParse("0.5"))
		rows[at].Services[from], rows[at].Services[to] = half, half
		before := maturity.Gather(rule(), b).Values[maturity.CriterionLifecycle]
		if after := maturity.Gather(rule(), books(rows...)).Values[maturity.CriterionLifecycle]; after.Cmp(before) < 0 {
			t.Fatalf("%s, and %s before", after, before)
		}
	})
}
