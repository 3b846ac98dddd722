package source_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/source"
)

func TestNumbersAsPeopleAndProgramsWriteThem(t *testing.T) {
	point := source.NumberFormat{}
	comma := source.NumberFormat{Decimal: source.DecimalComma}
	either := source.NumberFormat{Decimal: source.DecimalEither}
	income := source.NumberFormat{CreditPositive: true}
	const malformed, ambiguous = "source.number_malformed", "source.number_ambiguous"
	tests := []struct {
		format source.NumberFormat
		in     string
		want   string // a number, or a fault code
		symbol string
	}{
		{point, "1234.56", "1234.56", ""},
		{point, "1,234.56", "1234.56", ""},
		{point, "1,234", "1234", ""},
		{point, "12,34,567.89", "1234567.89", ""},
		{point, "1 234 567.8", "1234567.8", ""},
		{point, "1'234.50", "1234.5", ""},
		{point, "1’234.50", "1234.5", ""},
		{point, ".5", "0.5", ""},
		{point, "5.", "5", ""},
		{point, "-0.00", "0", ""},
		{point, "6.123E-7", "0.0000006123", ""},
		{point, "123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789", ""},
		{point, "(1,234.50)", "-1234.5", ""},
		{point, "1,234.50-", "-1234.5", ""},
		{point, "−5", "-5", ""},
		{point, "+5", "5", ""},
		{point, "6%", "0.06", ""},
		{point, "-6.5 %", "-0.065", ""},
		{point, "100.00 CR", "-100", ""},
		{point, "100.00 Dr", "100", ""},
		{income, "100.00 CR", "100", ""},
		{income, "100.00 DR", "-100", ""},
		{point, "$1,234.50", "1234.5", "$"},
		{point, "-$5", "-5", "$"},
		{point, "$-5", "-5", "$"},
		{point, "($5.00)", "-5", "$"},
		{point, "US$ 5", "5", "US$"},
		{point, "5.00 USD", "5", "USD"},
		{point, "CNY 5", "5", "CNY"},
		{point, "￥１，２３４．５０", "1234.5", "¥"},
		{point, "¥100.00元", malformed, ""},
		{point, "100元", "100", "元"},
		{point, "£5", "5", "£"},
		{comma, "1.234,56", "1234.56", ""},
		{comma, "1234,5", "1234.5", ""},
		{comma, "1 234,5 €", "1234.5", "€"},
		{comma, "1.234", "1234", ""},
		{comma, "1.23", malformed, ""},
		{comma, "1234.56", malformed, ""},
		{either, "1,234.56", "1234.56", ""},
		{either, "1.234,56", "1234.56", ""},
		{either, "12,5", "12.5", ""},
		{either, "12.50", "12.5", ""},
		{either, "1,234,567", "1234567", ""},
		{either, "0,125", "0.125", ""},
		{either, "1234,567", "1234.567", ""},
		{either, "1,234", ambiguous, ""},
		{either, "1.234", ambiguous, ""},
		{point, "", malformed, ""},
		{point, "-", malformed, ""},
		{point, "n/a", malformed, ""},
		{point, "1,23", malformed, ""},
		{point, "1,2345", malformed, ""},
		{point, "1234,567", malformed, ""},
		{point, "1.2.3", malformed, ""},
		{point, ",234", malformed, ""},
		{point, "(-5)", malformed, ""},
		{point, "-5-", malformed, ""},
		{point, "-5 CR", malformed, ""},
		{point, "5%%", malformed, ""},
		{point, "12 34", malformed, ""},
		{point, "$5 EUR", malformed, ""},
		{point, "5 apples", malformed, ""},
		{point, "1E999999999", malformed, ""},
		{point, "0x1F", malformed, ""},
		{point, "#REF!", malformed, ""},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%q %s", tt.in, tt.format.Decimal), func(t *testing.T) {
			got, err := tt.format.Parse(tt.in)
			if strings.HasPrefix(tt.want, "source.") {
				if fault.CodeOf(err) != tt.want {
					t.Errorf("got %v, %v, want the fault %s", got.Value, err, tt.want)
				}
				return
			}
			if err != nil || !got.Value.Equal(money.MustParse(tt.want)) || got.Symbol != tt.symbol {
				t.Errorf("got %s %q, %v; want %s %q", got.Value, got.Symbol, err, tt.want, tt.symbol)
			}
		})
	}
}

func TestSignsThatSeveralCountriesUseNameNoCurrency(t *testing.T) {
	for symbol, want := range map[string]money.Currency{"$": "", "¥": "", "kr": "", "": "", "€": "EUR", "US$": "USD", "元": "CNY", "SEK": "SEK"} {
		if got := source.CurrencyOf(symbol); got != want {
			t.Errorf("%q gives %q, want %q", symbol, got, want)
		}
	}
}

// A number written in a format is read back exactly by that format.
func TestNumbersSurviveEveryFormat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.Int64Range(0, 1<<60).Draw(t, "whole")
		decimals := rapid.StringMatching(`[0-9]{1,6}`).Draw(t, "decimals")
		want := money.MustParse(fmt.Sprintf("%d.%s", whole, decimals))
		digits := fmt.Sprint(whole)
		for i := len(digits) - 3; i > 0; i -= 3 {
			digits = digits[:i] + "S" + digits[i:]
		}
		for _, style := range []struct {
			format          source.NumberFormat
			separator, mark string
		}{
			{source.NumberFormat{}, ",", "."},
			{source.NumberFormat{}, "\u00a0", "."},
			{source.NumberFormat{}, "'", "."},
			{source.NumberFormat{Decimal: source.DecimalComma}, ".", ","},
			{source.NumberFormat{Decimal: source.DecimalComma}, "\u202f", ","},
		} {
			text := strings.ReplaceAll(digits, "S", style.separator) + style.mark + decimals
			got, err := style.format.Parse("(" + text + ")")
			if err != nil || !got.Value.Equal(want.Neg()) {
				t.Fatalf("%q gives %s, %v", text, got.Value, err)
			}
		}
	})
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{"1,234.56", "(1.234,56 €)", "１２％", "5 CR", "1E5", "--1", "$", "1,23,456", "\u00a01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		read := map[source.DecimalMark]money.Decimal{}
		for _, mark := range []source.DecimalMark{source.DecimalPoint, source.DecimalComma, source.DecimalEither} {
			n, err := source.NumberFormat{Decimal: mark}.Parse(in)
			if err != nil {
				if code := fault.CodeOf(err); code != "source.number_malformed" && code != "source.number_ambiguous" {
					t.Fatalf("%q: %v", in, err)
				}
				continue
			}
			read[mark] = n.Value
			again, err := source.NumberFormat{}.Parse(n.Value.String())
			if err != nil || !again.Value.Equal(n.Value) {
				t.Fatalf("%q gave %s, which is read as %s (%v)", in, n.Value, again.Value, err)
			}
		}
		// What the cautious format reads, one of the declared formats reads the same way.
		if either, ok := read[source.DecimalEither]; ok {
			point, isPoint := read[source.DecimalPoint]
			comma, isComma := read[source.DecimalComma]
			if !(isPoint && point.Equal(either)) && !(isComma && comma.Equal(either)) {
				t.Fatalf("%q: %s by neither declared format", in, either)
			}
		}
	})
}
