package cli

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/sevenfold/sevenfold/internal/app"
	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/generating"
	"github.com/sevenfold/sevenfold/internal/flow/importing"

	"github.com/sevenfold/sevenfold/internal/i18n"
)

// demoCommand shows the whole job on the books of an invented partner.
type demoCommand struct {
	Dir  string `arg:"" optional:"" default:"demo"`
	Seed uint64 `default:"1" placeholder:"N"`
}

// demoMarker is what makes a folder the demo's own, to be made anew.
const demoMarker = ".sevenfold-demo"

// Run makes the books, a workspace around them, imports everything and prints
// the multiplier, the class and what to try next.
func (c *demoCommand) Run(ctx context.Context, s *Session) error {
	dir := s.Path(c.Dir)
	if err := clearDemo(dir); err != nil {
		return err
	}
	books := filepath.Join(dir, "books")
	made, err := generating.Run(ctx, generating.Options{Seed: c.Seed, Out: books}, generatingProgress(s))
	if err != nil {
		return err
	}
	if err := c.initialise(ctx, s, dir, made.OwnPayers); err != nil {
		return err
	}
	s.Globals.Workspace, s.config = dir, nil
	imported, err := c.importAll(ctx, s, books)
	if err != nil {
		return err
	}
	d := report.Document{Title: s.L.Text("demo.title", nil), Blocks: []report.Block{summaryBlock(s.L, made), imported}}
	figures, err := demoFigures(ctx, s)
	if err != nil {
		return err
	}
	d.Blocks = append(d.Blocks, figures...)
	d.Blocks = append(d.Blocks, report.Paragraph{ID: "next", Text: s.L.Text("demo.next", i18n.Args{"program": cmp.Or(s.Name, "sevenfold"), "dir": c.Dir})})
	return s.Print(d)
}

// clearDemo empties the demo's own folder; any other folder that is in use is
// left alone.
func clearDemo(dir string) error {
	entries, err := os.ReadDir(dir)
	if os.IsNotExist(err) || err == nil && len(entries) == 0 {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return demoUnwritable(dir, err)
		}
		return mark(dir)
	}
	if err != nil {
		return demoUnwritable(dir, err)
	}
	if _, err := os.Stat(filepath.Join(dir, demoMarker)); err != nil {
		return fault.New(fault.KindConflict, "demo.folder_in_use").At(fault.Place{File: dir})
	}
	for _, e := range entries {
		if e.Name() == demoMarker {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return demoUnwritable(dir, err)
		}
	}
	return nil
}

func mark(dir string) error {
	if err := os.WriteFile(filepath.Join(dir, demoMarker), nil, 0o644); err != nil {
		return demoUnwritable(dir, err)
	}
	return nil
}

func demoUnwritable(dir string, err error) error {
	return fault.New(fault.KindUnavailable, "workspace.unwritable").With("dir", dir).Because(err)
}

// initialise makes the workspace, with the partner's own payers declared: that
// is what tells resold from influenced.
func (c *demoCommand) initialise(ctx context.Context, s *Session, dir string, own []string) error {
	settings := config.Default()
	for key, value := range map[string]string{"partner.name": s.L.Text("demo.partner", nil), "partner.payers": strings.Join(own, ",")} {
		if err := settings.Set(key, value); err != nil {
			return err
		}
	}
	comments := map[string]string{}
	for _, key := range config.Keys() {
		comments[key] = s.L.Text("config."+key, nil)
	}
	return app.Init(ctx, dir, settings, s.L.Text("config.file_header", nil), comments)
}

// importAll imports the books in the order a person would and lists the batches.
func (c *demoCommand) importAll(ctx context.Context, s *Session, books string) (report.Block, error) {
	im, err := importer(ctx, s)
	if err != nil {
		return nil, err
	}
	settings, err := s.Config()
	if err != nil {
		return nil, err
	}
	var all []importing.Book
	for _, b := range generating.Books(books) {
		all = append(all, importing.Book(b))
	}
	results, err := im.Series(ctx, all, settings.Rejects.MaxShare)
	if err != nil {
		return nil, err
	}
	t := report.Table{ID: "imports", Title: s.L.Text("demo.imports", nil), Columns: columns(s.L, "import.list",
		report.Column{Key: "kind", Kind: report.KindText}, report.Column{Key: "format", Kind: report.KindText},
		report.Column{Key: "files", Kind: report.KindInteger}, report.Column{Key: "rows", Kind: report.KindInteger},
		report.Column{Key: "periods", Kind: report.KindText}, report.Column{Key: "amount", Kind: report.KindMoney})}
	for _, r := range results {
		amount := report.Gap()
		if sum, one := billed(r.Batch); one {
			amount = report.Money(sum)
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(r.Batch.Kind), s.L.Text("import.kind."+string(r.Batch.Kind), nil)),
			report.Text(formatName(r.Batch)), report.Integer(int64(len(r.Batch.Files))), report.Integer(r.Batch.CountedRows()),
			report.Text(r.Batch.BillingPeriods()), amount}})
	}
	return t, nil
}

// demoFigures are the multiplier with its decomposition, and the class.
func demoFigures(ctx context.Context, s *Session) ([]report.Block, error) {
	in, err := questionOf(s, "all", "")
	if err != nil {
		return nil, err
	}
	whole, err := measure(ctx, s, in)
	if err != nil {
		return nil, err
	}
	in.By = []multiplier.Dimension{multiplier.DimensionCustomer}
	in.Definitions = []string{multiplier.Standard().Name}
	customers, err := measure(ctx, s, in)
	if err != nil {
		return nil, err
	}
	a, err := s.App(ctx)
	if err != nil {
		return nil, err
	}
	verdict, err := a.Assessing().Run(ctx, customers.Figures[0])
	if err != nil {
		return nil, err
	}
	return append(measureDocument(s.L, whole).Blocks, assessDocument(s.L, verdict, customers).Blocks...), nil
}
