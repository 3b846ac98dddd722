package whitespace

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Feature is something that customers are compared by. What can be one of many
// has the one after a colon: "industry:retail", "service:Amazon EKS",
// "category:manage", "recent:manage".
type Feature string

const (
	FeatureSpend   Feature = "spend"   // logarithm of the cloud of a month
	FeatureGrowth  Feature = "growth"  // of the cloud, last quarter on the one before
	FeatureAge     Feature = "age"     // since the first charge
	FeatureLatest  Feature = "latest"  // since it last took up a category
	FeatureBreadth Feature = "breadth" // how many categories it buys
	FeaturePeers   Feature = "peers"   // what customers at the same point did
	// FeatureIndustry is all of them together, where grounds are told.
	FeatureIndustry Feature = "industry"
)

// Beginnings of features that can be one of many.
const (
	featureIndustry = "industry:"
	featureService  = "service:"
	featureCategory = "category:"
	featureRecent   = "recent:" // a category taken up within the last two quarters
)

// Kind is what a feature is about, without which one: "service" of
// "service:Amazon EKS". Which is empty where there is only one.
func (f Feature) Kind() (kind, which string) {
	kind, which, _ = strings.Cut(string(f), ":")
	return kind, which
}

// isOneOf says that a customer has the feature or not.
func (f Feature) isOneOf() bool { return strings.Contains(string(f), ":") }

// Features lists what customers are compared by, of what can be one of many
// only the kind.
func Features() []Feature {
	return []Feature{FeatureSpend, FeatureGrowth, FeatureAge, FeatureLatest, FeatureBreadth, FeaturePeers, FeatureIndustry, "service", "category", "recent"}
}

// mostServices is how many cloud services are told apart, those that the most
// customers use.
const mostServices = 40

// point is a customer on a day, in numbers.
type point struct {
	customer int // place in the books
	x        []float64
	lean     []float64 // towards each category
}

// lens turns a customer on a day into numbers, always in the same order.
type lens struct {
	books    Books
	features []Feature
	index    map[Feature]int
}

func newLens(b Books) lens {
	l := lens{books: b, features: []Feature{FeatureSpend, FeatureGrowth, FeatureAge, FeatureLatest, FeatureBreadth}, index: map[Feature]int{}}
	industries, users := map[string]int{}, map[string]int{}
	for _, h := range b.Histories {
		if h.Customer.Industry != "" {
			industries[h.Customer.Industry]++
		}
		for name := range h.Used {
			users[name]++
		}
	}
	for _, name := range slices.Sorted(maps.Keys(industries)) {
		l.features = append(l.features, Feature(featureIndustry+name))
	}
	names := slices.SortedFunc(maps.Keys(users), func(a, b string) int { return cmp.Or(users[b]-users[a], cmp.Compare(a, b)) })
	for _, name := range names[:min(len(names), mostServices)] {
		l.features = append(l.features, Feature(featureService+name))
	}
	for _, c := range service.Categories() {
		l.features = append(l.features, Feature(featureCategory+string(c)), Feature(featureRecent+string(c)))
	}
	for i, f := range l.features {
		l.index[f] = i
	}
	return l
}

// see gives the numbers of a customer on a day; what came later is not looked at.
func (l lens) see(h History, at period.Month) []float64 {
	x := make([]float64, len(l.features))
	mark := func(f Feature, value float64) {
		if i, known := l.index[f]; known {
			x[i] = value
		}
	}
	spend, months := h.spent(l.books, at)
	mark(FeatureSpend, math.Log1p(max(number(spend), 0)/float64(max(months, 1))))
	last, before := number(h.Cloud.Between(at-3, at).Sum()), number(h.Cloud.Between(at-6, at-3).Sum())
	if last > 0 && before > 0 {
		mark(FeatureGrowth, min(max(math.Log(last/before), -1), 1))
	}
	mark(FeatureAge, math.Log1p(float64(months)))
	mark(Feature(featureIndustry+h.Customer.Industry), 1)
	for name, used := range h.Used {
		if within(used, at-Window, at) {
			mark(Feature(featureService+name), 1)
		}
	}
	latest, breadth := Window, 0
	for _, c := range service.Categories() {
		column := Column{Category: c}
		if !h.buys(column, at) {
			continue
		}
		breadth++
		mark(Feature(featureCategory+string(c)), 1)
		// What was bought from the first month on may have begun long before.
		if begun := h.Bought[column].begins(); begun > l.books.From {
			latest = min(latest, int(at-begun))
			if at-begun <= Horizon {
				mark(Feature(featureRecent+string(c)), 1)
			}
		}
	}
	mark(FeatureLatest, float64(latest))
	mark(FeatureBreadth, float64(breadth))
	return x
}

// number is an amount as a measure of likeness; no amount is made of it again.
func number(d money.Decimal) float64 {
	f, err := strconv.ParseFloat(d.String(), 64)
	if err != nil {
		return 0
	}
	return f
}

// stage says that a feature is about what a customer already buys, and not
// about what it is.
func (l lens) stage(i int) bool {
	f := l.features[i]
	return f == FeatureLatest || f == FeatureBreadth || strings.HasPrefix(string(f), featureCategory) || strings.HasPrefix(string(f), featureRecent)
}
