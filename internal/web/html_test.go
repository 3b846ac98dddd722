package web

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// find gives the elements of a page that have all of these: a tag, "#id",
// ".class", "[attribute]"; selectors joined by a space nest.
func find(t *testing.T, page, selector string) []*html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	found := []*html.Node{root}
	for _, part := range strings.Fields(selector) {
		var next []*html.Node
		for _, n := range found {
			for d := range n.Descendants() {
				if d.Type == html.ElementNode && matches(d, part) {
					next = append(next, d)
				}
			}
		}
		found = next
	}
	return found
}

var pieces = regexp.MustCompile(`[#.]?[\w-]+|\[[\w-]+\]`)

func matches(n *html.Node, selector string) bool {
	for _, p := range pieces.FindAllString(selector, -1) {
		switch {
		case p[0] == '#' && attribute(n, "id") != p[1:]:
			return false
		case p[0] == '.' && !strings.Contains(" "+attribute(n, "class")+" ", " "+p[1:]+" "):
			return false
		case p[0] == '[' && !has(n, strings.Trim(p, "[]")):
			return false
		case p[0] != '#' && p[0] != '.' && p[0] != '[' && n.Data != p:
			return false
		}
	}
	return true
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// words are what a reader sees of an element, spaces made one.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// one is the words of the one element there has to be.
func one(t *testing.T, page, selector string) string {
	t.Helper()
	found := find(t, page, selector)
	if len(found) != 1 {
		t.Fatalf("%d elements are %s", len(found), selector)
	}
	return words(found[0])
}

func text(page string) string {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return page
	}
	return words(root)
}

// render writes an element again, to be searched by itself.
func render(n *html.Node) string {
	var b strings.Builder
	if err := html.Render(&b, n); err != nil {
		return ""
	}
	if n.Data == "tr" {
		return "<table>" + b.String() + "</table>"
	}
	return b.String()
}
