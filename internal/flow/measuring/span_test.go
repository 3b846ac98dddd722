package measuring

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

func claims() *rapid.Generator[[]customer.Claim] {
	return rapid.Custom(func(t *rapid.T) []customer.Claim {
		start := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
		day := func(name string) time.Time {
			if n := rapid.IntRange(-1, 120).Draw(t, name); n >= 0 {
				return start.AddDate(0, 0, n)
			}
			return time.Time{}
		}
		var out []customer.Claim
		for range rapid.IntRange(0, 4).Draw(t, "claims") {
			c := customer.Claim{Customer: rapid.SampledFrom([]customer.ID{"a", "b", "c"}).Draw(t, "customer"), From: day("from"), Until: day("until")}
			if c.Until.IsZero() || c.From.Before(c.Until) {
				out = append(out, c)
			}
		}
		return out
	})
}

// Every day of an account has one owner, the one that its timelines name, and
// is told by one relation: so nothing counts twice, and nothing is lost.
func TestEveryDayOfAnAccountHasOneOwner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sub, payer := customer.Timeline(claims().Draw(t, "sub")), customer.Timeline(claims().Draw(t, "payer"))
		a := newAccounts(false)
		a.add(account{"p", "s"}, spans(sub, payer), owner{resold: true})
		find := func(rows [][]any, at time.Time) []int64 {
			var found []int64
			for _, r := range rows {
				if !at.Before(r[2].(time.Time)) && at.Before(r[3].(time.Time)) {
					found = append(found, r[4].(int64))
				}
			}
			return found
		}
		for day := time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2026; day = day.AddDate(0, 0, 1) {
			want, held := holding(sub, day)
			if !held {
				want, _ = holding(payer, day)
			}
			owners := find(a.months.Rows, period.MonthOf(day).Start())
			if len(owners) == 1 && owners[0] == ownerCut {
				owners = find(a.days.Rows, day)
			}
			if len(owners) != 1 || a.owners[owners[0]].customer != want.Customer || !a.owners[owners[0]].resold {
				t.Fatalf("%s is %v of %v, want %q", day.Format(time.DateOnly), owners, a.owners, want.Customer)
			}
		}
	})
}
