package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// configSetCommand changes one setting in the workspace's file.
type configSetCommand struct {
	Key   string `arg:"" placeholder:"KEY"`
	Value string `arg:"" placeholder:"VALUE"`
}

// Run changes it, and says what is in force now.
func (c *configSetCommand) Run(ctx context.Context, s *Session) error {
	a, err := s.App(ctx)
	if err != nil {
		return err
	}
	if err := a.Settings().Change(ctx, map[string]string{c.Key: c.Value}); err != nil {
		return err
	}
	for _, v := range a.Settings().Config().Values() {
		if v.Key == c.Key {
			return s.Print(report.Document{Blocks: []report.Block{report.Paragraph{ID: "set",
				Text: s.L.Text("cli.config.set.done", i18n.Args{"key": v.Key, "value": v.Text, "origin": originText(s.L, v.Origin)})}}})
		}
	}
	return nil
}
