package lint

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// File is what a reader found in one file.
type File struct {
	Name      string
	Format    Format
	Literals  []Literal
	Resources []Resource
	// SpeaksOfICP: somewhere in the file, comments included, the filing that
	// public content in China needs is mentioned.
	SpeaksOfICP bool
}

// Literal is a piece of text that somebody wrote out.
type Literal struct {
	// Text is what it means, escapes undone. In Terraform and programs
	// interpolations stand in it as written: ${var.region}.
	Text string
	// Path is where it stands: Resources, Role, Properties, ...; in Terraform the
	// block's words and the attribute; empty for lines and programs. Elements of
	// lists have no step of their own.
	Path []string
	// Resource is the type of the resource it belongs to: AWS::IAM::Role,
	// aws_iam_role.
	Resource string
	Key      bool // it names a value and is none
	// Rewritable: a pseudo-parameter or a data source can stand here, and its
	// source is known to the byte.
	Rewritable bool
	// Marks say where parts of Text come from, ascending; the first is at offset 0.
	Marks []Mark
}

// Mark ties an offset of a literal's text to its source. From one mark to the
// next, text and source are the same bytes.
type Mark struct {
	Offset int // in Text
	Source int // byte in the file
	Line   int // from 1
	Column int // from 1, in characters
}

// Resource is one resource of a template.
type Resource struct {
	Type string
	Name string
	// Keys are the properties that are set, and where, as paths joined by dots
	// from the resource on: DistributionConfig.Aliases.
	Keys map[string]Mark
}

// Place is a stretch of a file.
type Place struct {
	File      string `json:"file"`
	Line      int    `json:"line"`   // from 1
	Column    int    `json:"column"` // from 1, in characters
	EndColumn int    `json:"end_column"`
}

// at gives the mark that an offset of the text belongs to.
func (l Literal) at(offset int) (Mark, bool) {
	i := sort.Search(len(l.Marks), func(i int) bool { return l.Marks[i].Offset > offset }) - 1
	if i < 0 {
		return Mark{}, false
	}
	return l.Marks[i], true
}

// longestLine is up to where columns count characters; further on in a line that
// nobody reads they count bytes, so that a file of one line is no work without end.
const longestLine = 64 << 10

// place is where text[from:until] stands.
func (l Literal) place(file string, from, until int) Place {
	m, ok := l.at(from)
	if !ok {
		return Place{File: file, Line: 1, Column: 1, EndColumn: 1}
	}
	column := m.Column + from - m.Offset
	if from-m.Offset < longestLine {
		column = m.Column + utf8.RuneCountInString(l.Text[m.Offset:from])
	}
	return Place{File: file, Line: m.Line, Column: column, EndColumn: column + utf8.RuneCountInString(l.Text[from:until])}
}

// SourceOf gives the bytes of the file that text[from:until] was written as; ok
// is false where an escape or a line's end stands between.
func (l Literal) SourceOf(from, until int) (start, end int, ok bool) {
	m, found := l.at(from)
	last, _ := l.at(max(from, until-1))
	if !found || m != last {
		return 0, 0, false
	}
	return m.Source + from - m.Offset, m.Source + until - m.Offset, true
}

// under reports whether the literal stands below a step of this name.
func (l Literal) under(step string) bool {
	for _, s := range l.Path {
		if strings.EqualFold(s, step) {
			return true
		}
	}
	return false
}

// last is the step that names the value, or "".
func (l Literal) last() string {
	for i := len(l.Path) - 1; i >= 0; i-- {
		if s := l.Path[i]; !strings.HasPrefix(s, "Fn::") {
			return s
		}
	}
	return ""
}
