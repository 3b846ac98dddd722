package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// importListCommand lists every import there ever was.
type importListCommand struct{}

// Run prints one row per batch.
func (c *importListCommand) Run(ctx context.Context, s *Session) error {
	app, err := s.App(ctx)
	if err != nil {
		return err
	}
	db, err := app.State(ctx)
	if err != nil {
		return err
	}
	batches, err := db.Batches(ctx)
	if err != nil {
		return err
	}
	label := func(key string) string { return s.L.Text("import.list."+key, nil) }
	t := report.Table{ID: "imports", Columns: []report.Column{
		{Key: "batch", Label: label("batch"), Kind: report.KindText},
		{Key: "imported_at", Label: label("imported_at"), Kind: report.KindText, Rank: 4},
		{Key: "kind", Label: label("kind"), Kind: report.KindText},
		{Key: "format", Label: label("format"), Kind: report.KindText, Rank: 5},
		{Key: "status", Label: label("status"), Kind: report.KindText},
		{Key: "files", Label: label("files"), Kind: report.KindInteger, Rank: 6},
		{Key: "rows", Label: label("rows"), Kind: report.KindInteger, Rank: 3},
		{Key: "periods", Label: label("periods"), Kind: report.KindText, Rank: 1},
		{Key: "amount", Label: label("amount"), Kind: report.KindMoney, Rank: 2},
	}}
	for _, b := range batches {
		sum, one := billed(b)
		amount := report.Money(sum)
		if !one {
			amount = report.Gap()
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{
			report.Text(string(b.ID)), report.Text(b.ImportedAt.Format("2006-01-02 15:04:05")),
			report.Word(string(b.Kind), s.L.Text("import.kind."+string(b.Kind), nil)), report.Text(formatName(b)),
			report.Word(string(b.Status), s.L.Text("import.status."+string(b.Status), nil)).WithTone(statusTone(b.Status)),
			report.Integer(int64(len(b.Files))), report.Integer(b.CountedRows()), report.Text(b.BillingPeriods()), amount,
		}})
	}
	if len(batches) == 0 {
		t.Notes = append(t.Notes, s.L.Text("import.list.empty", nil))
	}
	return s.Print(report.Document{Blocks: []report.Block{inOneCurrency(t)}})
}

// billed sums a batch where it is in one currency.
func billed(b batch.Batch) (sum money.Amount, one bool) {
	for i, sl := range b.Slices {
		if i > 0 && sl.Currency != sum.Currency {
			return sum, false
		}
		sum = money.New(sum.Decimal.Add(sl.Totals.Billed), sl.Currency)
	}
	return sum, len(b.Slices) > 0
}

func statusTone(s batch.Status) report.Tone {
	switch s {
	case batch.StatusLive:
		return report.ToneGood
	case batch.StatusReplaced:
		return report.ToneNeutral
	case batch.StatusUndone:
		return report.ToneWarning
	}
	return report.ToneNeutral
}

// importShowCommand prints one import whole.
type importShowCommand struct {
	Batch string `arg:"" name:"batch"`
}

// Run prints the batch as it was printed when it was imported.
func (c *importShowCommand) Run(ctx context.Context, s *Session) error {
	im, err := importer(ctx, s)
	if err != nil {
		return err
	}
	b, err := im.Find(ctx, batch.ID(c.Batch))
	if err != nil {
		return err
	}
	amendments, err := im.Amendments(ctx, b.ID)
	if err != nil {
		return err
	}
	return s.Print(importShowDocument(s.L, b, amendments))
}

// importShowDocument is a batch, what rows of another one it mends, and what was
// mended of it since.
func importShowDocument(l *i18n.Localizer, b batch.Batch, amendments []batch.Batch) report.Document {
	d := report.Document{Title: batchTitle(l, b)}
	if a := b.Amendment; a != nil {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "amends", Text: l.Text("import.amendment.of", i18n.Args{"of": string(a.Of), "by": a.By})},
			amendmentsTable(l, "mended", l.Text("import.amendment.cells", nil), []batch.Batch{b}))
	}
	d.Blocks = append(d.Blocks, batchBlocks(l, b)...)
	if b.Rejected > 0 {
		d.Blocks = append(d.Blocks, leftOut(l, b))
	}
	if len(amendments) > 0 {
		d.Blocks = append(d.Blocks, amendmentsTable(l, "amendments", l.Text("import.amendments", nil), amendments))
	}
	return d
}

// importUndoCommand takes an import back.
type importUndoCommand struct {
	Batch string `arg:"" name:"batch"`
}

// Run undoes the batch; what it had replaced counts again.
func (c *importUndoCommand) Run(ctx context.Context, s *Session) error {
	im, err := importer(ctx, s)
	if err != nil {
		return err
	}
	b, err := im.Undo(ctx, batch.ID(c.Batch))
	if err != nil {
		return err
	}
	return s.Print(report.Document{Blocks: []report.Block{report.Paragraph{ID: "undone", Tone: report.ToneGood,
		Text: s.L.Text("import.undone", map[string]any{"batch": string(b.ID)})}}})
}
