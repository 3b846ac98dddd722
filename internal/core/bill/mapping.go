// Package bill is how a cloud bill becomes charges: the mapping that a source
// format makes from a header and an engine runs. It knows no format and no engine.
package bill

// Mapping says how the columns of a source file become lake columns. A source
// format makes it from a header; an engine runs it.
type Mapping struct {
	// SQL is "SELECT ... FROM raw": it reads a relation named raw whose columns
	// are exactly Raw, plus sf_tags, and gives the lake's columns. It may call
	// sf_decimal, sf_residue and sf_time on any raw column marked Native.
	SQL   string
	Raw   []RawColumn
	Extra []ExtraColumn
	Tags  []TagColumn
}

// RawColumn is a column that the mapping reads.
type RawColumn struct {
	Name   string // in the mapping
	Header string // in the source file; empty when the file lacks it: then NULL
	// Native columns keep the source's own number or time type in raw; all
	// others are text there.
	Native bool
}

// ExtraColumn is kept in the lake as text, unread.
type ExtraColumn struct {
	Header   string
	LakeName string
}

// TagColumn is a source column that holds one tag; all of a row's tags become
// one JSON object in sf_tags.
type TagColumn struct {
	Header string
	Key    string
}
