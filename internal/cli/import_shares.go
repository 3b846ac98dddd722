package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

// importSharesCommand imports who has which part of lines, accounts and customers.
type importSharesCommand struct {
	Path []string `arg:"" name:"path"`
}

// Run replaces the workspace's shares of the same layout by those of the files.
func (c *importSharesCommand) Run(ctx context.Context, s *Session) error {
	return runRoster(ctx, s, c.Path, true, (*importing.Importer).Shares)
}

// importInfluencedCommand imports accounts that customers pay themselves.
type importInfluencedCommand struct {
	Path []string `arg:"" name:"path"`
}

// Run replaces the workspace's declared accounts by those of the files.
func (c *importInfluencedCommand) Run(ctx context.Context, s *Session) error {
	return runRoster(ctx, s, c.Path, true, (*importing.Importer).Influenced)
}
