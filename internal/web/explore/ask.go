package explore

import (
	"cmp"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// limit is how many rows a page shows before it sums the others; exports have
// them all.
const limit = 40

// mostColumns is how many columns a table by two dimensions has before it sums
// the others.
const mostColumns = 24

// question is what an address of this page asks.
type question struct {
	By         []multiplier.Dimension // one or two
	Measure    measure
	Definition string
	Period     period.Range
	PeriodText string // as the address has it
	Compare    compare
	Before     period.Range // zero: nothing to compare with
	Where      []multiplier.Filter
	Sort       string // key of a column; empty: the order of the answer
	Up         bool
	Show       picture
	Limit      int // rows; 0 for all
}

// measure is what the cells of a table by two dimensions hold, and what
// pictures draw.
type measure string

const (
	measureMultiplier measure = "multiplier"
	measureCloud      measure = "cloud"
	measureServices   measure = "services"
	measureRunRate    measure = "run_rate"
)

func measures() []measure {
	return []measure{measureMultiplier, measureCloud, measureServices, measureRunRate}
}

// compare is the period to stand beside.
type compare string

const (
	compareNone   compare = ""
	compareBefore compare = "before" // as many months just before
	compareYear   compare = "year"   // the same months a year before
)

func compares() []compare { return []compare{compareNone, compareBefore, compareYear} }

// picture is what stands above the table.
type picture string

const (
	pictureBar  picture = "bar"
	pictureLine picture = "line"
	pictureHeat picture = "heat"
	pictureTree picture = "tree" // areas
	pictureFall picture = "fall" // steps from nothing, or from the period before, to the total
	pictureNone picture = "none"
)

func pictures() []picture {
	return []picture{pictureBar, pictureLine, pictureHeat, pictureTree, pictureFall, pictureNone}
}

func oneOf[T ~string](known []T, text string) (T, error) {
	if v := T(text); slices.Contains(known, v) {
		return v, nil
	}
	return "", fault.New(fault.KindInvalid, "web.choice_unknown").With("value", text)
}

// parse reads an address. What it leaves out is the last twelve months by
// customer.
func parse(v *visit.Visit, span answer.Span) (q question, err error) {
	u := v.URL.Query()
	q = question{Definition: cmp.Or(u.Get("definition"), multiplier.Standard().Name), PeriodText: u.Get("period"), Sort: u.Get("sort"),
		Up: u.Get("dir") == "up", Limit: limit, Period: span.Trailing(12)}
	if q.PeriodText != "" {
		if q.Period, err = v.Calendar.Parse(q.PeriodText); err != nil {
			return q, err
		}
	}
	for i, name := range []string{cmp.Or(u.Get("by"), string(multiplier.DimensionCustomer)), u.Get("and")} {
		if name == "" {
			continue
		}
		d, err := multiplier.ParseDimension(name)
		if err != nil {
			return q, err
		}
		if i == 1 && d == q.By[0] {
			continue // twice the same is once
		}
		q.By = append(q.By, d)
	}
	if q.Measure, err = oneOf(measures(), cmp.Or(u.Get("measure"), string(measureMultiplier))); err != nil {
		return q, err
	}
	if q.Compare, err = oneOf(compares(), u.Get("compare")); err != nil {
		return q, err
	}
	if q.Show, err = oneOf(pictures(), cmp.Or(u.Get("show"), string(usual(q.By)))); err != nil {
		return q, err
	}
	if parts := q.Show == pictureTree || q.Show == pictureFall; parts && len(q.By) == 2 {
		q.Measure = summed(q) // a table by two dimensions has one measure, and its parts must add up
	}
	if n := period.Month(q.Period.Months()); !q.Period.IsZero() && len(q.By) == 1 {
		switch q.Compare {
		case compareNone:
		case compareBefore:
			q.Before = period.Range{From: q.Period.From - n, Until: q.Period.From}
		case compareYear:
			q.Before = period.Range{From: q.Period.From - 12, Until: q.Period.Until - 12}
		}
	}
	q.Where, err = answer.Filters(u)
	return q, err
}

// usual is the picture that suits dimensions best.
func usual(by []multiplier.Dimension) picture {
	switch {
	case len(by) == 2 && inTime(by[1]):
		return pictureHeat
	case inTime(by[0]):
		return pictureLine
	}
	return pictureBar
}

func inTime(d multiplier.Dimension) bool {
	return d == multiplier.DimensionMonth || d == multiplier.DimensionQuarter || d == multiplier.DimensionYear
}

// value is one choice of a filter.
type value struct {
	Value, Label string
}

// filterable are the dimensions that the page offers filters for; months are
// chosen as the period.
func filterable() []multiplier.Dimension {
	return append([]multiplier.Dimension{multiplier.DimensionCustomer, multiplier.DimensionCategory, multiplier.DimensionSegment, multiplier.DimensionIndustry,
		multiplier.DimensionCohort}, billed()...)
}

// spelled are dimensions of too many values to look through: who filters by one
// types its id.
func spelled() []multiplier.Dimension {
	return []multiplier.Dimension{multiplier.DimensionAccount, multiplier.DimensionPayer}
}

// billed are the dimensions whose values the bills say and that a list may hold.
func billed() []multiplier.Dimension {
	return []multiplier.Dimension{multiplier.DimensionProvider, multiplier.DimensionRegion, multiplier.DimensionService, multiplier.DimensionFamily, multiplier.DimensionCurrency}
}
