package roster

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
)

// flaws reports identifiers that look wrong. They are taken as they stand: real
// ones fail checks too, and equal is equal.
func (l *Customers) flaws() {
	for n, c := range l.list {
		for i, id := range c.Identifiers {
			if flaw := customer.Check(id, c.Country); flaw != "" {
				l.findings.add("roster."+string(flaw), batch.SeverityWarning, string(id.Kind), string(c.ID)+": "+id.Value, l.files[n][i])
			}
		}
	}
}

// sharedNames reports customers that have one name once it is normalised: legal
// entities of one group, mostly. They are matched by their other identifiers.
func (l *Customers) sharedNames() {
	first := map[string]customer.ID{}
	note := func(n int, text string) {
		name := customer.Normalise(customer.KindName, text)
		if other, shared := first[name]; shared && name != "" && other != l.list[n].ID {
			l.findings.add(RuleNameShared, batch.SeverityWarning, "name", string(other)+", "+string(l.list[n].ID)+": "+text, l.first[n].file)
			return
		}
		first[name] = l.list[n].ID
	}
	for n, c := range l.list {
		note(n, c.Name)
	}
	for n, c := range l.list {
		for _, id := range c.Identifiers {
			if id.Kind == customer.KindName && id.From.IsZero() {
				note(n, id.Value)
			}
		}
	}
}

// lonelyParents reports places under nobody that is known, and circles.
func (l *Customers) lonelyParents() {
	book := customer.Fold(l.list, nil)
	for n, c := range l.list {
		for _, p := range c.Parents {
			example := string(c.ID) + " < " + string(p.ID)
			if p.ID == "" {
				continue
			}
			if _, known := l.at[p.ID]; !known {
				l.findings.add(RuleParentUnknown, batch.SeverityWarning, "parent", example, l.first[n].file)
			}
			// A circle shows on the day on which its last place begins.
			if slices.Contains(book.Ancestors(p.ID, p.Role.Line(), p.From), c.ID) {
				l.findings.add(RuleParentInCircle, batch.SeverityWarning, "parent", example, l.first[n].file)
			}
		}
	}
}
