package calendar_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/sevenfold/sevenfold/internal/render/calendar"
)

func TestADueDateIsADayOfItsOwn(t *testing.T) {
	var b bytes.Buffer
	day := time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)
	title := strings.Repeat("推介托管运维；", 20) + "a, b; c\\d"
	if err := calendar.Write(&b, "Moves", []calendar.Due{{ID: "01A", Edition: 3, Day: day, Changed: day.Add(-time.Hour), Title: title, Text: "two\nlines"}}); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(b.String(), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
	}
	for _, want := range []string{"DTSTART;VALUE=DATE:20260331\r\n", "DTEND;VALUE=DATE:20260401\r\n", "UID:01A@sevenfold\r\n", "SEQUENCE:2\r\n", "DTSTAMP:20260330T230000Z\r\n", "METHOD:PUBLISH\r\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	read, err := ics.ParseCalendar(&b)
	if err != nil {
		t.Fatal(err)
	}
	e := read.Events()[0]
	if got := e.GetProperty(ics.ComponentPropertySummary).Value; got != title {
		t.Errorf("the title comes back as %q", got)
	}
	if got := e.GetProperty(ics.ComponentPropertyDescription).Value; got != "two\nlines" {
		t.Errorf("the text comes back as %q", got)
	}
}
