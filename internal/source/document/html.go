package document

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/sevenfold/sevenfold/internal/core/region/prose"
)

// readHTML reads a page. Of a page that says where its article is (article or
// main), only that is taken: menus name every service there is.
func readHTML(page *prose.Page, text []byte) {
	h := newHTMLReader(page, text, 0, len(text))
	h.read()
	page.Blocks = h.blocks()
	if page.Title == "" {
		page.Title = h.title
	}
}

// htmlReader walks tokens: a page is never held as a tree, however deep it is.
type htmlReader struct {
	page    *prose.Page
	text    []byte
	at, end int
	w       writer

	all   []prose.Block
	main  []bool // beside all: stands in the article
	title string

	skip     int // depth inside what is not read
	skipping atom.Atom
	article  int
	pre      int
	language string
	code     []byte
	codeAt   int
	inTitle  bool
	lists    []bool // ordered
	current  prose.Block
}

func newHTMLReader(page *prose.Page, text []byte, start, end int) *htmlReader {
	return &htmlReader{page: page, text: text, at: start, end: end, w: writer{places: newPlaces(text)}, current: prose.Block{Kind: prose.BlockParagraph}}
}

// unread are elements whose text is not part of what a page says.
var unread = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Svg: true, atom.Nav: true,
	atom.Footer: true, atom.Aside: true, atom.Form: true, atom.Button: true, atom.Select: true, atom.Iframe: true, atom.Math: true}

// breaks are elements before and after which text does not go on.
var breaks = map[atom.Atom]prose.BlockKind{atom.P: prose.BlockParagraph, atom.Div: prose.BlockParagraph, atom.Section: prose.BlockParagraph,
	atom.Article: prose.BlockParagraph, atom.Main: prose.BlockParagraph, atom.Header: prose.BlockParagraph, atom.Li: prose.BlockItem, atom.Ul: prose.BlockParagraph,
	atom.Ol: prose.BlockParagraph, atom.Dl: prose.BlockParagraph, atom.Dt: prose.BlockItem, atom.Dd: prose.BlockItem, atom.Table: prose.BlockParagraph,
	atom.Tr: prose.BlockParagraph, atom.Td: prose.BlockCell, atom.Th: prose.BlockCell, atom.Blockquote: prose.BlockQuote, atom.Pre: prose.BlockCode,
	atom.H1: prose.BlockHeading, atom.H2: prose.BlockHeading, atom.H3: prose.BlockHeading, atom.H4: prose.BlockHeading, atom.H5: prose.BlockHeading,
	atom.H6: prose.BlockHeading, atom.Figure: prose.BlockParagraph, atom.Figcaption: prose.BlockParagraph, atom.Hr: prose.BlockParagraph,
	atom.Details: prose.BlockParagraph, atom.Summary: prose.BlockParagraph, atom.Body: prose.BlockParagraph, atom.Caption: prose.BlockParagraph}

func (h *htmlReader) read() {
	z := html.NewTokenizer(bytes.NewReader(h.text[h.at:h.end]))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			h.flush()
			return
		}
		start := h.at
		raw := z.Raw()
		h.at += len(raw)
		switch kind {
		case html.TextToken:
			h.words(raw, start)
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			h.open(atom.Lookup(name), kind == html.SelfClosingTagToken, z, more)
		case html.EndTagToken:
			name, _ := z.TagName()
			h.close(atom.Lookup(name))
		default: // comments and the like
		}
	}
}

// words takes text. Entities are decoded piece by piece, so that places hold.
func (h *htmlReader) words(raw []byte, at int) {
	switch {
	case h.inTitle:
		h.title += html.UnescapeString(string(raw))
	case h.skip > 0:
	case h.pre > 0:
		if len(h.code) == 0 {
			h.codeAt = at
		}
		h.code = append(h.code, html.UnescapeString(string(raw))...)
	default:
		for len(raw) > 0 {
			i := bytes.IndexByte(raw, '&')
			if i != 0 {
				if i < 0 {
					i = len(raw)
				}
				h.w.piece(raw[:i], at)
			} else {
				i = 1
				if end := bytes.IndexByte(raw[:min(len(raw), 40)], ';'); end > 0 {
					i = end + 1
				}
				h.w.piece([]byte(strings.ReplaceAll(html.UnescapeString(string(raw[:i])), "\u00a0", " ")), at)
			}
			raw, at = raw[i:], at+i
		}
	}
}

func (h *htmlReader) open(tag atom.Atom, selfClosing bool, z *html.Tokenizer, more bool) {
	if h.skip > 0 {
		if tag == h.skipping && !selfClosing {
			h.skip++
		}
		return
	}
	switch {
	case unread[tag]:
		if !selfClosing {
			h.skip, h.skipping = 1, tag
		}
		return
	case tag == atom.Title:
		h.inTitle = !selfClosing && h.title == ""
		return
	case tag == atom.Meta || tag == atom.Link || tag == atom.Time || tag == atom.Html:
		h.about(tag, attributes(z, more))
		return
	case tag == atom.Br:
		h.gap()
		return
	case tag == atom.Code && h.pre > 0 && h.language == "":
		h.language = languageOf(attributes(z, more)["class"])
	}
	kind, isBreak := breaks[tag]
	if !isBreak || h.pre > 0 && tag != atom.Pre {
		return
	}
	h.flush()
	switch tag {
	case atom.Article, atom.Main:
		h.article++
	case atom.Pre:
		h.pre++
		h.language = languageOf(attributes(z, more)["class"])
	case atom.Ul, atom.Ol:
		if len(h.lists) < maxNesting {
			h.lists = append(h.lists, tag == atom.Ol)
		}
	default:
	}
	h.current = prose.Block{Kind: kind}
	switch kind {
	case prose.BlockHeading:
		h.current.Level = level(tag)
	case prose.BlockItem:
		h.current.Ordered = len(h.lists) > 0 && h.lists[len(h.lists)-1]
	default:
	}
}

func (h *htmlReader) close(tag atom.Atom) {
	if h.skip > 0 {
		if tag == h.skipping {
			h.skip--
		}
		return
	}
	if tag == atom.Title {
		h.inTitle = false
		h.title = strings.Join(strings.Fields(h.title), " ")
		return
	}
	if _, isBreak := breaks[tag]; !isBreak || h.pre > 0 && tag != atom.Pre {
		return
	}
	h.flush()
	switch tag {
	case atom.Article, atom.Main:
		h.article = max(0, h.article-1)
	case atom.Pre:
		h.pre = 0
	case atom.Ul, atom.Ol:
		h.lists = h.lists[:max(0, len(h.lists)-1)]
	default:
	}
	h.current = prose.Block{Kind: prose.BlockParagraph}
}

// gap sets words apart that a line break parts.
func (h *htmlReader) gap() {
	if h.pre > 0 {
		h.code = append(h.code, '\n')
		return
	}
	h.w.gap([]byte(" "), nil)
}

func (h *htmlReader) flush() {
	b, ok := h.w.take(h.current)
	if len(bytes.TrimSpace(h.code)) > 0 {
		b, ok = verbatim(h.w.places, h.language, h.code, h.codeAt), true
	}
	h.code, h.language = nil, ""
	if ok {
		h.all = append(h.all, b)
		h.main = append(h.main, h.article > 0)
	}
}

// blocks gives the article's, where there is one worth the name.
func (h *htmlReader) blocks() []prose.Block {
	var inside []prose.Block
	size := 0
	for i, b := range h.all {
		if h.main[i] {
			inside = append(inside, b)
			size += len(b.Text)
		}
	}
	if size >= 200 {
		return inside
	}
	return h.all
}

// about reads what the head says of the page.
func (h *htmlReader) about(tag atom.Atom, a map[string]string) {
	name := strings.ToLower(a["property"] + a["name"] + a["itemprop"])
	set := func(to *string, value string) {
		if *to == "" {
			*to = strings.TrimSpace(value)
		}
	}
	switch {
	case tag == atom.Link && strings.EqualFold(a["rel"], "canonical"):
		set(&h.page.URL, a["href"])
	case tag == atom.Time:
		set(&h.page.Published, day(a["datetime"]))
	case name == "og:title":
		set(&h.page.Title, a["content"])
	case name == "og:url":
		set(&h.page.URL, a["content"])
	case name == "article:published_time" || name == "datepublished" || name == "date" || name == "pubdate" || name == "publish_date":
		set(&h.page.Published, day(a["content"]))
	}
}

// attributes gives what a tag says. The first of a name counts, as in browsers.
func attributes(z *html.Tokenizer, more bool) map[string]string {
	a := map[string]string{}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if _, twice := a[string(key)]; !twice {
			a[string(key)] = string(value)
		}
	}
	return a
}

// languageOf reads language-go, lang-go, brush: go; highlighters write all.
func languageOf(class string) string {
	for word := range strings.FieldsSeq(strings.ToLower(class)) {
		for _, prefix := range []string{"language-", "lang-", "brush:"} {
			if rest, ok := strings.CutPrefix(word, prefix); ok {
				return strings.Trim(rest, ";:")
			}
		}
	}
	return ""
}

func level(tag atom.Atom) int {
	for i, t := range []atom.Atom{atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6} {
		if t == tag {
			return i + 1
		}
	}
	return 0
}
