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
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/program"
	"github.com/sevenfold/sevenfold/internal/source/template"
)

// MaxBytes is the largest thing that is read. A plan of a large estate has ten
// megabytes; what is larger is not written by hand nor by a tool we know.
const MaxBytes = 16 << 20

// Recognise reads one thing and finds what it needs. The name tells its format
// where the text alone does not.
//
// Faults: region.too_large, region.binary, region.format_unknown,
// region.too_deep, region.too_many, region.unreadable.
func Recognise(name string, data []byte, c *region.Catalogue) (r region.Reading, err error) {
	defer fault.Wrap(&err, "fitting.Recognise(%s)", name)
	if len(data) > MaxBytes {
		return r, tooLarge(name)
	}
	if binary(data) {
		return r, fault.New(fault.KindInvalid, "region.binary").At(fault.Place{File: name})
	}
	text, err := io.ReadAll(source.NewText(bytes.NewReader(data)))
	if err != nil {
		return r, err
	}
	reading, ok, err := template.Read(name, text, c)
	if err != nil {
		chart := strings.HasSuffix(name, "ml") && bytes.Contains(text, []byte("{{")) // a template of YAML, which is none
		if !chart {
			return r, err
		}
	} else if ok {
		for _, piece := range reading.Embedded {
			inner := program.Inside(piece, c)
			reading.Finds = append(reading.Finds, inner.Finds...)
			reading.Unresolved = append(reading.Unresolved, inner.Unresolved...)
		}
		region.SortFinds(reading.Finds)
		region.SortFinds(reading.Unresolved)
		return reading, nil
	}
	if language, ok := program.LanguageOf(name, text); ok {
		return program.Read(name, text, language, c), nil
	}
	return r, fault.New(fault.KindInvalid, "region.format_unknown").At(fault.Place{File: name})
}

func tooLarge(name string) error {
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
