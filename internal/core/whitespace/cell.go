// Package whitespace is what each customer does not buy from us yet: which
// categories and offerings, how likely it takes them up within two quarters,
// how much that would be, and how often such answers were right before.
//
// It owns the comparison of customers by what the books say of them, the rule of
// what is not applicable, sizes with their ranges, and the back-test. It does
// not own where histories come from nor who may see which customer
// (internal/flow/measuring/prospecting).
package whitespace

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Cell is a customer and something that it may buy.
type Cell struct {
	Customer customer.ID
	Column   Column
	State    State
	Reason   Reason // of what is not applicable
	// Amount is what a bought cell brought in the last twelve months.
	Amount money.Decimal
	// Size is what a white cell would bring in its first twelve months; nil is
	// unsized.
	Size *estimate.Range
	// Chance is how likely a white cell is taken up within two quarters; nil
	// where the books cannot say.
	Chance *money.Decimal
	Ground Ground
}

// State is how a cell stands.
type State string

const (
	StateBought        State = "bought" // in the last twelve months
	StateWhite         State = "white"
	StateNotApplicable State = "not_applicable"
)

// States lists every state.
func States() []State { return []State{StateBought, StateWhite, StateNotApplicable} }

// Reason says why a cell is not applicable.
type Reason string

const (
	ReasonInternal Reason = "internal"  // the partner's own use
	ReasonNoCloud  Reason = "no_cloud"  // no cloud in the last quarter: not begun, or gone
	ReasonProvider Reason = "provider"  // the offering is for clouds that the customer does not use
	ReasonNature   Reason = "nature"    // the offering is no service of ours
	ReasonNoWeight Reason = "no_weight" // the offering stands for no category
)

// Reasons lists every reason.
func Reasons() []Reason {
	return []Reason{ReasonInternal, ReasonNoCloud, ReasonProvider, ReasonNature, ReasonNoWeight}
}

// NewColumns gives the six categories and the offerings.
func NewColumns(offerings []offering.Offering) []Column {
	var all []Column
	for _, c := range service.Categories() {
		all = append(all, Column{Category: c})
	}
	for _, o := range offerings {
		column := Column{Offering: o.ID}
		most := money.Zero
		for _, w := range o.Weights {
			if w.Share.Cmp(most) > 0 {
				column.Category, most = w.Category, w.Share
			}
		}
		all = append(all, column)
	}
	return all
}

// applies says why a column is nothing for a customer, as of the end of the
// books; empty where it may be. Whether it is bought is not asked.
func (b Books) applies(h History, c Column) Reason {
	switch {
	case h.Customer.Internal:
		return ReasonInternal
	case h.First == 0 || h.Cloud.Between(b.Until-quarter, b.Until).Sum().Sign() <= 0:
		return ReasonNoCloud
	case c.Offering == "":
		return ""
	}
	i := slices.IndexFunc(b.Offerings, func(o offering.Offering) bool { return o.ID == c.Offering })
	if i < 0 {
		return ""
	}
	o := b.Offerings[i]
	switch {
	case o.Nature != service.NatureService:
		return ReasonNature
	case c.Category == "":
		return ReasonNoWeight
	case len(o.Providers) > 0 && !slices.ContainsFunc(o.Providers, func(name string) bool { return h.usesProvider(name, b.Until) }):
		return ReasonProvider
	}
	return ""
}

func (h History) usesProvider(name string, at period.Month) bool {
	for provider, months := range h.Providers {
		if strings.EqualFold(provider, name) && within(months, at-Window, at) {
			return true
		}
	}
	return false
}
