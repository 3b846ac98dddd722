package invoicebook

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Sample is the beginning of a table: enough of its rows to hold the header.
type Sample struct {
	File  string
	Sheet string // empty for CSV
	Rows  [][]string
	// Numbers are the rows' numbers as a spreadsheet shows them; Detect does not
	// need them.
	Numbers []int64
}

// Match is a mapping that fits a table.
type Match struct {
	Mapping Mapping
	// HeaderIndex is the header's place in the sample's rows, from 0.
	HeaderIndex int
	// Headers is how many of the mapping's own headers the table has: of two that
	// fit, the more particular one is meant.
	Headers int
	// LinesOf names the mapping whose totals table this is; empty for all others.
	LinesOf string
}

// Detect finds the mapping that a table was written for. The candidates are all
// that fit, best first. No fit is invoicebook.format_unknown, two equally good
// ones invoicebook.format_ambiguous.
func Detect(s Sample, mappings []Mapping) (Match, []Match, error) {
	var fits []Match
	for _, m := range mappings {
		fits = appendFit(fits, s, m, "")
		if m.Totals != nil {
			fits = appendFit(fits, s, *m.Totals, m.Name)
		}
	}
	slices.SortStableFunc(fits, func(a, b Match) int { return b.Headers - a.Headers })
	switch {
	case len(fits) == 0:
		return Match{}, nil, fault.New(fault.KindInvalid, "invoicebook.format_unknown").With("file", s.name()).
			With("headers", s.likelyHeader()).With("presets", presetNames()).At(fault.Place{File: s.name()})
	case len(fits) > 1 && fits[0].Headers == fits[1].Headers:
		return Match{}, fits, fault.New(fault.KindInvalid, "invoicebook.format_ambiguous").With("file", s.name()).
			With("first", fits[0].Mapping.Name).With("second", fits[1].Mapping.Name).At(fault.Place{File: s.name()})
	}
	return fits[0], fits, nil
}

func (s Sample) name() string {
	if s.Sheet == "" {
		return s.File
	}
	return s.File + "#" + s.Sheet
}

func appendFit(fits []Match, s Sample, m Mapping, linesOf string) []Match {
	if len(m.Detect.Headers) == 0 || !m.readsSheet(s.Sheet) {
		return fits
	}
	i, ok := m.findHeader(s.Rows)
	if !ok {
		return fits
	}
	return append(fits, Match{Mapping: m, HeaderIndex: i, Headers: m.known(newHeader(s.Rows[i])), LinesOf: linesOf})
}

// readsSheet: a mapping that names sheets reads those only; a CSV has no sheet.
func (m Mapping) readsSheet(sheet string) bool {
	if sheet == "" || len(m.Sheets) == 0 {
		return true
	}
	return slices.ContainsFunc(m.Sheets, func(name string) bool { return canon(name) == canon(sheet) })
}

// findHeader finds the row with every header that Detect asks for.
func (m Mapping) findHeader(rows [][]string) (int, bool) {
	for i, cells := range rows {
		h := newHeader(cells)
		missing := slices.ContainsFunc(m.Detect.Headers, func(n Names) bool { return !h.hasAny(n) })
		if !missing && !h.hasAny(m.Detect.Without) {
			return i, true
		}
	}
	return 0, false
}

// known counts how many of the table's headers the mapping has a use for, those
// of Detect counting double.
func (m Mapping) known(h header) int {
	wanted := map[string]bool{}
	for _, c := range m.Columns {
		for _, name := range c.headers() {
			wanted[canon(name)] = true
		}
	}
	n := 2 * len(m.Detect.Headers)
	for name := range h.index {
		if wanted[name] {
			n++
		}
	}
	return n
}

// likelyHeader quotes the widest row among the first, to show a user what was
// seen when nothing fits.
func (s Sample) likelyHeader() string {
	var widest []string
	most := 0
	for _, cells := range s.Rows[:min(len(s.Rows), 10)] {
		filled := 0
		for _, c := range cells {
			if !isBlank(c) {
				filled++
			}
		}
		if filled > most {
			widest, most = cells, filled
		}
	}
	if len(widest) > 12 {
		widest = append(slices.Clone(widest[:12]), "…")
	}
	return strings.Join(widest, ", ")
}
