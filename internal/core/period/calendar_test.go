package period_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

func TestAFiscalYearHasTheNameOfTheYearItEndsIn(t *testing.T) {
	april, january := period.Calendar(time.April), period.Calendar(time.January)
	for _, c := range []struct {
		calendar            period.Calendar
		month               string
		year, quarter, span string
	}{
		{april, "2025-03", "FY2025", "FY2025Q4", "2024-04..2025-03"},
		{april, "2025-04", "FY2026", "FY2026Q1", "2025-04..2026-03"},
		{period.Calendar(time.December), "2025-12", "FY2026", "FY2026Q1", "2025-12..2026-11"},
		{period.Calendar(time.February), "2025-01", "FY2025", "FY2025Q4", "2024-02..2025-01"},
		{january, "2025-03", "2025", "2025Q1", "2025-01..2025-12"},
		{0, "2025-12", "2025", "2025Q4", "2025-01..2025-12"},
	} {
		m, err := period.ParseMonth(c.month)
		if err != nil {
			t.Fatal(err)
		}
		if y, q, s := c.calendar.YearLabel(m), c.calendar.QuarterLabel(m), c.calendar.Months(c.calendar.Year(m)).String(); y != c.year || q != c.quarter || s != c.span {
			t.Errorf("%d %s: %s, %s, %s", c.calendar, c.month, y, q, s)
		}
	}
}

// What a month's year and quarter are called, reads back to a range with the
// month in it, of the right length.
func TestNamesOfYearsAndQuartersReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := period.Calendar(rapid.IntRange(0, 12).Draw(t, "start"))
		m := period.Month(rapid.IntRange(12*1990, 12*2100).Draw(t, "month"))
		for label, months := range map[string]int{c.YearLabel(m): 12, c.QuarterLabel(m): 3} {
			r, err := c.Parse(label)
			if err != nil || !r.Contains(m) || r.Months() != months {
				t.Fatalf("%d: %s of %s is %v, %v", c, label, m, r, err)
			}
		}
		if name, ok := c.Name(c.Months(c.Year(m))); !ok || name != c.YearLabel(m) {
			t.Fatalf("%d: %s is %s", c, c.YearLabel(m), name)
		}
	})
}

func TestPeriodsOfTheFirmsOwnYear(t *testing.T) {
	april := period.Calendar(time.April)
	for text, want := range map[string]string{"FY2025": "2024-04..2025-03", "fy2025q2": "2024-07..2024-09", "FY2025H2": "2024-10..2025-03", "2025": "2025-01..2025-12",
		"FY2025..FY2026": "2024-04..2026-03", "2025-01..FY2025": "2025-01..2025-03", "all": "all"} {
		if r, err := april.Parse(text); err != nil || r.String() != want {
			t.Errorf("%s: %v, %v", text, r, err)
		}
	}
	for _, text := range []string{"FY25", "FY2025Q5", "FY2025Q0", "FY", "FY2026..FY2025", "FY2025-01", "FY2025..x"} {
		if r, err := april.Parse(text); fault.KindOf(err) != fault.KindInvalid {
			t.Errorf("%s: %v, %v", text, r, err)
		}
	}
}

func FuzzCalendarParse(f *testing.F) {
	f.Add("FY2025Q1..2025-12", 4)
	f.Fuzz(func(t *testing.T, text string, start int) {
		r, err := period.Calendar(start).Parse(text)
		if err == nil && !r.IsZero() && r.Until <= r.From {
			t.Fatalf("%q is %v", text, r)
		}
	})
}
