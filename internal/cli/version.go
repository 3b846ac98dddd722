package cli

import (
	"context"
	"runtime"
	"runtime/debug"

	"github.com/sevenfold/sevenfold/internal/app"
	"github.com/sevenfold/sevenfold/internal/core/report"
)

// versionCommand says exactly which program this is.
type versionCommand struct{}

// Run prints the version of the program and of the engine inside.
func (c *versionCommand) Run(ctx context.Context, s *Session) error {
	engine, err := app.EngineVersion(ctx)
	if err != nil {
		return err
	}
	version, commit, built := build()
	item := func(key string, cell report.Cell) report.KeyValue {
		return report.KeyValue{Key: key, Label: s.L.Text("cli.version.label."+key, nil), Kind: report.KindText, Cell: cell}
	}
	return s.Print(report.Document{Blocks: []report.Block{report.KeyValues{ID: "version", Items: []report.KeyValue{
		item("version", version), item("commit", commit), item("date", built),
		item("go", report.Text(runtime.Version())), item("platform", report.Text(runtime.GOOS+"/"+runtime.GOARCH)),
		item("engine", report.Text("DuckDB "+engine)),
	}}}})
}

// build reads what the toolchain recorded; a build outside a repository has no
// commit, and a plain build of a working tree no version.
func build() (version, commit, built report.Cell) {
	version, commit, built = report.Gap(), report.Gap(), report.Gap()
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version, commit, built
	}
	if info.Main.Version != "" {
		version = report.Text(info.Main.Version)
	}
	modified := ""
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			commit = report.Text(setting.Value)
		case "vcs.time":
			built = report.Text(setting.Value)
		case "vcs.modified":
			if setting.Value == "true" {
				modified = "+"
			}
		}
	}
	if !commit.Gap {
		commit.Value += modified
	}
	return version, commit, built
}
