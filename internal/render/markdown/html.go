package markdown

import (
	"bufio"
	_ "embed"
	"html"
	"io"
	"strconv"
	"strings"
)

//go:embed page.css
var style string

// HTML writes the page as a document that needs nothing else.
func HTML(w io.Writer, p Page) error {
	b := bufio.NewWriter(w)
	h := &htmler{b}
	h.put(`<!doctype html><html lang="`, html.EscapeString(p.Lang), `"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>`,
		html.EscapeString(p.Title), `</title><style>`, style, `</style></head><body><main><h1>`, html.EscapeString(p.Title), `</h1>`)
	if len(p.Meta) > 0 {
		h.put(`<dl>`)
		for _, f := range p.Meta {
			value := f.Text
			if f.Whole {
				value = strconv.Itoa(f.Number)
			}
			h.put(`<dt>`, html.EscapeString(f.Key), `</dt><dd>`, html.EscapeString(value), `</dd>`)
		}
		h.put(`</dl>`)
	}
	h.blocks(p.Blocks)
	h.put("</main></body></html>\n")
	return b.Flush()
}

type htmler struct{ w *bufio.Writer }

// put writes pieces; the writer keeps its first error for Flush.
func (h *htmler) put(pieces ...string) {
	for _, s := range pieces {
		_, _ = h.w.WriteString(s)
	}
}

func (h *htmler) blocks(blocks []Block) {
	for _, block := range blocks {
		switch x := block.(type) {
		case Heading:
			tag := "h" + strconv.Itoa(x.Level)
			h.put("<", tag, ">", html.EscapeString(x.Text), "</", tag, ">")
		case Paragraph:
			h.put("<p>")
			h.spans(x.Spans)
			h.put("</p>")
		case Admonition:
			h.put(`<section class="box `, html.EscapeString(x.Kind), `"><p class="head">`, html.EscapeString(x.Title), "</p>")
			h.blocks(x.Blocks)
			h.put("</section>")
		case List:
			h.items(x.Items)
		case Table:
			h.put("<table><thead><tr>")
			class := func(i int) string {
				if x.right(i) {
					return ` class="number"`
				}
				return ""
			}
			for i, c := range x.Columns {
				h.put("<th", class(i), ">", html.EscapeString(c), "</th>")
			}
			h.put("</tr></thead><tbody>")
			for _, row := range x.Rows {
				h.put("<tr>")
				for i, c := range row {
					h.put("<td", class(i), ">")
					h.spans([]Span{c})
					h.put("</td>")
				}
				h.put("</tr>")
			}
			h.put("</tbody></table>")
		}
	}
}

func (h *htmler) items(items []Item) {
	if len(items) == 0 {
		return
	}
	h.put("<ul>")
	for _, i := range items {
		h.put("<li>")
		h.spans(i.Spans)
		h.items(i.Below)
		h.put("</li>")
	}
	h.put("</ul>")
}

func (h *htmler) spans(list []Span) {
	for _, s := range list {
		text := html.EscapeString(s.Text)
		if s.Code {
			text = "<code>" + text + "</code>"
		}
		if s.Bold {
			text = "<strong>" + text + "</strong>"
		}
		if s.URL != "" && (strings.HasPrefix(s.URL, "https://") || strings.HasPrefix(s.URL, "http://") || !strings.Contains(s.URL, ":")) {
			text = `<a href="` + html.EscapeString(s.URL) + `">` + text + "</a>"
		}
		h.put(text)
	}
}
