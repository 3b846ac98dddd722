package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/app"
	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// initCommand makes a workspace.
type initCommand struct {
	Dir      string `arg:"" optional:""`
	Name     string `placeholder:"NAME"`
	Currency string `placeholder:"CODE"`
}

// Run makes the folder's sevenfold.yaml, state and lake.
func (c *initCommand) Run(ctx context.Context, s *Session) error {
	dir := s.Dir
	switch {
	case c.Dir != "":
		dir = s.Path(c.Dir)
	case s.Globals.Workspace != "":
		dir = s.Path(s.Globals.Workspace)
	}
	settings := config.Default()
	for key, value := range map[string]string{"partner.name": c.Name, "currency": c.Currency} {
		if value == "" {
			continue
		}
		if err := settings.Set(key, value); err != nil {
			return usage(err)
		}
	}
	comments := map[string]string{}
	for _, key := range config.Keys() {
		comments[key] = s.L.Text("config."+key, nil)
	}
	if err := app.Init(ctx, dir, settings, s.L.Text("config.file_header", nil), comments); err != nil {
		return err
	}
	return s.Print(report.Document{Blocks: []report.Block{
		report.Paragraph{ID: "made", Text: s.L.Text("cli.init.made", i18n.Args{"dir": dir}), Tone: report.ToneGood},
		report.Paragraph{ID: "next", Text: s.L.Text("cli.init.next", nil)},
	}})
}
