package generating

import (
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// calendar writes the hours of one month without formatting each anew.
type calendar struct {
	month      period.Month
	hours      int
	this, next string // "2025-01-" and "2025-02-"
}

func newCalendar(m period.Month) *calendar {
	return &calendar{month: m, hours: int(m.End().Sub(m.Start()).Hours()), this: m.String() + "-", next: (m + 1).String() + "-"}
}

// first and last are the bounds of the billing period without a zone:
// "2025-01-01T00:00:00", the last exclusive.
func (c *calendar) first() string { return c.this + "01T00:00:00" }
func (c *calendar) last() string  { return c.next + "01T00:00:00" }

// append writes the instant that many hours into the month, with no zone.
func (c *calendar) append(b []byte, hour int) []byte {
	if hour >= c.hours {
		b, hour = append(b, c.next...), hour-c.hours
	} else {
		b = append(b, c.this...)
	}
	day, h := hour/24+1, hour%24
	return append(b, byte('0'+day/10), byte('0'+day%10), 'T', byte('0'+h/10), byte('0'+h%10), ':', '0', '0', ':', '0', '0')
}
