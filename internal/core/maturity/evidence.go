package maturity

import (
	"cmp"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Evidence is what the books say about each criterion. A criterion without a
// value is not known, which meets no need.
type Evidence struct {
	Values     map[Criterion]money.Decimal
	Categories []CategoryEvidence // the six, in life-cycle order
	Links      []Link             // what confidence is the weakest of
	Outcome    OutcomeEvidence
}

// OutcomeEvidence says where the outcome share comes from. What is not known is
// nil.
type OutcomeEvidence struct {
	Declared *money.Decimal // the partner's own word, which goes before the books
	// Measured is the share of all services that offerings say is priced on outcomes;
	// services of no known price model count as not. Nil where Coverage is too low.
	Measured *money.Decimal
	// Coverage is the share of services of offerings whose price model is known.
	Coverage          *money.Decimal
	OnOutcome, Priced money.Decimal // in the figure's currency
}

// CategoryEvidence says whether a category counts as breadth.
type CategoryEvidence struct {
	Category  service.Category
	Share     money.Decimal // of services revenue
	Customers int
	Material  bool
}

// Link is one share of the books that can be trusted, 0 to 1.
type Link struct {
	Name  LinkName
	Share money.Decimal
}

// LinkName names a link of confidence.
type LinkName string

const (
	LinkCloudMatched        LinkName = "cloud_matched"        // cloud whose customer is known
	LinkServicesMatched     LinkName = "services_matched"     // services whose customer is known
	LinkServicesCategorised LinkName = "services_categorised" // services that a rule could place
	LinkConverted           LinkName = "converted"            // amounts with a rate, by count of currencies
)

// Books is what evidence is gathered from.
type Books struct {
	// ByCustomer is a figure cut by customer and nothing else, without top.
	ByCustomer multiplier.Result
	// OutcomeShare is the share of services revenue that is priced on outcomes,
	// as the partner declares it, in place of what the books say; nil when nobody did.
	OutcomeShare *money.Decimal
}

// shares keep this many decimals, rounded half to even.
const sharePlaces = multiplier.RatioPlaces

// Gather reads the evidence out of a figure.
func Gather(r Rule, b Books) Evidence {
	e := Evidence{Values: map[Criterion]money.Decimal{}}
	total := b.ByCustomer.Total
	services := total.Services.Sum()
	breadth := int64(0)
	for _, c := range service.Categories() {
		part := multiplier.Part(c)
		ce := CategoryEvidence{Category: c}
		if services.Sign() > 0 {
			ce.Share = total.Services.Of(part).Quo(services, sharePlaces)
		}
		if at := slices.Index(multiplier.Parts(), part); at >= 0 {
			ce.Customers = total.Buyers[at]
		}
		ce.Material = ce.Share.Cmp(r.MaterialShare) >= 0 && ce.Customers >= r.MaterialCustomers
		if ce.Material {
			breadth++
		}
		e.Categories = append(e.Categories, ce)
	}
	if services.Sign() > 0 {
		e.Values[CriterionBreadth] = money.NewInt(breadth)
	}
	if v, ok := lifecycle(b.ByCustomer.Rows); ok {
		e.Values[CriterionLifecycle] = v
	}
	e.Outcome = outcome(r, b)
	if share := cmp.Or(e.Outcome.Declared, e.Outcome.Measured); share != nil {
		e.Values[CriterionOutcome] = *share
	}
	if m, ok := total.Multiplier(); ok {
		e.Values[CriterionMultiplier] = m
	}
	e.Links = links(b.ByCustomer)
	for i, l := range e.Links {
		if weakest, ok := e.Values[CriterionConfidence]; i == 0 || !ok || l.Share.Cmp(weakest) < 0 {
			e.Values[CriterionConfidence] = l.Share
		}
	}
	return e
}

// outcome measures how much of the services is priced on outcomes, where enough
// of them have a price model.
func outcome(r Rule, b Books) OutcomeEvidence {
	total := b.ByCustomer.Total
	e := OutcomeEvidence{Declared: b.OutcomeShare, OnOutcome: total.OnOutcome, Priced: total.Priced}
	services := total.Services.Sum()
	if services.Sign() <= 0 {
		return e
	}
	coverage := total.Priced.Quo(services, sharePlaces)
	e.Coverage = &coverage
	if r.OutcomeCoverage.Sign() > 0 && coverage.Cmp(r.OutcomeCoverage) >= 0 {
		share := total.OnOutcome.Quo(services, sharePlaces)
		e.Measured = &share
	}
	return e
}

// lifecycle is the number of categories a customer buys, each customer weighing
// as much as their services. False where nobody bought any.
func lifecycle(rows []multiplier.Row) (money.Decimal, bool) {
	weighted, weight := money.Zero, money.Zero
	for _, row := range rows {
		revenue := row.Services.Sum()
		if row.Kind != multiplier.RowGroup || revenue.Sign() <= 0 {
			continue
		}
		weighted, weight = weighted.Add(revenue.Mul(money.NewInt(int64(bought(row))))), weight.Add(revenue)
	}
	if weight.Sign() <= 0 {
		return money.Zero, false
	}
	return weighted.Quo(weight, sharePlaces), true
}

// bought counts the categories a customer buys.
func bought(row multiplier.Row) int {
	n := 0
	for _, c := range service.Categories() {
		if row.Services.Of(multiplier.Part(c)).Sign() > 0 {
			n++
		}
	}
	return n
}

// namedShare is the money of one link.
type namedShare struct {
	name  LinkName
	share *share
}

// shares sums what is matched and categorised.
func shares(r multiplier.Result) []namedShare {
	cloud, services, categorised := &share{}, &share{}, &share{}
	for _, row := range r.Rows {
		matched := row.Kind != multiplier.RowUnmatched
		cloud.add(row.Cloud, matched)
		services.add(row.Services.Sum(), matched)
		rest := row.Services.Of(multiplier.PartUncategorised)
		categorised.add(row.Services.Sum().Sub(rest), true)
		categorised.add(rest, false)
	}
	return []namedShare{{LinkCloudMatched, cloud}, {LinkServicesMatched, services}, {LinkServicesCategorised, categorised}}
}

// links measures how much of the books can be trusted; sides that are empty
// have no link.
func links(r multiplier.Result) []Link {
	var all []Link
	for _, l := range shares(r) {
		if v, ok := l.share.value(); ok {
			all = append(all, Link{l.name, v})
		}
	}
	natives := 0
	for _, row := range r.Rows {
		natives += len(row.Native)
	}
	if n := natives + len(r.Unconverted); n > 0 {
		all = append(all, Link{LinkConverted, money.NewInt(int64(natives)).Quo(money.NewInt(int64(n)), sharePlaces)})
	}
	return all
}

// share is the part of a sum that is good; signs are left aside, so that a
// credit note does not hide a gap.
type share struct{ good, all money.Decimal }

func (s *share) add(amount money.Decimal, good bool) {
	s.all = s.all.Add(amount.Abs())
	if good {
		s.good = s.good.Add(amount.Abs())
	}
}

func (s *share) value() (money.Decimal, bool) {
	if s.all.IsZero() {
		return money.Zero, false
	}
	return s.good.Quo(s.all, sharePlaces), true
}
