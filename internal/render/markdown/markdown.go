package markdown

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Render writes the page as Markdown.
func Render(w io.Writer, p Page) error {
	b := bufio.NewWriter(w)
	m := &marker{w: b}
	if len(p.Meta) > 0 {
		m.line("---")
		for _, f := range p.Meta {
			if f.Whole {
				m.line(f.Key + ": " + strconv.Itoa(f.Number))
				continue
			}
			m.line(f.Key + ": " + quoted(f.Text))
		}
		m.line("---")
		m.line("")
	}
	m.line("# " + escape(p.Title))
	m.blocks(p.Blocks)
	return b.Flush()
}

// quoted writes a text as YAML reads it back, always on one line.
func quoted(s string) string {
	if s == "" {
		return `""`
	}
	return strconv.Quote(strings.ToValidUTF8(s, "�"))
}

type marker struct {
	w      *bufio.Writer
	indent string
}

// line writes a line; the writer keeps its first error for Flush.
func (m *marker) line(s string) {
	if s != "" {
		_, _ = m.w.WriteString(m.indent + s)
	}
	_ = m.w.WriteByte('\n')
}

func (m *marker) blocks(blocks []Block) {
	for _, block := range blocks {
		m.line("")
		switch x := block.(type) {
		case Heading:
			m.line(strings.Repeat("#", x.Level) + " " + escape(x.Text))
		case Paragraph:
			m.line(spans(x.Spans))
		case Admonition:
			m.line(fmt.Sprintf(`!!! %s "%s"`, x.Kind, strings.ReplaceAll(oneLine(x.Title), `"`, `'`)))
			inner := marker{w: m.w, indent: m.indent + "    "}
			inner.blocks(x.Blocks)
		case List:
			m.items(x.Items, "")
		case Table:
			cells := make([]string, len(x.Columns))
			rules := make([]string, len(x.Columns))
			for i, c := range x.Columns {
				cells[i], rules[i] = escape(c), "---"
				if x.right(i) {
					rules[i] = "---:"
				}
			}
			m.line("| " + strings.Join(cells, " | ") + " |")
			m.line("| " + strings.Join(rules, " | ") + " |")
			for _, row := range x.Rows {
				for i := range cells {
					cells[i] = ""
					if i < len(row) {
						cells[i] = span(row[i])
					}
				}
				m.line("| " + strings.Join(cells, " | ") + " |")
			}
		}
	}
}

func (m *marker) items(items []Item, indent string) {
	for _, i := range items {
		m.line(indent + "- " + spans(i.Spans))
		m.items(i.Below, indent+"    ")
	}
}

func spans(list []Span) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(span(s))
	}
	return b.String()
}

func span(s Span) string {
	if before, after := edges(s.Text); !s.Code && before+after != "" {
		s.Text = strings.TrimSpace(s.Text)
		return before + span(s) + after
	}
	text := escape(s.Text)
	if s.Code {
		text = code(s.Text)
	}
	if s.Bold {
		text = "**" + text + "**"
	}
	if s.URL != "" {
		text = "[" + text + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E", "\n", "", "\r", "", " ", "%20").Replace(s.URL) + ">)"
	}
	return text
}

// edges are the spaces that part a span from its neighbours; they stand outside of
// what marks it.
func edges(s string) (before, after string) {
	inner := strings.TrimSpace(s)
	if inner == "" {
		return "", ""
	}
	if !strings.HasPrefix(s, inner) {
		before = " "
	}
	if !strings.HasSuffix(s, inner) {
		after = " "
	}
	return before, after
}

// code fences text with more backquotes than it has.
func code(s string) string {
	s = strings.ReplaceAll(oneLine(s), "|", "\\|")
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}

var escaper = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", "&", "&amp;", "|", `\|`, "#", `\#`)

// escape makes text that means nothing to Markdown.
func escape(s string) string { return escaper.Replace(oneLine(s)) }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
