package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

// importCommands bring bills and books in, and take them out again.
type importCommands struct {
	Bill       importBillCommand       `cmd:""`
	Services   importServicesCommand   `cmd:""`
	Rates      importRatesCommand      `cmd:""`
	Customers  importCustomersCommand  `cmd:""`
	Categories importCategoriesCommand `cmd:""`
	Offerings  importOfferingsCommand  `cmd:""`
	Shares     importSharesCommand     `cmd:""`
	Influenced importInfluencedCommand `cmd:""`
	Pipeline   importPipelineCommand   `cmd:""`
	List       importListCommand       `cmd:""`
	Show       importShowCommand       `cmd:""`
	Undo       importUndoCommand       `cmd:""`
}

// rejectFlags are shared by every import that can have unreadable rows.
type rejectFlags struct {
	Strict bool
}

// importer opens the workspace for an import.
func importer(ctx context.Context, s *Session) (*importing.Importer, error) {
	app, err := s.App(ctx)
	if err != nil {
		return nil, err
	}
	return app.Importing(ctx, s.Now, s.Progress())
}

// paths makes the user's paths absolute. Globs pass through unchanged.
func (s *Session) paths(given []string) []string {
	out := make([]string, len(given))
	for i, p := range given {
		out[i] = s.Path(p)
	}
	return out
}
