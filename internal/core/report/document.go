// Package report is one document for many formats: what a command or page has
// to say, before anyone decides how it looks.
//
// It owns the shape: blocks, tables, typed columns, cells that keep every digit.
// It does not own words (labels arrive in the user's language), nor formats
// (internal/render has a package for each).
package report

// Document is an answer. The order of its blocks is the order of reading.
type Document struct {
	Title  string
	Blocks []Block
}

// Block is one of Table, KeyValues or Paragraph.
type Block interface{ block() }

// Paragraph is running text.
type Paragraph struct {
	ID   string // stable, for machines; may be empty
	Text string
	Tone Tone
}

// KeyValues is a short list of named values.
type KeyValues struct {
	ID    string // stable, for machines
	Title string
	Items []KeyValue
}

// KeyValue is one named value.
type KeyValue struct {
	Key   string // stable, for machines
	Label string
	Kind  Kind
	Cell  Cell
}

// Table is rows under typed columns.
type Table struct {
	ID      string // stable, for machines
	Title   string
	Columns []Column
	Rows    []Row
	Notes   []string // below the table, a sentence each
}

func (Paragraph) block() {}
func (KeyValues) block() {}
func (Table) block()     {}
