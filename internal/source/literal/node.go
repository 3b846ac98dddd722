package literal

import (
	"bytes"
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

// lineIndex finds bytes by line and back.
type lineIndex struct {
	data   []byte
	starts []int
}

func newLineIndex(data []byte) lineIndex {
	x := lineIndex{data: data, starts: []int{0}}
	for i := 0; ; {
		j := bytes.IndexByte(data[i:], '\n')
		if j < 0 {
			return x
		}
		i += j + 1
		x.starts = append(x.starts, i)
	}
}

// line gives the text of a line from 1, without its end.
func (x lineIndex) line(n int) ([]byte, bool) {
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
func (x lineIndex) offset(line, column int) int {
	text, ok := x.line(line)
	if !ok {
		return -1
	}
	at := 0
	for range column - 1 {
		if at >= len(text) {
			return -1
		}
		_, size := utf8.DecodeRune(text[at:])
		at += size
	}
	return x.starts[line-1] + at
}
