package money

import "math/big"

// Spread divides total by weights so that the parts sum to total exactly: each
// part but the last non-zero one is rounded half to even to the given number of
// decimals, and the last takes the rest. Weights that sum to zero give nil:
// there is nothing to spread over.
func Spread(total Decimal, weights []Decimal, places int32) []Decimal {
	sum := Sum(weights...)
	if sum.IsZero() {
		return nil
	}
	last := 0
	for i, w := range weights {
		if !w.IsZero() {
			last = i
		}
	}
	d := newDivision(total, sum, places)
	parts := make([]Decimal, len(weights))
	given := new(big.Int)
	for i, w := range weights {
		if w.IsZero() || i == last {
			continue
		}
		part := d.part(w)
		given.Add(given, part)
		parts[i] = NewScaled(part, places)
	}
	parts[last] = total.Sub(NewScaled(given, places))
	return parts
}

// division gives total*weight/sum as Mul and Quo would, for many weights: what
// is the same for all of them is made once, and numbers are reused.
type division struct {
	total, sum *big.Int // total*weight/sum is the part as a whole number of units
	exponent   int32    // that sum was brought to; total has taken in places
	product    big.Int
	rest       big.Int
}

func newDivision(total, sum Decimal, places int32) *division {
	d := &division{total: total.d.Coefficient(), sum: sum.d.Coefficient(), exponent: sum.d.Exponent()}
	// total*10^te * weight*10^we / (sum*10^se) / 10^-places: we is se plus what part
	// shifts each weight by, and the rest is here.
	shift(d.total, d.sum, total.d.Exponent()+places)
	return d
}

// shift multiplies one number by ten to a power, or the other where the power is
// negative.
func shift(x, y *big.Int, power int32) {
	if power < 0 {
		x, power = y, -power
	}
	if power > 0 {
		x.Mul(x, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(power)), nil))
	}
}

// part is a weight's part in units, rounded half to even.
func (d *division) part(w Decimal) *big.Int {
	d.product.Mul(d.total, w.d.Coefficient())
	sum := d.sum
	if e := w.d.Exponent() - d.exponent; e != 0 {
		sum = new(big.Int).Set(sum)
		shift(&d.product, sum, e)
	}
	part, _ := new(big.Int).QuoRem(&d.product, sum, &d.rest) // towards zero
	if d.rest.Sign() == 0 {
		return part
	}
	up := d.rest.Lsh(&d.rest, 1).CmpAbs(sum)
	if up > 0 || up == 0 && part.Bit(0) == 1 {
		part.Add(part, big.NewInt(int64(d.product.Sign()*sum.Sign())))
	}
	return part
}
