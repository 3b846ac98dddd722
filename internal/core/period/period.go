// Package period holds calendar months and ranges of months in UTC.
//
// Bills, books and figures all meet at the month, so the month is the unit
// here; until is always exclusive. Days and clocks belong to the callers.
package period

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Month is a calendar month in UTC, counted from year 0 so that months compare
// and subtract as integers. The zero value means "no month".
type Month int32

// NewMonth makes a month from a year and a month of 1 to 12.
func NewMonth(year int, month time.Month) Month { return Month(year*12 + int(month) - 1) }

// MonthOf is the month an instant falls in, in UTC.
func MonthOf(t time.Time) Month {
	t = t.UTC()
	return NewMonth(t.Year(), t.Month())
}

// ParseMonth reads "2025-01".
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return 0, fault.New(fault.KindInvalid, "period.malformed").With("value", s).Because(err)
	}
	return MonthOf(t), nil
}

// Year is the calendar year.
func (m Month) Year() int { return int(m) / 12 }

// Month is the month of the year, 1 to 12.
func (m Month) Month() time.Month { return time.Month(int(m)%12 + 1) }

// Quarter is 1 to 4.
func (m Month) Quarter() int { return (int(m)%12)/3 + 1 }

// Start is the first instant of the month.
func (m Month) Start() time.Time { return time.Date(m.Year(), m.Month(), 1, 0, 0, 0, 0, time.UTC) }

// End is the first instant of the next month.
func (m Month) End() time.Time { return (m + 1).Start() }

// String is "2025-01".
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year(), int(m.Month())) }

// QuarterLabel is "2025Q1".
func (m Month) QuarterLabel() string { return fmt.Sprintf("%04dQ%d", m.Year(), m.Quarter()) }

// MarshalText writes "2025-01".
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads "2025-01".
func (m *Month) UnmarshalText(b []byte) error {
	v, err := ParseMonth(string(b))
	if err == nil {
		*m = v
	}
	return err
}

// Range is the months from From up to, not including, Until. A zero Range
// means all months there are.
type Range struct {
	From  Month `json:"from"`
	Until Month `json:"until"`
}

// IsZero reports an unbounded range.
func (r Range) IsZero() bool { return r == Range{} }

// Contains reports whether m lies in the range.
func (r Range) Contains(m Month) bool { return r.IsZero() || (m >= r.From && m < r.Until) }

// Months is how many months the range has.
func (r Range) Months() int { return int(r.Until - r.From) }

// String is what Parse reads: "2025-01..2025-12", last month included.
func (r Range) String() string {
	if r.IsZero() {
		return "all"
	}
	if r.Months() == 1 {
		return r.From.String()
	}
	return r.From.String() + ".." + (r.Until - 1).String()
}

var part = regexp.MustCompile(`^(\d{4})(?:-(\d{2})|[Qq]([1-4])|[Hh]([12]))?$`)

// Parse reads a period as people write it: "2025", "2025Q1", "2025H2",
// "2025-01", two of these joined by ".." (both included), or "all".
func Parse(s string) (Range, error) {
	s = strings.TrimSpace(s)
	if s == "" || strings.EqualFold(s, "all") {
		return Range{}, nil
	}
	first, last, ranged := strings.Cut(s, "..")
	a, err := parsePart(first)
	if err != nil {
		return Range{}, err
	}
	if !ranged {
		return a, nil
	}
	b, err := parsePart(last)
	if err != nil {
		return Range{}, err
	}
	if b.Until <= a.From {
		return Range{}, fault.New(fault.KindInvalid, "period.backwards").With("value", s)
	}
	return Range{a.From, b.Until}, nil
}

func parsePart(s string) (Range, error) {
	bad := fault.New(fault.KindInvalid, "period.malformed").With("value", s)
	m := part.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return Range{}, bad
	}
	year, _ := strconv.Atoi(m[1])
	number := func(i int) int { n, _ := strconv.Atoi(m[i]); return n }
	january := NewMonth(year, time.January)
	switch {
	case m[2] != "":
		if n := number(2); n < 1 || n > 12 {
			return Range{}, bad
		}
		at := january + Month(number(2)-1)
		return Range{at, at + 1}, nil
	case m[3] != "":
		at := january + Month(3*(number(3)-1))
		return Range{at, at + 3}, nil
	case m[4] != "":
		at := january + Month(6*(number(4)-1))
		return Range{at, at + 6}, nil
	default:
		return Range{january, january + 12}, nil
	}
}
