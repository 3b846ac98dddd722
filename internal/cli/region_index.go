package cli

import (
	"context"
	"io"
	"path/filepath"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render/markdown"
)

// regionIndexCommand writes a static page over a folder of reports.
type regionIndexCommand struct {
	Dir string `arg:"" placeholder:"DIR"`
}

func (c *regionIndexCommand) extraFormats() []string { return []string{formatMarkdown, formatHTML} }

// Run writes index.html into the folder, or where --output says. Asked for JSON,
// Markdown or HTML, it gives the index itself instead.
func (c *regionIndexCommand) Run(_ context.Context, s *Session) error {
	dir := s.Path(c.Dir)
	entries, ignored, err := fitting.Index(dir)
	if err != nil {
		return err
	}
	format, err := s.format()
	if err != nil {
		return usage(err)
	}
	switch format {
	case formatJSON:
		return s.printTo(func(w io.Writer) error { return fitting.WriteJSON(w, entries) })
	case formatHTML:
		return s.printTo(func(w io.Writer) error { return fitting.WriteIndex(w, s.L, entries) })
	case formatMarkdown:
		return s.printTo(func(w io.Writer) error { return markdown.Render(w, fitting.IndexPage(s.L, entries)) })
	}
	to := filepath.Join(dir, "index.html")
	if s.Output != "" {
		to = s.Path(s.Output)
		s.Output = "" // the page goes there, the summary to the terminal
	}
	if err := fitting.WriteFile(to, func(w io.Writer) error { return fitting.WriteIndex(w, s.L, entries) }); err != nil {
		return err
	}
	return s.Print(report.Document{Blocks: []report.Block{report.Paragraph{ID: "written",
		Text: s.L.Text("region.index.written", i18n.Args{"file": to, "count": len(entries), "ignored": ignored})}}})
}
