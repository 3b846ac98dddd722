package literal

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/sevenfold/sevenfold/internal/core/region/lint"
)

// lines makes a literal of each line that is not empty or a comment.
func (f *File) lines(comment string) {
	at := 0
	for number := 1; at < len(f.data); number++ {
		end := len(f.data)
		if i := bytes.IndexByte(f.data[at:], '\n'); i >= 0 {
			end = at + i
		}
		text := string(bytes.TrimSuffix(f.data[at:end], []byte{'\r'}))
		if trimmed := strings.TrimSpace(text); trimmed != "" && (comment == "" || !strings.HasPrefix(trimmed, comment)) {
			f.add(lint.Literal{Text: text, Marks: []lint.Mark{{Source: at, Line: number, Column: 1}}}, span{})
		}
		at = end + 1
	}
}

// lineMarks maps data[start:end] line by line.
func lineMarks(data []byte, start, end int) []lint.Mark {
	line := bytes.Count(data[:start], []byte{'\n'}) + 1
	lineStart := bytes.LastIndexByte(data[:start], '\n') + 1
	marks := []lint.Mark{{Source: start, Line: line, Column: utf8.RuneCount(data[lineStart:start]) + 1}}
	for i := start; i < end; i++ {
		if data[i] == '\n' {
			line++
			marks = append(marks, lint.Mark{Offset: i + 1 - start, Source: i + 1, Line: line, Column: 1})
		}
	}
	return marks
}

// language is how a family of languages writes comments and strings.
type language struct {
	line   string // starts a comment to the end of the line
	block  bool   // /* */
	long   []string
	quotes string
}

var (
	likeC      = language{line: "//", block: true, long: []string{"`", `"""`}, quotes: `"'`}
	likePython = language{line: "#", long: []string{`"""`, "'''"}, quotes: `"'`}
	languages  = map[string]language{
		".go": likeC, ".js": likeC, ".jsx": likeC, ".ts": likeC, ".tsx": likeC, ".mjs": likeC, ".cjs": likeC, ".java": likeC, ".kt": likeC,
		".scala": likeC, ".cs": likeC, ".swift": likeC, ".rs": likeC, ".c": likeC, ".cc": likeC, ".cpp": likeC, ".h": likeC, ".php": likeC,
		".groovy": likeC, ".dart": likeC, ".py": likePython, ".rb": likePython, ".pl": likePython, ".r": likePython, ".jl": likePython,
	}
)

// program makes a literal of each string. It knows no grammar: a quote that
// does not close on its line is no string.
func (f *File) program(l language) {
	for at := 0; at < len(f.data); {
		rest := f.data[at:]
		switch {
		case bytes.HasPrefix(rest, []byte(l.line)):
			at += until(rest, "\n")
		case l.block && bytes.HasPrefix(rest, []byte("/*")):
			at += 2 + until(rest[2:], "*/")
		default:
			at += f.word(l, at)
		}
	}
}

// word takes a string or one byte, and says how many bytes that were.
func (f *File) word(l language, at int) int {
	rest := f.data[at:]
	for _, quote := range l.long {
		if bytes.HasPrefix(rest, []byte(quote)) {
			end := until(rest[len(quote):], quote)
			f.literal(at+len(quote), min(len(f.data), at+len(quote)+max(0, end-len(quote))))
			return len(quote) + end
		}
	}
	if strings.IndexByte(l.quotes, rest[0]) < 0 {
		return 1
	}
	for i := 1; i < len(rest) && rest[i] != '\n'; i++ {
		switch rest[i] {
		case '\\':
			i++
		case rest[0]:
			f.literal(at+1, at+i)
			return i + 1
		}
	}
	return 1
}

func (f *File) literal(start, end int) {
	if start < end {
		f.add(lint.Literal{Text: string(f.data[start:end]), Marks: lineMarks(f.data, start, end)}, span{})
	}
}

// until is how many bytes pass up to and with the mark, or all.
func until(b []byte, mark string) int {
	if i := bytes.Index(b, []byte(mark)); i >= 0 {
		return i + len(mark)
	}
	return len(b)
}
