package document

import (
	"bytes"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/region/prose"
)

// maxFrontMatter is how long front matter may be; longer is no front matter.
const maxFrontMatter = 64 << 10

// frontMatter reads what stands between two lines of dashes at the start, and
// says how many bytes that is. What is not a map of values is left as text.
func frontMatter(page *prose.Page, text []byte) int {
	if !bytes.HasPrefix(text, []byte("---\n")) && !bytes.HasPrefix(text, []byte("---\r\n")) {
		return 0
	}
	start := bytes.IndexByte(text, '\n') + 1
	end := start
	for {
		i := bytes.IndexByte(text[end:], '\n')
		line := text[end:]
		if i >= 0 {
			line = text[end : end+i]
		}
		if string(bytes.TrimRight(line, "\r ")) == "---" {
			break
		}
		if i < 0 || end > maxFrontMatter {
			return 0
		}
		end += i + 1
	}
	var values map[string]yaml.Node
	if yaml.Unmarshal(text[start:end], &values) != nil {
		return 0
	}
	first := func(keys ...string) string {
		for _, k := range keys {
			if v, ok := values[k]; ok && v.Kind == yaml.ScalarNode && v.Tag != "!!null" {
				return strings.TrimSpace(v.Value)
			}
		}
		return ""
	}
	page.Title = first("title")
	page.Published = day(first("publish_date", "published", "publishDate", "pubDate", "date"))
	page.URL = first("original_url", "canonical_url", "url", "link", "source")
	if i := bytes.IndexByte(text[end:], '\n'); i >= 0 {
		return end + i + 1
	}
	return len(text)
}

// day brings the usual ways to write a date into one; others stay unknown.
func day(s string) string {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006/01/02", "January 2, 2006", "2 January 2006", "02 Jan 2006", "Jan 2, 2006", "02 January 2006", "2006年1月2日", time.RFC1123Z, time.RFC1123} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	if len(s) > 10 {
		if t, err := time.Parse(time.DateOnly, s[:10]); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return ""
}
