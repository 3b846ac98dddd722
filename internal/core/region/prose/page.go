// Package prose is what documents say of services: names in running text of
// English and Chinese, told apart from ordinary words; which of them a solution
// cannot do without; and what kind of document it is, since an announcement of
// an event needs no region at all.
//
// It owns the model of a page, the search for names and the rules for kinds, in
// data files. It does not own the catalogue (core/region), nor how Markdown or
// HTML becomes a page (source/document).
package prose

import (
	"sort"
	"unicode/utf8"
)

// Page is a document as text in blocks.
type Page struct {
	Name      string // of the file
	Title     string
	Published string // ISO date as the document has it, else ""
	URL       string
	Blocks    []Block
}

// BlockKind is what a block is to its reader.
type BlockKind string

const (
	BlockHeading   BlockKind = "heading"
	BlockParagraph BlockKind = "paragraph"
	BlockItem      BlockKind = "item"  // of a list
	BlockCell      BlockKind = "cell"  // of a table
	BlockQuote     BlockKind = "quote" // somebody's words
	BlockCode      BlockKind = "code"
)

// Block is one stretch of text.
type Block struct {
	Kind     BlockKind
	Level    int    // of a heading, from 1
	Ordered  bool   // an item of a numbered list
	Language string // of code, as the document says it, in lower case
	Text     string // running text on one line; code as it is
	Marks    []Mark // ascending; the first at offset 0
}

// Mark says where Text from Offset on stands in the file.
type Mark struct {
	Offset int
	Line   int // from 1
	Column int // from 1, in characters
}

// At gives line and column of an offset of the text.
func (b Block) At(offset int) (line, column int) {
	i := sort.Search(len(b.Marks), func(i int) bool { return b.Marks[i].Offset > offset }) - 1
	if i < 0 {
		return 1, 1
	}
	m := b.Marks[i]
	return m.Line, m.Column + utf8.RuneCountInString(b.Text[m.Offset:offset])
}

// Code lists the blocks of code, for readers of templates and programs.
func (p Page) Code() []Block {
	var code []Block
	for _, b := range p.Blocks {
		if b.Kind == BlockCode {
			code = append(code, b)
		}
	}
	return code
}
