package period

import (
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// instants are the forms in which bills write a moment. A form without an
// offset means UTC, as FOCUS and AWS define it.
var instants = []string{
	"2006-01-02T15:04:05Z07:00",
	"2006-01-02 15:04:05Z07:00",
	"2006-01-02T15:04Z07:00",
	"2006-01-02 15:04Z07:00",
	"2006-01-02T15:04:05",
	"2006-01-02 15:04:05",
	"2006-01-02T15:04",
	"2006-01-02 15:04",
	"2006-01-02",
	"2006/1/2 15:04:05", // as Chinese spreadsheets write it
	"2006/1/2 15:04",
	"2006/1/2",
	"20060102T150405Z",
	"20060102T150405.000Z",
}

// ParseInstant reads a moment as bills write it (ISO 8601 with or without T, Z,
// seconds, fraction or offset) and gives it in UTC. Forms in which day and
// month could be mistaken for each other are not accepted.
func ParseInstant(s string) (time.Time, error) {
	text := strings.TrimSuffix(strings.TrimSpace(s), " UTC")
	for _, form := range instants {
		if t, err := time.Parse(form, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fault.New(fault.KindInvalid, "time.malformed").With("value", s)
}
