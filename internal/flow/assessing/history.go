package assessing

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Scope is a part of the books, and how its figure is cut.
type Scope struct {
	Period period.Range
	Where  []multiplier.Filter
	By     multiplier.Dimension
}

// Ask gives the figure of a scope under the default definition. The answers of
// one run must be of the same state of the books.
type Ask func(context.Context, Scope) (multiplier.Result, error)

// Part is the verdict on a part of the books.
type Part struct {
	Label string // a quarter such as 2025Q2, or a value of the dimension; empty for what has none
	Scope Scope
	Result
}

// window is how many months each verdict of a history rests on: one quarter is
// too short for projects that begin and end.
const window = 12

// History judges the twelve months up to the end of each quarter for which the
// books have them, the oldest first.
func (a *Assessor) History(ctx context.Context, within period.Range, ask Ask) (_ []Part, err error) {
	defer fault.Wrap(&err, "assessing.History")
	months, err := ask(ctx, Scope{Period: within, By: multiplier.DimensionMonth})
	if err != nil {
		return nil, err
	}
	first, last := Span(months)
	var parts []Part
	for end := last + 1; first != 0 && end-window >= first; end-- {
		if (end - 1).Quarter() == end.Quarter() {
			continue // no quarter ends here
		}
		part, err := a.part(ctx, (end - 1).QuarterLabel(), Scope{Period: period.Range{From: end - window, Until: end}}, ask)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	slices.Reverse(parts)
	return parts, nil
}

// Span is the first and the last month of a figure by month; zero where it has
// none. What is nobody's counts: the books are no shorter for it.
func Span(byMonth multiplier.Result) (first, last period.Month) {
	for _, row := range byMonth.Rows {
		if row.Kind != multiplier.RowGroup && row.Kind != multiplier.RowUnmatched || len(row.Key) == 0 {
			continue
		}
		m, err := period.ParseMonth(row.Key[0])
		if err != nil {
			continue // what belongs to no month
		}
		if first == 0 || m < first {
			first = m
		}
		last = max(last, m)
	}
	return first, last
}

// Parts judges what each value of a dimension stands for, the most money first.
func (a *Assessor) Parts(ctx context.Context, within period.Range, by multiplier.Dimension, ask Ask) (_ []Part, err error) {
	defer fault.Wrap(&err, "assessing.Parts")
	if !slices.Contains(PartDimensions(), by) {
		return nil, fault.New(fault.KindInvalid, "assess.dimension").With("value", string(by))
	}
	whole, err := ask(ctx, Scope{Period: within, By: by})
	if err != nil {
		return nil, err
	}
	var parts []Part
	for _, row := range whole.Rows {
		if row.Kind != multiplier.RowGroup {
			continue
		}
		scope := Scope{Period: within, Where: []multiplier.Filter{{Dimension: by, Values: row.Key[:1]}}}
		part, err := a.part(ctx, row.Key[0], scope, ask)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return parts, nil
}

// PartDimensions lists what a class can be told of: parts of the business that
// have customers of their own, or clouds.
func PartDimensions() []multiplier.Dimension {
	return []multiplier.Dimension{multiplier.DimensionSegment, multiplier.DimensionIndustry, multiplier.DimensionProvider, multiplier.DimensionRegion}
}

func (a *Assessor) part(ctx context.Context, label string, scope Scope, ask Ask) (Part, error) {
	scope.By = multiplier.DimensionCustomer
	figure, err := ask(ctx, scope)
	if err != nil {
		return Part{}, err
	}
	r, err := a.Run(ctx, figure)
	return Part{Label: label, Scope: scope, Result: r}, err
}
