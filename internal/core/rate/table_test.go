package rate_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func quote(d, from, to, value string) rate.Rate {
	return rate.Rate{Date: day(d), From: money.Currency(from), To: money.Currency(to), Value: money.MustParse(value)}
}

func TestFindTakesTheDirectThenTheInverseThenTheCrossRate(t *testing.T) {
	table := rate.NewTable([]rate.Rate{
		quote("2025-12-31", "EUR", "USD", "1.175"),
		quote("2025-12-31", "EUR", "CNY", "8.2262"),
		quote("2025-12-30", "USD", "CNY", "7"),
	})
	for _, c := range []struct{ at, from, to, want string }{
		{"2025-12-31", "USD", "USD", "1"},
		{"2025-12-31", "EUR", "USD", "1.175"},
		{"2025-12-31", "USD", "EUR", "0.851063829787"},
		{"2025-12-31", "USD", "CNY", "7.001021276596"}, // through the euro, same day
		{"2025-12-30", "USD", "CNY", "7"},              // quoted itself
		{"2025-12-30", "CNY", "USD", "0.142857142857"},
	} {
		got, err := table.Find(day(c.at), money.Currency(c.from), money.Currency(c.to))
		if err != nil || got.String() != c.want {
			t.Errorf("%s %s/%s = %s, %v; want %s", c.at, c.from, c.to, got, err, c.want)
		}
	}
}

func TestADayWithoutARateTakesTheLastPublishedOneWhileItIsFresh(t *testing.T) {
	table := rate.NewTable([]rate.Rate{quote("2025-04-17", "EUR", "USD", "1.1")})
	for age := range 12 {
		at := day("2025-04-17").AddDate(0, 0, age)
		got, err := table.Find(at, "EUR", "USD")
		if age <= rate.MaxAgeDays && (err != nil || got.String() != "1.1") {
			t.Errorf("%d days later: %s, %v", age, got, err)
		}
		if age > rate.MaxAgeDays && fault.CodeOf(err) != "rate.missing" {
			t.Errorf("%d days later: %s, %v; want a gap", age, got, err)
		}
	}
	if _, err := table.Find(day("2025-04-16"), "EUR", "USD"); fault.CodeOf(err) != "rate.missing" {
		t.Errorf("the day before: %v; a later rate must not be used", err)
	}
}

func TestMonthByPolicy(t *testing.T) {
	table := rate.NewTable([]rate.Rate{
		quote("2025-01-31", "EUR", "USD", "9"),
		quote("2025-02-03", "EUR", "USD", "1.10"),
		quote("2025-02-04", "EUR", "USD", "1.20"),
		quote("2025-02-27", "EUR", "USD", "1.25"),
		quote("2025-03-03", "EUR", "USD", "9"),
	})
	february := period.NewMonth(2025, time.February)
	if got, err := table.Month(february, "EUR", "USD", rate.PolicyAverage); err != nil || got.String() != "1.183333333333" {
		t.Errorf("average %s, %v", got, err)
	}
	if got, err := table.Month(february, "EUR", "USD", rate.PolicyClosing); err != nil || got.String() != "1.25" {
		t.Errorf("closing %s, %v", got, err)
	}
	for _, policy := range []rate.Policy{rate.PolicyAverage, rate.PolicyClosing} {
		if _, err := table.Month(february+3, "EUR", "USD", policy); fault.CodeOf(err) != "rate.missing" {
			t.Errorf("%s of a month without rates: %v", policy, err)
		}
		if _, err := table.Month(february, "EUR", "CNY", policy); fault.CodeOf(err) != "rate.missing" {
			t.Errorf("%s of an unknown currency: %v", policy, err)
		}
	}
}

func TestTheLaterOfTwoRatesOfADayWins(t *testing.T) {
	table := rate.NewTable([]rate.Rate{
		quote("2025-02-03", "EUR", "USD", "1"), quote("2025-02-02", "EUR", "USD", "5"), quote("2025-02-03", "EUR", "USD", "2"),
	})
	if got, _ := table.Find(day("2025-02-03"), "EUR", "USD"); got.String() != "2" {
		t.Errorf("got %s", got)
	}
}

// The table must answer as a plain search through the list does.
func TestFindAgreesWithAPlainSearch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := day("1969-12-25") // days before 1970 count down, not up
		var rates []rate.Rate
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, 40), 0, 30).Draw(t, "days") {
			rates = append(rates, rate.Rate{Date: start.AddDate(0, 0, n), From: "EUR", To: "USD",
				Value: money.NewInt(int64(len(rates) + 1))})
		}
		asked := start.AddDate(0, 0, rapid.IntRange(-2, 50).Draw(t, "asked"))
		var best *rate.Rate
		for i, r := range rates {
			fresh := !r.Date.After(asked) && asked.Sub(r.Date) <= rate.MaxAgeDays*24*time.Hour
			if fresh && (best == nil || !r.Date.Before(best.Date)) {
				best = &rates[i]
			}
		}
		got, err := rate.NewTable(rates).Find(asked, "EUR", "USD")
		switch {
		case best == nil && fault.CodeOf(err) != "rate.missing":
			t.Fatalf("%s, %v; want a gap", got, err)
		case best != nil && (err != nil || !got.Equal(best.Value)):
			t.Fatalf("%s, %v; want %s", got, err, best.Value)
		}
	})
}

func TestRulesNameThePolicy(t *testing.T) {
	if got := rate.Rules(rate.PolicyAverage)[0].Key; got != "rate.rule.average" {
		t.Errorf("average: %s", got)
	}
	if got := rate.Rules(rate.PolicyClosing)[0].Key; got != "rate.rule.closing" {
		t.Errorf("closing: %s", got)
	}
}

func BenchmarkNewTable(b *testing.B) {
	var rates []rate.Rate
	for n := range 7000 {
		for c := range 36 {
			rates = append(rates, rate.Rate{Date: day("2026-01-01").AddDate(0, 0, -n), From: "EUR",
				To: money.Currency([]byte{'X', byte('A' + c/26), byte('A' + c%26)}), Value: money.One})
		}
	}
	for b.Loop() {
		rate.NewTable(rates)
	}
}
