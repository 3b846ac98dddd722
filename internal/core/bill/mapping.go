// Package bill is how a cloud bill becomes charges: the mapping that a source
// format makes from a header and an engine runs. It knows no format and no engine.
package bill

import "strings"

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
	// Native columns are numbers or times; they keep the source's own type in
	// raw, where all others are text.
	Native bool
	// Alone is the lake column that is made of this one and of nothing else;
	// empty when there is none. It need not be written where the source lacks
	// this one, because a column that a lake file lacks is NULL.
	Alone string
	// Residue is the lake column that keeps what rounding took from this one;
	// empty when there is none. It need not be written where the source's own
	// type cannot hold more decimals than the lake.
	Residue string
}

// IsTime tells a native column that holds a moment from one that holds a
// number. The names of both formats follow one custom, which a test holds:
// moments end in _start, _end, _date or _time.
func (c RawColumn) IsTime() bool {
	for _, end := range []string{"_start", "_end", "_date", "_time"} {
		if c.Native && strings.HasSuffix(c.Name, end) {
			return true
		}
	}
	return false
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
