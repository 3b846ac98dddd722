package period_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

func TestParseReadsPeriodsAsPeopleWriteThem(t *testing.T) {
	for in, want := range map[string]string{
		"2025": "2025-01..2025-12", "2025Q1": "2025-01..2025-03", "2025q4": "2025-10..2025-12",
		"2025H2": "2025-07..2025-12", "2025-01": "2025-01", "2025-11..2026-02": "2025-11..2026-02",
		"2025Q1..2025Q4": "2025-01..2025-12", "2024H2..2025": "2024-07..2025-12", " 2025Q2 .. 2025-05 ": "2025-04..2025-05",
		"all": "all", "ALL": "all", "": "all",
	} {
		got, err := period.Parse(in)
		if err != nil || got.String() != want {
			t.Errorf("Parse(%q) = %s, %v; want %s", in, got, err, want)
		}
	}
}

func TestParseRefusesWhatIsNoPeriod(t *testing.T) {
	for in, code := range map[string]string{
		"25": "period.malformed", "2025-13": "period.malformed", "2025-00": "period.malformed", "2025Q5": "period.malformed",
		"2025H3": "period.malformed", "2025-1": "period.malformed", "2025..": "period.malformed", "..2025": "period.malformed",
		"2025-01-01": "period.malformed", "last year": "period.malformed",
		"2025..2024": "period.backwards", "2025-02..2025-01": "period.backwards",
	} {
		if _, err := period.Parse(in); fault.CodeOf(err) != code {
			t.Errorf("Parse(%q): %v; want %s", in, err, code)
		}
	}
}

func months() *rapid.Generator[period.Month] {
	return rapid.Custom(func(t *rapid.T) period.Month {
		return period.NewMonth(rapid.IntRange(1, 9999).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")))
	})
}

func TestMonthsAndRangesSurvivePrinting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := months().Draw(t, "month")
		if back, err := period.ParseMonth(m.String()); err != nil || back != m {
			t.Fatalf("%s came back as %s, %v", m, back, err)
		}
		if one, err := period.Parse(m.String()); err != nil || one.From != m || one.Months() != 1 {
			t.Fatalf("%s as a range is %+v, %v", m, one, err)
		}
		r := period.Range{From: m, Until: m + period.Month(rapid.IntRange(1, 600).Draw(t, "months"))}
		if r.Until.Year() > 9999 {
			t.Skip("past the calendar")
		}
		if back, err := period.Parse(r.String()); err != nil || back != r {
			t.Fatalf("%s came back as %s, %v", r, back, err)
		}
	})
}

func TestAMonthHoldsExactlyItsInstants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := months().Draw(t, "month")
		if !m.End().Equal((m + 1).Start()) {
			t.Fatalf("%s ends %s, the next starts %s", m, m.End(), (m + 1).Start())
		}
		for _, at := range []time.Time{m.Start(), m.End().Add(-time.Nanosecond)} {
			if period.MonthOf(at) != m {
				t.Fatalf("%s lies in %s, not %s", at, period.MonthOf(at), m)
			}
		}
		if m.Year()*12+int(m.Month())-1 != int(m) || m.Quarter() != (int(m.Month())+2)/3 {
			t.Fatalf("%s: year %d, month %d, quarter %d", m, m.Year(), m.Month(), m.Quarter())
		}
	})
}

func TestMonthOfCountsInUTC(t *testing.T) {
	shanghai := time.FixedZone("UTC+8", 8*60*60)
	if got := period.MonthOf(time.Date(2025, 1, 1, 7, 0, 0, 0, shanghai)); got.String() != "2024-12" {
		t.Errorf("got %s", got)
	}
}

func TestRangeContainsItsFirstMonthAndNotItsUntil(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := months().Draw(t, "from")
		r := period.Range{From: from, Until: from + period.Month(rapid.IntRange(1, 48).Draw(t, "months"))}
		inside := 0
		for m := r.From - 2; m < r.Until+2; m++ {
			if r.Contains(m) {
				inside++
			}
		}
		if inside != r.Months() || !r.Contains(r.From) || r.Contains(r.Until) {
			t.Fatalf("%s contains %d months", r, inside)
		}
	})
	if !(period.Range{}).Contains(period.NewMonth(2025, time.May)) {
		t.Error("the zero range is all months")
	}
}

func TestLabels(t *testing.T) {
	m := period.NewMonth(2025, time.November)
	if m.String() != "2025-11" || m.QuarterLabel() != "2025Q4" {
		t.Errorf("%s, %s", m, m.QuarterLabel())
	}
}

func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{"2025", "2025Q1", "2025h2", "2025-01", "2025-01..2025Q4", "all", "", "2025..2024", "0000", "9999-12"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := period.Parse(s)
		if err != nil {
			if fault.KindOf(err) != fault.KindInvalid {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		if !r.IsZero() && r.Months() <= 0 {
			t.Fatalf("%q gave an empty range %+v", s, r)
		}
		if back, err := period.Parse(r.String()); err != nil || back != r {
			t.Fatalf("%q gave %s, which reads as %+v, %v", s, r, back, err)
		}
	})
}
