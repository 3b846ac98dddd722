package template

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/region"
)

// listShare is how much of a text must be names of services for it to be a list:
// four lines of five. Prose never gets near.
const listShare = 5

// list reads a plain list: a service to a line, by any of its names or ids, with
// bullets, numbers and a comment after #.
func (r *reader) list(text string) bool {
	type line struct {
		at   region.Place
		text string
	}
	var lines []line
	for i, raw := range strings.Split(text, "\n") {
		entry, _, _ := strings.Cut(strings.TrimPrefix(raw, "\ufeff"), "#")
		trimmed := strings.TrimLeft(entry, " \t-*•·")
		if number, rest, ok := strings.Cut(trimmed, "."); ok && number != "" && strings.Trim(number, "0123456789") == "" {
			trimmed = strings.TrimLeft(rest, " \t")
		}
		cell := strings.Trim(trimmed, " \t\r,;，；、。\"")
		if cell == "" {
			continue
		}
		if len(cell) > 200 || len(lines) > 100_000 {
			return false
		}
		lines = append(lines, line{region.Place{File: r.name, Line: i + 1, Column: len([]rune(raw[:strings.Index(raw, cell)])) + 1}, cell})
	}
	known := 0
	var found []region.Find
	var unknown []region.Find
	for _, l := range lines {
		f := region.Find{Place: l.at, Evidence: clip(l.text), Kind: region.KindName, Strength: region.StrengthStructure, Core: true}
		s, kind, ok := r.catalogue.Named(l.text)
		if !ok {
			unknown = append(unknown, f)
			continue
		}
		known++
		f.Service, f.Kind = s.ID, kind
		found = append(found, f)
	}
	if known == 0 || (len(lines)-known)*listShare > len(lines) {
		return false
	}
	r.reading = region.Reading{Format: region.FormatList, Finds: found, Unresolved: unknown}
	return true
}
