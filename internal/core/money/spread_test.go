package money_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

func TestSpreadSumsToTheTotalExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := decimals().Draw(t, "total")
		weights := rapid.SliceOfN(decimals(), 0, 12).Draw(t, "weights")
		places := rapid.Int32Range(0, 18).Draw(t, "places")
		parts := money.Spread(total, weights, places)
		if parts == nil {
			if !money.Sum(weights...).IsZero() {
				t.Fatal("nothing spread although the weights have a sum")
			}
			return
		}
		if len(parts) != len(weights) {
			t.Fatalf("%d parts for %d weights", len(parts), len(weights))
		}
		if got := money.Sum(parts...); !got.Equal(total) {
			t.Fatalf("the parts sum to %s, not %s", got, total)
		}
		for i, w := range weights {
			if w.IsZero() && !parts[i].IsZero() {
				t.Fatalf("weight 0 got %s", parts[i])
			}
		}
	})
}

func TestSpreadIsProportionalToARoundingUnit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := money.NewInt(rapid.Int64Range(-1e12, 1e12).Draw(t, "total"))
		var weights []money.Decimal
		for _, w := range rapid.SliceOfN(rapid.Int64Range(1, 1000), 1, 12).Draw(t, "weights") {
			weights = append(weights, money.NewInt(w))
		}
		sum, parts := money.Sum(weights...), money.Spread(total, weights, 2)
		// Every part but the last is at most half a cent off; the last takes what they leave.
		allowed := money.MustParse("0.005").Mul(money.NewInt(int64(len(weights))))
		for i := range parts {
			exact := total.Mul(weights[i]).Quo(sum, 18)
			if off := parts[i].Sub(exact).Abs(); off.Cmp(allowed) > 0 {
				t.Fatalf("part %d of %s is %s, %s away from its share", i, total, parts[i], off)
			}
		}
	})
}

func TestSpreadLeavesTheRestWithTheLastThatHasAWeight(t *testing.T) {
	n := func(s string) money.Decimal { return money.MustParse(s) }
	got := money.Spread(n("100"), []money.Decimal{n("1"), n("1"), n("1"), n("0")}, 2)
	for i, want := range []string{"33.33", "33.33", "33.34", "0"} {
		if got[i].String() != want {
			t.Errorf("part %d = %s, want %s", i, got[i], want)
		}
	}
}

// Spread divides by itself, because it divides so often.
func TestSpreadDividesAsQuoDoes(t *testing.T) {
	decimals := rapid.Custom(func(t *rapid.T) money.Decimal {
		return money.NewScaled(big.NewInt(rapid.Int64().Draw(t, "units")), rapid.Int32Range(-4, 22).Draw(t, "scale"))
	})
	rapid.Check(t, func(t *rapid.T) {
		total, weights := decimals.Draw(t, "total"), rapid.SliceOfN(decimals, 1, 6).Draw(t, "weights")
		places := rapid.Int32Range(0, 18).Draw(t, "places")
		sum := money.Sum(weights...)
		if sum.IsZero() {
			t.Skip("nothing to divide by")
		}
		last := -1
		for i, w := range weights {
			if !w.IsZero() {
				last = i
			}
		}
		for i, part := range money.Spread(total, weights, places) {
			if want := total.Mul(weights[i]).Quo(sum, places); i != last && !part.Equal(want) {
				t.Fatalf("%s of %s in %s: %s, not %s", weights[i], sum, total, part, want)
			}
		}
	})
}

func TestSpreadRoundsHalvesToEven(t *testing.T) {
	for _, c := range []struct{ total, want string }{{"1", "0"}, {"3", "2"}, {"-1", "0"}, {"-3", "-2"}, {"5", "2"}} {
		if got := money.Spread(money.MustParse(c.total), []money.Decimal{money.One, money.One}, 0); got[0].String() != c.want {
			t.Errorf("half of %s is %s, not %s", c.total, got[0], c.want)
		}
	}
}
