package customer

import (
	"time"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// ActorAuto is the actor of decisions that no person made.
const ActorAuto = "auto"

// Verb is what a decision does.
type Verb string

const (
	// VerbCreate: New is a customer. Party, where given, is linked to it.
	VerbCreate Verb = "create"
	// VerbLink: Party is Customer from From until Until, and Customer has
	// Identifiers besides.
	VerbLink Verb = "link"
	// VerbApart: Party or Customer is not Into, or Party is not Other. EvidenceKey
	// says on what evidence, so that new evidence can be told.
	VerbApart Verb = "apart"
	// VerbMerge: Customer is Into, with all that it has.
	VerbMerge Verb = "merge"
	// VerbSplit: Identifiers and Party of Customer belong to New, or to Into.
	VerbSplit Verb = "split"
	// VerbMove: Party is no longer Customer (or whoever holds it, where Customer
	// is empty) but Into from the day From until Until.
	VerbMove Verb = "move"
	// VerbParent: Customer stands under Into in Role from From until Until; an
	// empty Into takes it out of that role's line.
	VerbParent Verb = "parent"
	// VerbUndo: the decision Undoes never was. An undo can be undone.
	VerbUndo Verb = "undo"
)

// Verbs lists the verbs.
func Verbs() []Verb {
	return []Verb{VerbCreate, VerbLink, VerbApart, VerbMerge, VerbSplit, VerbMove, VerbParent, VerbUndo}
}

// Decision is one entry of the log, which only ever grows. Fields that a verb
// does not name are ignored by it. Days are midnight in UTC, until exclusive,
// zero open. ID, At and Actor stand beside the body wherever it is kept.
type Decision struct {
	ID          string        `json:"-"` // ULID
	At          time.Time     `json:"-"`
	Actor       string        `json:"-"` // a person, or ActorAuto
	Verb        Verb          `json:"verb"`
	Party       PartyID       `json:"party,omitempty"`
	Other       PartyID       `json:"other,omitempty"`
	Customer    ID            `json:"customer,omitempty"`
	Into        ID            `json:"into,omitempty"`
	New         *Customer     `json:"new,omitempty"`
	Identifiers []Identifier  `json:"identifiers,omitempty"`
	Role        Role          `json:"role,omitempty"`
	From        time.Time     `json:"from,omitzero"`
	Until       time.Time     `json:"until,omitzero"`
	Probability money.Decimal `json:"probability,omitzero"` // 0 to 1; zero is not stated
	Evidence    []string      `json:"evidence,omitempty"`   // codes
	EvidenceKey string        `json:"evidence_key,omitempty"`
	Model       string        `json:"model,omitempty"`
	Reason      string        `json:"reason,omitempty"` // a person's own words
	Undoes      string        `json:"undoes,omitempty"` // id of a decision
}

// Origin is whose word the decision is.
func (d Decision) Origin() Origin {
	if d.Actor == ActorAuto {
		return OriginAuto
	}
	return OriginPerson
}

// Subject is a party or a customer: the two sorts of thing that can be kept
// apart.
type Subject struct {
	Party    PartyID
	Customer ID
}

// OfParty is a party as a subject.
func OfParty(p PartyID) Subject { return Subject{Party: p} }

// OfCustomer is a customer as a subject.
func OfCustomer(id ID) Subject { return Subject{Customer: id} }

// apart gives the two sides of an apart decision: Party or Customer, and Into
// or Other. Party is not Customer can be said without Into.
func (d Decision) apart() (a, b Subject) {
	switch {
	case d.Party != "" && d.Other != "":
		return OfParty(d.Party), OfParty(d.Other)
	case d.Party != "" && d.Into != "":
		return OfParty(d.Party), OfCustomer(d.Into)
	case d.Party != "":
		return OfParty(d.Party), OfCustomer(d.Customer)
	default:
		return OfCustomer(d.Customer), OfCustomer(d.Into)
	}
}
