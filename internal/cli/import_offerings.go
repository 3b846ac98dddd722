package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

// importOfferingsCommand imports the catalogue of what the partner sells.
type importOfferingsCommand struct {
	Path []string `arg:"" name:"path"`
}

// Run replaces the workspace's catalogue by that of the files.
func (c *importOfferingsCommand) Run(ctx context.Context, s *Session) error {
	return runRoster(ctx, s, c.Path, true, (*importing.Importer).Offerings)
}
