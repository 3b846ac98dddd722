package trigger

import (
	"slices"
	"strings"
)

// Match is a part of a bill. Every list that is not empty must hold one pattern
// that fits; * stands for any text, case does not matter.
type Match struct {
	Providers   []string
	Services    []string // by name or by code
	Categories  []string
	Meters      []string // SkuMeter, or AWS's usage type
	Marketplace *bool
	Support     *bool
}

// IsZero reports that everything matches.
func (m Match) IsZero() bool {
	return len(m.Providers)+len(m.Services)+len(m.Categories)+len(m.Meters) == 0 && m.Marketplace == nil && m.Support == nil
}

// Sold is what a charge is for, as the bill writes it.
type Sold struct {
	Provider, Service, Category string
	Marketplace, Support        bool
}

// Fits reports that what is sold matches; meters are looked at by FitsMeter.
func (m Match) Fits(s Sold) bool {
	return fitsOne(m.Providers, s.Provider) && (fitsOne(m.Services, s.Service) || fitsOne(m.Services, Code(s.Service))) && fitsOne(m.Categories, s.Category) &&
		(m.Marketplace == nil || *m.Marketplace == s.Marketplace) && (m.Support == nil || *m.Support == s.Support)
}

// FitsMeter reports that a meter matches.
func (m Match) FitsMeter(meter string) bool { return fitsOne(m.Meters, meter) }

func fitsOne(patterns []string, text string) bool {
	return len(patterns) == 0 || slices.ContainsFunc(patterns, func(p string) bool { return fits(strings.ToLower(p), strings.ToLower(text)) })
}

// fits compares with one pattern.
func fits(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == text
	}
	if !strings.HasPrefix(text, parts[0]) {
		return false
	}
	text = text[len(parts[0]):]
	last := parts[len(parts)-1]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(text, part)
		if i < 0 {
			return false
		}
		text = text[i+len(part):]
	}
	return strings.HasSuffix(text, last)
}
