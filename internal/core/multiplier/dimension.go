package multiplier

import (
	"slices"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Dimension is something a figure can be cut by.
type Dimension string

const (
	DimensionCustomer Dimension = "customer"
	DimensionGroup    Dimension = "group"    // the customer at the top, by ownership
	DimensionCategory Dimension = "category" // of services only: every category shares the group's cloud
	DimensionMonth    Dimension = "month"
	DimensionQuarter  Dimension = "quarter" // of the firm's year
	DimensionYear     Dimension = "year"
	DimensionProvider Dimension = "provider"
	DimensionRegion   Dimension = "region"  // of cloud only: services are allocated
	DimensionService  Dimension = "service" // of cloud only: services are allocated
	DimensionFamily   Dimension = "family"  // of cloud only: what kind of service, such as Compute
	DimensionAccount  Dimension = "account" // of cloud only: the account that used it
	DimensionPayer    Dimension = "payer"   // of cloud only: the account that is billed
	DimensionSegment  Dimension = "segment"
	DimensionIndustry Dimension = "industry"
	DimensionCohort   Dimension = "cohort"   // years since the customer's first charge, from 1
	DimensionCurrency Dimension = "currency" // of the bill or invoice
)

// Dimensions lists every dimension, in the order of help.
func Dimensions() []Dimension {
	return []Dimension{DimensionCustomer, DimensionGroup, DimensionCategory, DimensionMonth, DimensionQuarter, DimensionYear,
		DimensionProvider, DimensionRegion, DimensionService, DimensionFamily, DimensionAccount, DimensionPayer, DimensionSegment,
		DimensionIndustry, DimensionCohort, DimensionCurrency}
}

// ParseDimension reads a dimension's name in any case.
func ParseDimension(s string) (Dimension, error) {
	d := Dimension(strings.ToLower(strings.TrimSpace(s)))
	if slices.Contains(Dimensions(), d) {
		return d, nil
	}
	known := make([]string, 0, len(Dimensions()))
	for _, k := range Dimensions() {
		known = append(known, string(k))
	}
	return "", fault.New(fault.KindInvalid, "dimension.unknown").With("value", s).With("known", strings.Join(known, ", "))
}

// Filter keeps what has one of the values in a dimension. Values compare
// without case; a customer is named by id or name; an empty value means what
// has none.
type Filter struct {
	Dimension Dimension `json:"dimension"`
	Values    []string  `json:"values"`
}

// ofCloudOnly reports that services have no value of their own in the
// dimension and are allocated. A service line may name its provider.
func (d Dimension) ofCloudOnly() bool {
	return d == DimensionProvider || d.ofChargesOnly()
}

// ofChargesOnly reports that no service line says a value of its own: which
// region or account something was used in, a charge knows alone.
func (d Dimension) ofChargesOnly() bool {
	switch d {
	case DimensionRegion, DimensionService, DimensionFamily, DimensionAccount, DimensionPayer:
		return true
	case DimensionCustomer, DimensionGroup, DimensionCategory, DimensionMonth, DimensionQuarter, DimensionYear, DimensionProvider,
		DimensionSegment, DimensionIndustry, DimensionCohort, DimensionCurrency:
		return false
	}
	return false
}

// ofMore reports that a customer may have several values. Services follow all of
// a customer's cloud, whatever of it is shown: a filter by such a dimension waits
// until they do.
func (d Dimension) ofMore() bool {
	return d != DimensionCustomer && d != DimensionSegment && d != DimensionIndustry
}

// ordered reports that values have an order of their own; others stand by size.
func (d Dimension) ordered() bool {
	switch d {
	case DimensionMonth, DimensionQuarter, DimensionYear, DimensionCohort, DimensionCategory:
		return true
	case DimensionCustomer, DimensionGroup, DimensionProvider, DimensionRegion, DimensionService, DimensionFamily,
		DimensionAccount, DimensionPayer, DimensionSegment, DimensionIndustry, DimensionCurrency:
		return false
	}
	return false
}

// FirstYear is how many months from the first charge on count as a customer's
// first year.
const FirstYear = 12

// cohort is the year since the first charge a month lies in, from 1; empty for
// a customer that has no charge. What was earned before the first charge
// belongs to the first year: migrations start before the cloud does.
func cohort(first map[customer.ID]period.Month, id customer.ID, m period.Month) string {
	start, ok := first[id]
	if !ok {
		return ""
	}
	return strconv.Itoa(int(max(m-start, 0))/FirstYear + 1)
}

// seasoned reports that the month lies after the customer's first year; it is
// false where that cannot be known.
func seasoned(first map[customer.ID]period.Month, id customer.ID, m period.Month) bool {
	start, ok := first[id]
	return ok && m-start >= FirstYear
}

// shared gives the value of a dimension that both sides have.
func (q *question) shared(d Dimension, id customer.ID, m period.Month, currency string) string {
	if m == 0 && (d == DimensionMonth || d == DimensionQuarter || d == DimensionYear) {
		return "" // a deal that nobody gave a day
	}
	switch d {
	case DimensionCustomer:
		return string(id)
	case DimensionGroup:
		if q.Group == nil || id == "" {
			return string(id)
		}
		return string(q.Group(id, m))
	case DimensionMonth:
		return m.String()
	case DimensionQuarter:
		return q.Calendar.QuarterLabel(m)
	case DimensionYear:
		return q.Calendar.YearLabel(m)
	case DimensionSegment:
		return q.Customers[id].Segment
	case DimensionIndustry:
		return q.Customers[id].Industry
	case DimensionCohort:
		return cohort(q.FirstCharge, id, m)
	case DimensionCurrency:
		return currency
	case DimensionCategory, DimensionProvider, DimensionRegion, DimensionService, DimensionFamily, DimensionAccount, DimensionPayer:
		return ""
	}
	return ""
}

// ParseFilters reads dimension=value; the same dimension again means either
// value. Faults: filter.malformed, and those of ParseDimension.
func ParseFilters(texts []string) ([]Filter, error) {
	var filters []Filter
	for _, text := range texts {
		name, value, ok := strings.Cut(text, "=")
		if !ok {
			return nil, fault.New(fault.KindInvalid, "filter.malformed").With("value", text)
		}
		d, err := ParseDimension(name)
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(filters, func(f Filter) bool { return f.Dimension == d })
		if at < 0 {
			at = len(filters)
			filters = append(filters, Filter{Dimension: d})
		}
		filters[at].Values = append(filters[at].Values, strings.TrimSpace(value))
	}
	return filters, nil
}
