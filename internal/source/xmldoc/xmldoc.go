// Package xmldoc reads business documents in XML from people one does not know:
// bounded in size, depth, number of elements and length of text, without
// document type definitions (so no entities, and no billion laughs), namespaces
// by URI and never by prefix.
//
// It owns XML and the faults of XML. What an element means is the business of
// the formats that use it (ubl, cii).
package xmldoc

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Limits. The largest real invoices have some ten thousand lines and carry
// their attachments inside; these leave room for ten times that.
const (
	maxBytes    = 128 << 20
	maxDepth    = 64
	maxElements = 5_000_000
	maxText     = 64 << 10
)

// Schema is the vocabulary of a format.
type Schema struct {
	// Prefixes gives each namespace URI the prefix that the format's code uses in
	// paths. Elements of other namespaces are skipped with everything in them.
	Prefixes map[string]string
	// Roots are the root elements, as "prefix:Local".
	Roots []string
	// Enter names the elements whose children are handed over one by one instead
	// of as one tree, so that a document with many lines is never held whole.
	Enter []string
	// Opaque names elements whose text is not wanted and may be large.
	Opaque []string
}

// Element is an element with its text and children.
type Element struct {
	Name     string // "prefix:Local"
	Line     int    // of the file, from 1
	Text     string // without surrounding space; only of elements without children
	Attrs    []xml.Attr
	Children []*Element
}

// Find gives the first element at a path such as "cac:Party/cbc:Name", or nil.
func (e *Element) Find(path string) *Element {
	name, rest, deeper := strings.Cut(path, "/")
	if e == nil {
		return nil
	}
	for _, c := range e.Children {
		if c.Name != name {
			continue
		}
		if !deeper {
			return c
		}
		if found := c.Find(rest); found != nil {
			return found
		}
	}
	return nil
}

// All gives the children of one name.
func (e *Element) All(name string) []*Element {
	if e == nil {
		return nil
	}
	var all []*Element
	for _, c := range e.Children {
		if c.Name == name {
			all = append(all, c)
		}
	}
	return all
}

// Get gives the text at a path; empty when there is none.
func (e *Element) Get(path string) string {
	if found := e.Find(path); found != nil {
		return found.Text
	}
	return ""
}

// First gives the first text that is not empty among several paths.
func (e *Element) First(paths ...string) string {
	for _, p := range paths {
		if s := e.Get(p); s != "" {
			return s
		}
	}
	return ""
}

// Attr gives an attribute without a namespace.
func (e *Element) Attr(name string) string {
	if e == nil {
		return ""
	}
	for _, a := range e.Attrs {
		if a.Name.Local == name && a.Name.Space == "" {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// Read hands the children of the root, and of the elements to enter, to visit
// in document order, each complete. It gives the name of the root.
//
// Faults: xml.malformed, xml.truncated, xml.doctype, xml.encoding, xml.root,
// xml.limit; and what visit gives.
func Read(r io.Reader, path string, schema Schema, visit func(parent string, e *Element) error) (root string, err error) {
	d := newReader(r, path, schema)
	root, err = d.run(visit)
	if err != nil {
		return root, d.explain(err)
	}
	return root, nil
}

type reader struct {
	path     string
	schema   Schema
	in       *limited
	xml      *xml.Decoder
	elements int
}

func newReader(r io.Reader, path string, schema Schema) *reader {
	in := &limited{r: r, left: maxBytes}
	d := xml.NewDecoder(in)
	d.Strict = true
	d.Entity = nil
	d.CharsetReader = func(label string, _ io.Reader) (io.Reader, error) {
		return nil, fault.New(fault.KindInvalid, "xml.encoding").With("encoding", label).At(fault.Place{File: path})
	}
	return &reader{path: path, schema: schema, in: in, xml: d}
}

var errTooLarge = errors.New("larger than an invoice may be")

// limited gives an error, not an end, at the limit: a document must not be
// taken for complete because it was cut.
type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTooLarge
	}
	n, err := l.r.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	return n, err
}

func (d *reader) place() fault.Place { return fault.Place{File: d.path} }

func (d *reader) limit(name string, value int) error {
	return fault.New(fault.KindLimit, "xml.limit").With("limit", name).With("value", value).At(d.place())
}

// explain turns what the decoder says into faults.
func (d *reader) explain(err error) error {
	if _, ok := fault.As(err); ok {
		return err
	}
	line, _ := d.xml.InputPos()
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, errTooLarge):
		return d.limit("bytes", maxBytes)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF"):
		return fault.New(fault.KindInvalid, "xml.truncated").With("line", line).At(d.place()).Because(err)
	case errors.As(err, &syntax):
		return fault.New(fault.KindInvalid, "xml.malformed").With("line", syntax.Line).At(d.place()).Because(err)
	}
	return fault.New(fault.KindUnavailable, "xml.unreadable").At(d.place()).Because(err)
}

func (d *reader) run(visit func(string, *Element) error) (string, error) {
	start, err := d.root()
	if err != nil {
		return "", err
	}
	root := d.name(start.Name)
	if !slices.Contains(d.schema.Roots, root) {
		return "", fault.New(fault.KindInvalid, "xml.root").With("root", start.Name.Local).
			With("namespace", start.Name.Space).At(d.place())
	}
	if err := d.children(root, 1, visit); err != nil {
		return root, err
	}
	return root, d.epilogue()
}

// root finds the first element; before it only comments and space may stand.
func (d *reader) root() (xml.StartElement, error) {
	for {
		token, err := d.xml.Token()
		if errors.Is(err, io.EOF) {
			return xml.StartElement{}, fault.New(fault.KindInvalid, "xml.malformed").With("line", 1).At(d.place())
		}
		if err != nil {
			return xml.StartElement{}, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			return t, nil
		case xml.Directive:
			return xml.StartElement{}, d.doctype()
		case xml.CharData:
			if strings.Trim(string(t), "\ufeff \t\r\n") != "" {
				return xml.StartElement{}, fault.New(fault.KindInvalid, "xml.malformed").With("line", 1).At(d.place())
			}
		}
	}
}

// epilogue reads to the end of the file: a second root or text after the
// document is a sign of two files in one.
func (d *reader) epilogue() error {
	for {
		token, err := d.xml.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		bad := false
		switch t := token.(type) {
		case xml.StartElement, xml.Directive:
			bad = true
		case xml.CharData:
			bad = strings.TrimSpace(string(t)) != ""
		}
		if bad {
			line, _ := d.xml.InputPos()
			return fault.New(fault.KindInvalid, "xml.malformed").With("line", line).At(d.place())
		}
	}
}

func (d *reader) doctype() error {
	line, _ := d.xml.InputPos()
	return fault.New(fault.KindInvalid, "xml.doctype").With("line", line).At(d.place())
}

// children hands over each child of an entered element.
func (d *reader) children(parent string, depth int, visit func(string, *Element) error) error {
	for {
		token, err := d.xml.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.Directive:
			return d.doctype()
		case xml.EndElement:
			return nil
		case xml.StartElement:
			name := d.name(t.Name)
			if slices.Contains(d.schema.Enter, name) {
				if depth >= maxDepth {
					return d.limit("depth", maxDepth)
				}
				if err := d.children(name, depth+1, visit); err != nil {
					return err
				}
				continue
			}
			e, err := d.tree(t, name, depth+1)
			if err != nil {
				return err
			}
			if name == "" {
				continue
			}
			if err := visit(parent, e); err != nil {
				return err
			}
		}
	}
}

// tree reads one element to its end.
func (d *reader) tree(start xml.StartElement, name string, depth int) (*Element, error) {
	if depth > maxDepth {
		return nil, d.limit("depth", maxDepth)
	}
	if d.elements++; d.elements > maxElements {
		return nil, d.limit("elements", maxElements)
	}
	line, _ := d.xml.InputPos()
	e := &Element{Name: name, Line: line, Attrs: start.Attr}
	opaque := name == "" || slices.Contains(d.schema.Opaque, name)
	var text strings.Builder
	for {
		token, err := d.xml.Token()
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.Directive:
			return nil, d.doctype()
		case xml.CharData:
			if opaque {
				continue
			}
			if text.Len()+len(t) > maxText {
				return nil, d.limit("text", maxText)
			}
			text.Write(t)
		case xml.EndElement:
			if len(e.Children) == 0 {
				e.Text = strings.TrimSpace(text.String())
			}
			return e, nil
		case xml.StartElement:
			child, err := d.tree(t, d.name(t.Name), depth+1)
			if err != nil {
				return nil, err
			}
			if child.Name != "" {
				e.Children = append(e.Children, child)
			}
		}
	}
}

// name gives "prefix:Local", or nothing for a namespace that the schema does
// not know.
func (d *reader) name(n xml.Name) string {
	prefix, ok := d.schema.Prefixes[n.Space]
	if !ok {
		return ""
	}
	return prefix + ":" + n.Local
}
