package invoicebook

import (
	"slices"
	"strings"
)

// Condition is about one row. Either Blank, or Column with exactly one of the
// comparisons; texts compare without case and surrounding space.
type Condition struct {
	Column     Names    `yaml:"column"` // the first of these that the table has
	Equals     []string `yaml:"equals"`
	NotEquals  []string `yaml:"not_equals"`
	StartsWith []string `yaml:"starts_with"`
	Contains   []string `yaml:"contains"`
	// Blank holds when all these columns are empty or show dashes; columns that the
	// table has not do not count.
	Blank []string `yaml:"blank"`
}

func (c Condition) validate(bad func(string) error) error {
	set := 0
	for _, list := range [][]string{c.Equals, c.NotEquals, c.StartsWith, c.Contains} {
		if len(list) > 0 {
			set++
		}
	}
	if len(c.Blank) > 0 && set == 0 && len(c.Column) == 0 || len(c.Blank) == 0 && set == 1 && len(c.Column) > 0 {
		return nil
	}
	return bad("column, equals / not_equals / starts_with / contains / blank")
}

// applies reports whether the table has what the condition is about.
func (c Condition) applies(h header) bool {
	return h.hasAny(c.Column) || h.hasAny(c.Blank)
}

func (c Condition) holds(h header, cells []string) bool {
	if !c.applies(h) {
		return false
	}
	if len(c.Blank) > 0 {
		return !slices.ContainsFunc(c.Blank, func(name string) bool { return !isBlank(h.cell(cells, name)) })
	}
	text := ""
	for _, name := range c.Column {
		if h.has(name) {
			text = strings.ToLower(h.cell(cells, name))
			break
		}
	}
	is := func(compare func(text, with string) bool, list []string) bool {
		return slices.ContainsFunc(list, func(with string) bool { return compare(text, strings.ToLower(strings.TrimSpace(with))) })
	}
	equal := func(a, b string) bool { return a == b }
	switch {
	case len(c.Equals) > 0:
		return is(equal, c.Equals)
	case len(c.NotEquals) > 0:
		return !is(equal, c.NotEquals)
	case len(c.StartsWith) > 0:
		return is(strings.HasPrefix, c.StartsWith)
	default:
		return is(strings.Contains, c.Contains)
	}
}

// isBlank accepts what people write into cells that have nothing to say.
func isBlank(s string) bool { return strings.Trim(s, " -–—－/") == "" }
