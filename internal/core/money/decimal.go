// Package money holds exact decimals, currencies and amounts.
//
// It owns every rule about digits: how text becomes a number, how a number is
// rounded (half to even, always explicit), how it is written. It is the only
// home of the decimal library. It does not convert between currencies: see
// core/rate.
package money

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// LakeScale is the number of decimals a cost keeps in the lake (DECIMAL(38,18)).
const LakeScale = 18

// maxDigits bounds the text of one number, so that "1E999999999" cannot take the machine.
const maxDigits = 200

// Decimal is an exact decimal number of any size. The zero value is 0.
type Decimal struct{ d decimal.Decimal }

// Zero is 0.
var Zero = Decimal{}

// One is 1.
var One = NewInt(1)

// NewInt makes a whole number.
func NewInt(n int64) Decimal { return Decimal{decimal.NewFromInt(n)} }

// NewScaled makes unscaled x 10^-scale, as databases hand decimals over.
func NewScaled(unscaled *big.Int, scale int32) Decimal {
	return Decimal{decimal.NewFromBigInt(unscaled, -scale)}
}

// ParseDecimal reads plain or scientific notation ("-12.50", "6.123E-7").
// Thousands separators, currency signs and spaces are the business of
// NumberFormat, not of this function.
func ParseDecimal(s string) (Decimal, error) {
	if !plausible(s) {
		return Zero, fault.New(fault.KindInvalid, "number.malformed").With("value", clip(s))
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return Zero, fault.New(fault.KindInvalid, "number.malformed").With("value", clip(s)).Because(err)
	}
	if plainDigits(d) > maxDigits-2 { // room for a sign and a point: String must stay readable by this function
		return Zero, fault.New(fault.KindInvalid, "number.too_long").With("value", clip(s))
	}
	return Decimal{d}, nil
}

// MustParse is ParseDecimal for constants in code and tests; it panics on bad text.
func MustParse(s string) Decimal {
	d, err := ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return d
}

// plausible rejects what the library would accept or be slow on: empty text,
// hexadecimal, infinities, giant exponents.
func plausible(s string) bool {
	if s == "" || len(s) > maxDigits {
		return false
	}
	digits, expAt := 0, -1
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '+' || c == '-':
			if i != 0 && i != expAt+1 {
				return false
			}
		case c == '.':
			if expAt >= 0 {
				return false
			}
		case c == 'e' || c == 'E':
			if expAt >= 0 || digits == 0 {
				return false
			}
			expAt = i
		default:
			return false
		}
	}
	return digits > 0 && (expAt < 0 || len(s)-expAt <= 5)
}

// plainDigits is how many digits String writes.
func plainDigits(d decimal.Decimal) int {
	exp := int(d.Exponent())
	if exp >= 0 {
		return d.NumDigits() + exp
	}
	return max(d.NumDigits(), 1-exp)
}

// clip shortens a value for a message, never inside a character.
func clip(s string) string {
	const keep = 60
	if len(s) <= keep {
		return s
	}
	end := keep
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}

// Add gives a+b. Most sums begin with nothing, which is added without making a
// number.
func (a Decimal) Add(b Decimal) Decimal {
	switch (decimal.Decimal{}) {
	case a.d:
		return b
	case b.d:
		return a
	}
	return Decimal{a.d.Add(b.d)}
}

// Sub gives a-b.
func (a Decimal) Sub(b Decimal) Decimal { return Decimal{a.d.Sub(b.d)} }

// Mul gives the exact product.
func (a Decimal) Mul(b Decimal) Decimal { return Decimal{a.d.Mul(b.d)} }

// Neg gives -a.
func (a Decimal) Neg() Decimal { return Decimal{a.d.Neg()} }

// Abs gives |a|.
func (a Decimal) Abs() Decimal { return Decimal{a.d.Abs()} }

// Cmp is -1, 0 or 1.
func (a Decimal) Cmp(b Decimal) int { return a.d.Cmp(b.d) }

// Equal reports a = b whatever the number of trailing zeros.
func (a Decimal) Equal(b Decimal) bool { return a.d.Equal(b.d) }

// Sign is -1, 0 or 1.
func (a Decimal) Sign() int { return a.d.Sign() }

// IsZero reports a = 0.
func (a Decimal) IsZero() bool { return a.d.IsZero() }

// Places is how many decimals the number needs: 1 for 12.50 and 12.5000
// alike, because zeros at the end say nothing.
func (a Decimal) Places() int32 {
	_, fraction, _ := strings.Cut(a.String(), ".")
	return int32(len(fraction))
}

// Round rounds half to even to the given number of decimals.
func (a Decimal) Round(places int32) Decimal { return Decimal{a.d.RoundBank(places)} }

// Quo divides and rounds half to even to the given number of decimals. It is
// the only division there is; dividing by zero panics, so callers ask first.
func (a Decimal) Quo(b Decimal, places int32) Decimal {
	q, r := a.d.QuoRem(b.d, places) // truncated towards zero
	twice := r.Abs().Mul(decimal.NewFromInt(2))
	unit := b.d.Abs().Mul(decimal.New(1, -places))
	up := twice.Cmp(unit) > 0
	if twice.Equal(unit) {
		up = q.Shift(places).BigInt().Bit(0) == 1
	}
	if up {
		step := decimal.New(1, -places)
		if (a.Sign() < 0) != (b.Sign() < 0) {
			step = step.Neg()
		}
		q = q.Add(step)
	}
	return Decimal{q}
}

// String writes plain notation with no exponent and no trailing zeros.
func (a Decimal) String() string { return a.d.String() }

// Fixed writes exactly places decimals, rounded half to even.
func (a Decimal) Fixed(places int32) string { return a.d.RoundBank(places).StringFixed(places) }

// Unscaled gives the whole number a x 10^scale after rounding half to even.
func (a Decimal) Unscaled(scale int32) *big.Int {
	return a.d.RoundBank(scale).Shift(scale).BigInt()
}

// Sum adds any number of decimals.
func Sum(ds ...Decimal) Decimal {
	total := Zero
	for _, d := range ds {
		total = total.Add(d)
	}
	return total
}

// MarshalJSON writes a JSON string: a JSON number would become a float in most readers.
func (a Decimal) MarshalJSON() ([]byte, error) { return json.Marshal(a.String()) }

// UnmarshalJSON reads a JSON string or number.
func (a *Decimal) UnmarshalJSON(b []byte) error {
	d, err := ParseDecimal(strings.Trim(string(b), `"`))
	if err == nil {
		*a = d
	}
	return err
}

// MarshalText lets decimals be map keys and YAML scalars.
func (a Decimal) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (a *Decimal) UnmarshalText(b []byte) error {
	d, err := ParseDecimal(string(b))
	if err == nil {
		*a = d
	}
	return err
}

// Value stores a decimal as text: no database type keeps every digit on both.
func (a Decimal) Value() (driver.Value, error) { return a.String(), nil }

// Scan reads a decimal that Value stored.
func (a *Decimal) Scan(src any) error {
	switch v := src.(type) {
	case string:
		return a.UnmarshalText([]byte(v))
	case []byte:
		return a.UnmarshalText(v)
	case int64:
		*a = NewInt(v)
		return nil
	}
	return fmt.Errorf("money: cannot read a decimal from %T", src)
}
