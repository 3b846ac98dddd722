package literal

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"github.com/sevenfold/sevenfold/internal/core/region/lint"
)

// node is a value of a YAML or JSON document with its place.
type node struct {
	kind     kind
	tag      string // of CloudFormation: !Sub
	fields   []field
	items    []*node
	text     string // of a scalar
	isString bool
	flow     bool // stands between brackets
	anchored bool
	line     int
	column   int
	start    int // byte of the scalar, its quote or block header included; -1 unknown
	end      int
	quoted   bool // or a block: not plain
	json     bool
	marks    []lint.Mark
}

type kind int

const (
	kindScalar kind = iota
	kindMap
	kindList
)

type field struct {
	key   *node
	value *node
}

// get gives the value of a key, or nil.
func (n *node) get(key string) *node {
	if n == nil || n.kind != kindMap {
		return nil
	}
	for _, f := range n.fields {
		if f.key.text == key {
			return f.value
		}
	}
	return nil
}

// word is the text of a scalar, or "".
func (n *node) word() string {
	if n == nil || n.kind != kindScalar {
		return ""
	}
	return n.text
}

// mapped reports that every byte of the text is known in the source.
func (n *node) mapped() bool { return n.start >= 0 }

// unmapped marks a scalar whose text cannot be traced: it has a place, and is
// never changed.
func (n *node) unmapped() {
	n.start, n.end = -1, -1
	n.marks = []lint.Mark{{Source: -1, Line: n.line, Column: n.column}}
}

// lineIndex finds bytes by line and column, and back. It remembers where it was
// asked last: whoever goes through a file in order pays for each byte once,
// however long its lines are.
type lineIndex struct {
	data   []byte
	starts []int
	cursor
}

type cursor struct{ line, column, at int }

// newLineIndex counts from byte first on: after a byte order mark.
func newLineIndex(data []byte, first int) *lineIndex {
	x := &lineIndex{data: data, starts: []int{first}}
	for i := first; ; {
		j := bytes.IndexByte(data[i:], '\n')
		if j < 0 {
			return x
		}
		i += j + 1
		x.starts = append(x.starts, i)
	}
}

// line gives the text of a line from 1, without its end.
func (x *lineIndex) text(n int) ([]byte, bool) {
	if n < 1 || n > len(x.starts) {
		return nil, false
	}
	end := len(x.data)
	if n < len(x.starts) {
		end = x.starts[n] - 1
	}
	return bytes.TrimSuffix(x.data[x.starts[n-1]:end], []byte{'\r'}), true
}

// offset is the byte at a line and a column in characters, or -1.
func (x *lineIndex) offset(line, column int) int {
	text, ok := x.text(line)
	if !ok {
		return -1
	}
	if line != x.line || column < x.column {
		x.cursor = cursor{line, 1, x.starts[line-1]}
	}
	for end := x.starts[line-1] + len(text); x.column < column; x.column++ {
		if x.at >= end {
			return -1
		}
		_, size := utf8.DecodeRune(x.data[x.at:])
		x.at += size
	}
	return x.at
}

// place is the line and the column, in characters, of a byte.
func (x *lineIndex) place(at int) (line, column int) {
	line = max(1, sort.SearchInts(x.starts, at+1))
	if line != x.line || at < x.at {
		x.cursor = cursor{line, 1, x.starts[line-1]}
	}
	if at > x.at {
		x.column += utf8.RuneCount(x.data[x.at:at])
		x.at = at
	}
	return line, x.column
}

// marks maps data[start:end] line by line.
func (x *lineIndex) marks(start, end int) []lint.Mark {
	line, column := x.place(start)
	marks := []lint.Mark{{Source: start, Line: line, Column: column}}
	for ; line < len(x.starts) && x.starts[line] < end; line++ {
		marks = append(marks, lint.Mark{Offset: x.starts[line] - start, Source: x.starts[line], Line: line + 1, Column: 1})
	}
	return marks
}
