// Package service is services revenue: the lines of a partner's invoices, the
// six categories they belong to, and how a line is spread over the months it
// was earned in.
//
// It owns what a line means. How a file becomes lines is internal/source's
// business; whose line it is, internal/core/customer's.
package service

import (
	"time"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Line is one line of services revenue as its source says it, before anybody
// decides whose it is or what category it has. Amounts have the sign of
// revenue: a credit note's lines are negative.
type Line struct {
	// Where it stands. File is the path as given, Row as a spreadsheet shows it.
	File string
	Row  int64

	Document     string // invoice or credit note number, as text
	DocumentKind DocumentKind
	LineID       string // the source's own line number or id; may be empty

	CustomerName  string
	CustomerTaxID string // USCC, VAT number, EIN ... without spaces
	CustomerRef   string // the customer's id in the source system
	CustomerEmail string

	IssueDate    time.Time // UTC midnight
	ServiceFrom  time.Time // zero when the source does not say
	ServiceUntil time.Time // exclusive; zero when the source does not say

	ItemCode     string
	Description  string
	Project      string
	AccountCode  string // revenue account of the ledger
	CategoryCode string // explicit category or nature, where the source has one
	// EngagementType is what sort of work the firm booked it as: retainer, project
	// phase, staff augmentation; in the source's words.
	EngagementType string
	Provider       string // the cloud the service is for, where the source says

	Quantity  money.Decimal
	UnitPrice money.Decimal

	Currency money.Currency
	Net      money.Decimal // excluding tax, after every discount
	Tax      money.Decimal
}

// DocumentKind is what kind of paper a line stands on.
type DocumentKind string

const (
	DocumentInvoice    DocumentKind = "invoice"
	DocumentCreditNote DocumentKind = "credit_note"
)

// Category is one of the six categories of the study, in life-cycle order.
type Category string

const (
	CategoryAdvise  Category = "advise"
	CategoryDesign  Category = "design"
	CategoryProcure Category = "procure"
	CategoryBuild   Category = "build"
	CategoryAdopt   Category = "adopt"
	CategoryManage  Category = "manage"
)

// Categories lists the six in life-cycle order.
func Categories() []Category {
	return []Category{CategoryAdvise, CategoryDesign, CategoryProcure, CategoryBuild, CategoryAdopt, CategoryManage}
}

// Nature says what a line is when it is not plainly a service for cloud
// customers. Everything but NatureService and what a definition's flags let in
// stays out of the numerator, and is shown.
type Nature string

const (
	NatureService             Nature = "service"
	NatureResoldCloud         Nature = "resold_cloud"
	NatureThirdPartySoftware  Nature = "third_party_software"
	NatureHardware            Nature = "hardware"
	NatureFunding             Nature = "funding"
	NatureMarketplaceServices Nature = "marketplace_services"
	NatureOwnSoftware         Nature = "own_software"
	NatureUnrelated           Nature = "unrelated"
	// NatureInternal is what the partner bills to itself: departments, own use.
	NatureInternal Nature = "internal"
)

// Natures lists every nature.
func Natures() []Nature {
	return []Nature{NatureService, NatureResoldCloud, NatureThirdPartySoftware, NatureHardware,
		NatureFunding, NatureMarketplaceServices, NatureOwnSoftware, NatureUnrelated, NatureInternal}
}

// Counts reports whether a definition may take lines of the nature for services
// revenue, by a flag or always.
func (n Nature) Counts() bool {
	switch n {
	case NatureService, NatureFunding, NatureMarketplaceServices, NatureOwnSoftware:
		return true
	case NatureResoldCloud, NatureThirdPartySoftware, NatureHardware, NatureUnrelated, NatureInternal:
	}
	return false
}

// Basis is when revenue counts.
type Basis string

const (
	// BasisRecognised spreads a line over its service period, by days; a line
	// without one counts in its issue month.
	BasisRecognised Basis = "recognised"
	// BasisInvoiced counts a line in its issue month.
	BasisInvoiced Basis = "invoiced"
)
