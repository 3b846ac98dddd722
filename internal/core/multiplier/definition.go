// Package multiplier computes the services multiplier: services revenue over
// cloud revenue, under a named definition, by any dimension.
//
// It owns what counts on either side, how a figure is cut into parts, and that
// the parts sum to the whole exactly. It does not own where facts come from
// (internal/flow/measuring), what a month's rate is (core/rate), or how a
// figure is shown.
package multiplier

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Definition fixes what a multiplier means. A figure always names its
// definition; a changed definition gets a new version.
type Definition struct {
	Name        string      `json:"name"`
	Version     int         `json:"version"`
	Origin      Origin      `json:"origin"`
	Numerator   Numerator   `json:"numerator"`
	Denominator Denominator `json:"denominator"`
	// Stages are those of the deals that count, of a definition that is computed
	// from the pipeline; nothing is weighed by how likely a deal is.
	Stages []opportunity.Stage `json:"stages,omitempty"`
	Note   string              `json:"note,omitempty"`
}

// Origin says what a definition is computed from.
type Origin string

const (
	OriginBooks    Origin = "books"    // invoices and bills
	OriginPipeline Origin = "pipeline" // deals and the spend expected of them
)

// Numerator is what counts as services revenue. Tax, resold cloud, hardware,
// third-party software and unrelated income never do.
type Numerator struct {
	Basis      service.Basis      `json:"basis"`
	Categories []service.Category `json:"categories"`
	// Funding, MarketplaceServices and OwnSoftware let lines of that nature in.
	Funding             bool `json:"funding"`
	MarketplaceServices bool `json:"marketplace_services"`
	OwnSoftware         bool `json:"own_software"`
}

// Denominator is what counts as cloud revenue. Tax never does.
type Denominator struct {
	Scope     Scope     `json:"scope"`
	Valuation Valuation `json:"valuation"`
	// BeforeCredits leaves credits out, so that a customer's credits do not
	// shrink the cloud they consumed.
	BeforeCredits bool `json:"before_credits"`
	Marketplace   bool `json:"marketplace"`
	Support       bool `json:"support"`
	InternalUse   bool `json:"internal_use"`
}

// Scope says whose accounts count.
type Scope string

const (
	ScopeAll        Scope = "all"        // resold and influenced, each account and month once
	ScopeResold     Scope = "resold"     // accounts whose payer is the partner
	ScopeInfluenced Scope = "influenced" // customers' own accounts
)

// Scopes lists every scope.
func Scopes() []Scope { return []Scope{ScopeAll, ScopeResold, ScopeInfluenced} }

// Valuation says which of a charge's costs counts.
type Valuation string

const (
	ValuationEffective Valuation = "effective"
	ValuationBilled    Valuation = "billed"
	ValuationList      Valuation = "list"
)

// Valuations lists every valuation.
func Valuations() []Valuation {
	return []Valuation{ValuationEffective, ValuationBilled, ValuationList}
}

// String is how a figure names its definition: "standard v1".
func (d Definition) String() string { return fmt.Sprintf("%s v%d", d.Name, d.Version) }

// Standard is the default: everything the partner sold or influenced.
func Standard() Definition {
	return Definition{
		Name: "standard", Version: 1, Origin: OriginBooks,
		Numerator: Numerator{Basis: service.BasisRecognised, Categories: service.Categories()},
		Denominator: Denominator{Scope: ScopeAll, Valuation: ValuationEffective,
			BeforeCredits: true, Support: true},
	}
}

// ResoldBilled is the reseller's view: services over what was billed for
// accounts that the partner pays, after credits.
func ResoldBilled() Definition {
	return Definition{
		Name: "resold-billed", Version: 1, Origin: OriginBooks,
		Numerator:   Numerator{Basis: service.BasisRecognised, Categories: service.Categories()},
		Denominator: Denominator{Scope: ScopeResold, Valuation: ValuationBilled, Support: true},
	}
}

// Planned is the pipeline's view: the partner's own deal value per month over
// the cloud spend expected per month, of open deals that state both.
func Planned() Definition {
	return Definition{
		Name: "planned", Version: 1, Origin: OriginPipeline,
		Numerator:   Numerator{Basis: service.BasisRecognised, Categories: service.Categories()},
		Denominator: Denominator{Scope: ScopeAll, Valuation: ValuationEffective, BeforeCredits: true, Support: true},
		Stages:      opportunity.OpenStages(),
	}
}

// Shipped lists the definitions that every workspace has, in the order in
// which they are shown side by side.
func Shipped() []Definition { return []Definition{Standard(), ResoldBilled(), Planned()} }

var definitionName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// Validate checks a definition as a user wrote it. Each thing that can be
// wrong has its own code, definition.<what>.
func (d Definition) Validate() error {
	bad := func(code, value string) error {
		return fault.New(fault.KindInvalid, code).With("definition", d.Name).With("value", value)
	}
	switch {
	case !definitionName.MatchString(d.Name):
		return bad("definition.name", d.Name)
	case d.Version < 1:
		return bad("definition.version", fmt.Sprint(d.Version))
	case d.Origin != OriginBooks && d.Origin != OriginPipeline:
		return bad("definition.origin", string(d.Origin))
	case d.Numerator.Basis != service.BasisRecognised && d.Numerator.Basis != service.BasisInvoiced:
		return bad("definition.basis", string(d.Numerator.Basis))
	case len(d.Numerator.Categories) == 0:
		return bad("definition.categories", "")
	case !slices.Contains(Scopes(), d.Denominator.Scope):
		return bad("definition.scope", string(d.Denominator.Scope))
	case !slices.Contains(Valuations(), d.Denominator.Valuation):
		return bad("definition.valuation", string(d.Denominator.Valuation))
	}
	seen := map[service.Category]bool{}
	for _, c := range d.Numerator.Categories {
		if !slices.Contains(service.Categories(), c) || seen[c] {
			return bad("definition.categories", string(c))
		}
		seen[c] = true
	}
	return nil
}

// coversLifeCycle reports that all six categories count; only then may a
// service that nobody has categorised yet count too.
func (n Numerator) coversLifeCycle() bool { return len(n.Categories) == len(service.Categories()) }
