package invoicebook

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/source"
)

// Names is one header or several that mean the same. In YAML: a text or a list.
type Names []string

// UnmarshalYAML reads a text or a list of texts.
func (n *Names) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		*n = Names{node.Value}
		return nil
	}
	return node.Decode((*[]string)(n))
}

// Column says where a field's value stands: the first of its terms that is not
// blank, or the sum of columns. In YAML: a header, a list of terms, or
// {sum: [header, header]}.
type Column struct {
	Terms []Term
	Sum   []string
}

// Term is a header; or {join: [a, b]}, the columns' texts with a hyphen between;
// or {column: a, match: pattern}, what the pattern's first group matches.
type Term struct {
	Column string
	Join   []string
	Match  *regexp.Regexp
}

func (c Column) isZero() bool { return len(c.Terms) == 0 && len(c.Sum) == 0 }

// UnmarshalYAML reads the forms above. The decoder's strictness does not reach
// into it, so it refuses unknown keys itself.
func (c *Column) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.SequenceNode {
		for _, item := range node.Content {
			t, err := parseTerm(item)
			if err != nil {
				return err
			}
			c.Terms = append(c.Terms, t)
		}
		return nil
	}
	if keys := keysOf(node); len(keys) == 1 && keys[0] == "sum" {
		return node.Content[1].Decode(&c.Sum)
	}
	t, err := parseTerm(node)
	c.Terms = []Term{t}
	return err
}

func parseTerm(node *yaml.Node) (Term, error) {
	if node.Kind == yaml.ScalarNode {
		return Term{Column: node.Value}, nil
	}
	var form struct {
		Column string   `yaml:"column"`
		Match  string   `yaml:"match"`
		Join   []string `yaml:"join"`
	}
	for _, key := range keysOf(node) {
		if !slices.Contains([]string{"column", "match", "join"}, key) {
			return Term{}, fmt.Errorf("line %d: field %s not found", node.Line, key)
		}
	}
	if err := node.Decode(&form); err != nil {
		return Term{}, err
	}
	t := Term{Column: form.Column, Join: form.Join}
	if form.Match != "" {
		re, err := regexp.Compile(form.Match)
		if err != nil || re.NumSubexp() != 1 {
			return Term{}, fmt.Errorf("line %d: match %s", node.Line, form.Match)
		}
		t.Match = re
	}
	if (t.Column == "") == (len(t.Join) == 0) || t.Match != nil && t.Column == "" {
		return Term{}, fmt.Errorf("line %d: column or join", node.Line)
	}
	return t, nil
}

func keysOf(node *yaml.Node) []string {
	var keys []string
	if node.Kind == yaml.MappingNode {
		for i := 0; i < len(node.Content); i += 2 {
			keys = append(keys, node.Content[i].Value)
		}
	}
	return keys
}

func (c Column) validate(f Field, bad func(string) error) error {
	switch {
	case !slices.Contains(Fields(), f):
		return bad("columns: " + string(f))
	case c.isZero():
		return bad("columns: " + string(f) + ": -")
	case len(c.Sum) > 0 && !slices.Contains(numberFields(), f):
		return bad("columns: " + string(f) + ": sum")
	}
	return nil
}

// headers lists every header the column names.
func (c Column) headers() []string {
	all := slices.Clone(c.Sum)
	for _, t := range c.Terms {
		if t.Column != "" {
			all = append(all, t.Column)
		}
		all = append(all, t.Join...)
	}
	return all
}

// canon is how headers are compared: without case, surrounding space, full-width
// forms, and the star that import templates put before a required column.
func canon(header string) string {
	h := source.Narrow(header)
	h = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(h), "*"))
	return strings.ToLower(strings.Join(strings.Fields(h), " "))
}

// header is a table's header row, ready for look-ups.
type header struct {
	names []string
	index map[string]int // by canon
	twice map[string]bool
	known map[string]int // by name as a mapping writes it; -1 where the table has none
}

func newHeader(names []string) header {
	for len(names) > 0 && canon(names[len(names)-1]) == "" {
		names = names[:len(names)-1]
	}
	h := header{names: names, index: map[string]int{}, twice: map[string]bool{}, known: map[string]int{}}
	for i, n := range names {
		c := canon(n)
		if c == "" {
			continue
		}
		if _, ok := h.index[c]; ok {
			h.twice[c] = true
			continue
		}
		h.index[c] = i
	}
	return h
}

func (h header) has(name string) bool { return h.at(name) >= 0 }

// at is the place of a column, -1 when the table has none. It is asked for every
// cell, so names are brought to their canonical form once.
func (h header) at(name string) int {
	i, ok := h.known[name]
	if !ok {
		if i, ok = h.index[canon(name)]; !ok {
			i = -1
		}
		h.known[name] = i
	}
	return i
}

func (h header) hasAny(names []string) bool { return slices.ContainsFunc(names, h.has) }

// cell is a row's text under a header; empty where the table has none.
func (h header) cell(cells []string, name string) string {
	if i := h.at(name); i >= 0 && i < len(cells) {
		return strings.TrimSpace(cells[i])
	}
	return ""
}
