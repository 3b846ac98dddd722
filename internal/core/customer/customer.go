// Package customer is who pays: customers, their identifiers with dated
// validity, and the exact matching that decides whose a charge or a service
// line is. Fuzzy matching with people in the loop is not here.
package customer

import (
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// ID names a customer inside one workspace, as the user's own file names it.
type ID string

// Customer is a legal or buying entity.
type Customer struct {
	ID       ID     `json:"id"`
	Name     string `json:"name"`
	Segment  string `json:"segment,omitempty"`
	Industry string `json:"industry,omitempty"`
	Country  string `json:"country,omitempty"`
	// Internal marks the partner's own use; definitions leave it out by flag.
	Internal    bool         `json:"internal,omitempty"`
	Identifiers []Identifier `json:"identifiers"`
}

// IdentifierKind is what sort of name or number an identifier is.
type IdentifierKind string

const (
	KindAccount IdentifierKind = "account" // cloud account, payer or tenant
	KindTaxID   IdentifierKind = "tax_id"
	KindRef     IdentifierKind = "ref" // id in an accounting or CRM system
	KindDomain  IdentifierKind = "domain"
	KindName    IdentifierKind = "name"
)

// Kinds lists the kinds in the order they decide: an exact number beats a name.
func Kinds() []IdentifierKind {
	return []IdentifierKind{KindAccount, KindTaxID, KindRef, KindDomain, KindName}
}

// Identifier says that Value belongs to a customer in the months from From up
// to, not including, Until. Zero bounds are open.
type Identifier struct {
	Kind  IdentifierKind `json:"kind"`
	Value string         `json:"value"`
	From  period.Month   `json:"from,omitzero"`
	Until period.Month   `json:"until,omitzero"`
}

// ValidIn reports whether the identifier holds in a month.
func (i Identifier) ValidIn(m period.Month) bool {
	return (i.From == 0 || m >= i.From) && (i.Until == 0 || m < i.Until)
}
