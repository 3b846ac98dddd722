package rates

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/rate"
)

const (
	ecbBase   = money.Currency("EUR") // 1 EUR = value
	ecbSource = "ECB"
	ecbNone   = "N/A"
)

// layout decides by the header what a row means.
func (f *file) layout(row int64) (func(*file), error) {
	if currencies, ok := f.ecbHeader(); ok {
		return func(f *file) { f.ecbRow(currencies) }, nil
	}
	if columns, ok := f.plainHeader(); ok {
		f.set.Format = FormatPlain
		return func(f *file) { f.plainRow(columns) }, nil
	}
	return nil, fault.New(fault.KindInvalid, "rates.header").With("header", shorten(strings.Join(f.header, ", "))).
		At(fault.Place{File: f.path, Row: row})
}

// ecbHeader accepts "Date" and then nothing but currency codes; the last column
// has no name and no values.
func (f *file) ecbHeader() ([]money.Currency, bool) {
	if !strings.EqualFold(strings.TrimSpace(f.header[0]), "Date") {
		return nil, false
	}
	currencies := make([]money.Currency, len(f.header))
	known := 0
	for i, name := range f.header[1:] {
		if strings.TrimSpace(name) == "" {
			continue
		}
		c, err := money.ParseCurrency(name)
		if err != nil {
			return nil, false
		}
		currencies[i+1] = c
		known++
	}
	return currencies, known > 0
}

func (f *file) ecbRow(currencies []money.Currency) {
	day, err := parseDay(f.cell(0))
	if err != nil {
		f.reject(0, err)
		return
	}
	if f.set.Format == "" {
		f.set.Format = FormatECBHistory
		if strings.Contains(f.cell(0), " ") { // only the daily file spells the month
			f.set.Format = FormatECBDaily
		}
	}
	if len(f.record) > len(f.header) {
		f.reject(0, invalid("rates.row_width"))
		return
	}
	for i := 1; i < len(f.record); i++ {
		text := f.cell(i)
		if text == "" || text == ecbNone {
			continue
		}
		if currencies[i] == "" {
			f.reject(i, invalid("rates.row_width"))
			return
		}
		value, err := money.ParseDecimal(text)
		if err != nil {
			f.reject(i, err)
			continue
		}
		f.add(i, rate.Rate{Date: day, From: ecbBase, To: currencies[i], Value: value, Source: ecbSource})
	}
}

func shorten(s string) string {
	const keep = 80
	if r := []rune(s); len(r) > keep {
		return string(r[:keep]) + "…"
	}
	return s
}
