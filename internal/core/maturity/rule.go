// Package maturity says how far a partner's services practice has come.
//
// The public studies name four classes and give no cut-offs. The rule here is
// ours, is data that the user can replace, and is printed with every verdict.
// The package owns what the criteria mean and how a verdict is reached; it does
// not own the thresholds (a file of internal/flow/assessing), nor the study's
// values (core/benchmark), which are references and never thresholds.
package maturity

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Class is a maturity class. Resale-led is ours; the others carry the names of
// the study.
type Class string

const (
	ClassResaleLed     Class = "resale_led"
	ClassFocused       Class = "focused"
	ClassMultiCategory Class = "multi_category"
	ClassProgressive   Class = "progressive"
	ClassExpert        Class = "expert"
)

// Classes lists the classes from the lowest to the highest.
func Classes() []Class {
	return []Class{ClassResaleLed, ClassFocused, ClassMultiCategory, ClassProgressive, ClassExpert}
}

// Criterion is one thing a class can ask for.
type Criterion string

const (
	// CriterionBreadth counts the material categories.
	CriterionBreadth Criterion = "breadth"
	// CriterionLifecycle is how many categories a customer buys, weighted by revenue.
	CriterionLifecycle Criterion = "lifecycle"
	// CriterionOutcome is the share of services revenue that is priced on outcomes.
	CriterionOutcome Criterion = "outcome"
	// CriterionMultiplier is M under the default definition.
	CriterionMultiplier Criterion = "multiplier"
	// CriterionConfidence is the weakest of the shares of the books that are
	// matched, categorised and converted.
	CriterionConfidence Criterion = "confidence"
)

// Criteria lists the criteria in the order in which they are shown.
func Criteria() []Criterion {
	return []Criterion{CriterionBreadth, CriterionLifecycle, CriterionOutcome, CriterionMultiplier, CriterionConfidence}
}

// Rule is how a verdict is reached.
type Rule struct {
	Name    string
	Version int
	// MaterialShare and MaterialCustomers make a category count as breadth: it
	// has at least this share of services revenue and this many customers.
	MaterialShare     money.Decimal
	MaterialCustomers int
	// OutcomeCoverage is the least share of services revenue that must belong to
	// offerings whose price model is known before the books tell an outcome share;
	// zero: they never do.
	OutcomeCoverage money.Decimal
	// Needs has what each class above Resale-led asks for; the highest class
	// whose every need is met is the verdict.
	Needs map[Class][]Need
	// HighConfidence and MediumConfidence grade the verdict by the criterion
	// confidence; below medium it is low.
	HighConfidence   money.Decimal
	MediumConfidence money.Decimal
}

// Need is a least value of a criterion.
type Need struct {
	Criterion Criterion
	AtLeast   money.Decimal
}

// Validate checks a rule as a user wrote it. A class must not ask for less of a
// criterion than a class below it, or the order of classes would mean nothing.
func (r Rule) Validate() error {
	bad := func(code, value string) error {
		return fault.New(fault.KindInvalid, code).With("rule", r.Name).With("value", value)
	}
	one := money.One
	switch {
	case r.Name == "" || r.Version < 1:
		return bad("maturity.unnamed", r.Name)
	case r.MaterialShare.Sign() <= 0 || r.MaterialShare.Cmp(one) > 0:
		return bad("maturity.share", r.MaterialShare.String())
	case r.MaterialCustomers < 1:
		return bad("maturity.customers", money.NewInt(int64(r.MaterialCustomers)).String())
	case r.OutcomeCoverage.Sign() < 0 || r.OutcomeCoverage.Cmp(one) > 0:
		return bad("maturity.coverage", r.OutcomeCoverage.String())
	case r.MediumConfidence.Sign() <= 0 || r.HighConfidence.Cmp(r.MediumConfidence) < 0 || r.HighConfidence.Cmp(one) > 0:
		return bad("maturity.grades", r.MediumConfidence.String()+", "+r.HighConfidence.String())
	}
	for class := range r.Needs {
		if !slices.Contains(Classes(), class) || class == ClassResaleLed {
			return bad("maturity.class", string(class))
		}
	}
	below := map[Criterion]money.Decimal{}
	for _, class := range Classes()[1:] {
		needs, ok := r.Needs[class]
		if !ok {
			return bad("maturity.class_missing", string(class))
		}
		asked := map[Criterion]bool{}
		for _, n := range needs {
			switch {
			case !slices.Contains(Criteria(), n.Criterion) || asked[n.Criterion]:
				return bad("maturity.criterion", string(n.Criterion))
			case n.AtLeast.Sign() < 0 || n.AtLeast.Cmp(below[n.Criterion]) < 0:
				return bad("maturity.order", string(class)+" "+string(n.Criterion))
			}
			asked[n.Criterion], below[n.Criterion] = true, n.AtLeast
		}
		for c := range below {
			if !asked[c] {
				return bad("maturity.order", string(class)+" "+string(c))
			}
		}
	}
	return nil
}

// need finds what a class asks of a criterion.
func (r Rule) need(class Class, c Criterion) (money.Decimal, bool) {
	for _, n := range r.Needs[class] {
		if n.Criterion == c {
			return n.AtLeast, true
		}
	}
	return money.Zero, false
}

// Without gives the rule without one of its criteria.
func (r Rule) Without(c Criterion) Rule {
	needs := map[Class][]Need{}
	for class, all := range r.Needs {
		needs[class] = slices.DeleteFunc(slices.Clone(all), func(n Need) bool { return n.Criterion == c })
	}
	r.Needs = needs
	return r
}
