package e2e

import (
	"slices"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
	"github.com/sevenfold/sevenfold/internal/flow/generating"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/prospecting"
)

// Books of customers that buy step by step, of three partners. What is asked of
// the back-test is asked of each; what is asked of the truth after the books, of
// all together, because one partner's customers take up some forty things.
func TestWhitespaceIsFoundAndSizedAsItComes(t *testing.T) {
	first, right, sized, held := 0, 0, 0, 0
	for _, seed := range []uint64{1, 2, 3} {
		f := newFirmOf(t, generating.Options{Seed: seed, Planted: true, Customers: 120, Months: 24, RowsTotal: 30_000})
		f.importAll()
		p, err := f.open().Prospecting(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		in := prospecting.Input{Currency: "USD", Policy: rate.PolicyAverage}
		tested, err := p.BackTest(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		checkBackTest(t, seed, tested)
		found, err := p.Run(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		next := map[string]generating.TruthWhite{}
		for _, c := range f.truth.Planted {
			for _, n := range c.Next {
				next[c.Customer+"/"+string(n.Category)] = n
			}
		}
		white := found.White()
		for _, c := range white {
			if n, comes := next[prospecting.Address(c)]; comes && c.Size != nil {
				sized++
				if c.Size.Holds(n.Amount) {
					held++
				}
			}
		}
		slices.SortStableFunc(white, func(a, b whitespace.Cell) int { return b.Chance.Cmp(*a.Chance) })
		hits := 0
		for _, c := range white[:20] {
			if _, comes := next[prospecting.Address(c)]; comes {
				hits++
			}
		}
		t.Logf("seed %d: of the first twenty %d come within two quarters after the books; %d come in all", seed, hits, len(next))
		first, right = first+20, right+hits
	}
	t.Logf("of all: %d of %d come; %d of %d ranges hold", right, first, held, sized)
	if right*100 < 70*first {
		t.Errorf("%d of the first %d come, fewer than 70 in 100", right, first)
	}
	if held*100 < 80*sized || held*100 > 95*sized {
		t.Errorf("%d of %d ranges hold, not 80 to 95 in 100", held, sized)
	}
}

func checkBackTest(t *testing.T, seed uint64, r whitespace.Report) {
	t.Helper()
	if r.ByChance == nil || r.BySize == nil || r.Coverage == nil {
		t.Fatalf("seed %d: nothing was told: %+v", seed, r)
	}
	t.Logf("seed %d: %d cells, %d bought; of the first twenty %s, of the largest customers' %s; %d of %d ranges hold; trust %s", seed, r.Cells, r.Bought,
		r.ByChance.First20, r.BySize.First20, r.Held, r.Sized, r.Trust)
	if r.ByChance.First20.Cmp(money.MustParse("0.7")) < 0 {
		t.Errorf("seed %d: precision at twenty is %s", seed, r.ByChance.First20)
	}
	if r.ByChance.First20.Cmp(r.BySize.First20.Mul(money.NewInt(2))) < 0 {
		t.Errorf("seed %d: %s is not twice what calling on the largest brings, %s", seed, r.ByChance.First20, r.BySize.First20)
	}
	if c := *r.Coverage; c.Cmp(money.MustParse("0.8")) < 0 || c.Cmp(money.MustParse("0.95")) > 0 {
		t.Errorf("seed %d: ranges hold the truth %s of the time", seed, c)
	}
	if r.Trust != whitespace.TrustFull {
		t.Errorf("seed %d: trust is %s", seed, r.Trust)
	}
}
