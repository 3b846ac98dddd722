package app

import (
	"context"
	"path/filepath"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

// RejectDir is where imports leave the rows they could not read.
func RejectDir(dir string) string { return filepath.Join(dir, "rejects") }

// MappingDir has the workspace's own mappings of invoice books.
func MappingDir(dir string) string { return filepath.Join(dir, "mappings") }

// Importing gives the jobs that bring bills and books in.
func (a *App) Importing(ctx context.Context, now func() time.Time, report progress.Func) (*importing.Importer, error) {
	db, err := a.State(ctx)
	if err != nil {
		return nil, err
	}
	engine, err := a.Engine(ctx)
	if err != nil {
		return nil, err
	}
	return &importing.Importer{State: db, Engine: engine, Lake: a.LakeDir(), RejectDir: RejectDir(a.dir), MappingDir: MappingDir(a.dir), Now: now, Progress: report}, nil
}
