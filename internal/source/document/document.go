// Package document reads pages for people: Markdown, HTML and plain text, in
// any encoding, into blocks that know where they stand.
//
// It owns formats, front matter and limits. It does not own what a page says
// (core/region/prose), nor what the code in it needs (source/template,
// source/program): code goes on as blocks.
package document

import (
	"bytes"
	"errors"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region/prose"
	"github.com/sevenfold/sevenfold/internal/source"
)

const (
	// MaxBytes is how large a page may be. Long manuals have some hundred kilobytes.
	MaxBytes = 2 << 20
	// maxNesting is how deep quotes and lists may nest, and maxRun how many marks may
	// stand in a row, beyond which only mischief goes and readers become slow.
	maxNesting = 64
	maxRun     = 1000
	// maxParagraph is how long one paragraph of Markdown may be. Parsers take
	// quadratic time over marks that never close; a page with more in one piece is
	// read as plain text.
	maxParagraph = 16 << 10
)

// Knows reports a name of a file that is read as a document.
func Knows(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown", ".mdx", ".html", ".htm", ".xhtml", ".txt", ".rst", ".adoc":
		return true
	}
	return false
}

// Read reads a page. Faults: document.too_large, document.binary,
// document.empty, document.too_deep.
func Read(name string, r io.Reader) (_ prose.Page, err error) {
	defer fault.Wrap(&err, "document.Read(%s)", name)
	raw, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return prose.Page{}, err
	}
	return Parse(name, raw)
}

// Parse is Read for bytes that are there already.
func Parse(name string, raw []byte) (_ prose.Page, err error) {
	defer fault.Wrap(&err, "document.Parse(%s)", name)
	if len(raw) > MaxBytes {
		return prose.Page{}, refuse(fault.KindLimit, "document.too_large", name).With("limit", MaxBytes>>20)
	}
	text, err := decode(name, raw)
	if err != nil {
		return prose.Page{}, err
	}
	page := prose.Page{Name: name}
	switch formatOf(name, text) {
	case formatHTML:
		readHTML(&page, text)
	case formatMarkdown:
		err = readMarkdown(&page, text)
	default:
		readText(&page, text)
	}
	if err != nil {
		return prose.Page{}, err
	}
	if len(page.Blocks) == 0 {
		return prose.Page{}, refuse(fault.KindInvalid, "document.empty", name)
	}
	if page.Title == "" {
		page.Title = firstHeading(page.Blocks)
	}
	return page, nil
}

func refuse(kind fault.Kind, code, name string) *fault.Error {
	return fault.New(kind, code).With("file", name).At(fault.Place{File: name})
}

// decode gives UTF-8 and refuses what is no text.
func decode(name string, raw []byte) ([]byte, error) {
	text := raw
	if !utf8.Valid(raw) || bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")) {
		t := source.NewText(bytes.NewReader(raw))
		decoded, err := io.ReadAll(t)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		// Bytes that are valid in no encoding come out as Windows-1252, which can
		// hold anything: there the control characters decide.
		text = decoded
		if t.Invalid() > int64(len(raw)/200) {
			return nil, refuse(fault.KindInvalid, "document.binary", name)
		}
	}
	control := 0
	for _, c := range text {
		if c == 0 {
			return nil, refuse(fault.KindInvalid, "document.binary", name)
		}
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			control++
		}
	}
	if control > len(text)/1000 {
		return nil, refuse(fault.KindInvalid, "document.binary", name)
	}
	return text, nil
}

type format int

const (
	formatText format = iota
	formatMarkdown
	formatHTML
)

// formatOf goes by the name, and where that says nothing by how the page begins.
func formatOf(name string, text []byte) format {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown", ".mdx":
		return formatMarkdown
	case ".html", ".htm", ".xhtml":
		return formatHTML
	case ".txt":
		return formatText
	}
	head := bytes.ToLower(bytes.TrimSpace(text[:min(len(text), 1024)]))
	switch {
	case bytes.HasPrefix(head, []byte("<!doctype html")), bytes.HasPrefix(head, []byte("<html")):
		return formatHTML
	case bytes.HasPrefix(head, []byte("---\n")), bytes.HasPrefix(head, []byte("# ")), bytes.Contains(head, []byte("\n## ")), bytes.Contains(head, []byte("\n```")):
		return formatMarkdown
	}
	return formatText
}

func firstHeading(blocks []prose.Block) string {
	for _, b := range blocks {
		if b.Kind == prose.BlockHeading {
			return b.Text
		}
	}
	if b := blocks[0]; b.Kind != prose.BlockCode && utf8.RuneCountInString(b.Text) <= 120 {
		return b.Text
	}
	return ""
}
