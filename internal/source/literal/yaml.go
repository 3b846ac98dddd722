package literal

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/region/lint"
)

var lineOfError = regexp.MustCompile(`line (\d+)`)

// parseYAML gives the documents of a stream. Aliases are not followed, so that
// no document grows beyond its text.
func (f *File) parseYAML() ([]*node, error) {
	data := bytes.TrimPrefix(f.data, []byte("\xef\xbb\xbf"))
	y := &yamlReader{file: f, shift: len(f.data) - len(data), index: newLineIndex(data, 0)}
	d := yaml.NewDecoder(bytes.NewReader(data))
	var documents []*node
	for {
		var doc yaml.Node
		err := d.Decode(&doc)
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			line := 0
			if m := lineOfError.FindStringSubmatch(err.Error()); m != nil {
				line, _ = strconv.Atoi(m[1])
			}
			return nil, malformed(f.Name, line, err)
		}
		for _, c := range doc.Content {
			n, err := y.node(c, false, 0)
			if err != nil {
				return nil, err
			}
			documents = append(documents, n)
		}
	}
}

type yamlReader struct {
	file  *File
	shift int // bytes of a byte order mark
	index *lineIndex
}

func (y *yamlReader) node(src *yaml.Node, flow bool, depth int) (*node, error) {
	if depth > maxDepth {
		return nil, tooDeep(y.file.Name, src.Line)
	}
	n := &node{line: src.Line, column: src.Column, flow: flow, anchored: src.Anchor != "", start: -1, end: -1}
	if strings.HasPrefix(src.Tag, "!") && !strings.HasPrefix(src.Tag, "!!") {
		n.tag = src.Tag
	}
	flow = flow || src.Style&yaml.FlowStyle != 0
	switch src.Kind {
	case yaml.MappingNode:
		n.kind = kindMap
		for i := 0; i+1 < len(src.Content); i += 2 {
			key, err := y.node(src.Content[i], flow, depth+1)
			if err != nil {
				return nil, err
			}
			value, err := y.node(src.Content[i+1], flow, depth+1)
			if err != nil {
				return nil, err
			}
			n.fields = append(n.fields, field{key, value})
		}
	case yaml.SequenceNode:
		n.kind = kindList
		for _, c := range src.Content {
			item, err := y.node(c, flow, depth+1)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, item)
		}
	case yaml.ScalarNode:
		n.text = src.Value
		n.isString = src.Tag == "!!str" || n.tag != ""
		y.locate(n, src)
	default: // an alias: what it stands for is where its anchor is
		n.unmapped()
	}
	return n, nil
}

// locate finds a scalar's bytes. Whatever does not read back exactly as the
// parser's value stays unmapped.
func (y *yamlReader) locate(n *node, src *yaml.Node) {
	data := y.index.data
	at := y.index.offset(src.Line, src.Column)
	if at < 0 {
		n.unmapped()
		return
	}
	for at < len(data) && (data[at] == '!' || data[at] == '&') { // tag and anchor stand before it
		for at < len(data) && !bytes.ContainsRune([]byte(" \t\r\n"), rune(data[at])) {
			at++
		}
		for at < len(data) && bytes.ContainsRune([]byte(" \t\r\n"), rune(data[at])) {
			at++
		}
	}
	line, column := y.index.place(at)
	var ok bool
	switch src.Style &^ (yaml.TaggedStyle | yaml.FlowStyle) {
	case yaml.SingleQuotedStyle:
		n.quoted = true
		ok = n.singleQuoted(data, at, line, column)
	case yaml.DoubleQuotedStyle:
		n.quoted = true
		ok = n.doubleQuoted(data, at, line, column)
	case yaml.LiteralStyle, yaml.FoldedStyle:
		n.quoted = true
		ok = n.block(y.index, at, line)
	default:
		ok = bytes.HasPrefix(data[at:], []byte(n.text)) && n.text != ""
		n.start, n.end = at, at+len(n.text)
		n.marks = []lint.Mark{{Source: at, Line: line, Column: column}}
	}
	if !ok {
		n.unmapped()
		return
	}
	n.start += y.shift
	n.end += y.shift
	for i := range n.marks {
		n.marks[i].Source += y.shift
	}
}

// singleQuoted reads 'it”s' on one line.
func (n *node) singleQuoted(data []byte, at, line, column int) bool {
	if at >= len(data) || data[at] != '\'' {
		return false
	}
	var text []byte
	n.start = at
	n.marks = []lint.Mark{{Source: at + 1, Line: line, Column: column + 1}}
	counted := at
	for i := at + 1; i < len(data); i++ {
		switch {
		case data[i] == '\n':
			return false
		case data[i] == '\'' && i+1 < len(data) && data[i+1] == '\'':
			text = append(text, '\'')
			i++
			column += utf8.RuneCount(data[counted : i+1])
			counted = i + 1
			n.marks = append(n.marks, lint.Mark{Offset: len(text), Source: i + 1, Line: line, Column: column})
		case data[i] == '\'':
			n.end = i + 1
			return string(text) == n.text
		default:
			text = append(text, data[i])
		}
	}
	return false
}

// escapes are those of JSON that YAML has too.
var escapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// doubleQuoted reads "a\tb" on one line, in YAML and in JSON.
func (n *node) doubleQuoted(data []byte, at, line, column int) bool {
	text, end, marks, ok := unquote(data, at, line, column)
	n.start, n.end, n.marks = at, end, marks
	return ok && text == n.text
}

// unquote decodes a double-quoted string. Between two marks no escape stands.
func unquote(data []byte, at, line, column int) (string, int, []lint.Mark, bool) {
	if at >= len(data) || data[at] != '"' {
		return "", at, nil, false
	}
	var text []byte
	marks := []lint.Mark{{Source: at + 1, Line: line, Column: column + 1}}
	counted := at
	for i := at + 1; i < len(data); i++ {
		switch c := data[i]; {
		case c < ' ':
			return "", i, nil, false
		case c == '"':
			return string(text), i + 1, marks, true
		case c != '\\':
			text = append(text, c)
		default:
			decoded, size := unescape(data[i:])
			if size == 0 {
				return "", i, nil, false
			}
			text = append(text, decoded...)
			i += size - 1
			column += utf8.RuneCount(data[counted : i+1])
			counted = i + 1
			marks = append(marks, lint.Mark{Offset: len(text), Source: i + 1, Line: line, Column: column})
		}
	}
	return "", len(data), nil, false
}

// unescape decodes the escape at the start of b; size 0 is none that is known.
func unescape(b []byte) (decoded []byte, size int) {
	if len(b) < 2 {
		return nil, 0
	}
	if c, ok := escapes[b[1]]; ok {
		return []byte{c}, 2
	}
	if b[1] != 'u' {
		return nil, 0
	}
	first, ok := hex4(b[2:])
	if !ok {
		return nil, 0
	}
	if first >= 0xd800 && first < 0xdc00 && len(b) >= 12 && b[6] == '\\' && b[7] == 'u' {
		if second, ok := hex4(b[8:]); ok && second >= 0xdc00 && second < 0xe000 {
			return utf8.AppendRune(nil, (first-0xd800)<<10+(second-0xdc00)+0x10000), 12
		}
	}
	return utf8.AppendRune(nil, first), 6
}

func hex4(b []byte) (rune, bool) {
	if len(b) < 4 {
		return 0, false
	}
	v, err := strconv.ParseUint(string(b[:4]), 16, 16)
	return rune(v), err == nil
}

// block reads | and > scalars: a mark per line.
func (n *node) block(index *lineIndex, at, line int) bool {
	data := index.data
	if at >= len(data) || data[at] != '|' && data[at] != '>' {
		return false
	}
	n.start = at
	indent, cursor := -1, 0
	last := line
	for next := line + 1; cursor < len(n.text); next++ {
		content, ok := index.text(next)
		if !ok {
			return false
		}
		last = next
		trimmed := bytes.TrimLeft(content, " ")
		if indent < 0 {
			if len(trimmed) == 0 {
				if n.text[cursor] != '\n' {
					return false
				}
				cursor++
				continue
			}
			indent = len(content) - len(trimmed)
		}
		if len(content) < indent {
			content = nil
		} else {
			content = content[indent:]
		}
		if !strings.HasPrefix(n.text[cursor:], string(content)) {
			return false
		}
		n.marks = append(n.marks, lint.Mark{Offset: cursor, Source: index.starts[next-1] + indent, Line: next, Column: indent + 1})
		cursor += len(content)
		if cursor < len(n.text) && (n.text[cursor] == '\n' || n.text[cursor] == ' ' && data[at] == '>') {
			cursor++
		}
	}
	if len(n.marks) == 0 {
		return false
	}
	n.end = len(data)
	if last < len(index.starts) {
		n.end = index.starts[last]
	}
	return true
}
