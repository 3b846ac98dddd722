package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// moveExportCommand writes moves as a file to be changed and taken in again.
type moveExportCommand struct {
	moveFilter
}

// Run writes CSV unless another format is asked for.
func (c *moveExportCommand) Run(ctx context.Context, s *Session) error {
	m, err := mover(ctx, s)
	if err != nil {
		return err
	}
	all, err := m.List(ctx, c.filter())
	if err != nil {
		return err
	}
	names, err := m.Names(ctx)
	if err != nil {
		return err
	}
	if format, err := s.format(); err == nil && format == formatTable {
		s.Format = formatCSV
	}
	return s.Print(report.Document{Blocks: []report.Block{moving.Sheet(s.L, names, all)}})
}

// moveImportCommand takes a changed file in.
type moveImportCommand struct {
	File string `arg:"" name:"file"`
}

// Run says of every row that is not as it was what it did, or what is wrong with it.
func (c *moveImportCommand) Run(ctx context.Context, s *Session) error {
	m, err := mover(ctx, s)
	if err != nil {
		return err
	}
	config, err := s.Config()
	if err != nil {
		return err
	}
	path := s.Path(c.File)
	taken, err := m.Import(ctx, moving.SheetInput{Path: path, Bundle: s.bundle, Currency: config.Currency})
	if err != nil {
		return err
	}
	if err := s.Print(moveImportDocument(s.L, taken)); err != nil {
		return err
	}
	if !taken.Written {
		return fault.New(fault.KindInvalid, "move.file_refused").With("count", taken.Refused()).At(fault.Place{File: path})
	}
	return nil
}

func moveImportDocument(l *i18n.Localizer, taken moving.Taken) report.Document {
	t := report.Table{ID: "rows", Columns: columns(l, "move.column", report.Column{Key: "row", Kind: report.KindInteger},
		report.Column{Key: "column", Kind: report.KindText}, report.Column{Key: "title", Kind: report.KindText}, report.Column{Key: "did", Kind: report.KindText})}
	for _, row := range taken.Rows {
		did, column := report.Word(string(row.Did), l.Text("move.did."+string(row.Did), nil)), ""
		switch {
		case row.Fault != nil:
			message, hint, _ := l.Fault(row.Fault)
			did, column = report.Word(row.Fault.Code, message+" "+hint).WithTone(report.ToneBad), row.Fault.Place.Column
		case row.Did == moving.DidKeep:
			continue
		case !taken.Written:
			did = report.Word("understood", l.Text("move.did.understood", nil))
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Integer(row.Row), report.Text(column), report.Text(row.Title), did}})
	}
	key := "move.imported"
	if !taken.Written {
		key = "move.imported.nothing"
	}
	return report.Document{Blocks: []report.Block{t, report.Paragraph{ID: "summary", Text: l.Text(key, i18n.Args{"count": taken.Refused(),
		"added": taken.Count(moving.DidAdd), "changed": taken.Count(moving.DidChange), "kept": taken.Count(moving.DidKeep)})}}}
}
