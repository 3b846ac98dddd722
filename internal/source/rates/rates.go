// Package rates reads files of exchange rates: the European Central Bank's
// history and daily files, and a plain CSV of one rate per row.
//
// It owns the layouts. Which day's rate counts, how a cross rate is made and
// what a gap is, is core/rate's business; opening archives is the caller's.
package rates

import (
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/source"
)

// Format is the layout of a file.
type Format string

const (
	FormatECBHistory Format = "ecb-history" // many days, newest first, dates 2026-04-13
	FormatECBDaily   Format = "ecb-daily"   // one day, date "13 April 2026"
	FormatPlain      Format = "rates-csv"   // date, from, to, rate and perhaps source, units
)

// Set is what a file says.
type Set struct {
	Format     Format
	Rates      []rate.Rate // in file order
	Rejects    []batch.Reject
	Days       int              // distinct days with at least one rate
	From       time.Time        // first day, UTC midnight; zero when there is no rate
	Until      time.Time        // day after the last
	Currencies []money.Currency // all that occur, sorted
}

// maxRates bounds a file: the ECB's whole history is a quarter of a million.
const maxRates = 20_000_000

// Read reads a file of any supported layout. Bad rows and cells become rejects;
// a file that is no file of rates is a fault: rates.header, rates.empty,
// rates.too_many, and those of source.CSV.
func Read(r io.Reader, path string) (Set, error) {
	csv, err := source.DetectCSV(source.NewText(r), path)
	if err != nil {
		return Set{}, err
	}
	first, err := csv.Read()
	if errors.Is(err, io.EOF) {
		return Set{}, fault.New(fault.KindInvalid, "rates.empty").At(fault.Place{File: path})
	}
	if err != nil {
		return Set{}, err
	}
	f := &file{path: path, header: first.Strings()}
	layout, err := f.layout(first.Number)
	if err != nil {
		return Set{}, err
	}
	for {
		record, err := csv.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Set{}, err
		}
		f.number, f.record, f.copied = record.Number, record.Fields, nil
		if record.Fault != nil {
			f.reject(0, record.Fault)
			continue
		}
		layout(f)
		if len(f.set.Rates) > maxRates {
			return Set{}, fault.New(fault.KindLimit, "rates.too_many").With("limit", maxRates).At(fault.Place{File: path})
		}
	}
	if len(f.set.Rates) == 0 && len(f.set.Rejects) == 0 {
		return Set{}, fault.New(fault.KindInvalid, "rates.empty").At(fault.Place{File: path})
	}
	f.set.summarise()
	return f.set, nil
}

// file is the state of reading one file.
type file struct {
	path   string
	header []string
	number int64
	record [][]byte
	copied []string // the record, once a reject needs it
	set    Set
}

// cell gives a field without surrounding space; empty beyond the row's end.
func (f *file) cell(column int) string {
	if column < 0 || column >= len(f.record) {
		return ""
	}
	return strings.TrimSpace(string(f.record[column]))
}

// reject keeps a row that cannot be used, with the column that is wrong.
func (f *file) reject(column int, err error) {
	if f.copied == nil {
		f.copied = source.Record{Fields: f.record}.Strings()
	}
	place := fault.Place{File: f.path, Row: f.number, Value: f.cell(column)}
	if column < len(f.header) {
		place.Column = strings.TrimSpace(f.header[column])
	}
	r := batch.Reject{Place: place, Reason: fault.CodeOf(err), Header: f.header, Record: f.copied}
	if e, ok := fault.As(err); ok {
		r.Args = e.Args
	}
	f.set.Rejects = append(f.set.Rejects, r)
}

func invalid(code string) error { return fault.New(fault.KindInvalid, code) }

// add takes a rate that is more than zero.
func (f *file) add(column int, r rate.Rate) {
	if r.Value.Sign() <= 0 {
		f.reject(column, invalid("rates.not_positive"))
		return
	}
	f.set.Rates = append(f.set.Rates, r)
}

func (s *Set) summarise() {
	days, currencies := map[time.Time]bool{}, map[money.Currency]bool{}
	for _, r := range s.Rates {
		days[r.Date] = true
		currencies[r.From], currencies[r.To] = true, true
		if s.From.IsZero() || r.Date.Before(s.From) {
			s.From = r.Date
		}
		if until := r.Date.AddDate(0, 0, 1); until.After(s.Until) {
			s.Until = until
		}
	}
	s.Days = len(days)
	for c := range currencies {
		s.Currencies = append(s.Currencies, c)
	}
	slices.Sort(s.Currencies)
}

// layouts of a day. A day that can be read in two ways (3/4/2025) is refused.
var dayLayouts = []string{time.DateOnly, "2006/01/02", "20060102", "2 January 2006", "2006年1月2日"}

func parseDay(s string) (time.Time, error) {
	for _, layout := range dayLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, invalid("rates.day")
}
