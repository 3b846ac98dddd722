package identity

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Shape is how an amount moves from month to month, as shares of its own sum: no
// money. A part of a shape is a shape.
type Shape []float64

// NewShape takes the amounts of successive months, all in one currency. It gives
// none where they do not add up to more than zero.
func NewShape(amounts []money.Decimal) Shape {
	s := make(Shape, len(amounts))
	var sum float64
	for i, a := range amounts {
		if a.IsZero() {
			continue
		}
		v, err := strconv.ParseFloat(a.String(), 64)
		if err != nil {
			return nil // beyond any money
		}
		s[i] = v
		sum += v
	}
	if sum <= 0 {
		return nil
	}
	for i := range s {
		s[i] /= sum
	}
	return s
}

// leastMove is the standard deviation, as a share of the mean, from which a shape
// says anything: what costs the same every hour moves by 0.03 already, because
// months have 28 to 31 days.
const leastMove = 0.1

// tells reports whether a shape has enough months with money and moves enough.
func (s Shape) tells() bool {
	n, months := float64(len(s)), 0
	var mean, square float64
	for _, v := range s {
		if v != 0 {
			months++
		}
		mean += v / n
	}
	for _, v := range s {
		square += (v - mean) * (v - mean) / n
	}
	return months >= minMonths && math.Sqrt(square) >= leastMove*mean
}

// Likeness is a part of another shape, as long as one's own, that moves as it does.
type Likeness struct {
	Other int // which of the others
	From  int // the month of it with which the part begins
}

// lead is how far, of all that alike tells apart, the likest must be ahead of what
// is left out.
const lead = 0.2

// Resembling finds which of the others move as a shape does, when its first month
// is laid on any of the given months of theirs: the likest and all that are
// nearly as like, the best first. Many of them mean that none is telling.
func Resembling(mine Shape, others []Shape, from ...int) []Likeness {
	if !mine.tells() {
		return nil
	}
	type found struct {
		Likeness
		alike float64
	}
	var all []found
	var best float64
	for i, other := range others {
		for _, month := range from {
			until := month + len(mine)
			if month < 0 || until > len(other) {
				continue
			}
			if v := alike(mine, other[month:until]); v > 0 && other[month:until].tells() {
				all, best = append(all, found{Likeness{i, month}, v}), max(best, v)
			}
		}
	}
	all = slices.DeleteFunc(all, func(f found) bool { return f.alike < best-lead })
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.alike, a.alike) })
	out := make([]Likeness, len(all))
	for i, f := range all {
		out[i] = f.Likeness
	}
	return out
}
