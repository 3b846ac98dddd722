package money

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
	parts := make([]Decimal, len(weights))
	rest := total
	for i, w := range weights {
		if w.IsZero() || i == last {
			continue
		}
		parts[i] = total.Mul(w).Quo(sum, places)
		rest = rest.Sub(parts[i])
	}
	parts[last] = rest
	return parts
}
