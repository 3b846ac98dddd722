package money_test

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

func TestParseCurrency(t *testing.T) {
	for in, want := range map[string]money.Currency{"USD": "USD", "cny": "CNY", " Eur ": "EUR"} {
		if got, err := money.ParseCurrency(in); err != nil || got != want {
			t.Errorf("ParseCurrency(%q) = %s, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "US", "USDT", "U$D", "人民币", "usd1", "¥"} {
		if _, err := money.ParseCurrency(in); fault.CodeOf(err) != "currency.malformed" {
			t.Errorf("ParseCurrency(%q): %v", in, err)
		}
	}
}

func TestPlacesFollowISO4217(t *testing.T) {
	for c, want := range map[money.Currency]int32{"USD": 2, "CNY": 2, "JPY": 0, "KRW": 0, "KWD": 3} {
		if got := c.Places(); got != want {
			t.Errorf("%s has %d decimals, want %d", c, got, want)
		}
	}
}

func TestAddNeverMixesCurrencies(t *testing.T) {
	a, b := money.New(money.MustParse("1.10"), "USD"), money.New(money.MustParse("2.20"), "USD")
	if sum, err := a.Add(b); err != nil || sum.String() != "3.3 USD" {
		t.Errorf("%s, %v", sum, err)
	}
	if _, err := a.Add(money.New(money.One, "CNY")); fault.CodeOf(err) != "money.mixed_currencies" {
		t.Errorf("USD + CNY: %v", err)
	}
}
