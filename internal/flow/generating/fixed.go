package generating

import (
	"math/big"
	"strconv"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// fixed is an amount in units of 10^-10 of its currency (or a quantity in the
// same units), the finest step a generated file shows. It keeps the inner loop
// on machine integers; everything that leaves it becomes money.Decimal.
type fixed int64

const (
	fixedPlaces       = 10
	oneUnit     fixed = 1e10
	oneCent     fixed = 1e8
)

func (f fixed) decimal() money.Decimal { return money.NewScaled(big.NewInt(int64(f)), fixedPlaces) }

// cents is an invoice amount in hundredths.
type cents int64

func (c cents) decimal() money.Decimal { return money.NewScaled(big.NewInt(int64(c)), 2) }

// percent rounds half up, away from zero, as invoices do.
func (c cents) percent(rate int64) cents {
	n := int64(c) * rate
	if n < 0 {
		return cents((n - 50) / 100)
	}
	return cents((n + 50) / 100)
}

func (c cents) append(b []byte) []byte {
	if c < 0 {
		b, c = append(b, '-'), -c
	}
	b = strconv.AppendInt(b, int64(c/100), 10)
	return append(b, '.', byte('0'+c/10%10), byte('0'+c%10))
}

func (c cents) String() string { return string(c.append(nil)) }

// sum adds any number of fixed amounts exactly: what would leave 63 bits goes
// over into a decimal.
type sum struct {
	carried money.Decimal
	pending fixed
}

const sumLimit = fixed(1) << 61

func (s *sum) add(f fixed) {
	s.pending += f
	if s.pending > sumLimit || s.pending < -sumLimit {
		s.carried, s.pending = s.decimal(), 0
	}
}

func (s *sum) merge(o sum) { s.carried, s.pending = s.decimal().Add(o.decimal()), 0 }

func (s *sum) decimal() money.Decimal { return s.carried.Add(s.pending.decimal()) }

// numberStyle is how a format writes its numbers.
type numberStyle uint8

const (
	// stylePlain is "0.0116".
	stylePlain numberStyle = iota
	// styleJava is what Java's Double.toString does, and FOCUS exports of AWS
	// with it: 6.123E-7 below one thousandth.
	styleJava
)

func (s numberStyle) append(b []byte, f fixed) []byte {
	if s == styleJava && f != 0 && f < oneUnit/1000 && f > -oneUnit/1000 {
		return f.appendScientific(b)
	}
	return f.append(b)
}

// append writes plain notation with at least one decimal and no trailing zeros.
func (f fixed) append(b []byte) []byte {
	if f < 0 {
		b, f = append(b, '-'), -f
	}
	b = strconv.AppendInt(b, int64(f/oneUnit), 10)
	b = append(b, '.')
	rest := f % oneUnit
	if rest == 0 {
		return append(b, '0')
	}
	var digits [fixedPlaces]byte
	for i := fixedPlaces - 1; i >= 0; i-- {
		digits[i] = byte('0' + rest%10)
		rest /= 10
	}
	n := fixedPlaces
	for digits[n-1] == '0' {
		n--
	}
	return append(b, digits[:n]...)
}

// appendScientific writes d.dddE-n; f is not zero and below one.
func (f fixed) appendScientific(b []byte) []byte {
	if f < 0 {
		b, f = append(b, '-'), -f
	}
	var digits [fixedPlaces]byte
	rest, first := f, fixedPlaces
	for i := fixedPlaces - 1; i >= 0; i-- {
		digits[i] = byte('0' + rest%10)
		if digits[i] != '0' {
			first = i
		}
		rest /= 10
	}
	last := fixedPlaces
	for digits[last-1] == '0' {
		last--
	}
	b = append(b, digits[first], '.')
	if first+1 == last {
		b = append(b, '0')
	} else {
		b = append(b, digits[first+1:last]...)
	}
	b = append(b, 'E', '-')
	return strconv.AppendInt(b, int64(first+1), 10)
}
