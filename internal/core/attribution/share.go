// Package attribution is whose part of something is: a line that serves several
// customers or clouds, an account that two partners work on, a sale that stands
// in two books.
//
// It owns shares and their one rule (those of a subject sum to at most the whole
// in every month, and the rest stays visible), accounts that a customer pays
// itself, and which lines of two books are one sale. It does not own how amounts
// are divided in a figure (internal/flow/measuring), how files are read
// (internal/source/shares), or when anybody is asked (internal/flow/attributing).
package attribution

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// SubjectKind is what a share is of.
type SubjectKind string

const (
	SubjectLine     SubjectKind = "line"     // of an invoice: document#line
	SubjectDocument SubjectKind = "document" // an invoice or credit note
	SubjectProject  SubjectKind = "project"  // or engagement, as the lines name it
	SubjectAccount  SubjectKind = "account"  // of a cloud
	SubjectCustomer SubjectKind = "customer" // by id
)

// SubjectKinds lists the kinds; of those that a line has, the first with a
// share decides.
func SubjectKinds() []SubjectKind {
	return []SubjectKind{SubjectLine, SubjectDocument, SubjectProject, SubjectAccount, SubjectCustomer}
}

// Subject is one thing that is shared.
type Subject struct {
	Kind  SubjectKind `json:"kind"`
	Value string      `json:"value"`
}

// Normal is the form in which two spellings of a subject are equal.
func (s Subject) Normal() Subject {
	switch s.Kind {
	case SubjectAccount:
		s.Value = customer.Normalise(customer.KindAccount, s.Value)
	case SubjectCustomer:
		s.Value = strings.TrimSpace(s.Value)
	case SubjectLine, SubjectDocument, SubjectProject:
		s.Value = strings.ToLower(strings.Join(strings.Fields(s.Value), " "))
	}
	return s
}

// TargetKind is what a share goes to. Shares of different kinds cut a subject
// in different directions and do not add up with each other.
type TargetKind string

const (
	TargetCustomer TargetKind = "customer"
	TargetProvider TargetKind = "provider" // a cloud
	TargetPartner  TargetKind = "partner"  // a firm; Self is the one whose books these are
)

// TargetKinds lists the kinds.
func TargetKinds() []TargetKind { return []TargetKind{TargetCustomer, TargetProvider, TargetPartner} }

// Self names the firm whose books these are, as a partner.
const Self = "self"

// Target is who or what a share goes to.
type Target struct {
	Kind  TargetKind `json:"kind"`
	Value string     `json:"value"`
}

// IsSelf reports that the share is the firm's own.
func (t Target) IsSelf() bool { return t.Kind == TargetPartner && strings.EqualFold(t.Value, Self) }

// Reason is why something is shared.
type Reason string

const (
	ReasonCustomers          Reason = "several_customers"
	ReasonClouds             Reason = "several_clouds"
	ReasonCoDelivery         Reason = "co_delivery" // another partner works on it too
	ReasonSubcontract        Reason = "subcontract"
	ReasonAgreement          Reason = "agreement"
	ReasonRevenueAttribution Reason = "revenue_attribution" // an AWS allocation
	ReasonOther              Reason = "other"
)

// Reasons lists every reason.
func Reasons() []Reason {
	return []Reason{ReasonCustomers, ReasonClouds, ReasonCoDelivery, ReasonSubcontract, ReasonAgreement,
		ReasonRevenueAttribution, ReasonOther}
}

// Share says that a part of a subject goes somewhere in some months.
type Share struct {
	Subject Subject       `json:"subject"`
	To      Target        `json:"to"`
	Share   money.Decimal `json:"share"` // of the whole: above 0, at most 1
	From    period.Month  `json:"from,omitzero"`
	Until   period.Month  `json:"until,omitzero"` // exclusive; zero bounds are open
	Reason  Reason        `json:"reason"`
	Note    string        `json:"note,omitempty"` // in the writer's words
	// ID is the source's own, such as that of a revenue attribution allocation.
	ID string `json:"id,omitempty"`
	// File and Row are where it stands: the file's place in its batch, the row as
	// a spreadsheet shows it.
	File int   `json:"file,omitempty"`
	Row  int64 `json:"row,omitempty"`
}

// ValidIn reports whether the share holds in a month.
func (s Share) ValidIn(m period.Month) bool {
	return (s.From == 0 || m >= s.From) && (s.Until == 0 || m < s.Until)
}

// permitted says which subjects can go where: an account is of one cloud, and
// customers become one or change hands by matching, not by shares.
func permitted(s SubjectKind) []TargetKind {
	switch s {
	case SubjectLine, SubjectDocument, SubjectProject:
		return TargetKinds()
	case SubjectAccount:
		return []TargetKind{TargetCustomer, TargetPartner}
	case SubjectCustomer:
		return []TargetKind{TargetProvider, TargetPartner}
	}
	return nil
}

// Validate checks a share by itself.
//
// Faults: attribution.subject_kind, attribution.subject_missing,
// attribution.target_kind, attribution.target_missing,
// attribution.target_not_permitted, attribution.share_range,
// attribution.period_empty, attribution.reason_unknown.
func (s Share) Validate() error {
	bad := func(code, value string) error { return fault.New(fault.KindInvalid, code).With("value", value) }
	switch {
	case !slices.Contains(SubjectKinds(), s.Subject.Kind):
		return bad("attribution.subject_kind", string(s.Subject.Kind))
	case s.Subject.Normal().Value == "":
		return bad("attribution.subject_missing", s.Subject.Value)
	case !slices.Contains(TargetKinds(), s.To.Kind):
		return bad("attribution.target_kind", string(s.To.Kind))
	case strings.TrimSpace(s.To.Value) == "":
		return bad("attribution.target_missing", s.To.Value)
	case !slices.Contains(permitted(s.Subject.Kind), s.To.Kind):
		return fault.New(fault.KindInvalid, "attribution.target_not_permitted").
			With("value", string(s.To.Kind)).With("subject", string(s.Subject.Kind))
	case s.Share.Sign() <= 0 || s.Share.Cmp(money.One) > 0:
		return bad("attribution.share_range", s.Share.String())
	case s.From != 0 && s.Until != 0 && s.From >= s.Until:
		return bad("attribution.period_empty", s.From.String())
	case !slices.Contains(Reasons(), s.Reason):
		return bad("attribution.reason_unknown", string(s.Reason))
	}
	return nil
}

// compare orders shares as they stand in their files, for repeatable pieces.
func (s Share) compare(o Share) int {
	return cmp.Or(cmp.Compare(s.From, o.From), cmp.Compare(s.To.Kind, o.To.Kind), cmp.Compare(s.To.Value, o.To.Value), cmp.Compare(s.ID, o.ID),
		cmp.Compare(s.File, o.File), cmp.Compare(s.Row, o.Row))
}
