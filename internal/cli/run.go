package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// Run runs one command line and gives the exit code of the process. A cancelled
// ctx stops the work at the next safe point.
func Run(ctx context.Context, p Process) int {
	bundle, err := i18n.New()
	if err != nil {
		fmt.Fprintln(p.Stderr, err) //nolint:errcheck // there is nowhere left to tell
		return exitInternal
	}
	s := &Session{Process: p, bundle: bundle}
	s.glance()
	err = s.run(ctx)
	if cerr := s.close(); err == nil {
		err = cerr
	}
	if err != nil && ctx.Err() != nil && !errors.Is(err, context.Canceled) {
		// What an interrupted engine or file says of itself is beside the point.
		err = fmt.Errorf("%w: %w", context.Canceled, err)
	}
	if err != nil {
		s.report(err)
	}
	return exitOf(err)
}

func (s *Session) run(ctx context.Context) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = panicked(r)
		}
	}()
	var g grammar
	parser, err := newParser(&g, s.L)
	if err != nil {
		return err
	}
	args := s.Args
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	var help *helpAsked
	if errors.As(err, &help) {
		_, err := fmt.Fprint(s.Stdout, helpText(s.L, help.node, s.textWidth()))
		return err
	}
	if err != nil {
		s.meant = commandOf(err)
		return parseFault(err)
	}
	s.Globals, s.meant = g.Globals, parsed.Selected()
	if err := s.checkGlobals(); err != nil {
		return usage(err)
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.Bind(s, parser)
	return parsed.Run()
}

// newParser builds the parser and words its model in the session's language.
func newParser(g *grammar, l *i18n.Localizer) (*kong.Kong, error) {
	k, err := kong.New(g, kong.Name("sevenfold"), kong.NoDefaultHelp(), kong.Exit(func(int) {}))
	if err != nil {
		return nil, err
	}
	k.Model.HelpFlag = nil
	word(l, k.Model.Node, "cli")
	return k, nil
}

// word sets the help of a node and all below it from the catalog.
func word(l *i18n.Localizer, n *kong.Node, prefix string) {
	n.Help = l.Text(prefix+".help", nil)
	for _, f := range n.Flags {
		f.Help = l.Text(prefix+".flag."+f.Name, i18n.Args{"keys": strings.Join(config.Keys(), ", ")})
	}
	for _, a := range n.Positional {
		a.Help = l.Text(prefix+".arg."+a.Name, nil)
	}
	for _, c := range n.Children {
		word(l, c, prefix+"."+c.Name)
	}
}

// glance looks for the few flags and variables that decide how to talk, before
// the command line is parsed: even a wrong one is answered in the right
// language and shape.
func (s *Session) glance() {
	var lang string
	for i, arg := range s.Args {
		if arg == "--" {
			break
		}
		name, value, joined := strings.Cut(arg, "=")
		if !joined && i+1 < len(s.Args) {
			value = s.Args[i+1]
		}
		switch name {
		case "--lang":
			lang = value
		case "--workspace", "-w":
			s.Globals.Workspace = value
		case "--json":
			s.JSON = true
		}
	}
	if strings.HasPrefix(lang, "-") {
		lang = ""
	}
	wishes := []string{lang, s.Env(config.EnvName("lang"))}
	if c, err := config.Load(config.Input{Dir: s.Workspace(), Env: func(string) string { return "" }}); err == nil {
		wishes = append(wishes, c.Lang)
	}
	s.L = s.bundle.For(i18n.Negotiate(append(wishes, i18n.FromEnv(s.Env)...)...))
}

// checkGlobals looks at the global flags that only make sense with certain values.
func (s *Session) checkGlobals() error {
	if s.Globals.Lang != "" {
		if _, ok := i18n.Match(s.Globals.Lang); !ok {
			return fault.New(fault.KindInvalid, "cli.language_unknown").With("value", s.Globals.Lang).
				With("known", strings.Join(i18n.Languages(), ", "))
		}
	}
	for key := range s.Set {
		if !isSetting(key) {
			return fault.New(fault.KindInvalid, "config.unknown_key").With("key", key).With("known", strings.Join(config.Keys(), ", "))
		}
	}
	_, err := s.format()
	return err
}

func isSetting(key string) bool {
	for _, k := range config.Keys() {
		if k == key {
			return true
		}
	}
	return false
}
