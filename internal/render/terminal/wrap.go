package terminal

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
)

// Wrap breaks lines longer than width at blanks, and words longer than width,
// or of a script without blanks, between any two characters; 0 leaves all as it
// is. The library's own wrapping lets wide characters stand over the edge.
func Wrap(s string, width int) string {
	ambiguousNarrow()
	if width <= 0 || text.LongestLineLen(s) <= width {
		return s
	}
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		lines = append(lines, wrapLine(line, width)...)
	}
	return strings.Join(lines, "\n")
}

func wrapLine(s string, width int) []string {
	var lines []string
	var line []rune
	used, blank := 0, -1 // columns of line, and index of its last blank
	for _, r := range s {
		wide := text.RuneWidth(r)
		if used+wide > width && len(line) > 0 {
			cut, next := len(line), len(line)
			switch {
			case r == ' ': // the break falls on a blank, which vanishes
				lines = append(lines, string(line))
				line, used, blank = line[:0], 0, -1
				continue
			case blank > 0 && !breaks(line[len(line)-1], r):
				cut, next = blank, blank+1
			case len(line) > 1 && strings.ContainsRune(closing, r):
				cut, next = len(line)-1, len(line)-1
			}
			lines = append(lines, strings.TrimRight(string(line[:cut]), " "))
			line = append([]rune(nil), line[next:]...)
			used, blank = text.StringWidth(string(line)), -1
		}
		if r == ' ' {
			blank = len(line)
		}
		line = append(line, r)
		used += wide
	}
	return append(lines, string(line))
}

// closing is punctuation that must not begin a line.
const closing = "，。、；：？！）》”’」』】…—·"

// breaks reports whether a line may end between two characters that have no
// blank between them: beside a wide one, unless the next is closing punctuation.
func breaks(before, after rune) bool {
	if strings.ContainsRune(closing, after) {
		return false
	}
	return text.RuneWidth(before) > 1 || text.RuneWidth(after) > 1
}
