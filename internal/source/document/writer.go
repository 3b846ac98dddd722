package document

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/sevenfold/sevenfold/internal/core/region/prose"
)

// places finds lines and columns of bytes that are asked in rising order, so
// that a page is counted once.
type places struct {
	text   []byte
	at     int // counted up to here
	line   int
	column int // characters before at on its line
}

func newPlaces(text []byte) *places { return &places{text: text, line: 1} }

func (p *places) of(offset int) (line, column int) {
	if offset < p.at {
		*p = places{text: p.text, line: 1}
	}
	between := p.text[p.at:min(offset, len(p.text))]
	if n := bytes.Count(between, []byte{'\n'}); n > 0 {
		p.line += n
		p.column = 0
		between = between[bytes.LastIndexByte(between, '\n')+1:]
	}
	p.column += utf8.RuneCount(between)
	p.at = offset
	return p.line, p.column + 1
}

// writer makes the text of a block out of pieces of the file.
type writer struct {
	places *places
	b      strings.Builder
	marks  []prose.Mark
	line   int // where a piece would stand that goes on without a gap in the source
	column int
}

// piece adds running text: any run of space is one. What breaks lines in Chinese
// leaves no gap.
func (w *writer) piece(text []byte, offset int) {
	for i := 0; i < len(text); {
		if isSpace(text[i]) {
			start := i
			for i < len(text) && isSpace(text[i]) {
				i++
			}
			w.gap(text[start:i], text[i:])
			continue
		}
		start := i
		for i < len(text) && !isSpace(text[i]) {
			i++
		}
		w.word(text[start:i], offset+start)
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

func (w *writer) gap(space, rest []byte) {
	s := w.b.String()
	if s == "" || s[len(s)-1] == ' ' {
		return
	}
	if bytes.IndexByte(space, '\n') >= 0 && len(rest) > 0 {
		before, _ := utf8.DecodeLastRuneInString(s)
		after, _ := utf8.DecodeRune(rest)
		if isWide(before) && isWide(after) {
			return
		}
	}
	w.b.WriteByte(' ')
	w.column++
}

// isWide: Chinese characters and their punctuation.
func isWide(r rune) bool {
	return r >= 0x2e80 && r <= 0x9fff || r >= 0xff00 && r <= 0xffef || r >= 0xf900 && r <= 0xfaff
}

func (w *writer) word(text []byte, offset int) {
	line, column := w.places.of(offset)
	if len(w.marks) == 0 || line != w.line || column != w.column {
		w.marks = append(w.marks, prose.Mark{Offset: w.b.Len(), Line: line, Column: column})
	}
	w.b.Write(text)
	w.line, w.column = line, column+utf8.RuneCount(text)
}

// take gives the block so far and begins a new one; ok is false for no text.
func (w *writer) take(b prose.Block) (prose.Block, bool) {
	b.Text = strings.TrimRight(w.b.String(), " ")
	b.Marks = w.marks
	w.b.Reset()
	w.marks = nil
	return b, b.Text != ""
}

// verbatim makes a block of code out of whole lines.
func verbatim(p *places, language string, text []byte, offset int) prose.Block {
	b := prose.Block{Kind: prose.BlockCode, Language: strings.ToLower(language), Text: string(text)}
	line, column := p.of(offset)
	b.Marks = []prose.Mark{{Line: line, Column: column}}
	for i, c := range text {
		if c == '\n' && i+1 < len(text) {
			line++
			b.Marks = append(b.Marks, prose.Mark{Offset: i + 1, Line: line, Column: 1})
		}
	}
	return b
}
