package fitting

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"html"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render/markdown"
)

// IndexEntry is one report of a folder, by its front matter.
type IndexEntry struct {
	Path        string `json:"path" yaml:"-"`
	Title       string `json:"title" yaml:"title"`
	Published   string `json:"publish_date" yaml:"publish_date"`
	URL         string `json:"original_url" yaml:"original_url"`
	Validated   string `json:"validation_date" yaml:"validation_date"`
	Region      string `json:"target_region" yaml:"target_region"`
	Grade       string `json:"feasibility" yaml:"feasibility"`
	Available   int    `json:"available_services" yaml:"available_services"`
	Unavailable int    `json:"unavailable_services" yaml:"unavailable_services"`
}

// headBytes is how much of a report its front matter may take.
const headBytes = 64 << 10

// Index reads the front matter of every Markdown report below a folder, by path.
// A file without front matter, or with other fields, is passed over and counted.
func Index(dir string) (entries []IndexEntry, ignored int, err error) {
	defer fault.Wrap(&err, "fitting.Index(%s)", dir)
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return fault.New(fault.KindNotFound, "region.folder").At(fault.Place{File: path}).Because(err)
		}
		if d.IsDir() || filepath.Ext(path) != ".md" {
			return nil
		}
		e, ok, err := frontMatter(path)
		if err != nil {
			return err
		}
		if !ok {
			ignored++
			return nil
		}
		rel, err := filepath.Rel(dir, path)
		e.Path = filepath.ToSlash(rel)
		entries = append(entries, e)
		return err
	})
	slices.SortFunc(entries, func(a, b IndexEntry) int { return strings.Compare(a.Path, b.Path) })
	return entries, ignored, err
}

func frontMatter(path string) (e IndexEntry, ok bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return e, false, fault.New(fault.KindUnavailable, "region.folder").At(fault.Place{File: path}).Because(err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	head, err := io.ReadAll(io.LimitReader(f, headBytes))
	if err != nil {
		return e, false, err
	}
	head = bytes.ReplaceAll(head, []byte("\r\n"), []byte("\n"))
	rest, found := bytes.CutPrefix(head, []byte("---\n"))
	if !found {
		return e, false, nil
	}
	front, _, found := bytes.Cut(rest, []byte("\n---"))
	if !found || yaml.Unmarshal(front, &e) != nil || !slices.Contains(region.Grades(), region.Grade(e.Grade)) {
		return IndexEntry{}, false, nil
	}
	return e, true, nil
}

//go:embed index.css
var indexStyle string

//go:embed index.js
var indexScript string

// WriteIndex writes a static page over reports: counts by verdict, a field to
// search, a line for each.
func WriteIndex(w io.Writer, l *i18n.Localizer, entries []IndexEntry) error {
	b := bufio.NewWriter(w)
	put := func(pieces ...string) {
		for _, s := range pieces {
			_, _ = b.WriteString(s) // the writer keeps its first error for Flush
		}
	}
	esc := html.EscapeString
	text := func(key string) string { return esc(l.Text(key, nil)) }
	counts := map[string]int{}
	for _, e := range entries {
		counts[e.Grade]++
	}
	put(`<!doctype html><html lang="`, l.Lang(), `"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>`, text("region.index.title"),
		`</title><style>`, indexStyle, `</style></head><body><main><h1>`, text("region.index.title"), `</h1><ul class="counts">`)
	for _, g := range region.Grades() {
		put(`<li class="`, strings.ToLower(string(g)), `"><strong>`, strconv.Itoa(counts[string(g)]), `</strong> `, string(g), `</li>`)
	}
	put(`</ul><label>`, text("region.index.search"), `<input id="search" type="search" autocomplete="off"></label><table><thead><tr>`)
	for _, c := range indexColumns() {
		put("<th>", text(c), "</th>")
	}
	put(`</tr></thead><tbody id="reports">`)
	for _, e := range entries {
		put(`<tr><td><a href="`, address(e.Path), `">`, esc(e.Title), `</a></td><td>`, esc(e.Region), `</td><td class="`, strings.ToLower(e.Grade), `">`, esc(e.Grade),
			`</td><td class="number">`, strconv.Itoa(e.Available), `</td><td class="number">`, strconv.Itoa(e.Unavailable), `</td><td>`, esc(e.Published), `</td><td>`, esc(e.Validated), `</td></tr>`)
	}
	put(`</tbody></table><p id="none" hidden>`, text("region.index.none"), `</p></main><script>`, indexScript, `</script></body></html>`, "\n")
	return b.Flush()
}

// IndexPage is the same as a page of Markdown: counts by verdict, a line for each
// report.
func IndexPage(l *i18n.Localizer, entries []IndexEntry) markdown.Page {
	counts := map[string]int{}
	for _, e := range entries {
		counts[e.Grade]++
	}
	var list markdown.List
	for _, g := range region.Grades() {
		list.Items = append(list.Items, markdown.Item{Spans: []markdown.Span{markdown.Text(string(g) + ": " + strconv.Itoa(counts[string(g)]))}})
	}
	t := markdown.Table{}
	for _, c := range indexColumns() {
		t.Columns = append(t.Columns, l.Text(c, nil))
	}
	for _, e := range entries {
		t.Rows = append(t.Rows, []markdown.Span{{Text: e.Title, URL: address(e.Path)}, markdown.Text(e.Region), markdown.Text(e.Grade), markdown.Text(strconv.Itoa(e.Available)),
			markdown.Text(strconv.Itoa(e.Unavailable)), markdown.Text(e.Published), markdown.Text(e.Validated)})
	}
	title := l.Text("region.index.title", nil)
	return markdown.Page{Lang: l.Lang(), Title: title, Meta: []markdown.Field{{Key: "title", Text: title}}, Blocks: []markdown.Block{list, t}}
}

// indexColumns are the keys of what a line of the index says.
func indexColumns() []string {
	return []string{"region.column.thing", "region.index.region", "region.index.grade", "region.index.available", "region.index.unavailable", "region.index.published", "region.index.validated"}
}

// address writes a relative path as an address that no name turns into a scheme.
func address(path string) string {
	var b strings.Builder
	b.WriteString("./")
	for _, c := range []byte(path) {
		if c == '/' || c == '.' || c == '-' || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') {
			b.WriteByte(c)
			continue
		}
		b.WriteString("%" + strings.ToUpper(strconv.FormatUint(uint64(c)|0x100, 16)[1:]))
	}
	return b.String()
}

// WriteJSON writes reports or entries of an index for programs.
func WriteJSON(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(value)
}
