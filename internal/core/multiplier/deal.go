package multiplier

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// DealProvider is whose cloud the expected spend of a deal is.
const DealProvider = "AWS"

// Deal makes the facts of a deal: what is expected per month of either side, in
// the month in which it is to close. made is the month in which the amounts were
// written, whose rate converts them. Every deal gives at least one cloud fact,
// so that what says nothing can be counted too.
func (d Definition) Deal(deal opportunity.Deal, of customer.ID, made period.Month) (cloud []CloudFact, services []ServiceFact) {
	out := d.leavesOutDeal(deal)
	month := period.Month(0)
	if day := deal.CloseDay(); !day.IsZero() {
		month = period.MonthOf(day)
	}
	spend, _ := deal.Spending()
	for _, a := range spend {
		cloud = append(cloud, CloudFact{Customer: of, Month: month, RateMonth: made, Provider: DealProvider, Currency: a.Currency,
			Effective: a.Decimal, Billed: a.Decimal, List: a.Decimal, Attribution: Attribution{Out: out}})
	}
	if len(cloud) == 0 {
		cloud = []CloudFact{{Customer: of, Month: month, RateMonth: made, Provider: DealProvider, Attribution: Attribution{Out: out}}}
	}
	worth, _ := deal.Worth()
	for _, a := range worth {
		services = append(services, ServiceFact{Customer: of, Month: month, RateMonth: made, Basis: d.Numerator.Basis, Nature: service.NatureService,
			Currency: a.Currency, Net: a.Decimal, Attribution: Attribution{Out: out}})
	}
	return cloud, services
}

// leavesOutDeal says why a deal does not count; empty when it does.
func (d Definition) leavesOutDeal(deal opportunity.Deal) Reason {
	spend, _ := deal.Spending()
	worth, _ := deal.Worth()
	switch stage := deal.Reached(); {
	case deal.Status == opportunity.StatusRejected:
		return ReasonRejected
	case stage == opportunity.StageLaunched && !slices.Contains(d.Stages, stage):
		return ReasonLaunched
	case stage == opportunity.StageClosedLost && !slices.Contains(d.Stages, stage):
		return ReasonClosedLost
	case !slices.Contains(d.Stages, stage):
		return ReasonStage
	case len(spend) == 0:
		return ReasonNoSpend
	case len(worth) == 0:
		return ReasonNoDealValue
	}
	return ""
}

// Fate is what became of a fact.
type Fate struct {
	Fact int    // place in Input.Cloud
	Out  Reason // why it is left out; empty: it counts
}

// CloudFates gives what became of every cloud fact that passes the question's
// filters, in order.
func CloudFates(in Input) ([]Fate, error) {
	if err := in.Validate(); err != nil {
		return nil, err
	}
	_, t := compute(in)
	if t.question == nil {
		return nil, nil
	}
	var fates []Fate
	for _, c := range t.cloud {
		for _, n := range c.facts {
			fates = append(fates, Fate{Fact: n})
		}
	}
	for x, behind := range t.question.behind {
		if x.Side == SideCloud {
			for _, s := range behind {
				fates = append(fates, Fate{s.Fact, x.Reason})
			}
		}
	}
	slices.SortFunc(fates, func(a, b Fate) int { return a.Fact - b.Fact })
	return fates, nil
}
