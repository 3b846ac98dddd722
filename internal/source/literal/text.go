package literal

import (
	"bytes"
	"strings"

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

// longestString is how far a quote on one line is followed.
const longestString = 4 << 10

// program makes a literal of each string. It knows no grammar: a quote that
// does not close on its line is no string.
func (f *File) program(l language) {
	index := newLineIndex(f.data, 0)
	for at := 0; at < len(f.data); {
		rest := f.data[at:]
		switch {
		case bytes.HasPrefix(rest, []byte(l.line)):
			at += until(rest, "\n")
		case l.block && bytes.HasPrefix(rest, []byte("/*")):
			at += 2 + until(rest[2:], "*/")
		default:
			at += f.word(l, index, at)
		}
	}
}

// word takes a string or one byte, and says how many bytes that were.
func (f *File) word(l language, index *lineIndex, at int) int {
	rest := f.data[at:]
	for _, quote := range l.long {
		if bytes.HasPrefix(rest, []byte(quote)) {
			end := until(rest[len(quote):], quote)
			f.literal(index, at+len(quote), min(len(f.data), at+len(quote)+max(0, end-len(quote))))
			return len(quote) + end
		}
	}
	if strings.IndexByte(l.quotes, rest[0]) < 0 {
		return 1
	}
	for i := 1; i < min(len(rest), longestString) && rest[i] != '\n'; i++ {
		switch rest[i] {
		case '\\':
			i++
		case rest[0]:
			f.literal(index, at+1, at+i)
			return i + 1
		}
	}
	return 1
}

func (f *File) literal(index *lineIndex, start, end int) {
	if start < end {
		f.add(lint.Literal{Text: string(f.data[start:end]), Marks: index.marks(start, end)}, span{})
	}
}

// until is how many bytes pass up to and with the mark, or all.
func until(b []byte, mark string) int {
	if i := bytes.Index(b, []byte(mark)); i >= 0 {
		return i + len(mark)
	}
	return len(b)
}
