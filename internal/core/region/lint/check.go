package lint

import (
	"cmp"
	"slices"
)

// Pseudo is what a fix puts in place of a literal; how it is written is the
// format's business.
type Pseudo string

const (
	PseudoPartition Pseudo = "partition" // ${AWS::Partition}
	PseudoSuffix    Pseudo = "suffix"    // ${AWS::URLSuffix}
)

// Change replaces text[From:Until] of a literal of the file.
type Change struct {
	Literal     int
	From, Until int
	With        Pseudo
}

// Finding is one place where a rule applies.
type Finding struct {
	Rule     string
	Severity Severity
	Place    Place
	Found    string // the text in question
	// Instead is what stands in its place in China, where a table knows it: a
	// host, an account, a service's principal. Owner says whose account it is.
	Instead string
	Owner   string
	// Fix is what --fix would do; nil where a person must decide.
	Fix *Change
}

// Check applies every rule to a file. Findings come in the order of the file.
func Check(f File) []Finding {
	c := &checker{file: f}
	for i, l := range f.Literals {
		c.literal(i, l)
	}
	for _, r := range f.Resources {
		c.resource(r)
	}
	slices.SortStableFunc(c.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Column, b.Place.Column))
	})
	return c.found
}

// Changes are the fixes of findings.
func Changes(findings []Finding) []Change {
	var changes []Change
	for _, f := range findings {
		if f.Fix != nil {
			changes = append(changes, *f.Fix)
		}
	}
	return changes
}

type checker struct {
	file   File
	found  []Finding
	stages map[string]bool // of a Dockerfile, in lower case
}

// literal asks every rule about one literal. The order matters where two rules
// speak of the same text: an image of EKS is first of all somebody's account.
func (c *checker) literal(index int, l Literal) {
	c.partition(index, l)
	c.endpoints(index, l)
	c.regions(l)
	c.images(l)
	c.registries(l)
	c.accounts(l)
	c.hosts(l)
	c.prices(l)
	c.edges(l)
}

// add keeps a finding of text[from:until] of a literal.
func (c *checker) add(rule string, l Literal, from, until int, refine func(*Finding)) {
	r, ok := FindRule(rule)
	if !ok || !r.appliesTo(c.file.Format) {
		return
	}
	f := Finding{Rule: rule, Severity: r.Severity, Place: l.place(c.file.Name, from, until), Found: l.Text[from:until]}
	if refine != nil {
		refine(&f)
	}
	c.found = append(c.found, f)
}

// change makes the fix of a finding, where the literal allows one.
func (l Literal) change(index, from, until int, with Pseudo) *Change {
	if !l.Rewritable {
		return nil
	}
	if _, _, ok := l.SourceOf(from, until); !ok {
		return nil
	}
	return &Change{Literal: index, From: from, Until: until, With: with}
}
