package cli

import (
	"context"
	"path/filepath"

	"github.com/alecthomas/kong"

	"github.com/sevenfold/sevenfold/internal/app"
	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// Session is one command line being run: the process, the global flags, the
// language, and what was opened on the way. Commands receive it.
type Session struct {
	Process
	Globals
	L *i18n.Localizer

	bundle  *i18n.Bundle
	config  *config.Config
	app     *app.App
	printer progressPrinter
	meant   *kong.Node // the command, as far as the line could be understood
}

// Path makes a path that a user gave absolute, from the folder they stand in.
func (s *Session) Path(p string) string {
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(s.Dir, p)
}

// Workspace is the folder that the command works on: --workspace, else the
// nearest folder at or above the working directory with a sevenfold.yaml, else
// the working directory.
func (s *Session) Workspace() string {
	if s.Globals.Workspace != "" {
		return s.Path(s.Globals.Workspace)
	}
	if dir := s.Env("SEVENFOLD_WORKSPACE"); dir != "" {
		return s.Path(dir)
	}
	if dir, ok := config.FindWorkspace(s.Dir); ok {
		return dir
	}
	return s.Dir
}

// Config is the configuration in force. It is read when first asked for, so
// that a broken file does not stop commands that do not need it.
func (s *Session) Config() (config.Config, error) {
	if s.config == nil {
		flags := map[string]string{}
		for k, v := range s.Set {
			flags[k] = v
		}
		if lang, ok := i18n.Match(s.Lang); ok {
			flags["lang"] = lang
		}
		c, err := config.Load(config.Input{Dir: s.Workspace(), Env: s.Env, Flags: flags})
		if err != nil {
			return config.Config{}, err
		}
		s.config = &c
	}
	return *s.config, nil
}

// App is the workspace, ready for flows. It is opened when first asked for and
// closed when the command ends.
func (s *Session) App(ctx context.Context) (*app.App, error) {
	if s.app == nil {
		c, err := s.Config()
		if err != nil {
			return nil, err
		}
		a, err := app.Open(ctx, c, s.Workspace())
		if err != nil {
			return nil, err
		}
		s.app = a
	}
	return s.app, nil
}

func (s *Session) close() error {
	if s.printer != nil {
		s.printer.close()
	}
	if s.app == nil {
		return nil
	}
	return s.app.Close()
}
