// Package terminal writes a document for people who read it in a terminal or a
// plain text file: aligned whatever the script, numbers right, colour only when
// asked for. It is the only home of the table drawing library.
package terminal

import (
	"io"
	"strings"
	"sync"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/render"
)

// Options say where the text goes.
type Options struct {
	Locale render.Locale
	Width  int  // columns of the terminal; 0 means as wide as the content
	Color  bool // a terminal that may show colour
}

// ambiguousNarrow tells the library that box lines and dashes are one cell
// wide. It would guess two under a Chinese locale, which no current terminal
// does, and draw crooked tables. The setting is the library's only global.
var ambiguousNarrow = sync.OnceFunc(func() { text.OverrideRuneWidthEastAsianWidth(false) })

// Render writes the document.
func Render(w io.Writer, d report.Document, o Options) error {
	ambiguousNarrow()
	var parts []string
	if d.Title != "" {
		parts = append(parts, o.paint(d.Title, bold))
	}
	for _, b := range d.Blocks {
		if s := o.block(b); s != "" {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	_, err := io.WriteString(w, strings.Join(parts, "\n\n")+"\n")
	return err
}

func (o Options) block(b report.Block) string {
	switch b := b.(type) {
	case report.Paragraph:
		return o.paint(o.wrap(b.Text), tones[b.Tone])
	case report.KeyValues:
		return o.keyValues(b)
	case report.Table:
		return o.table(b)
	}
	return ""
}

func (o Options) wrap(s string) string { return Wrap(s, o.Width) }

// minValue is the narrowest a value of a pair is wrapped to.
const minValue = 20

// Pairs stands names and explanations in two columns, indented; explanations
// wrap under themselves when width is known.
func Pairs(pairs [][2]string, indent, width int) string {
	ambiguousNarrow()
	wide := 0
	for _, p := range pairs {
		wide = max(wide, text.StringWidth(p[0]))
	}
	left := indent + wide + gap
	lines := make([]string, len(pairs))
	for i, p := range pairs {
		value := p[1]
		if room := width - left; room >= minValue {
			value = Wrap(value, room)
		}
		value = strings.ReplaceAll(strings.TrimSpace(value), "\n", "\n"+strings.Repeat(" ", left))
		lines[i] = strings.TrimRight(strings.Repeat(" ", indent)+text.Pad(p[0], wide, ' ')+strings.Repeat(" ", gap)+value, " ")
	}
	return strings.Join(lines, "\n")
}

func (o Options) title(s string) string {
	if s == "" {
		return ""
	}
	return o.paint(o.wrap(s), bold) + "\n"
}

// keyValues stands labels and values in two columns.
func (o Options) keyValues(kv report.KeyValues) string {
	pairs := make([][2]string, len(kv.Items))
	for i, item := range kv.Items {
		pairs[i] = [2]string{item.Label, o.paint(clean(o.Locale.ShowItem(item)), tones[item.Cell.Tone])}
	}
	return o.title(kv.Title) + Pairs(pairs, 0, o.Width)
}
