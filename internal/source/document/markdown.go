package document

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region/prose"
)

// readMarkdown reads CommonMark with tables, and HTML where it stands inside.
func readMarkdown(page *prose.Page, src []byte) error {
	if line := mischief(src); line > 0 {
		return refuse(fault.KindLimit, "document.too_deep", page.Name).At(fault.Place{File: page.Name, Row: int64(line)})
	}
	skip := frontMatter(page, src)
	body := src
	if skip > 0 {
		body = bytes.Clone(src) // the same bytes at the same places, without the front matter
		for i := range skip {
			if body[i] != '\n' {
				body[i] = ' '
			}
		}
	}
	if longParagraph(body) {
		readText(page, body)
		return nil
	}
	m := &markdownReader{page: page, src: body, w: writer{places: newPlaces(body)}}
	root := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(body))
	m.blocks(root, prose.Block{Kind: prose.BlockParagraph}, 0)
	return m.err
}

// mischief gives the first line whose marks nest deeper or run longer than any
// page needs, or 0: parsers of Markdown take quadratic time over those.
func mischief(src []byte) int {
	line, nesting, run := 1, 0, 0
	var last byte
	leading := true
	for _, c := range src {
		switch {
		case c == '\n':
			line++
			nesting, run, leading = 0, 0, true
			last = 0
			continue
		case leading && (c == '>' || c == '-' || c == '*' || c == '+'):
			nesting++
		case c != ' ' && c != '\t':
			leading = false
		}
		if c == last && strings.IndexByte("[]()*_`~<>!", c) >= 0 {
			run++
		} else {
			run = 0
		}
		last = c
		if leading && nesting > maxNesting && c == '>' || run > maxRun {
			return line
		}
	}
	return 0
}

// longParagraph reports a run of lines, outside of code and tables, that no
// writer would leave in one piece.
func longParagraph(src []byte) bool {
	run, fenced := 0, false
	for line := range bytes.Lines(src) {
		trimmed := bytes.TrimSpace(line)
		switch {
		case bytes.HasPrefix(trimmed, []byte("```")), bytes.HasPrefix(trimmed, []byte("~~~")):
			fenced = !fenced
			run = 0
		case len(trimmed) == 0, trimmed[0] == '|' && len(trimmed) < maxParagraph:
			run = 0
		case fenced && len(line) < maxParagraph:
		default:
			if run += len(line); run > maxParagraph {
				return true
			}
		}
	}
	return false
}

type markdownReader struct {
	page *prose.Page
	src  []byte
	w    writer
	err  error
}

// blocks walks block nodes; as is what a paragraph below is.
func (m *markdownReader) blocks(parent ast.Node, as prose.Block, depth int) {
	if depth > maxNesting*2 {
		m.err = refuse(fault.KindLimit, "document.too_deep", m.page.Name)
		return
	}
	admonition := false
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			m.inline(n)
			m.w.flush(m.page, prose.Block{Kind: prose.BlockHeading, Level: n.Level})
		case *ast.FencedCodeBlock:
			m.code(n, string(n.Language(m.src)))
		case *ast.CodeBlock:
			if admonition { // MkDocs indents what belongs to a !!! block
				m.indented(n, as)
			} else {
				m.code(n, "")
			}
		case *ast.HTMLBlock:
			m.html(n)
		case *ast.Blockquote:
			m.blocks(n, prose.Block{Kind: prose.BlockQuote}, depth+1)
		case *ast.List:
			for item := n.FirstChild(); item != nil; item = item.NextSibling() {
				m.blocks(item, prose.Block{Kind: prose.BlockItem, Ordered: n.IsOrdered()}, depth+2)
			}
		case *extast.Table:
			m.table(n)
		case *ast.ThematicBreak:
		default:
			m.inline(n)
			text := m.w.b.String()
			admonition = strings.HasPrefix(text, "!!!") || strings.HasPrefix(text, "???")
			m.w.flush(m.page, as)
			continue
		}
		admonition = admonition && n.Kind() == ast.KindCodeBlock
	}
}

func (m *markdownReader) table(t *extast.Table) {
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			m.inline(cell)
			m.w.flush(m.page, prose.Block{Kind: prose.BlockCell})
		}
	}
}

// inline writes the text below a node. Addresses that nobody reads as words are
// left out.
func (m *markdownReader) inline(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			m.w.piece(c.Segment.Value(m.src), c.Segment.Start)
			if c.SoftLineBreak() || c.HardLineBreak() {
				m.w.gap([]byte("\n"), m.src[min(len(m.src), c.Segment.Stop+1):])
			}
		case *ast.String, *ast.AutoLink, *ast.RawHTML:
			m.w.gap([]byte(" "), nil)
		default:
			m.inline(c)
		}
	}
}

func (m *markdownReader) code(n ast.Node, language string) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	var b []byte
	for i := range lines.Len() {
		segment := lines.At(i)
		b = append(b, segment.Value(m.src)...)
	}
	m.page.Blocks = append(m.page.Blocks, verbatim(m.w.places, language, b, lines.At(0).Start))
}

func (m *markdownReader) indented(n ast.Node, as prose.Block) {
	lines := n.Lines()
	for i := range lines.Len() {
		segment := lines.At(i)
		value := segment.Value(m.src)
		if len(bytes.TrimSpace(value)) == 0 {
			m.w.flush(m.page, as)
			continue
		}
		m.w.piece(value, segment.Start)
	}
	m.w.flush(m.page, as)
}

// html reads a block of HTML as HTML, at its place in the file.
func (m *markdownReader) html(n *ast.HTMLBlock) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	start, end := lines.At(0).Start, lines.At(lines.Len()-1).Stop
	if n.HasClosure() {
		end = max(end, n.ClosureLine.Stop)
	}
	h := newHTMLReader(m.page, m.src, start, end)
	h.read()
	m.page.Blocks = append(m.page.Blocks, h.blocks()...)
}
