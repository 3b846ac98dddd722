// Package estimate is an amount that nobody has counted yet: a range, how often
// the truth is meant to lie in it, and what it rests on.
//
// It owns the shape of such a range and what may be done with it. How one is
// reached belongs to whoever makes it; an amount that the books know is no
// estimate.
package estimate

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Basis is what an estimate rests on.
type Basis string

const (
	// BasisSimilar: what alike customers of the same books paid.
	BasisSimilar Basis = "similar"
	// BasisOwn: what the customer itself paid before.
	BasisOwn Basis = "own"
	// BasisReference: dated values that others published.
	BasisReference Basis = "reference"
	// BasisDeclared: somebody of the firm said so.
	BasisDeclared Basis = "declared"
)

// Bases lists every basis, the firmest first.
func Bases() []Basis { return []Basis{BasisOwn, BasisSimilar, BasisReference, BasisDeclared} }

// Range is an estimated amount in one currency. What cannot be estimated is a
// nil *Range, never zero.
type Range struct {
	Low      money.Decimal  `json:"low"`
	Mid      money.Decimal  `json:"mid"` // as often too high as too low
	High     money.Decimal  `json:"high"`
	Currency money.Currency `json:"currency"`
	// Level is how often the truth is meant to lie between Low and High, such as
	// 0.9; zero where nobody can say, as of published ranges.
	Level money.Decimal `json:"level"`
	Basis Basis         `json:"basis"`
	// Cases is how many observations it rests on; zero for references and what
	// was declared.
	Cases int `json:"cases,omitempty"`
	// References are ids of the dated values it rests on.
	References []string `json:"references,omitempty"`
}

// Validate refuses a range that contradicts itself, or says nothing of its
// ground. Faults: estimate.order, estimate.currency, estimate.level,
// estimate.basis, estimate.unfounded.
func (r Range) Validate() error {
	bad := func(code, value string) error { return fault.New(fault.KindInvalid, code).With("value", value) }
	switch {
	case r.Low.Cmp(r.Mid) > 0 || r.Mid.Cmp(r.High) > 0:
		return bad("estimate.order", r.Low.String()+" / "+r.Mid.String()+" / "+r.High.String())
	case r.Currency == "":
		return bad("estimate.currency", "")
	case r.Level.Sign() < 0 || r.Level.Cmp(money.One) >= 0:
		return bad("estimate.level", r.Level.String())
	case !slices.Contains(Bases(), r.Basis):
		return bad("estimate.basis", string(r.Basis))
	case r.Basis == BasisReference && len(r.References) == 0,
		(r.Basis == BasisSimilar || r.Basis == BasisOwn) && r.Cases == 0:
		return bad("estimate.unfounded", string(r.Basis))
	}
	return nil
}

// Scale multiplies the amounts by a factor that is not negative.
func (r Range) Scale(by money.Decimal) Range {
	r.Low, r.Mid, r.High = r.Low.Mul(by), r.Mid.Mul(by), r.High.Mul(by)
	return r
}

// Holds reports that an amount lies within the range, its ends included.
func (r Range) Holds(amount money.Decimal) bool {
	return r.Low.Cmp(amount) <= 0 && amount.Cmp(r.High) <= 0
}
