package maturity

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Step is what would meet one need of the next class, everything else left as
// it is: how many customers, how much money. Zero means none are needed; a nil
// amount, that money alone does not tell.
type Step struct {
	Criterion Criterion
	// Category is the one to widen; only of breadth, a step each.
	Category service.Category
	// Customers is how many more must buy the category (breadth), or how many of
	// the largest must each buy one category more (lifecycle).
	Customers int
	// Amount is in the figure's currency over its period: services to be sold
	// (breadth, multiplier), to be priced on outcomes (outcome), or money to be
	// matched or categorised (confidence). Rounded up to cents.
	Amount *money.Decimal
	Link   LinkName // only of confidence, a step for each link that is too weak
}

// amountPlaces are the decimals of a step's amount.
const amountPlaces = 2

// Steps says what each unmet need of the verdict's next class takes, in the
// order of Criteria. There are none at the top, and none for a need that no
// step can meet: without cloud there is no multiplier to raise.
func Steps(v Verdict, b Books) []Step {
	var steps []Step
	for _, criterion := range Criteria() {
		at := slices.IndexFunc(v.Up, func(c Change) bool { return c.Criterion == criterion })
		if at < 0 {
			continue
		}
		need := v.Up[at].Threshold
		switch criterion {
		case CriterionBreadth:
			steps = append(steps, v.widen(need, b)...)
		case CriterionLifecycle:
			steps = append(steps, deepen(need, b.ByCustomer.Rows)...)
		case CriterionOutcome:
			if s := b.ByCustomer.Total.Services.Sum(); s.Sign() > 0 {
				have := v.Evidence.Values[CriterionOutcome] // zero where it is not known
				steps = append(steps, Step{Criterion: criterion, Amount: up(need.Sub(have).Mul(s))})
			}
		case CriterionMultiplier:
			if total := b.ByCustomer.Total; total.Cloud.Sign() > 0 {
				steps = append(steps, Step{Criterion: criterion, Amount: up(need.Mul(total.Cloud).Sub(total.Services.Sum()))})
			}
		case CriterionConfidence:
			steps = append(steps, firmer(need, b.ByCustomer)...)
		}
	}
	return steps
}

// widen makes as many categories material as are missing: those that lack the
// fewest customers, and then the least money. What they add makes every share
// smaller, so that categories which would no longer count are raised as well.
func (v Verdict) widen(need money.Decimal, b Books) []Step {
	rule, total := v.Rule, b.ByCustomer.Total
	services := total.Services.Sum()
	if services.Sign() <= 0 {
		return nil
	}
	var open, raised []CategoryEvidence
	have := int64(0)
	for _, c := range v.Evidence.Categories {
		if c.Material {
			have++
		} else {
			open = append(open, c)
		}
	}
	lacking := func(c CategoryEvidence) int { return max(rule.MaterialCustomers-c.Customers, 0) }
	slices.SortStableFunc(open, func(a, b CategoryEvidence) int {
		if d := lacking(a) - lacking(b); d != 0 {
			return d
		}
		return b.Share.Cmp(a.Share)
	})
	for i := 0; i < len(open) && money.NewInt(have+int64(i)).Cmp(need) < 0; i++ {
		raised = append(raised, open[i])
	}
	of := func(c CategoryEvidence) money.Decimal { return total.Services.Of(multiplier.Part(c.Category)) }
	for {
		amounts, after, ok := raise(services, rule.MaterialShare, raised, of)
		if !ok {
			return nil // the shares asked for do not fit beside each other
		}
		more := slices.DeleteFunc(slices.Clone(v.Evidence.Categories), func(c CategoryEvidence) bool {
			return !c.Material || of(c).Cmp(rule.MaterialShare.Mul(after)) >= 0 ||
				slices.ContainsFunc(raised, func(r CategoryEvidence) bool { return r.Category == c.Category })
		})
		if len(more) == 0 {
			var steps []Step
			for i, c := range raised {
				steps = append(steps, Step{Criterion: CriterionBreadth, Category: c.Category, Customers: lacking(c), Amount: &amounts[i]})
			}
			return steps
		}
		raised = append(raised, more...)
	}
}

// raise says how much brings each category to a share of the services, and what
// the services are then. What is added raises the sum, and so what is to be
// added, until it no longer changes; false where the shares are too large.
func raise(services, share money.Decimal, raised []CategoryEvidence, of func(CategoryEvidence) money.Decimal) ([]money.Decimal, money.Decimal, bool) {
	if share.Mul(money.NewInt(int64(len(raised)))).Cmp(money.One) >= 0 {
		return nil, money.Zero, false
	}
	amounts := make([]money.Decimal, len(raised))
	for after := services; ; {
		next := services
		for i, c := range raised {
			if short := share.Mul(after).Sub(of(c)); short.Sign() > 0 {
				amounts[i] = *up(short)
			}
			next = next.Add(amounts[i])
		}
		if next.Equal(after) {
			return amounts, after, true
		}
		after = next
	}
}

// deepen counts how many customers, the largest first, must each buy one more
// category; the revenue it brings is left aside.
func deepen(need money.Decimal, rows []multiplier.Row) []Step {
	type buyer struct {
		revenue money.Decimal
		missing int
	}
	var buyers []buyer
	weighted, weight := money.Zero, money.Zero
	for _, row := range rows {
		if b, n := row.Services.Sum(), bought(row); row.Kind == multiplier.RowGroup && b.Sign() > 0 {
			weighted, weight = weighted.Add(b.Mul(money.NewInt(int64(n)))), weight.Add(b)
			buyers = append(buyers, buyer{b, len(service.Categories()) - n})
		}
	}
	slices.SortStableFunc(buyers, func(a, b buyer) int { return b.revenue.Cmp(a.revenue) })
	goal, count := need.Mul(weight), 0
	for round := 1; round <= len(service.Categories()); round++ {
		for _, b := range buyers {
			if weighted.Cmp(goal) >= 0 {
				return []Step{{Criterion: CriterionLifecycle, Customers: count}}
			}
			if b.missing >= round {
				weighted, count = weighted.Add(b.revenue), count+1
			}
		}
	}
	if weight.Sign() > 0 && weighted.Cmp(goal) >= 0 {
		return []Step{{Criterion: CriterionLifecycle, Customers: count}}
	}
	return nil
}

// firmer says of each link that is too weak how much money has to be placed.
func firmer(need money.Decimal, figure multiplier.Result) []Step {
	var steps []Step
	for _, l := range shares(figure) {
		if l.name == LinkConverted || l.share.all.IsZero() {
			continue
		}
		if missing := need.Mul(l.share.all).Sub(l.share.good); missing.Sign() > 0 {
			steps = append(steps, Step{Criterion: CriterionConfidence, Link: l.name, Amount: up(missing)})
		}
	}
	for _, l := range links(figure) {
		if l.Name == LinkConverted && l.Share.Cmp(need) < 0 {
			steps = append(steps, Step{Criterion: CriterionConfidence, Link: l.Name})
		}
	}
	return steps
}

// up rounds an amount up to cents.
func up(amount money.Decimal) *money.Decimal {
	rounded := amount.Round(amountPlaces)
	if rounded.Cmp(amount) < 0 {
		rounded = rounded.Add(money.MustParse("0.01"))
	}
	return &rounded
}
