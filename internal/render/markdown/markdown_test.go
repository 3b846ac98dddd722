package markdown_test

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/render/markdown"
)

func page(text string) markdown.Page {
	return markdown.Page{Lang: "en", Title: text, Meta: []markdown.Field{{Key: "title", Text: text}, {Key: "available_services", Number: 3, Whole: true}},
		Blocks: []markdown.Block{
			markdown.Heading{Level: 2, Text: text},
			markdown.Admonition{Kind: "failure", Title: text, Blocks: []markdown.Block{
				markdown.Paragraph{Spans: []markdown.Span{markdown.Text(text), {Text: text, URL: "https://example.org/a b"}}},
				markdown.List{Items: []markdown.Item{{Spans: []markdown.Span{{Text: text, Code: true}}, Below: []markdown.Item{{Spans: []markdown.Span{{Text: text, Bold: true}}}}}}}}},
			markdown.Table{Columns: []string{text, "b"}, Rows: [][]markdown.Span{{markdown.Text(text)}}},
		}}
}

func TestMarkdownHasFrontMatterAndAdmonitions(t *testing.T) {
	var b bytes.Buffer
	if err := markdown.Render(&b, page("S3")); err != nil {
		t.Fatal(err)
	}
	want := `---
title: "S3"
available_services: 3
---

# S3

## S3

!!! failure "S3"

    S3[S3](<https://example.org/a%20b>)

    - ` + "`S3`" + `
        - **S3**

| S3 | b |
| --- | --- |
| S3 |  |
`
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
}

// Whatever a name has in it, the page keeps its shape: the front matter reads
// back, and no line of text begins a block of its own.
func TestNoTextBreaksThePage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("a#*_[]()<>!\"'`|\n\r\\&:-{}%@ 北"))).Draw(t, "text")
		var b bytes.Buffer
		if err := markdown.Render(&b, page(text)); err != nil {
			t.Fatal(err)
		}
		parts := strings.SplitN(b.String(), "---\n", 3)
		first, _, _ := strings.Cut(strings.TrimPrefix(parts[1], "title: "), "\n")
		if title, err := strconv.Unquote(first); err != nil || title != text { // a quoted scalar of YAML takes the same escapes
			t.Fatalf("the title %q reads back as %q, %v", text, title, err)
		}
		if strings.Count(b.String(), "\n!!! ") != 1 {
			t.Fatalf("not one admonition:\n%s", b.String())
		}
		b.Reset()
		if err := markdown.HTML(&b, page(text)); err != nil {
			t.Fatal(err)
		}
		if _, err := html.Parse(&b); err != nil || strings.Contains(b.String(), "<script") {
			t.Fatalf("%v", err)
		}
	})
}

func TestALinkThatRunsIsNoLink(t *testing.T) {
	var b bytes.Buffer
	p := markdown.Page{Blocks: []markdown.Block{markdown.Paragraph{Spans: []markdown.Span{{Text: "x", URL: "javascript:alert(1)"}}}}}
	if err := markdown.HTML(&b, p); err != nil || strings.Contains(b.String(), "javascript") {
		t.Errorf("%v: %s", err, b.String())
	}
}
