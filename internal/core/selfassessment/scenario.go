package selfassessment

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Years is how far scenarios look.
const Years = 3

// Aim is where the multiplier goes in a scenario.
type Aim string

const (
	// AimStay: it stays where it is, and only cloud grows.
	AimStay Aim = "stay"
	// AimRule: in the last year it meets what our rule asks of the next class.
	AimRule Aim = "rule"
	// AimStudy: in the last year it is what the study found at the next class.
	AimStudy Aim = "study"
)

// References are the published values that scenarios use.
type References = benchmark.Table

// Scenario is three years of services. Amounts are in the report currency.
type Scenario struct {
	Aim   Aim
	Class maturity.Class // whose multiplier it aims at; empty for AimStay
	// Target is the multiplier of the last year; nil for AimStay.
	Target *money.Decimal
	// Reference is where the target was published; nil where it is our rule's.
	Reference *benchmark.Reference
	Services  Span // revenue of the three years together
	// More is the revenue beyond AimStay, and Cost what delivering it takes at
	// published margins of managed services; nil where there is none.
	More, Cost *estimate.Range
	Margin     *benchmark.Reference // that Cost rests on
}

// marginID is the only margin on services that a primary source publishes.
const marginID = "margin.managed"

// scenarios needs cloud, multiplier and growth; without them there are none.
func scenarios(r Result, a Answers, rule maturity.Rule, refs References, currency money.Currency) []Scenario {
	slow, fast, known := a.span(Growth)
	if r.Multiplier == nil || !known {
		return nil
	}
	p := plan{cloud: *r.Cloud, growth: Span{slow, fast}, from: *r.Multiplier, currency: currency}
	all := []Scenario{{Aim: AimStay, Services: p.services(nil)}}
	at := slices.Index(maturity.Classes(), r.Low.Class)
	if at+1 >= len(maturity.Classes()) {
		return all
	}
	class := maturity.Classes()[at+1]
	for _, n := range rule.Needs[class] {
		if n.Criterion == maturity.CriterionMultiplier && n.AtLeast.Cmp(p.from.High) > 0 {
			all = append(all, p.scenario(AimRule, class, n.AtLeast, nil, refs))
		}
	}
	if ref, ok := refs.Find("pem.class." + string(class)); ok && ref.Value != nil && ref.Value.Cmp(p.from.High) > 0 {
		all = append(all, p.scenario(AimStudy, class, *ref.Value, &ref, refs))
	}
	return all
}

// plan is what a firm starts from.
type plan struct {
	cloud, growth, from Span
	currency            money.Currency
}

// services sums three years: cloud grows from year to year, and the multiplier
// goes to the target in equal steps. The ends are those of all answers together.
func (p plan) services(target *money.Decimal) Span {
	end := func(cloud, growth, m money.Decimal) money.Decimal {
		sum := money.Zero
		for year := range Years {
			cloud = cloud.Mul(money.One.Add(growth))
			now := m
			if target != nil {
				now = m.Add(target.Sub(m).Mul(money.NewInt(int64(year+1))).Quo(money.NewInt(Years), ratePlaces))
			}
			sum = sum.Add(cloud.Mul(now))
		}
		return sum.Round(amountPlaces)
	}
	return Span{end(p.cloud.Low, p.growth.Low, p.from.Low), end(p.cloud.High, p.growth.High, p.from.High)}
}

// ratePlaces are the decimals of a multiplier between two years.
const ratePlaces = 12

func (p plan) scenario(aim Aim, class maturity.Class, target money.Decimal, ref *benchmark.Reference, refs References) Scenario {
	s := Scenario{Aim: aim, Class: class, Target: &target, Reference: ref, Services: p.services(&target)}
	// What is won is least for who starts high, sells little cloud and grows slowly.
	gain := func(cloud, growth, m money.Decimal) money.Decimal {
		one := plan{cloud: Span{cloud, cloud}, growth: Span{growth, growth}, from: Span{m, m}}
		return one.services(&target).Low.Sub(one.services(nil).Low)
	}
	low, high := gain(p.cloud.Low, p.growth.Low, p.from.High), gain(p.cloud.High, p.growth.High, p.from.Low)
	if low.Sign() < 0 {
		low = money.Zero
	}
	more := &estimate.Range{Low: low, Mid: middle(low, high), High: high, Currency: p.currency, Basis: estimate.BasisDeclared}
	s.More = more
	if margin, ok := refs.Find(marginID); ok && margin.Low != nil && margin.High != nil {
		cost := &estimate.Range{Low: low.Mul(money.One.Sub(*margin.High)).Round(amountPlaces), High: high.Mul(money.One.Sub(*margin.Low)).Round(amountPlaces),
			Currency: p.currency, Basis: estimate.BasisReference, References: []string{margin.ID}}
		cost.Mid = middle(cost.Low, cost.High)
		s.Cost, s.Margin = cost, &margin
	}
	return s
}

func middle(low, high money.Decimal) money.Decimal {
	return low.Add(high).Quo(money.NewInt(2), amountPlaces)
}
