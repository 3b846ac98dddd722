package selfassessment

import (
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Result is what answers come to. The truth lies between Low and High if the
// answers are true; how near to which end, nobody can say.
type Result struct {
	Low, High maturity.Verdict
	// Multiplier is services over cloud; nil where one of them is not known.
	Multiplier *Span
	Cloud      *Span
	Answered   int // questions with an answer that means something
	Measured   int // of these, how many the books answer
	Scenarios  []Scenario
	Advice     []Advice
}

// Span is a number between two ends.
type Span struct{ Low, High money.Decimal }

// Assess reads answers by a rule. Data confidence is left out of the rule
// unless the books answer: somebody's word has none to judge.
func Assess(rule maturity.Rule, a Answers, refs References, currency money.Currency) Result {
	r := Result{}
	for _, q := range Questions() {
		answer, ok := a[q.ID]
		if !ok || answer.Choice == Unknown {
			continue
		}
		r.Answered++
		if answer.Measured {
			r.Measured++
		}
	}
	r.Cloud, r.Multiplier = a.cloud(), a.multiplier()
	rule = rule.Without(maturity.CriterionConfidence)
	r.Low, r.High = maturity.Assess(rule, a.evidence(rule, false)), maturity.Assess(rule, a.evidence(rule, true))
	r.Scenarios = scenarios(r, a, rule, refs, currency)
	r.Advice = advice(r, a)
	return r
}

func (a Answers) cloud() *Span {
	low, high, ok := a.span(Cloud)
	if !ok {
		return nil
	}
	return &Span{low, high}
}

// multiplier is as low as the least services over the most cloud, and as high as
// the reverse.
func (a Answers) multiplier() *Span {
	cloud := a.cloud()
	low, high, ok := a.span(Services)
	if cloud == nil || !ok {
		return nil
	}
	least, known := multiplier.Ratio(low, cloud.High)
	most, sure := multiplier.Ratio(high, cloud.Low)
	if !known || !sure {
		return nil
	}
	return &Span{least, most}
}

// evidence is the least or the most that the answers allow.
func (a Answers) evidence(rule maturity.Rule, most bool) maturity.Evidence {
	e := maturity.Evidence{Values: map[maturity.Criterion]money.Decimal{}}
	end := func(low, high money.Decimal) money.Decimal {
		if most {
			return high
		}
		return low
	}
	breadth, bought, said := money.Zero, int64(0), false
	for _, c := range service.Categories() {
		ce := maturity.CategoryEvidence{Category: c}
		if low, high, ok := a.span(ID(c)); ok {
			said = true
			ce.Material = end(low, high).Sign() > 0
			breadth = breadth.Add(end(low, high))
		}
		if a[ID(c)].Choice != Never && !(a[ID(c)].Measured && !ce.Material) {
			bought++
		}
		if ce.Material {
			ce.Customers, ce.Share = rule.MaterialCustomers, rule.MaterialShare
		}
		e.Categories = append(e.Categories, ce)
	}
	if said {
		e.Values[maturity.CriterionBreadth] = breadth
	}
	if low, high, ok := a.span(Depth); ok {
		// Nobody buys more categories than are sold.
		e.Values[maturity.CriterionLifecycle] = end(low, least(high, money.NewInt(max(bought, 1))))
	} else if said && most {
		e.Values[maturity.CriterionLifecycle] = money.NewInt(bought)
	}
	if low, high, ok := a.span(Outcome); ok {
		e.Values[maturity.CriterionOutcome] = end(low, high)
	} else if said && most {
		e.Values[maturity.CriterionOutcome] = money.One
	}
	if m := a.multiplier(); m != nil {
		e.Values[maturity.CriterionMultiplier] = end(m.Low, m.High)
	}
	return e
}

func least(a, b money.Decimal) money.Decimal {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// Measured puts what the books say in place of what was answered. The figure is
// cut by customer, over the months that are given; amounts become those of
// twelve months.
func (a Answers) Measured(figure multiplier.Result, e maturity.Evidence, months int) Answers {
	out := Answers{}
	for id, answer := range a {
		out[id] = answer
	}
	set := func(id ID, d money.Decimal) { out[id] = Answer{Low: &d, High: &d, Measured: true} }
	if months <= 0 {
		return out
	}
	yearly := func(d money.Decimal) money.Decimal {
		return d.Mul(money.NewInt(12)).Quo(money.NewInt(int64(months)), amountPlaces)
	}
	total := figure.Total
	if total.Cloud.Sign() > 0 {
		set(Cloud, yearly(total.Cloud))
	}
	if services := total.Services.Sum(); services.Sign() > 0 {
		set(Services, yearly(services))
		for _, c := range e.Categories {
			counts := money.Zero
			if c.Material {
				counts = money.One
			}
			set(ID(c.Category), counts)
		}
	}
	if v, ok := e.Values[maturity.CriterionLifecycle]; ok {
		set(Depth, v)
	}
	if v, ok := e.Values[maturity.CriterionOutcome]; ok {
		set(Outcome, v)
	}
	return out
}

// amountPlaces are the decimals that amounts of a year and of scenarios keep.
const amountPlaces = 2
