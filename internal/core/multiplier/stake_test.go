package multiplier_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
)

// stakes draws money in the report currency and in two that have no rate.
func stakes(t *rapid.T) []money.Amount {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) money.Amount {
		cents := rapid.Int64Range(-1_000_000, 1_000_000).Draw(t, "cents")
		currency := rapid.SampledFrom([]money.Currency{"USD", "CNY", "EUR"}).Draw(t, "currency")
		return money.New(money.NewScaled(big.NewInt(cents), 2), currency)
	}), 0, 8).Draw(t, "amounts")
}

func stakeOf(as []money.Amount) multiplier.Stake {
	x := multiplier.NewExchange(rate.NewTable(nil), "USD", rate.PolicyAverage)
	s := multiplier.NewStake("USD")
	for _, a := range as {
		s.Add(x, period.NewMonth(2025, 1), a)
	}
	return s
}

func sumOf(s multiplier.Stake) map[money.Currency]string {
	out := map[money.Currency]string{s.Amount.Currency: s.Amount.Decimal.String()}
	for _, u := range s.Unconverted {
		out[u.Currency] = u.Decimal.String()
	}
	return out
}

func TestStakesJoinAndSplitWithoutLosingACent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := stakes(t), stakes(t)
		whole := stakeOf(append(append([]money.Amount{}, a...), b...))
		joined := stakeOf(a)
		joined.Join(stakeOf(b))
		if got, want := sumOf(joined), sumOf(whole); !same(got, want) {
			t.Fatalf("joined %v, counted together %v", got, want)
		}
		var again multiplier.Stake
		for _, part := range whole.Split([]money.Decimal{money.MustParse("0.333"), money.MustParse("0.5"), money.MustParse("0.167")}) {
			again.Join(part)
		}
		if got, want := sumOf(again), sumOf(whole); !same(got, want) {
			t.Fatalf("the parts come to %v, the stake is %v", got, want)
		}
	})
}

func same(a, b map[money.Currency]string) bool {
	for c, d := range a {
		if b[c] != d {
			return false
		}
	}
	return len(a) == len(b)
}

func TestAStakeIsAsLargeAsWhatHasARateElseAsItsLargestAmount(t *testing.T) {
	cny, eur := money.New(money.MustParse("-300"), "CNY"), money.New(money.MustParse("200"), "EUR")
	if got := stakeOf([]money.Amount{cny, eur}).Size(); got != cny {
		t.Errorf("size is %s, want %s", got, cny)
	}
	usd := money.New(money.MustParse("5"), "USD")
	if got := stakeOf([]money.Amount{cny, usd}).Size(); got.Currency != "USD" || !got.Decimal.Equal(usd.Decimal) {
		t.Errorf("size is %s, want %s", got, usd)
	}
}
