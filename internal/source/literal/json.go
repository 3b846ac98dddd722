package literal

import (
	"bytes"
	"errors"
)

// jsonReader reads JSON with places: the standard decoder has none for values.
type jsonReader struct {
	name  string
	data  []byte
	at    int
	line  int
	index *lineIndex
}

var (
	errJSON     = errors.New("not valid JSON")
	errJSONRest = errors.New("text after the JSON value")
)

// parseJSON gives the one document of a file.
func (f *File) parseJSON() ([]*node, error) {
	r := &jsonReader{name: f.Name, data: f.data, line: 1}
	r.at = len(f.data) - len(bytes.TrimPrefix(f.data, []byte("\xef\xbb\xbf")))
	r.index = newLineIndex(f.data, r.at)
	n, err := r.value(0)
	if err != nil {
		return nil, err
	}
	if r.space(); r.at < len(r.data) {
		return nil, malformed(r.name, r.line, errJSONRest)
	}
	return []*node{n}, nil
}

func (r *jsonReader) space() {
	for ; r.at < len(r.data); r.at++ {
		switch r.data[r.at] {
		case '\n':
			r.line++
		case ' ', '\t', '\r':
		default:
			return
		}
	}
}

func (r *jsonReader) column() int {
	_, column := r.index.place(r.at)
	return column
}

// next reports and takes a byte after space.
func (r *jsonReader) next(c byte) bool {
	r.space()
	if r.at < len(r.data) && r.data[r.at] == c {
		r.at++
		return true
	}
	return false
}

func (r *jsonReader) value(depth int) (*node, error) {
	if depth > maxDepth {
		return nil, tooDeep(r.name, r.line)
	}
	r.space()
	n := &node{line: r.line, column: r.column(), start: -1, end: -1, json: true, flow: true}
	switch {
	case r.next('{'):
		n.kind = kindMap
		for !r.next('}') {
			if len(n.fields) > 0 && !r.next(',') {
				return nil, malformed(r.name, r.line, errJSON)
			}
			r.space()
			key, err := r.text()
			if err != nil {
				return nil, err
			}
			if !r.next(':') {
				return nil, malformed(r.name, r.line, errJSON)
			}
			value, err := r.value(depth + 1)
			if err != nil {
				return nil, err
			}
			n.fields = append(n.fields, field{key, value})
		}
		return n, nil
	case r.next('['):
		n.kind = kindList
		for !r.next(']') {
			if len(n.items) > 0 && !r.next(',') {
				return nil, malformed(r.name, r.line, errJSON)
			}
			item, err := r.value(depth + 1)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, item)
		}
		return n, nil
	case r.at < len(r.data) && r.data[r.at] == '"':
		return r.text()
	}
	start := r.at
	for r.at < len(r.data) && !bytes.ContainsRune([]byte(" \t\r\n,]}:[{\""), rune(r.data[r.at])) {
		r.at++
	}
	if r.at == start {
		return nil, malformed(r.name, r.line, errJSON)
	}
	n.text = string(r.data[start:r.at])
	if c := n.text[0]; n.text != "true" && n.text != "false" && n.text != "null" && c != '-' && (c < '0' || c > '9') {
		return nil, malformed(r.name, r.line, errJSON)
	}
	n.unmapped()
	return n, nil
}

func (r *jsonReader) text() (*node, error) {
	n := &node{line: r.line, column: r.column(), isString: true, quoted: true, json: true, flow: true}
	text, end, marks, ok := unquote(r.data, r.at, r.line, n.column)
	if !ok {
		return nil, malformed(r.name, r.line, errJSON)
	}
	n.text, n.start, n.end, n.marks = text, r.at, end, marks
	r.at = end
	return n, nil
}
