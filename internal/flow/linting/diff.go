package linting

import (
	"fmt"
	"strings"
)

// contextLines stand around a change.
const contextLines = 3

// unified is the difference as patch reads it. A fix changes lines where they
// stand and adds some at the end, never takes one out: no line has to be
// searched.
func unified(name, before, after string) string {
	if before == after {
		return ""
	}
	a, b := strings.SplitAfter(before, "\n"), strings.SplitAfter(after, "\n")
	a, b = withoutEmpty(a), withoutEmpty(b)
	var out strings.Builder
	fmt.Fprintf(&out, "--- a/%s\n+++ b/%s\n", name, name)
	for i := 0; i < len(b); i++ {
		if same(a, b, i) {
			continue
		}
		start := max(0, i-contextLines)
		last := i
		for k := i + 1; k < len(b) && k <= last+2*contextLines; k++ {
			if !same(a, b, k) {
				last = k
			}
		}
		end := min(len(b), last+1+contextLines)
		hunk(&out, a, b, start, end)
		i = end - 1
	}
	return out.String()
}

func withoutEmpty(lines []string) []string {
	if n := len(lines); n > 0 && lines[n-1] == "" {
		return lines[:n-1]
	}
	return lines
}

func same(a, b []string, i int) bool { return i < len(a) && a[i] == b[i] }

func hunk(out *strings.Builder, a, b []string, start, end int) {
	fmt.Fprintf(out, "@@ -%d,%d +%d,%d @@\n", start+1, max(0, min(len(a), end)-start), start+1, end-start)
	for i := start; i < end; {
		if same(a, b, i) {
			line(out, " ", b[i])
			i++
			continue
		}
		first := i
		for i < end && !same(a, b, i) {
			i++
		}
		for k := first; k < i && k < len(a); k++ {
			line(out, "-", a[k])
		}
		for k := first; k < i; k++ {
			line(out, "+", b[k])
		}
	}
}

func line(out *strings.Builder, sign, text string) {
	out.WriteString(sign + text)
	if !strings.HasSuffix(text, "\n") {
		out.WriteString("\n\\ No newline at end of file\n")
	}
}
