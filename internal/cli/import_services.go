package cli

import (
	"context"
	"os"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

// importServicesCommand imports services revenue.
type importServicesCommand struct {
	Path []string `arg:"" name:"path"`

	Map      string   `placeholder:"FILE|PRESET"`
	Currency string   `placeholder:"CODE"`
	Dates    []string `placeholder:"PATTERN" sep:"none"`
	Source   string   `placeholder:"NAME"`
	Add      bool
	Try      bool
	rejectFlags
}

// tryRows is how many lines --try shows.
const tryRows = 20

// Run imports the files as one batch and prints it, or shows with --try how
// they would be understood.
func (c *importServicesCommand) Run(ctx context.Context, s *Session) error {
	in := importing.ServicesInput{Paths: s.paths(c.Path), Map: c.Map, Dates: c.Dates, Source: c.Source, Add: c.Add, Strict: c.Strict}
	if _, err := os.Stat(s.Path(c.Map)); err == nil && c.Map != "" {
		in.Map = s.Path(c.Map)
	}
	if c.Currency != "" {
		currency, err := money.ParseCurrency(c.Currency)
		if err != nil {
			return usage(err)
		}
		in.Currency = currency
	}
	config, err := s.Config()
	if err != nil {
		return err
	}
	in.MaxRejectShare = config.Rejects.MaxShare
	im, err := importer(ctx, s)
	if err != nil {
		return err
	}
	if c.Try {
		lines, err := im.TryServices(ctx, in)
		if err != nil {
			return err
		}
		return s.Print(c.tryDocument(s, lines))
	}
	result, err := im.Services(ctx, in)
	if err != nil {
		return err
	}
	return s.Print(importDocument(s.L, result))
}

// tryDocument shows the first lines as understood, and what all of them sum to.
func (c *importServicesCommand) tryDocument(s *Session, lines importing.Lines) report.Document {
	label := func(key string) string { return s.L.Text("import.line."+key, nil) }
	t := report.Table{ID: "lines", Title: s.L.Text("import.try.title", map[string]any{"preset": lines.Preset}), Columns: []report.Column{
		{Key: "row", Label: label("row"), Kind: report.KindInteger},
		{Key: "document", Label: label("document"), Kind: report.KindText},
		{Key: "issue_date", Label: label("issue_date"), Kind: report.KindDate},
		{Key: "customer", Label: label("customer"), Kind: report.KindText},
		{Key: "item", Label: label("item"), Kind: report.KindText, Rank: 2},
		{Key: "description", Label: label("description"), Kind: report.KindText, Rank: 1},
		{Key: "net", Label: label("net"), Kind: report.KindMoney},
		{Key: "tax", Label: label("tax"), Kind: report.KindMoney, Rank: 3},
	}}
	for i, l := range lines.Lines {
		if i == tryRows {
			t.Notes = append(t.Notes, s.L.Text("import.try.more", map[string]any{"count": len(lines.Lines) - tryRows}))
			break
		}
		t.Rows = append(t.Rows, report.Row{Cells: lineCells(l)})
	}
	blocks := append([]report.Block{inOneCurrency(t)}, batchBlocks(s.L, lines.Batch)...)
	if len(lines.Rejects) > 0 {
		blocks = append(blocks, rejectsTable(s.L, lines.Rejects), report.Paragraph{ID: "rejects", Tone: report.ToneWarning,
			Text: s.L.Text("import.try.rejects", map[string]any{"count": len(lines.Rejects)})})
	}
	return report.Document{Blocks: blocks}
}

func lineCells(l service.Line) []report.Cell {
	return []report.Cell{report.Integer(l.Row), report.Text(l.Document), report.Date(l.IssueDate), report.Text(l.CustomerName),
		report.Text(l.ItemCode), report.Text(l.Description),
		report.Money(money.New(l.Net, l.Currency)), report.Money(money.New(l.Tax, l.Currency))}
}
