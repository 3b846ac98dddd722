package offering

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Link says by what a line was linked to an offering.
type Link string

const (
	LinkItem    Link = "item"    // the line's item code
	LinkProject Link = "project" // its project
	LinkName    Link = "name"    // an offering's name stands in its description
)

// Catalogue is all offerings of a workspace, ready to link lines.
type Catalogue struct {
	offerings []Offering
	byID      map[ID]int
	items     map[string]int
	projects  map[string]int
	names     []named // the longest first
}

type named struct {
	name string // folded
	at   int
}

// NewCatalogue takes offerings that are each valid. Two that claim the same id,
// item code or project are a fault: a line must have one answer.
//
// Faults: offering.twice, offering.claimed_twice.
func NewCatalogue(offerings []Offering) (*Catalogue, error) {
	c := &Catalogue{offerings: offerings, byID: map[ID]int{}, items: map[string]int{}, projects: map[string]int{}}
	owners := map[string]int{}
	for i, o := range offerings {
		if _, twice := c.byID[o.ID]; twice {
			return nil, fault.New(fault.KindInvalid, "offering.twice").With("offering", string(o.ID))
		}
		c.byID[o.ID] = i
		for _, claim := range []struct {
			codes []string
			into  map[string]int
			names bool
		}{{o.ItemCodes, c.items, false}, {o.Projects, c.projects, false}, {append([]string{o.Name, o.NameZH}, o.Aliases...), owners, true}} {
			for _, code := range claim.codes {
				key := fold(code)
				if key == "" {
					continue
				}
				if first, taken := claim.into[key]; taken && first != i {
					return nil, fault.New(fault.KindInvalid, "offering.claimed_twice").With("value", code).
						With("offering", string(o.ID)).With("other", string(offerings[first].ID))
				} else if claim.names && !taken && telling(key) {
					c.names = append(c.names, named{key, i})
				}
				claim.into[key] = i
			}
		}
	}
	slices.SortStableFunc(c.names, func(a, b named) int { return utf8.RuneCountInString(b.name) - utf8.RuneCountInString(a.name) })
	return c, nil
}

// telling reports whether a name is long enough to be looked for in text.
func telling(name string) bool {
	han := strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	n := utf8.RuneCountInString(name)
	return (han && n >= 3) || n >= 6
}

// Offerings lists the catalogue in file order.
func (c *Catalogue) Offerings() []Offering {
	if c == nil {
		return nil
	}
	return c.offerings
}

// Get gives an offering by its id.
func (c *Catalogue) Get(id ID) (Offering, bool) {
	if c == nil {
		return Offering{}, false
	}
	i, ok := c.byID[id]
	if !ok {
		return Offering{}, false
	}
	return c.offerings[i], true
}

// Find links a line: by item code, by project, else by the longest name that
// stands in its description.
func (c *Catalogue) Find(itemCode, project, description string) (Offering, Link, bool) {
	if c == nil {
		return Offering{}, "", false
	}
	if i, ok := c.items[fold(itemCode)]; ok {
		return c.offerings[i], LinkItem, true
	}
	if i, ok := c.projects[fold(project)]; ok {
		return c.offerings[i], LinkProject, true
	}
	text := fold(description)
	for _, n := range c.names {
		if holds(text, n.name) {
			return c.offerings[n.at], LinkName, true
		}
	}
	return Offering{}, "", false
}

// holds reports whether a name stands in text as words of their own; Chinese
// has no space between words.
func holds(text, name string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return false
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		first, _ := utf8.DecodeRuneInString(name)
		last, _ := utf8.DecodeLastRuneInString(name)
		after, _ := utf8.DecodeRuneInString(text[i+len(name):])
		if !joined(before, first) && !joined(last, after) {
			return true
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		from = i + size
	}
}

// joined reports whether two neighbours are parts of one word.
func joined(a, b rune) bool {
	letter := func(r rune) bool {
		return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r)
	}
	return letter(a) && letter(b)
}

// fold makes codes and names comparable: case, full width, runs of space.
func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			r = r - '！' + '!'
		case unicode.IsSpace(r):
			return ' '
		}
		return unicode.ToLower(r)
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
