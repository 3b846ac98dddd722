package template

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// What one file may have. Real templates stay far below; a bomb does not.
const (
	maxDepth = 200
	maxNodes = 2_000_000
)

func tooDeep(name string, line int) error {
	return fault.New(fault.KindLimit, "region.too_deep").With("limit", maxDepth).At(fault.Place{File: name, Row: int64(line)})
}

func unreadable(name string, line int, err error) error {
	return fault.New(fault.KindInvalid, "region.unreadable").At(fault.Place{File: name, Row: int64(line)}).Because(err)
}

// parseJSON reads JSON into nodes with places, which the standard decoder alone
// does not give. Several values after each other are several documents.
func parseJSON(name string, text []byte) ([]*yaml.Node, error) {
	p := &jsonParser{name: name, text: bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), line: 1}
	p.dec = json.NewDecoder(bytes.NewReader(p.text))
	p.dec.UseNumber()
	var roots []*yaml.Node
	for {
		n, err := p.value(0)
		if errors.Is(err, io.EOF) && n == nil {
			return roots, nil
		}
		if err != nil {
			return nil, err
		}
		roots = append(roots, n)
	}
}

type jsonParser struct {
	name    string
	text    []byte
	dec     *json.Decoder
	counted int // bytes whose lines are counted
	line    int
	start   int // of the line
	nodes   int
}

// token reads one token and where it begins.
func (p *jsonParser) token() (json.Token, int, int, error) {
	from := int(p.dec.InputOffset())
	for from < len(p.text) && bytes.IndexByte([]byte(" \t\r\n,:"), p.text[from]) >= 0 {
		from++
	}
	for ; p.counted < from; p.counted++ {
		if p.text[p.counted] == '\n' {
			p.line++
			p.start = p.counted + 1
		}
	}
	line, column := p.line, utf8.RuneCount(p.text[p.start:from])+1
	t, err := p.dec.Token()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, line, column, unreadable(p.name, line, err)
	}
	return t, line, column, err
}

func (p *jsonParser) value(depth int) (*yaml.Node, error) {
	t, line, column, err := p.token()
	if err != nil {
		return nil, err
	}
	if depth > maxDepth {
		return nil, tooDeep(p.name, line)
	}
	if p.nodes++; p.nodes > maxNodes {
		return nil, fault.New(fault.KindLimit, "region.too_many").With("limit", maxNodes).At(fault.Place{File: p.name, Row: int64(line)})
	}
	n := &yaml.Node{Kind: yaml.ScalarNode, Line: line, Column: column}
	switch v := t.(type) {
	case json.Delim:
		n.Kind = yaml.SequenceNode
		if v == '{' {
			n.Kind = yaml.MappingNode
		}
		for p.dec.More() {
			child, err := p.value(depth + 1)
			if err != nil {
				return nil, p.cut(line, err)
			}
			n.Content = append(n.Content, child)
		}
		if _, _, _, err := p.token(); err != nil {
			return nil, p.cut(line, err)
		}
	case string:
		n.Tag, n.Value = "!!str", v
	case json.Number:
		n.Tag, n.Value = "!!float", v.String()
	default:
		n.Tag, n.Value = "!!null", fmt.Sprint(v)
	}
	return n, nil
}

// cut turns the end of the file inside of a value into a fault.
func (p *jsonParser) cut(line int, err error) error {
	if errors.Is(err, io.EOF) {
		return unreadable(p.name, line, io.ErrUnexpectedEOF)
	}
	return err
}

// yamlLine is where the library says a fault is.
var yamlLine = regexp.MustCompile(`line (\d+)`)

// parseYAML reads the documents of a file. Aliases are not followed: what they
// repeat is found where it is anchored.
func parseYAML(name string, text []byte) ([]*yaml.Node, error) {
	if line := indented(text); line > 0 {
		return nil, tooDeep(name, line)
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	var roots []*yaml.Node
	for {
		var doc yaml.Node
		err := dec.Decode(&doc)
		if errors.Is(err, io.EOF) {
			return roots, nil
		}
		if err != nil {
			line := 0
			if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
				line, _ = strconv.Atoi(m[1])
			}
			return nil, unreadable(name, line, err)
		}
		if len(doc.Content) == 0 {
			continue
		}
		root := doc.Content[0]
		if line := deeper(root, 0); line > 0 {
			return nil, tooDeep(name, line)
		}
		if expanded(root, map[*yaml.Node]int{}) > maxNodes {
			return nil, fault.New(fault.KindLimit, "region.too_many").With("limit", maxNodes).At(fault.Place{File: name, Row: int64(root.Line)})
		}
		roots = append(roots, root)
	}
}

// expanded is how many nodes a tree has once its aliases are followed, counted up
// to just past the limit: a bomb is small until somebody follows them.
func expanded(n *yaml.Node, known map[*yaml.Node]int) int {
	if n == nil {
		return 0
	}
	if count, met := known[n]; met {
		return count // zero inside of itself
	}
	known[n] = 0
	count := 1 + expanded(n.Alias, known)
	for _, c := range n.Content {
		count = min(count+expanded(c, known), maxNodes+1)
	}
	known[n] = count
	return count
}

// indented finds a line that opens more brackets than any document has reason
// to, before the library, which recurses, sees them.
func indented(text []byte) int {
	depth, line := 0, 1
	for _, b := range text {
		switch b {
		case '[', '{':
			if depth++; depth > maxDepth*10 {
				return line
			}
		case ']', '}':
			depth = max(0, depth-1)
		case '\n':
			line++
		}
	}
	return 0
}

// deeper gives the line at which a tree passes the limit, or zero.
func deeper(n *yaml.Node, depth int) int {
	if depth > maxDepth {
		return max(n.Line, 1)
	}
	for _, c := range n.Content {
		if line := deeper(c, depth+1); line > 0 {
			return line
		}
	}
	return 0
}

// get gives the value of a key of a mapping, or nil.
func get(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// dig follows keys.
func dig(n *yaml.Node, keys ...string) *yaml.Node {
	for _, k := range keys {
		n = get(n, k)
	}
	return n
}

// text is the value of a plain scalar; a function (!Ref) has none.
func text(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode || (len(n.Tag) > 1 && n.Tag[0] == '!' && n.Tag[1] != '!' && n.Tag != "!Sub") {
		return ""
	}
	return n.Value
}

// entries calls f with the key and value of every entry of a mapping.
func entries(n *yaml.Node, f func(key, value *yaml.Node)) {
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		f(n.Content[i], n.Content[i+1])
	}
}

// items gives the elements of a list, or the one value itself.
func items(n *yaml.Node) []*yaml.Node {
	switch {
	case n == nil:
		return nil
	case n.Kind == yaml.SequenceNode:
		return n.Content
	}
	return []*yaml.Node{n}
}
