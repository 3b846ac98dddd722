package cli

import (
	"context"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// categoriseExportCommand writes a table to work through in a spreadsheet.
type categoriseExportCommand struct {
	All bool
}

// Run writes CSV unless another format is asked for.
func (c *categoriseExportCommand) Run(ctx context.Context, s *Session) error {
	k, err := categoriser(ctx, s)
	if err != nil {
		return err
	}
	rows, err := k.Export(ctx, categorising.ExportInput{All: c.All})
	if err != nil {
		return err
	}
	if format, err := s.format(); err == nil && format == formatTable {
		s.Format = formatCSV
	}
	return s.Print(report.Document{Blocks: []report.Block{categorised{s.L}.sheet(rows)}})
}

// sheet has the columns that import reads, and beside them what people need to
// decide.
func (w categorised) sheet(rows []categorising.Row) report.Table {
	text := func(key string) report.Column { return report.Column{Key: key, Kind: report.KindText} }
	t := report.Table{ID: "answers", Columns: columns(w.l, "categorise.column", text(categorising.ColumnKey), text(categorising.ColumnAnswer), text("text"),
		text("item_code"), text("project"), text("account_code"), text("category_code"), text("guess"), report.Column{Key: "probability", Kind: report.KindPercent},
		report.Column{Key: "lines", Kind: report.KindInteger}, report.Column{Key: "money", Kind: report.KindMoney}, text("label"), text("reason"), text("offering"),
		text(categorising.ColumnScope), text(categorising.ColumnNote))}
	for _, r := range rows {
		guess, probability := w.guess([]category.Guess{r.Guess})
		scope := report.Text("")
		if r.Scope != "" {
			scope = report.Word(string(r.Scope), w.l.Text("category.scope."+string(r.Scope), nil))
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(string(r.Key)), report.Text(r.Answer), report.Text(r.Subject.Description),
			report.Text(r.Subject.ItemCode), report.Text(r.Subject.Project), report.Text(r.Subject.AccountCode), report.Text(r.Subject.CategoryCode), guess, probability,
			report.Integer(r.Lines), w.stake(r.Stake), w.class(r.Class), w.reason(r.Class.Reason), report.Text(string(r.Class.Offering)), scope, report.Text(r.Note)}})
	}
	return inOneCurrency(t)
}

// categoriseImportCommand reads a worked table back.
type categoriseImportCommand struct {
	File string `arg:"" name:"file"`
}

// Run decides what the table says and tells what changed.
func (c *categoriseImportCommand) Run(ctx context.Context, s *Session) error {
	k, err := categoriser(ctx, s)
	if err != nil {
		return err
	}
	in := s.tableWords()
	in.Path = s.Path(c.File)
	r, err := k.Import(ctx, in)
	if err != nil {
		return err
	}
	w := categorised{s.L}
	d := givenDocument(w, r.Given)
	d.Blocks = append(d.Blocks, report.Paragraph{ID: "unchanged", Text: w.text("import.unchanged", i18n.Args{"count": r.Unchanged})})
	return s.Print(d)
}

// tableWords are the headers and words of tables in every language: a table may
// be written in one and read in another.
func (s *Session) tableWords() categorising.ImportInput {
	in := categorising.ImportInput{Headers: map[string]string{}, Words: map[string]string{}}
	for _, lang := range i18n.Languages() {
		l := s.bundle.For(lang)
		for _, column := range categorising.Columns() {
			in.Headers[column] = column
			in.Headers[strings.ToLower(l.Text("categorise.column."+column, nil))] = column
		}
		for _, label := range category.Labels() {
			in.Words[strings.ToLower(l.Text("category.label."+string(label), nil))] = string(label)
		}
		for _, nature := range service.Natures() {
			in.Words[strings.ToLower(l.Text("category.label."+string(nature), nil))] = string(nature)
		}
		for _, scope := range category.Scopes() {
			in.Words[strings.ToLower(l.Text("category.scope."+string(scope), nil))] = string(scope)
		}
		in.Yes = append(in.Yes, strings.Fields(l.Text("categorise.yes", nil))...)
		in.No = append(in.No, strings.Fields(l.Text("categorise.no", nil))...)
	}
	return in
}
