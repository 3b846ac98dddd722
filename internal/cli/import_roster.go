package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

// importCustomersCommand imports customers and their identifiers.
type importCustomersCommand struct {
	Path []string `arg:"" name:"path"`
	rejectFlags
}

// Run replaces the workspace's customers by those of the files.
func (c *importCustomersCommand) Run(ctx context.Context, s *Session) error {
	return runRoster(ctx, s, c.Path, c.Strict, (*importing.Importer).Customers)
}

// importCategoriesCommand imports the rules that give lines a category.
type importCategoriesCommand struct {
	Path []string `arg:"" name:"path"`
	rejectFlags
}

// Run replaces the workspace's category rules by those of the files.
func (c *importCategoriesCommand) Run(ctx context.Context, s *Session) error {
	return runRoster(ctx, s, c.Path, c.Strict, (*importing.Importer).Categories)
}

func runRoster(ctx context.Context, s *Session, given []string, strict bool,
	run func(*importing.Importer, context.Context, importing.RosterInput) (importing.Result, error)) error {
	config, err := s.Config()
	if err != nil {
		return err
	}
	im, err := importer(ctx, s)
	if err != nil {
		return err
	}
	result, err := run(im, ctx, importing.RosterInput{Paths: s.paths(given), Strict: strict, MaxRejectShare: config.Rejects.MaxShare})
	if err != nil {
		return err
	}
	return s.Print(importDocument(s.L, result))
}
