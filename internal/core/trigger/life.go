package trigger

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

//go:embed endoflife.csv
var shippedLives []byte

// Life is the end of something that is sold today, as its provider announced it.
type Life struct {
	ID   string
	Name string
	// Service and Meter are patterns as in Match; one of them tells it in a bill.
	Service, Meter string
	// Ends is the last day of standard support, or of the service.
	Ends time.Time
	// Charged says that a bill has it only after Ends, as a charge for support
	// beyond it.
	Charged bool
	Source  Source
}

// Fits reports that a charge is of it.
func (l Life) Fits(service, meter string) bool {
	m := Match{}
	if l.Service != "" {
		m.Services = []string{l.Service}
	}
	return m.Fits(Sold{Service: service}) && (l.Meter == "" || fitsOne([]string{l.Meter}, meter))
}

// ShippedLives is the table that comes with the program.
func ShippedLives() []Life {
	all, err := ParseLives("endoflife.csv", shippedLives)
	if err != nil {
		panic(err) // the file is part of the program
	}
	return all
}

func lifeColumns() []string {
	return []string{"id", "name", "service", "meter", "ends", "charged", "source", "url", "read"}
}

// ParseLives reads a CSV file with exactly the columns of the shipped one. A
// line without source is refused. Faults: trigger.life_header, trigger.life.
func ParseLives(file string, data []byte) ([]Life, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	r.FieldsPerRecord = len(lifeColumns())
	header, err := r.Read()
	if err != nil || !slices.Equal(header, lifeColumns()) {
		return nil, fault.New(fault.KindInvalid, "trigger.life_header").With("columns", strings.Join(lifeColumns(), ",")).At(fault.Place{File: file, Row: 1})
	}
	var all []Life
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		place := fault.Place{File: file}
		if err != nil {
			var bad *csv.ParseError
			if errors.As(err, &bad) {
				place.Row = int64(bad.StartLine)
			}
			return nil, fault.New(fault.KindInvalid, "trigger.life").At(place).Because(err)
		}
		line, _ := r.FieldPos(0)
		place.Row = int64(line)
		l := Life{ID: record[0], Name: record[1], Service: record[2], Meter: record[3], Charged: record[5] == "true", Source: Source{Title: record[6], URL: record[7]}}
		invalid := func(column int) error {
			place.Column, place.Value = lifeColumns()[column], record[column]
			return fault.New(fault.KindInvalid, "trigger.life").At(place)
		}
		if l.Ends, err = time.Parse(time.DateOnly, record[4]); err != nil {
			return nil, invalid(4)
		}
		if l.Source.Read, err = time.Parse(time.DateOnly, record[8]); err != nil {
			return nil, invalid(8)
		}
		switch {
		case !wellFormed.MatchString(l.ID) || slices.ContainsFunc(all, func(o Life) bool { return o.ID == l.ID }):
			return nil, invalid(0)
		case l.Name == "":
			return nil, invalid(1)
		case l.Service == "" && l.Meter == "":
			return nil, invalid(2)
		case record[5] != "true" && record[5] != "false":
			return nil, invalid(5)
		case l.Source.Title == "":
			return nil, invalid(6)
		case !strings.HasPrefix(l.Source.URL, "https://"):
			return nil, invalid(7)
		}
		all = append(all, l)
	}
}

// ReplaceLives gives a table with a user's lines in place of those with the same
// id, and their new ones after.
func ReplaceLives(lives, own []Life) []Life {
	out := slices.Clone(lives)
	for _, l := range own {
		if i := slices.IndexFunc(out, func(o Life) bool { return o.ID == l.ID }); i >= 0 {
			out[i] = l
		} else {
			out = append(out, l)
		}
	}
	return out
}
