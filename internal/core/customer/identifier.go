package customer

import (
	"time"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// IdentifierKind is what sort of name or number an identifier is.
type IdentifierKind string

const (
	KindParty          IdentifierKind = "party"   // a PartyID that was linked by a decision
	KindAccount        IdentifierKind = "account" // cloud account, payer or tenant
	KindTaxID          IdentifierKind = "tax_id"
	KindDUNS           IdentifierKind = "duns"
	KindLEI            IdentifierKind = "lei"
	KindRef            IdentifierKind = "ref" // id in an accounting system
	KindCRM            IdentifierKind = "crm" // id in a customer relationship system
	KindPartnerCentral IdentifierKind = "partner_central"
	KindMarketplace    IdentifierKind = "marketplace"
	KindDomain         IdentifierKind = "domain"
	KindName           IdentifierKind = "name" // also a former one: its validity says when
)

// Kinds lists the kinds in the order they decide: a person's answer beats an
// exact number, and that beats a name.
func Kinds() []IdentifierKind {
	return append([]IdentifierKind{KindParty}, WrittenKinds()...)
}

// WrittenKinds are the kinds that people write in files: all but KindParty.
func WrittenKinds() []IdentifierKind {
	return []IdentifierKind{KindAccount, KindTaxID, KindDUNS, KindLEI, KindRef, KindCRM, KindPartnerCentral,
		KindMarketplace, KindDomain, KindName}
}

// Origin is whose word something is. What people said, in a file or by a
// decision, beats what was concluded automatically, whatever the dates.
type Origin string

const (
	OriginRoster Origin = ""       // an imported file
	OriginPerson Origin = "person" // a person's decision
	OriginAuto   Origin = "auto"   // the matcher's decision
)

// Identifier says that Value belongs to a customer from the day From up to, not
// including, the day Until. Both are midnight in UTC; zero bounds are open.
type Identifier struct {
	Kind  IdentifierKind `json:"kind"`
	Value string         `json:"value"`
	From  time.Time      `json:"from,omitzero"`
	Until time.Time      `json:"until,omitzero"`
	// Source is where it was learnt: the roster's own word, or the id of the
	// decision that gave it.
	Source string `json:"source,omitempty"`
	// Confidence is 0 to 1; zero is not stated.
	Confidence money.Decimal `json:"confidence,omitzero"`
	Origin     Origin        `json:"origin,omitempty"`
}

// ValidOn reports whether the identifier holds on a day.
func (i Identifier) ValidOn(day time.Time) bool { return within(day, i.From, i.Until) }

// Equal reports that two identifiers say the same.
func (i Identifier) Equal(o Identifier) bool {
	return i.Kind == o.Kind && i.Value == o.Value && i.From.Equal(o.From) && i.Until.Equal(o.Until) &&
		i.Source == o.Source && i.Origin == o.Origin && i.Confidence.Equal(o.Confidence)
}

// within reports day >= from and day < until, where zero bounds are open.
func within(day, from, until time.Time) bool {
	return (from.IsZero() || !day.Before(from)) && (until.IsZero() || day.Before(until))
}
