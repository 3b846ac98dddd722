package move

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// ratePlaces is how many decimals expected money per day keeps.
const ratePlaces = 6

// Expected is the middle of the size times the chance, in the size's currency;
// nil where either is not known.
func (p Proposal) Expected() *money.Decimal {
	if p.Size == nil || p.Chance == nil {
		return nil
	}
	e := p.Size.Mid.Mul(*p.Chance)
	return &e
}

// PerDay is expected money per day of effort; nil where one of them is not known.
func (m Move) PerDay() *money.Decimal {
	e := m.Expected()
	if e == nil || m.Effort == nil || m.Effort.Sign() <= 0 {
		return nil
	}
	d := e.Quo(*m.Effort, ratePlaces)
	return &d
}

// Rank orders moves by expected money per day of effort, then by expected
// money, the most first, then by id. What is not known stands last. All sizes
// must be in one currency.
func Rank(moves []Move) {
	slices.SortFunc(moves, func(a, b Move) int {
		if c := larger(a.PerDay(), b.PerDay()); c != 0 {
			return c
		}
		if c := larger(a.Expected(), b.Expected()); c != 0 {
			return c
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
}

func larger(a, b *money.Decimal) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return b.Cmp(*a)
}
