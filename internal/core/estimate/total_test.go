package estimate_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

func TestATotalHasEveryRangeOnceAndItsEndsInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []*estimate.Range
		mids, nothing := map[money.Currency]money.Decimal{}, 0
		for range rapid.IntRange(0, 12).Draw(t, "count") {
			if rapid.IntRange(0, 3).Draw(t, "unsized") == 0 {
				all = append(all, nil)
				nothing++
				continue
			}
			low := rapid.Int64Range(0, 1000).Draw(t, "low")
			mid := low + rapid.Int64Range(0, 1000).Draw(t, "mid")
			r := &estimate.Range{Low: money.NewInt(low), Mid: money.NewInt(mid), High: money.NewInt(mid + rapid.Int64Range(0, 9).Draw(t, "high")),
				Currency: rapid.SampledFrom([]money.Currency{"USD", "CNY"}).Draw(t, "currency")}
			all = append(all, r)
			mids[r.Currency] = mids[r.Currency].Add(r.Mid)
		}
		totals, unsized := estimate.Add(all...)
		count := 0
		for _, s := range totals {
			count += s.Count
			if !s.Mid.Equal(mids[s.Currency]) || s.Low.Cmp(s.Mid) > 0 || s.Mid.Cmp(s.High) > 0 {
				t.Fatalf("%+v, the middles are %v", s, mids)
			}
		}
		if unsized != nothing || count != len(all)-nothing || len(totals) != len(mids) {
			t.Fatalf("%d unsized and %d sized of %d", unsized, count, len(all))
		}
	})
}
