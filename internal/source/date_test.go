package source_test

import (
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source"
)

func TestDatesAsPeopleAndProgramsWriteThem(t *testing.T) {
	const malformed, ambiguous = "source.date_malformed", "source.date_ambiguous"
	tests := []struct{ patterns, in, want string }{
		{"yyyy-mm-dd", "2025-01-31", "2025-01-31"},
		{"yyyy-mm-dd", "2025-1-31", malformed},
		{"yyyy-m-d", "2025-1-31", "2025-01-31"},
		{"yyyy-mm-dd", "2025-02-30", malformed},
		{"yyyy-mm-dd", "2025-01-31 12:00:00", malformed},
		{"yyyy-mm-dd hh:mm:ss", "2026-02-11 12:00:00", "2026-02-11"},
		{"yyyy-mm-dd hh:mm:ss", "2026-02-11 25:00:00", malformed},
		{"dd/mm/yyyy", "31/01/2025", "2025-01-31"},
		{"dd/mm/yyyy", "01/31/2025", malformed},
		{"m/d/yyyy", "1/31/2025", "2025-01-31"},
		{"m/d/yy", "1/31/25", "2025-01-31"},
		{"m/d/yy", "1/31/2025", malformed},
		{"m/d/yyyy h:mm am/pm", "1/31/2025 9:05 PM", "2025-01-31"},
		{"dd.mm.yyyy", "31.01.2025", "2025-01-31"},
		{"d mmm yyyy", "31 Jan 2025", "2025-01-31"},
		{"d mmm yyyy", "3 sept 2025", "2025-09-03"},
		{"mmmm d, yyyy", "January 31, 2025", "2025-01-31"},
		{"yyyy年m月d日", "2025年1月31日", "2025-01-31"},
		{"yyyy年m月d日", "２０２５年１月３１日", "2025-01-31"},
		{"yyyymmdd", "20250131", "2025-01-31"},
		{"iso", "2025-01-31", "2025-01-31"},
		{"iso", "2025-01-31T23:30:00-05:00", "2025-01-31"},
		{"iso", "2025-01-31T23:30:00.123Z", "2025-01-31"},
		{"iso", "2025-01-31 23:30:00 UTC", "2025-01-31"},
		{"iso", "2025-01-31T99:00:00Z", malformed},
		{"iso", "45688", malformed},
		{"excel-serial", "45688", "2025-01-31"},
		{"excel-serial", "45688.99999", "2025-01-31"},
		{"excel-serial", "60", malformed},
		{"dd/mm/yyyy|mm/dd/yyyy", "31/01/2025", "2025-01-31"},
		{"dd/mm/yyyy|mm/dd/yyyy", "02/01/2025", ambiguous},
		{"dd/mm/yyyy|mm/dd/yyyy", "02/02/2025", "2025-02-02"},
		{"iso|yyyy-mm-dd", "2025-01-31", "2025-01-31"},
		{"iso", "", malformed},
	}
	for _, tt := range tests {
		t.Run(tt.patterns+" "+tt.in, func(t *testing.T) {
			f, err := source.ParseDateFormat(strings.Split(tt.patterns, "|")...)
			if err != nil {
				t.Fatal(err)
			}
			got, err := f.Parse(tt.in)
			if strings.HasPrefix(tt.want, "source.") {
				if fault.CodeOf(err) != tt.want {
					t.Errorf("got %v, %v, want the fault %s", got, err, tt.want)
				}
				return
			}
			if want, _ := time.Parse(time.DateOnly, tt.want); err != nil || got != want {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

func TestPatternsThatNameNoDayAreRefused(t *testing.T) {
	for _, p := range []string{"", "yyyy-mm", "yyy-mm-dd", "dd/dd/yyyy mm", "yyyy-mm-ddd", "text", "yyyy-mmmmm-dd"} {
		if _, err := source.ParseDateFormat(p); fault.CodeOf(err) != "source.date_pattern" {
			t.Errorf("%q: %v", p, err)
		}
	}
}

func FuzzDate(f *testing.F) {
	f.Add("yyyy-mm-dd", "2025-01-31")
	f.Add("m/d/yy", "1/2/25")
	f.Add("iso", "2025-01-31T00:00:00Z")
	f.Add("excel-serial", "45688")
	f.Add("yyyy年m月d日", "2025年1月31日")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		format, err := source.ParseDateFormat(pattern)
		if err != nil {
			if fault.CodeOf(err) != "source.date_pattern" {
				t.Fatal(err)
			}
			return
		}
		day, err := format.Parse(text)
		if err != nil {
			if code := fault.CodeOf(err); code != "source.date_malformed" {
				t.Fatal(err)
			}
			return
		}
		if day.Year() < 1900 || day.Year() > 9999 || day != day.Truncate(24*time.Hour) || day.Location() != time.UTC {
			t.Fatalf("%q as %q gives %v", text, pattern, day)
		}
	})
}
