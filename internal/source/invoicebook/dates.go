package invoicebook

import (
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source"
)

// dateColumn reads the dates of one table. 02/01/2025 alone may be January or
// February; beside 31/01/2025 it is January: what only one pattern can read
// proves that pattern for the whole table.
type dateColumn struct {
	format source.DateFormat
	proven map[string]bool
	noted  map[string]bool // the same days come again and again
	days   map[string]time.Time
}

func newDateColumn(patterns []string) (*dateColumn, error) {
	f, err := source.ParseDateFormat(patterns...)
	return &dateColumn{format: f, proven: map[string]bool{}, noted: map[string]bool{}, days: map[string]time.Time{}}, err
}

// note takes a cell as evidence.
func (d *dateColumn) note(text string) {
	if d.noted[text] {
		return
	}
	d.noted[text] = true
	readings := d.format.Readings(text)
	var day time.Time
	for _, t := range readings {
		if !day.IsZero() && !day.Equal(t) {
			return
		}
		day = t
	}
	// A cell that every order reads alike (02/02/2025) proves none of them.
	if len(readings) == 1 {
		for pattern := range readings {
			d.proven[pattern] = true
		}
	}
}

// read gives a cell's day once the whole table has been noted.
func (d *dateColumn) read(text string) (time.Time, error) {
	if day, ok := d.days[text]; ok {
		return day, nil
	}
	day, err := d.decide(text)
	if err == nil {
		d.days[text] = day
	}
	return day, err
}

func (d *dateColumn) decide(text string) (time.Time, error) {
	day, err := d.format.Parse(text)
	if fault.CodeOf(err) != "source.date_ambiguous" {
		return day, err
	}
	var proven time.Time
	for pattern, t := range d.format.Readings(text) {
		switch {
		case !d.proven[pattern]:
		case proven.IsZero():
			proven = t
		case !proven.Equal(t):
			return time.Time{}, err // both orders occur in this table
		}
	}
	if proven.IsZero() {
		return time.Time{}, err
	}
	return proven, nil
}
