// Package fitting answers whether things fit into regions: it reads what it is
// given, finds the services that it needs, and asks the catalogue and the rule.
//
// It puts the readers (source/template, source/program), the catalogue and rule
// (core/region) and the books (flow/measuring) together. It owns order, limits,
// folders and reports; what a find, a need and a verdict are is core's business.
package fitting

import (
	"bytes"
	"io"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/core/region/prose"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/document"
	"github.com/sevenfold/sevenfold/internal/source/program"
	"github.com/sevenfold/sevenfold/internal/source/template"
)

// MaxBytes is the largest thing that is read. A plan of a large estate has ten
// megabytes; what is larger is not written by hand nor by a tool we know.
const MaxBytes = 16 << 20

// Recogniser reads things for one catalogue. Make it with NewRecogniser; it may be
// used by many goroutines.
type Recogniser struct {
	catalogue *region.Catalogue
	prose     *prose.Reader
}

// NewRecogniser prepares the names of a catalogue.
func NewRecogniser(c *region.Catalogue) *Recogniser {
	return &Recogniser{catalogue: c, prose: prose.NewReader(c)}
}

// Recognised is what one thing is and needs.
type Recognised struct {
	region.Reading
	// Title, Published and URL are what a document says of itself.
	Title, Published, URL string
	// Kind and Reasons are of documents: what kind it is, and what told so.
	Kind    prose.Kind
	Reasons []prose.Reason
}

// Read reads one thing and finds what it needs. The name tells its format where
// the text alone does not.
//
// Faults: region.too_large, region.binary, region.format_unknown,
// region.too_deep, region.too_many, region.unreadable, and those of documents.
func (k *Recogniser) Read(name string, data []byte) (r Recognised, err error) {
	defer fault.Wrap(&err, "fitting.Read(%s)", name)
	if len(data) > MaxBytes {
		return r, TooLarge(name)
	}
	if binary(data) {
		return r, fault.New(fault.KindInvalid, "region.binary").At(fault.Place{File: name})
	}
	text, err := io.ReadAll(source.NewText(bytes.NewReader(data)))
	if err != nil {
		return r, err
	}
	reading, ok, err := k.structure(name, text)
	if err != nil || ok {
		return Recognised{Reading: reading}, err
	}
	if !document.Knows(name) {
		return r, fault.New(fault.KindInvalid, "region.format_unknown").At(fault.Place{File: name})
	}
	return k.document(name, data)
}

// structure reads what machines read: templates, else programs.
func (k *Recogniser) structure(name string, text []byte) (region.Reading, bool, error) {
	reading, ok, err := template.Read(name, text, k.catalogue)
	chart := strings.HasSuffix(name, "ml") && bytes.Contains(text, []byte("{{")) // a template of YAML, which is none
	if err != nil && !chart {
		return reading, false, err
	}
	if err == nil && ok {
		k.embedded(&reading)
		return reading, true, nil
	}
	if language, ok := program.LanguageOf(name, text); ok {
		return program.Read(name, text, language, k.catalogue), true, nil
	}
	return region.Reading{}, false, nil
}

// embedded reads the pieces in other languages.
func (k *Recogniser) embedded(r *region.Reading) {
	for _, piece := range r.Embedded {
		inner := program.Inside(piece, k.catalogue)
		r.Finds = append(r.Finds, inner.Finds...)
		r.Unresolved = append(r.Unresolved, inner.Unresolved...)
	}
	region.SortFinds(r.Finds)
	region.SortFinds(r.Unresolved)
}

// document reads a page for people, and the code in it.
func (k *Recogniser) document(name string, data []byte) (r Recognised, err error) {
	page, err := document.Parse(name, data)
	if err != nil {
		return r, err
	}
	said := k.prose.Read(page)
	r = Recognised{Reading: region.Reading{Format: region.FormatDocument, Finds: said.Finds}, Title: page.Title, Published: page.Published, URL: page.URL,
		Kind: said.Kind, Reasons: said.Reasons}
	for _, b := range page.Code() {
		r.Finds = append(r.Finds, k.code(name, b)...)
	}
	region.SortFinds(r.Finds)
	return r, nil
}

// ending gives for the languages of code that mean a format of template its ending; any
// other is read as a program.
func ending(language string) string {
	switch language {
	case "yaml", "yml", "cloudformation":
		return ".yaml"
	case "json":
		return ".json"
	case "terraform", "hcl", "tf":
		return ".tf"
	}
	return ""
}

// code reads a block of a page. Code of a page is often a piece only: what cannot
// be read as a template is read as a program, and what nobody knows in it is let go.
func (k *Recogniser) code(name string, b prose.Block) []region.Find {
	line, column := b.At(0)
	var finds []region.Find
	if end := ending(b.Language); end != "" {
		if reading, ok, err := template.Read("code"+end, []byte(b.Text), k.catalogue); err == nil && ok {
			k.embedded(&reading)
			finds = reading.Finds
			for i := range finds {
				finds[i].Place.File = name
				finds[i].Place.Line += line - 1
			}
			return finds
		}
	}
	return program.Inside(region.Embedded{Place: region.Place{File: name, Line: line, Column: column}, Text: b.Text}, k.catalogue).Finds
}

// TooLarge refuses what is larger than MaxBytes.
func TooLarge(name string) error {
	return fault.New(fault.KindLimit, "region.too_large").With("megabytes", MaxBytes>>20).At(fault.Place{File: name})
}

// binary reports bytes that no text has. UTF-16 has zeros too, and a mark.
func binary(data []byte) bool {
	head := data[:min(len(data), 8<<10)]
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
		return true
	}
	if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
		return false
	}
	return bytes.IndexByte(head, 0) >= 0 || strings.HasPrefix(string(head), "%PDF-")
}
