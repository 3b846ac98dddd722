// Package calendar writes due dates as an iCalendar file (RFC 5545), which
// calendars import or subscribe to.
//
// It owns the shape of the file and is the only home of its library. What is due
// is given to it in finished words.
package calendar

import (
	"io"
	"time"

	ics "github.com/arran4/golang-ical"
)

// Due is one day on which something is due.
type Due struct {
	ID      string // stable: the same id again replaces the entry
	Edition int    // from 1; calendars take the highest
	Day     time.Time
	Changed time.Time
	Title   string
	Text    string
}

// Write writes the days as all-day events: programs that import calendars take
// those, and few take tasks.
func Write(w io.Writer, name string, dues []Due) error {
	c := ics.NewCalendarFor("Sevenfold")
	c.SetProductId("-//Sevenfold//Moves//EN")
	c.SetMethod(ics.MethodPublish)
	c.SetName(name)
	for _, d := range dues {
		e := c.AddEvent(d.ID + "@sevenfold")
		e.SetDtStampTime(d.Changed.UTC())
		e.SetLastModifiedAt(d.Changed.UTC())
		e.SetSequence(d.Edition - 1)
		e.SetAllDayStartAt(d.Day)
		e.SetAllDayEndAt(d.Day.AddDate(0, 0, 1))
		e.SetSummary(d.Title)
		if d.Text != "" {
			e.SetDescription(d.Text)
		}
		e.SetTimeTransparency(ics.TransparencyTransparent) // a due date does not make anybody busy
	}
	return c.SerializeTo(w, ics.WithNewLineWindows)
}
