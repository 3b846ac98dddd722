package cli

import (
	"context"
	"os"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// regionUpdateCommand takes a newer list of what is available where.
type regionUpdateCommand struct {
	From string `required:"" placeholder:"FILE"`
	Date string `placeholder:"DAY"`
}

// Run keeps the list in the workspace and prints what it changes.
func (c *regionUpdateCommand) Run(ctx context.Context, s *Session) error {
	if _, err := s.App(ctx); err != nil { // there must be a workspace to keep it in
		return err
	}
	path := s.Path(c.From)
	info, err := os.Stat(path)
	var data []byte
	if err == nil {
		data, err = os.ReadFile(path)
	}
	if err != nil {
		return fault.New(fault.KindNotFound, "region.list_missing").At(fault.Place{File: c.From}).Because(err)
	}
	day := c.Date
	if day == "" {
		day = info.ModTime().UTC().Format(time.DateOnly)
	}
	updated, err := fitting.Update(s.Workspace(), path, data, day)
	if err != nil {
		return err
	}
	label := func(key string) string { return s.L.Text("region.column."+key, nil) }
	t := report.Table{ID: "changes", Columns: []report.Column{{Key: "service", Label: label("service"), Kind: report.KindText}, {Key: "region", Label: label("region"), Kind: report.KindText},
		{Key: "before", Label: label("before"), Kind: report.KindText}, {Key: "after", Label: label("after"), Kind: report.KindText}, {Key: "reason", Label: label("reason"), Kind: report.KindText, Rank: 1}}}
	for _, ch := range updated.Changed {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(string(ch.Service)), report.Text(string(ch.Region)),
			report.Word(string(ch.Before.State), s.L.Text("region.state."+string(ch.Before.State), nil)), report.Word(string(ch.After.State), s.L.Text("region.state."+string(ch.After.State), nil)),
			report.Word(string(ch.After.Reason), s.L.Text("region.reason."+string(ch.After.Reason), nil))}})
	}
	d := report.Document{Title: s.L.Text("region.update.title", i18n.Args{"list": updated.Title, "date": updated.Date}), Blocks: []report.Block{t}}
	if len(updated.Changed) == 0 {
		d.Blocks = []report.Block{report.Paragraph{ID: "unchanged", Text: s.L.Text("region.update.unchanged", nil)}}
	}
	for _, u := range updated.Unknown {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "unknown", Text: s.L.Text("region.update.unknown", i18n.Args{"name": u}), Tone: report.ToneWarning})
	}
	return s.Print(d)
}
