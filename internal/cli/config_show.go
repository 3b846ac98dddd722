package cli

import (
	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// configCommands are the commands about settings.
type configCommands struct {
	Show configShowCommand `cmd:""`
	Set  configSetCommand  `cmd:"" name:"set"`
}

// configShowCommand prints every setting, its value and where it came from.
type configShowCommand struct{}

// Run prints the settings in force in this folder.
func (c *configShowCommand) Run(s *Session) error {
	cfg, err := s.Config()
	if err != nil {
		return err
	}
	label := func(key string) string { return s.L.Text("cli.config.show.column."+key, nil) }
	t := report.Table{ID: "settings", Columns: []report.Column{
		{Key: "key", Label: label("key"), Kind: report.KindText},
		{Key: "value", Label: label("value"), Kind: report.KindText},
		{Key: "source", Label: label("source"), Kind: report.KindText},
		{Key: "meaning", Label: label("meaning"), Kind: report.KindText, Rank: 1},
	}}
	for _, v := range cfg.Values() {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{
			report.Text(v.Key), report.Text(v.Text), report.Text(originText(s.L, v.Origin)),
			report.Text(s.L.Text("config."+v.Key, nil)),
		}})
	}
	return s.Print(report.Document{Blocks: []report.Block{t}})
}

func originText(l *i18n.Localizer, o config.Origin) string {
	args := i18n.Args{"name": o.Name, "line": o.Line}
	switch o.Source {
	case config.SourceFile:
		return l.Text("config.origin.file", args)
	case config.SourceEnv:
		return l.Text("config.origin.environment", args)
	case config.SourceFlag:
		return l.Text("config.origin.flag", args)
	case config.SourceDefault:
	}
	return l.Text("config.origin.default", nil)
}
