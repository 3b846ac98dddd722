package document

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region/prose"
)

// outline is a page in short: kind, place and text of each block.
func outline(p prose.Page) []string {
	var list []string
	for _, b := range p.Blocks {
		line, column := b.At(0)
		list = append(list, fmt.Sprintf("%s%s %d:%d %s", b.Kind, strings.Repeat("#", b.Level), line, column, strings.ReplaceAll(b.Text, "\n", "⏎")))
	}
	return list
}

func read(t *testing.T, name, text string) prose.Page {
	t.Helper()
	p, err := Parse(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestMarkdownBecomesBlocksWithPlaces(t *testing.T) {
	p := read(t, "a.md", "---\ntitle: 用 Amazon S3 存档\npublish_date: 2025-03-04\noriginal_url: https://example.org/a\n---\n# First\n\nUse **Amazon\nS3** and `boto3`, see <https://s3.amazonaws.com>.\n第一行\n第二行\n\n1. one\n2. two\n   - [deep](https://x.example)\n\n| a | b |\n|---|---|\n| c | d |\n\n> said\n\n```Python title=\"x\"\nimport boto3\n  y\n```\n\n!!! note \"Head\"\n\n    Inside of it\n\n<div><p>In <b>HTML</b> &amp; more</p></div>\n")
	want := []string{"heading# 6:3 First", "paragraph 8:1 Use Amazon S3 and boto3, see . 第一行第二行",
		"item 13:4 one", "item 14:4 two", "item 15:7 deep", "cell 17:3 a", "cell 17:7 b", "cell 19:3 c", "cell 19:7 d", "quote 21:3 said",
		"code 24:1 import boto3⏎  y⏎", "paragraph 28:1 !!! note \"Head\"", "paragraph 30:5 Inside of it", "paragraph 32:9 In HTML & more"}
	if diff := cmp.Diff(want, outline(p)); diff != "" {
		t.Error(diff)
	}
	if p.Title != "用 Amazon S3 存档" || p.Published != "2025-03-04" || p.URL != "https://example.org/a" {
		t.Errorf("%q %q %q", p.Title, p.Published, p.URL)
	}
	if b := p.Blocks[10]; b.Language != "python" || !p.Blocks[2].Ordered || p.Blocks[4].Ordered {
		t.Errorf("language %q, ordered %v %v", b.Language, p.Blocks[2].Ordered, p.Blocks[4].Ordered)
	}
	if line, column := p.Blocks[1].At(strings.Index(p.Blocks[1].Text, "S3")); line != 9 || column != 1 {
		t.Errorf("S3 stands at %d:%d", line, column)
	}
}

func TestOfAnHTMLPageTheArticleIsReadAndNotTheMenus(t *testing.T) {
	p := read(t, "a.html", "<!DOCTYPE html><html><head><title>Page | Blog</title><meta property=\"og:title\" content=\"Page &amp; more\">\n<link rel=canonical href='https://example.org/p'><meta property='article:published_time' content='2025-01-02T10:00:00Z'>\n<style>p{}</style><script>var x = '<p>S3</p>'</script></head><body>\n<nav><a>Amazon Lex</a></nav><div class=menu>Amazon Connect</div>\n<main><h1>Title</h1>\n<p>Text about <a href=x>Amazon&nbsp;S3</a><br>and more of it, "+strings.Repeat("long ", 40)+"</p><ol><li>one<ul><li>two</ul></ol><pre><code class=\"hljs language-go\">a &lt; b\n  <span>c</span></code></pre><table><tr><td>x<td>y</table></main><footer>Amazon Polly</footer>")
	want := []string{"heading# 5:11 Title", "paragraph 6:4 Text about Amazon S3 and more of it, " + strings.TrimSpace(strings.Repeat("long ", 40)),
		"item 6:275 one", "item 6:286 two", "code 6:335 a < b⏎  c", "cell 7:45 x", "cell 7:50 y"}
	got := outline(p)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if p.Title != "Page & more" || p.Published != "2025-01-02" || p.URL != "https://example.org/p" || p.Blocks[4].Language != "go" {
		t.Errorf("%q %q %q %q", p.Title, p.Published, p.URL, p.Blocks[4].Language)
	}
}

func TestTextAndOtherEncodingsAreRead(t *testing.T) {
	p := read(t, "a.txt", "Title\r\n\r\nfirst\r\nsecond\n\nthird")
	if diff := cmp.Diff([]string{"paragraph 1:1 Title", "paragraph 3:1 first second", "paragraph 6:1 third"}, outline(p)); diff != "" {
		t.Error(diff)
	}
	// GB18030 of 使用亚马逊云科技的对象存储保存数据文件
	gb := "\xca\xb9\xd3\xc3\xd1\xc7\xc2\xed\xd1\xb7\xd4\xc6\xbf\xc6\xbc\xbc\xb5\xc4\xb6\xd4\xcf\xf3\xb4\xe6\xb4\xa2\xb1\xa3\xb4\xe6\xca\xfd\xbe\xdd\xce\xc4\xbc\xfe"
	if p := read(t, "b.txt", gb); p.Blocks[0].Text != "使用亚马逊云科技的对象存储保存数据文件" {
		t.Errorf("%q", p.Blocks[0].Text)
	}
	if p := read(t, "no-extension", "<html><body><p>x y</p>"); p.Blocks[0].Text != "x y" {
		t.Errorf("%q", p.Blocks[0].Text)
	}
}

func TestPagesThatAreNoPagesAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ file, text, code string }{
		"50 MB":            {"a.md", strings.Repeat("word ", 10<<20), "document.too_large"},
		"zeros":            {"a.html", "<p>\x00\x00", "document.binary"},
		"a PNG":            {"a.txt", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "document.binary"},
		"control bytes":    {"a.md", strings.Repeat("\x01\x02\x9f\x88", 900), "document.binary"},
		"nothing":          {"a.md", "\n\n  \n", "document.empty"},
		"only a menu":      {"a.html", "<nav>a</nav><script>b</script>", "document.empty"},
		"deep quotes":      {"a.md", strings.Repeat(">", 5000) + " x", "document.too_deep"},
		"a run of bracket": {"a.md", "x\n" + strings.Repeat("[", 100_000), "document.too_deep"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Parse(c.file, []byte(c.text)); fault.CodeOf(err) != c.code {
				t.Errorf("got %v, want %s", err, c.code)
			}
		})
	}
}

func TestMarkdownInOneEndlessPieceIsReadAsTextAndLongCodeIsNot(t *testing.T) {
	p := read(t, "a.md", "# Title\n\n"+strings.Repeat("*a **b [c](", 4000))
	if len(p.Blocks) != 2 || p.Blocks[0].Kind != prose.BlockParagraph {
		t.Errorf("%d blocks, the first a %s", len(p.Blocks), p.Blocks[0].Kind)
	}
	p = read(t, "b.md", "# Title\n\n```json\n"+strings.Repeat("{\"a\": [1]}\n", 4000)+"```\n"+strings.Repeat("| a | b |\n", 4000))
	if p.Blocks[0].Kind != prose.BlockHeading || p.Blocks[1].Kind != prose.BlockCode {
		t.Errorf("%s, %s", p.Blocks[0].Kind, p.Blocks[1].Kind)
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"a.md", "a.html", "a.txt"} {
		f.Add(name, "---\ntitle: x\n---\n# a\n\n> b\n```go\nc\n```\n| a |\n|--|\n<p>x&amp;</p>")
		f.Add(name, "<main><p>a<pre>b</pre><li>c</main>&#20013;文")
		f.Add(name, "!!! note\n    a\n\n    b\n\n\xff\xfe")
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		page, err := Parse(name, []byte(text))
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		lines := strings.Count(text, "\n") + 1
		for _, b := range page.Blocks {
			if b.Text == "" || len(b.Marks) == 0 || b.Marks[0].Offset != 0 || !utf8.ValidString(b.Text) {
				t.Fatalf("%+v", b)
			}
			for i := range b.Text {
				if line, column := b.At(i); utf8.ValidString(text) && (line < 1 || line > lines || column < 1) {
					t.Fatalf("place %d:%d of %d lines in %+v", line, column, lines, b)
				}
			}
		}
	})
}
