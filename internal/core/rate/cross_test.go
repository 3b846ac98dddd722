package rate_test

import (
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/rate"
)

// However the two legs are quoted, the cross is the same rate, rounded once.
func TestCrossesFollowEveryWayOfQuoting(t *testing.T) {
	day := time.Date(2025, 6, 30, 0, 0, 0, 0, time.UTC)
	quote := func(from, to money.Currency, value string) rate.Rate {
		return rate.Rate{Date: day, From: from, To: to, Value: money.MustParse(value), Source: "test"}
	}
	// One EUR is 1.25 USD, one USD is 8 CNY: one EUR is 10 CNY.
	for name, rates := range map[string][]rate.Rate{
		"hub quotes both":        {quote("USD", "EUR", "0.8"), quote("USD", "CNY", "8")},
		"a chain":                {quote("EUR", "USD", "1.25"), quote("USD", "CNY", "8")},
		"both against the chain": {quote("USD", "EUR", "0.8"), quote("CNY", "USD", "0.125")},
		"hub is quoted by both":  {quote("EUR", "USD", "1.25"), quote("CNY", "USD", "0.125")},
	} {
		got, err := rate.NewTable(rates).Find(day, "EUR", "CNY")
		if err != nil || !got.Equal(money.NewInt(10)) {
			t.Errorf("%s: %s, %v", name, got, err)
		}
		if _, err := rate.NewTable(rates[:1]).Find(day, "EUR", "CNY"); err == nil {
			t.Errorf("%s: one leg alone gave a rate", name)
		}
	}
}
