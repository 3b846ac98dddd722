package multiplier

import (
	"maps"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// services gives what counts of the service facts. Where the question cuts by
// something that only cloud has, a customer's services follow the customer's
// cloud of the period, pro rata and marked allocated; the pieces sum to the
// whole exactly. What has no customer, or whose customer has no cloud to
// follow, keeps an empty value and is never spread.
func (q *question) services(cloud []contribution) []contribution {
	g, values := newGathered(), make([]string, len(q.dims))
	for n, f := range q.Services {
		if f.Basis != q.Definition.Numerator.Basis || !q.Period.Contains(f.Month) {
			continue
		}
		q.serviceValues(f, values)
		if !q.keepsBut(values, Dimension.ofCloudOnly) {
			continue
		}
		if reason := q.leavesOutService(f); reason != "" {
			q.exclude(Exclusion{SideServices, reason, f.Currency}, n, f.Net)
			continue
		}
		g.add(values, alike{customer: f.Customer, rateMonth: q.rateMonth(f.RateMonth, f.Month, f.Currency), currency: f.Currency, part: partIndex(f.part()),
			provider: f.Provider, pricing: f.Pricing, seasoned: seasoned(q.FirstCharge, f.Customer, f.Month), unattributed: f.Unattributed, providerRest: f.ProviderRest}, n, f.Net)
	}
	follow := q.tuples(cloud)
	kept := make([]contribution, 0, len(g.all))
	for _, c := range g.all {
		kept = append(kept, q.allocate(c, follow[c.customer])...)
	}
	return kept
}

// separator joins values to one map key; it cannot stand in a value that came
// out of a bill or book.
const separator = "\x1f"

// serviceValues writes a fact's values along the dimensions; those that only
// cloud has stay empty.
func (q *question) serviceValues(f ServiceFact, values []string) {
	for i, d := range q.dims {
		switch d {
		case DimensionProvider:
			values[i] = f.Provider
		case DimensionCategory:
			values[i] = string(f.part())
		case DimensionRegion, DimensionService, DimensionFamily, DimensionAccount, DimensionPayer:
			values[i] = ""
		case DimensionCustomer, DimensionGroup, DimensionMonth, DimensionQuarter, DimensionYear, DimensionSegment,
			DimensionIndustry, DimensionCohort, DimensionCurrency:
			values[i] = q.shared(d, f.Customer, f.Month, string(f.Currency))
		}
	}
}

// tuple is one combination of values that only cloud has, with the spend it
// stands for.
type tuple struct {
	values []string // along dims; only those of cloud are set
	spend  money.Decimal
}

// tuples gives every customer's combinations with a positive spend, in a
// stable order. Spend without a rate cannot be compared and weighs nothing.
func (q *question) tuples(cloud []contribution) map[customer.ID][]tuple {
	if !slices.ContainsFunc(q.dims, Dimension.ofCloudOnly) {
		return nil
	}
	spend := map[customer.ID]map[string]money.Decimal{}
	for _, c := range cloud {
		rate, ok := q.Exchange.Rate(c.rateMonth, c.currency)
		if c.customer == "" || !ok {
			continue
		}
		values := make([]string, len(q.dims))
		for i, d := range q.dims {
			if d.ofCloudOnly() {
				values[i] = c.values[i]
			}
		}
		k := strings.Join(values, separator)
		if spend[c.customer] == nil {
			spend[c.customer] = map[string]money.Decimal{}
		}
		spend[c.customer][k] = spend[c.customer][k].Add(c.amount.Mul(rate))
	}
	follow := make(map[customer.ID][]tuple, len(spend))
	for id, byTuple := range spend {
		for _, k := range slices.Sorted(maps.Keys(byTuple)) {
			if byTuple[k].Sign() > 0 {
				follow[id] = append(follow[id], tuple{strings.Split(k, separator), byTuple[k]})
			}
		}
	}
	return follow
}

// allocate gives a service amount to the customer's clouds. The provider, when
// set, is the line's own word and narrows where it can go.
func (q *question) allocate(c contribution, follow []tuple) []contribution {
	at := slices.Index(q.dims, DimensionProvider)
	onlyProvider := at >= 0 && !slices.ContainsFunc(q.dims, Dimension.ofChargesOnly)
	if c.customer == "" || c.providerRest || len(follow) == 0 || (onlyProvider && c.provider != "") {
		return []contribution{c}
	}
	weights := make([]money.Decimal, len(follow))
	for i, t := range follow {
		if c.provider == "" || at < 0 || t.values[at] == c.provider {
			weights[i] = t.spend
		}
	}
	shares := money.Spread(c.amount, weights, money.LakeScale)
	if shares == nil {
		return []contribution{c}
	}
	parts := make([]contribution, 0, len(shares))
	for i, share := range shares {
		if weights[i].IsZero() {
			continue
		}
		p := c
		p.amount, p.allocated = share, true
		p.values = slices.Clone(c.values)
		for j, d := range q.dims {
			if d.ofCloudOnly() {
				p.values[j] = follow[i].values[j]
			}
		}
		parts = append(parts, p)
	}
	return parts
}
