package period

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Calendar is the year of a firm: the month in which it starts, 1 to 12; zero
// is January. A fiscal year is named by the calendar year in which it ends, so
// FY2026 of a year that starts in April is 2025-04 to 2026-03. One that starts
// in January is the calendar year and has its names.
type Calendar time.Month

// IsFiscal reports a year that is not the calendar's.
func (c Calendar) IsFiscal() bool { return c > Calendar(time.January) && c <= Calendar(time.December) }

// offset is how many months a month is later in the calendar than in the
// fiscal year that it lies in.
func (c Calendar) offset() Month {
	if !c.IsFiscal() {
		return 0
	}
	return 12 - Month(c-1)
}

// Year is the year that a month lies in.
func (c Calendar) Year(m Month) int { return (m + c.offset()).Year() }

// YearLabel is "2025", or "FY2025".
func (c Calendar) YearLabel(m Month) string { return c.Label(c.Year(m)) }

// Label names a year: "2025", or "FY2025".
func (c Calendar) Label(year int) string {
	if c.IsFiscal() {
		return fmt.Sprintf("FY%04d", year)
	}
	return fmt.Sprintf("%04d", year)
}

// QuarterLabel is "2025Q1", or "FY2025Q1".
func (c Calendar) QuarterLabel(m Month) string {
	return fmt.Sprintf("%sQ%d", c.YearLabel(m), (m + c.offset()).Quarter())
}

// Months are those of a year.
func (c Calendar) Months(year int) Range {
	from := NewMonth(year, time.January) - c.offset()
	return Range{from, from + 12}
}

var fiscalPart = regexp.MustCompile(`(?i)^FY(\d{4}(?:[QH]\d)?)$`)

// Parse reads a period as Parse does, and years, halves and quarters of the
// firm's own: "FY2025", "FY2025H1", "FY2025Q1".
func (c Calendar) Parse(s string) (Range, error) {
	first, last, ranged := strings.Cut(strings.TrimSpace(s), "..")
	if !fiscalPart.MatchString(strings.TrimSpace(first)) && !fiscalPart.MatchString(strings.TrimSpace(last)) {
		return Parse(s)
	}
	a, err := c.part(first)
	if err != nil || !ranged {
		return a, err
	}
	b, err := c.part(last)
	if err != nil {
		return Range{}, err
	}
	if b.Until <= a.From {
		return Range{}, fault.New(fault.KindInvalid, "period.backwards").With("value", s)
	}
	return Range{a.From, b.Until}, nil
}

func (c Calendar) part(s string) (Range, error) {
	m := fiscalPart.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return parsePart(s)
	}
	r, err := parsePart(m[1])
	if err != nil {
		return r, err
	}
	return Range{r.From - c.offset(), r.Until - c.offset()}, nil
}

// Name gives the name of the year that a range is, if it is one.
func (c Calendar) Name(r Range) (string, bool) {
	if r.IsZero() || r.Months() != 12 {
		return "", false
	}
	if c.IsFiscal() && c.Months(c.Year(r.From)) == r {
		return c.YearLabel(r.From), true
	}
	return strconv.Itoa(r.From.Year()), r.From.Month() == time.January
}
