package answer

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Input begins a question in the visitor's currency.
func Input(v *visit.Visit, within period.Range, by ...multiplier.Dimension) measuring.Input {
	return measuring.Input{Period: within, By: by, Currency: v.Currency, Policy: v.Policy, Calendar: v.Calendar}
}

// Span is the months that the books cover.
type Span struct {
	First, Last period.Month // zero when there are no books
}

// IsEmpty reports books without any month.
func (s Span) IsEmpty() bool { return s.Last == 0 }

// Trailing is the last n months there are; zero, which is all months, where there
// is none.
func (s Span) Trailing(n int) period.Range {
	if s.IsEmpty() {
		return period.Range{}
	}
	return period.Range{From: s.Last + 1 - period.Month(n), Until: s.Last + 1}
}

// Years names the years of the firm that the books touch, the newest first.
func (s Span) Years(c period.Calendar) []string {
	var years []string
	for y := c.Year(s.Last); !s.IsEmpty() && y >= c.Year(s.First); y-- {
		years = append(years, c.Label(y))
	}
	return years
}

// Span finds which months have cloud, or services where no month has cloud:
// services are spread into months to come, which are not worth a comparison.
func (d *Desk) Span(ctx context.Context, v *visit.Visit) (Span, error) {
	in := Input(v, period.Range{}, multiplier.DimensionMonth)
	in.Definitions = []string{multiplier.Standard().Name}
	r, err := d.Ask(ctx, in)
	if err != nil {
		return Span{}, err
	}
	var cloud, services Span
	for _, f := range r.Figures {
		for _, row := range append(f.Rows, f.Unconverted...) {
			m, err := period.ParseMonth(row.Key[0])
			if err != nil {
				continue // amounts without a month are in the total only
			}
			if !row.Cloud.IsZero() {
				cloud.add(m)
			}
			if !row.Services.Sum().IsZero() {
				services.add(m)
			}
		}
	}
	if cloud.IsEmpty() {
		return services, nil
	}
	return cloud, nil
}

func (s *Span) add(m period.Month) {
	if s.First == 0 || m < s.First {
		s.First = m
	}
	s.Last = max(s.Last, m)
}
