// Package app opens a configuration into running parts and hands out the jobs
// that work on them. It is the only package that knows them all.
//
// It owns the layout of a workspace (sevenfold.yaml, state, lake/) and the life
// of the state and the engine. It does not own what the jobs do.
package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	"github.com/sevenfold/sevenfold/internal/flow/configuring"
	"github.com/sevenfold/sevenfold/internal/state"
)

// App is one workspace. State and engine start when first needed, because most
// commands need one of them or none.
type App struct {
	config   config.Config
	settings *configuring.Settings
	dir      string
	state    *state.DB
	engine   *duckdb.Engine
}

// Open makes an App of a workspace folder. A folder without sevenfold.yaml is
// refused: nothing may write a state into a folder by accident.
func Open(_ context.Context, c config.Config, dir string) (*App, error) {
	if _, err := os.Stat(filepath.Join(dir, config.FileName)); err != nil {
		return nil, fault.New(fault.KindNotFound, "workspace.missing").With("dir", dir).Because(err)
	}
	return &App{config: c, settings: configuring.New(c), dir: dir}, nil
}

// Settings are what the workspace is set to, and the way to change it.
func (a *App) Settings() *configuring.Settings { return a.settings }

// Config is what the workspace was set to when it was opened.
func (a *App) Config() config.Config { return a.config }

// Dir is the workspace's folder.
func (a *App) Dir() string { return a.dir }

// LakeDir is where the workspace keeps its Parquet files.
func (a *App) LakeDir() string { return LakeDir(a.dir) }

// LakeDir is the lake of a workspace folder.
func LakeDir(dir string) string { return filepath.Join(dir, "lake") }

// StateLocation is what state.Open takes: a URL as it is, a path made absolute
// from the workspace.
func StateLocation(c config.Config, dir string) string {
	if strings.Contains(c.State, "://") || filepath.IsAbs(c.State) {
		return c.State
	}
	return filepath.Join(dir, c.State)
}

// State is the workspace's memory, opened when first asked for.
func (a *App) State(ctx context.Context) (*state.DB, error) {
	if a.state == nil {
		db, err := state.Open(ctx, StateLocation(a.config, a.dir))
		if err != nil {
			return nil, err
		}
		a.state = db
	}
	return a.state, nil
}

// Engine computes over the lake, started when first asked for. What does not
// fit into memory goes to the system's folder for temporary files (TMPDIR).
func (a *App) Engine(ctx context.Context) (*duckdb.Engine, error) {
	if a.engine == nil {
		e, err := duckdb.Open(ctx, duckdb.Options{MemoryBytes: a.config.MemoryBytes, Threads: a.config.Threads})
		if err != nil {
			return nil, err
		}
		a.engine = e
	}
	return a.engine, nil
}

// Close stops what was started.
func (a *App) Close() error {
	var errs []error
	if a.engine != nil {
		errs = append(errs, a.engine.Close())
	}
	if a.state != nil {
		errs = append(errs, a.state.Close())
	}
	return errors.Join(errs...)
}
