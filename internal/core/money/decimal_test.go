package money_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

func TestParseDecimalReadsPlainAndScientificNotation(t *testing.T) {
	for in, want := range map[string]string{
		"0": "0", "-0": "0", "12.50": "12.5", "-12.50": "-12.5", "+7": "7", ".5": "0.5", "5.": "5",
		"6.123E-7": "0.0000006123", "1e3": "1000", "1E+3": "1000",
		"34649.973272612318255145698": "34649.973272612318255145698",
	} {
		got, err := money.ParseDecimal(in)
		if err != nil || got.String() != want {
			t.Errorf("ParseDecimal(%q) = %s, %v; want %s", in, got, err, want)
		}
	}
}

func TestParseDecimalRefusesWhatIsNotANumber(t *testing.T) {
	for in, code := range map[string]string{
		"": "number.malformed", " ": "number.malformed", "-": "number.malformed", ".": "number.malformed",
		"1,000": "number.malformed", "1 000": "number.malformed", "0x10": "number.malformed",
		"NaN": "number.malformed", "Inf": "number.malformed", "1e": "number.malformed", "1e+": "number.malformed",
		"--1": "number.malformed", "1-1": "number.malformed", "1.2.3": "number.malformed", "1e1e1": "number.malformed",
		"1e1.5": "number.malformed", "1e99999": "number.malformed", "１": "number.malformed",
		"1e999": "number.too_long", "1e-999": "number.too_long", "1e200": "number.too_long",
	} {
		if _, err := money.ParseDecimal(in); fault.CodeOf(err) != code {
			t.Errorf("ParseDecimal(%q): %v; want %s", in, err, code)
		}
	}
}

func TestALongBadNumberIsShownCutBetweenCharacters(t *testing.T) {
	_, err := money.ParseDecimal("x" + strings.Repeat("数", 40))
	f, _ := fault.As(err)
	shown, _ := f.Args["value"].(string)
	if !utf8.ValidString(shown) || len(shown) > 70 {
		t.Errorf("value shown as %q", shown)
	}
}

// decimals draws numbers of up to 30 digits with up to 24 decimals, as bills have.
func decimals() *rapid.Generator[money.Decimal] {
	return rapid.Custom(func(t *rapid.T) money.Decimal {
		digits := rapid.StringMatching(`-?[0-9]{1,30}`).Draw(t, "digits")
		n, _ := new(big.Int).SetString(digits, 10)
		return money.NewScaled(n, rapid.Int32Range(0, 24).Draw(t, "scale"))
	})
}

func rat(d money.Decimal) *big.Rat {
	r, ok := new(big.Rat).SetString(d.String())
	if !ok {
		panic("not a rational: " + d.String())
	}
	return r
}

// roundHalfEven is the definition, on rationals: the reference for Quo and Round.
func roundHalfEven(r *big.Rat, places int32) *big.Rat {
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
	scaled := new(big.Rat).Mul(r, scale)
	floor := new(big.Int).Div(scaled.Num(), scaled.Denom()) // Euclidean: floor, as the denominator is positive
	rest := new(big.Rat).Sub(scaled, new(big.Rat).SetInt(floor))
	switch rest.Cmp(big.NewRat(1, 2)) {
	case 1:
		floor.Add(floor, big.NewInt(1))
	case 0:
		if floor.Bit(0) == 1 {
			floor.Add(floor, big.NewInt(1))
		}
	}
	return new(big.Rat).Quo(new(big.Rat).SetInt(floor), scale)
}

func TestQuoRoundsHalfToEven(t *testing.T) {
	for _, c := range []struct {
		a, b   string
		places int32
		want   string
	}{
		{"1", "8", 2, "0.12"}, {"3", "8", 2, "0.38"}, {"-1", "8", 2, "-0.12"}, {"1", "-8", 2, "-0.12"}, {"-3", "8", 2, "-0.38"},
		{"5", "2", 0, "2"}, {"7", "2", 0, "4"}, {"-5", "2", 0, "-2"}, {"1", "3", 4, "0.3333"}, {"2", "3", 4, "0.6667"},
		{"0", "3", 4, "0"}, {"0.5", "1", 0, "0"}, {"1.5", "1", 0, "2"}, {"8.2262", "1.175", 6, "7.001021"},
	} {
		got := money.MustParse(c.a).Quo(money.MustParse(c.b), c.places)
		if got.String() != c.want {
			t.Errorf("%s / %s to %d places = %s, want %s", c.a, c.b, c.places, got, c.want)
		}
	}
}

func TestQuoAgreesWithRationals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := decimals().Draw(t, "a"), decimals().Draw(t, "b")
		if b.IsZero() {
			t.Skip("division by zero is the caller's to avoid")
		}
		places := rapid.Int32Range(0, 24).Draw(t, "places")
		want := roundHalfEven(new(big.Rat).Quo(rat(a), rat(b)), places)
		if got := a.Quo(b, places); rat(got).Cmp(want) != 0 {
			t.Fatalf("%s / %s to %d places = %s, want %s", a, b, places, got, want.FloatString(int(places)))
		}
	})
}

func TestRoundFixedAndUnscaledAgreeWithRationals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, places := decimals().Draw(t, "d"), rapid.Int32Range(0, 20).Draw(t, "places")
		want := roundHalfEven(rat(d), places)
		if got := d.Round(places); rat(got).Cmp(want) != 0 {
			t.Fatalf("Round(%s, %d) = %s", d, places, got)
		}
		if got := d.Fixed(places); strings.TrimPrefix(got, "-") != strings.TrimPrefix(want.FloatString(int(places)), "-") {
			t.Fatalf("Fixed(%s, %d) = %s, want %s", d, places, got, want.FloatString(int(places)))
		}
		if got := money.NewScaled(d.Unscaled(places), places); rat(got).Cmp(want) != 0 {
			t.Fatalf("Unscaled(%s, %d) = %s", d, places, got)
		}
	})
}

func TestDecimalsSurviveTextJSONAndDatabases(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := decimals().Draw(t, "d")
		fromText, err := money.ParseDecimal(d.String())
		if err != nil || !fromText.Equal(d) || fromText.String() != d.String() {
			t.Fatalf("text: %s came back as %s, %v", d, fromText, err)
		}
		encoded, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var fromJSON money.Decimal
		if err := json.Unmarshal(encoded, &fromJSON); err != nil || !fromJSON.Equal(d) {
			t.Fatalf("JSON: %s came back as %s, %v", encoded, fromJSON, err)
		}
		stored, err := d.Value()
		if err != nil {
			t.Fatal(err)
		}
		var fromDatabase money.Decimal
		if err := fromDatabase.Scan(stored); err != nil || !fromDatabase.Equal(d) {
			t.Fatalf("database: %v came back as %s, %v", stored, fromDatabase, err)
		}
	})
}

func TestScanRefusesFloats(t *testing.T) {
	var d money.Decimal
	if err := d.Scan(1.5); err == nil {
		t.Error("a float was scanned into a decimal")
	}
}

func TestSumDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ds := rapid.SliceOf(decimals()).Draw(t, "ds")
		mixed := rapid.Permutation(ds).Draw(t, "mixed")
		if a, b := money.Sum(ds...), money.Sum(mixed...); !a.Equal(b) {
			t.Fatalf("%s and %s", a, b)
		}
	})
}

func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{"0", "-12.50", "6.123E-7", "1e200", "1E-198", "", "NaN", "1,5", "0x1p-2", ".e1", "+.5e+05", "00012"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := money.ParseDecimal(s)
		if err != nil {
			if fault.KindOf(err) != fault.KindInvalid {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		want, ok := new(big.Rat).SetString(s)
		if !ok || rat(d).Cmp(want) != 0 {
			t.Fatalf("%q became %s", s, d)
		}
		again, err := money.ParseDecimal(d.String())
		if err != nil || !again.Equal(d) {
			t.Fatalf("%q became %s and then %s, %v", s, d, again, err)
		}
	})
}
