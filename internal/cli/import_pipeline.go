package cli

import (
	"context"
	"os"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

// importPipelineCommand imports opportunities of Partner Central or a CRM.
type importPipelineCommand struct {
	Path []string `arg:"" name:"path"`

	Map      string `placeholder:"FILE|PRESET"`
	Currency string `placeholder:"CODE"`
	Source   string `placeholder:"NAME"`
	rejectFlags
}

// Run imports the files as one batch and prints it.
func (c *importPipelineCommand) Run(ctx context.Context, s *Session) error {
	in := importing.PipelineInput{Paths: s.paths(c.Path), Map: c.Map, Source: c.Source, Strict: c.Strict}
	if _, err := os.Stat(s.Path(c.Map)); err == nil && c.Map != "" {
		in.Map = s.Path(c.Map)
	}
	if c.Currency != "" {
		currency, err := money.ParseCurrency(c.Currency)
		if err != nil {
			return usage(err)
		}
		in.Currency = currency
	}
	config, err := s.Config()
	if err != nil {
		return err
	}
	in.MaxRejectShare = config.Rejects.MaxShare
	im, err := importer(ctx, s)
	if err != nil {
		return err
	}
	result, err := im.Pipeline(ctx, in)
	if err != nil {
		return err
	}
	return s.Print(importDocument(s.L, result))
}
