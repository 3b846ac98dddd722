package invoice

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// unitPricePlaces is how many decimals a price per unit keeps when it is stated
// for a larger quantity. It is shown, never computed with.
const unitPricePlaces = 12

// UnitPrice is the price of one when price is stated for base units; a base of
// none or zero is one.
func UnitPrice(price money.Decimal, base *money.Decimal) money.Decimal {
	if base == nil || base.IsZero() || base.Equal(money.One) {
		return price
	}
	return price.Quo(*base, max(unitPricePlaces, price.Places()))
}

// IsCreditCode reports whether a document type of UNTDID 1001 is one that EN
// 16931 lets stand on a credit note: 381 and its relatives.
func IsCreditCode(code string) bool {
	switch code {
	case "81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532":
		return true
	}
	return false
}

// Describe joins an item's name and description, once where they say the same.
func Describe(name, description string) string {
	switch {
	case name == "" || strings.HasPrefix(description, name):
		return description
	case description == "" || strings.Contains(name, description):
		return name
	}
	return name + ": " + description
}

// Compact removes all space: identifiers are printed in groups.
func Compact(id string) string { return strings.Join(strings.Fields(id), "") }

// NoLines is the fault of a document without a single line.
func NoLines(file string) *fault.Error {
	return fault.New(fault.KindInvalid, "invoice.no_lines").At(fault.Place{File: file})
}
