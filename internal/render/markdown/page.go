// Package markdown writes a page of words as Markdown, with front matter and the
// admonitions of MkDocs Material, and the same page as HTML that stands by
// itself.
//
// It owns escaping and layout. Words, and what they say, arrive finished.
package markdown

// Page is one page.
type Page struct {
	Lang   string
	Meta   []Field // front matter, in order
	Title  string
	Blocks []Block
}

// Field is one value of the front matter: a text, or a whole number.
type Field struct {
	Key    string
	Text   string
	Number int
	Whole  bool // Number is meant
}

// Block is one of Heading, Paragraph, Admonition, List, Table.
type Block interface{ block() }

// Heading is a heading below the title; level 2 or 3.
type Heading struct {
	Level int
	Text  string
}

// Paragraph is running text.
type Paragraph struct{ Spans []Span }

// Admonition is a box: success, warning, failure, question, info, note, tip.
type Admonition struct {
	Kind   string
	Title  string
	Blocks []Block
}

// List is a list; an item may have lines of its own below it.
type List struct{ Items []Item }

// Item is one element of a list.
type Item struct {
	Spans []Span
	Below []Item
}

// Table has a row of labels and rows of cells.
type Table struct {
	Columns []string
	Right   []bool // columns of numbers; nil where there are none
	Rows    [][]Span
}

func (t Table) right(i int) bool { return i < len(t.Right) && t.Right[i] }

// Span is a piece of text, perhaps a link or code.
type Span struct {
	Text string
	URL  string
	Code bool
	Bold bool
}

func (Heading) block()    {}
func (Paragraph) block()  {}
func (Admonition) block() {}
func (List) block()       {}
func (Table) block()      {}

// Text is a span of plain words.
func Text(s string) Span { return Span{Text: s} }
