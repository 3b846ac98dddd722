// Package benchmark is dated reference values that other people published:
// value, unit, year, source, address, confidence.
//
// It owns their shape, the values that ship, and that an unknown value stays
// empty. References stand beside a figure; no rule takes them for a threshold.
package benchmark

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

//go:embed benchmarks.csv
var shipped []byte

// Reference is one published value. Value, Low and High are nil where nobody
// published them.
type Reference struct {
	ID            string
	Value         *money.Decimal
	Low, High     *money.Decimal // a range, as published
	Unit          string
	Year          int // the year it speaks of; zero only where there is no value
	Source        string
	URL           string
	Confidence    Confidence
	EffectiveFrom time.Time // zero when not known
}

// Confidence says how near the source we stand.
type Confidence string

const (
	ConfidencePrimary   Confidence = "primary"   // the publisher's own text was read
	ConfidenceSecondary Confidence = "secondary" // somebody retells it
	ConfidenceInferred  Confidence = "inferred"  // ours, from such facts
	ConfidenceUnknown   Confidence = ""          // there is no value
)

// Known reports that there is a value or a range.
func (r Reference) Known() bool { return r.Value != nil || r.Low != nil || r.High != nil }

// Table is references by id, each id once.
type Table []Reference

// Shipped gives the references that come with the program.
func Shipped() Table {
	t, err := Parse("benchmarks.csv", shipped)
	if err != nil {
		panic(err) // the file is part of the program
	}
	return t
}

// Find gives the reference of an id.
func (t Table) Find(id string) (Reference, bool) {
	i := slices.IndexFunc(t, func(r Reference) bool { return r.ID == id })
	if i < 0 {
		return Reference{}, false
	}
	return t[i], true
}

// Replace gives the table with a user's references in place of those with the
// same id, and their new ones after.
func (t Table) Replace(own Table) Table {
	out := slices.Clone(t)
	for _, r := range own {
		if i := slices.IndexFunc(out, func(o Reference) bool { return o.ID == r.ID }); i >= 0 {
			out[i] = r
		} else {
			out = append(out, r)
		}
	}
	return out
}

// columns is the header of a file of references.
func columns() []string {
	return []string{"id", "value", "low", "high", "unit", "year", "source", "url", "confidence", "effective_from"}
}

// Parse reads a CSV file of references with exactly the columns of the shipped
// one. A value without source, year or confidence is refused: it could be anybody's
// invention.
func Parse(file string, data []byte) (Table, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	r.FieldsPerRecord = len(columns())
	header, err := r.Read()
	if err != nil || !slices.Equal(header, columns()) {
		return nil, fault.New(fault.KindInvalid, "benchmark.header").With("columns", strings.Join(columns(), ",")).
			At(fault.Place{File: file, Row: 1})
	}
	var t Table
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			place := fault.Place{File: file}
			var bad *csv.ParseError
			if errors.As(err, &bad) {
				place.Row = int64(bad.StartLine)
			}
			return nil, fault.New(fault.KindInvalid, "benchmark.malformed").At(place).Because(err)
		}
		line, _ := r.FieldPos(0)
		place := fault.Place{File: file, Row: int64(line)}
		ref, err := parse(record, place)
		if err != nil {
			return nil, err
		}
		if _, twice := t.Find(ref.ID); twice {
			return nil, invalid(place, "id", ref.ID)
		}
		t = append(t, ref)
	}
}

func parse(record []string, place fault.Place) (Reference, error) {
	ref := Reference{ID: record[0], Unit: record[4], Source: record[6], URL: record[7], Confidence: Confidence(record[8])}
	if ref.ID == "" {
		return ref, invalid(place, "id", "")
	}
	for i, to := range map[int]**money.Decimal{1: &ref.Value, 2: &ref.Low, 3: &ref.High} {
		if record[i] == "" {
			continue
		}
		d, err := money.ParseDecimal(record[i])
		if err != nil {
			return ref, invalid(place, columns()[i], record[i])
		}
		*to = &d
	}
	if ref.Low != nil && ref.High != nil && ref.Low.Cmp(*ref.High) > 0 {
		return ref, invalid(place, "low", record[2])
	}
	if record[5] != "" {
		year, err := strconv.Atoi(record[5])
		if err != nil || year < 1900 || year > 9999 {
			return ref, invalid(place, "year", record[5])
		}
		ref.Year = year
	}
	if record[9] != "" {
		day, err := time.Parse(time.DateOnly, record[9])
		if err != nil {
			return ref, invalid(place, "effective_from", record[9])
		}
		ref.EffectiveFrom = day
	}
	switch ref.Confidence {
	case ConfidencePrimary, ConfidenceSecondary, ConfidenceInferred:
	case ConfidenceUnknown:
		if ref.Known() {
			return ref, invalid(place, "confidence", record[8])
		}
	default:
		return ref, invalid(place, "confidence", record[8])
	}
	if ref.Known() && (ref.Source == "" || ref.Unit == "") {
		return ref, invalid(place, "source", ref.Source)
	}
	if ref.Known() && ref.Year == 0 {
		return ref, invalid(place, "year", record[5])
	}
	return ref, nil
}

func invalid(place fault.Place, column, value string) error {
	place.Column, place.Value = column, value
	return fault.New(fault.KindInvalid, "benchmark.malformed").At(place)
}

// String is for logs and tests: "pem.class.expert 7.13 (2025)".
func (r Reference) String() string {
	if r.Value == nil {
		return r.ID
	}
	return fmt.Sprintf("%s %s (%d)", r.ID, r.Value, r.Year)
}
