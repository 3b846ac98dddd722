package multiplier

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// CloudFact is a sum of charges that are alike in everything a figure asks for.
// Tax is a fact too, so that what was left out can be shown.
type CloudFact struct {
	Customer customer.ID // empty: nobody's account
	Month    period.Month
	Provider string
	Region   string
	Service  string
	Family   string // FOCUS ServiceCategory
	Account  string // the sub account, where there is none the payer
	Payer    string
	Currency money.Currency

	// Resold: the account's payer is the partner.
	Resold bool
	// AtCost: resold, but what the customer pays is not known, so that the
	// amounts are what the partner pays.
	AtCost      bool
	Tax         bool
	Credit      bool
	Marketplace bool
	Support     bool
	// Estimate: nobody has a bill; the amounts are what the account is thought
	// to cost.
	Estimate bool
	Attribution

	Effective money.Decimal
	Billed    money.Decimal
	List      money.Decimal
	// RateMonth is the month whose rate converts the fact; zero: Month.
	RateMonth period.Month
}

// ServiceFact is a sum of service lines that are alike, under one basis.
type ServiceFact struct {
	Customer customer.ID // empty: no customer was found
	Month    period.Month
	Basis    service.Basis
	Nature   service.Nature
	Category service.Category // empty: no rule placed it
	Provider string           // empty: for every cloud of the customer
	Currency money.Currency
	Net      money.Decimal
	Pricing  Pricing
	// ProviderRest: shares name clouds for a part of the line, and this is what
	// they leave. It follows no cloud.
	ProviderRest bool
	Attribution
	// RateMonth is the month whose rate converts the fact; zero: Month.
	RateMonth period.Month
}

// Pricing is what the price of services depends on, as far as the offering says
// that they belong to.
type Pricing string

const (
	PricingUnknown Pricing = ""        // no offering, or one without a price model
	PricingOutcome Pricing = "outcome" // by what the customer gains
	PricingOther   Pricing = "other"   // any other price model
)

// Attribution is what shares and pairs make of a part of the books.
type Attribution struct {
	// Out says why the part does not count under any definition; empty: it does.
	Out Reason
	// Unattributed: shares give a part to customers, and this is what they leave.
	Unattributed bool
}

// Split divides a fact among the categories of a classification; the parts sum
// to the fact exactly.
func (f ServiceFact) Split(c service.Classification) []ServiceFact {
	f.Nature = c.Nature
	if len(c.Weights) == 0 {
		f.Category = ""
		return []ServiceFact{f}
	}
	shares := make([]money.Decimal, len(c.Weights))
	for i, w := range c.Weights {
		shares[i] = w.Share
	}
	parts := make([]ServiceFact, len(c.Weights))
	for i, net := range money.Spread(f.Net, shares, money.LakeScale) {
		parts[i] = f
		parts[i].Category, parts[i].Net = c.Weights[i].Category, net
	}
	return parts
}

// Part is one addend of the numerator: a category, or what has none.
type Part string

const (
	// PartUncategorised is services that no rule could place.
	PartUncategorised Part = "uncategorised"
	// PartFunding is funding income, where a definition lets it in.
	PartFunding Part = "funding"
)

// partCount is how many parts a numerator has.
const partCount = 8

// Parts lists the addends of a numerator: the six categories in life-cycle
// order, then what has none.
func Parts() []Part {
	parts := make([]Part, 0, partCount)
	for _, c := range service.Categories() {
		parts = append(parts, Part(c))
	}
	return append(parts, PartUncategorised, PartFunding)
}

// IsCategory reports that the part is one of the six.
func (p Part) IsCategory() bool { return slices.Contains(service.Categories(), service.Category(p)) }

func (f ServiceFact) part() Part {
	switch {
	case f.Nature == service.NatureFunding:
		return PartFunding
	case f.Category == "":
		return PartUncategorised
	default:
		return Part(f.Category)
	}
}

// ByPart is an amount per part, in the order of Parts.
type ByPart [partCount]money.Decimal

// Of gives one part; a name that is no part is zero.
func (b ByPart) Of(p Part) money.Decimal {
	if i := partIndex(p); i >= 0 {
		return b[i]
	}
	return money.Zero
}

// Sum is the numerator.
func (b ByPart) Sum() money.Decimal { return money.Sum(b[:]...) }

func (b ByPart) add(o ByPart) ByPart {
	for i := range b {
		if !o[i].IsZero() { // of most parts there is nothing
			b[i] = b[i].Add(o[i])
		}
	}
	return b
}

func partIndex(p Part) int { return slices.Index(Parts(), p) }
