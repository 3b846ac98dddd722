package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/attributing"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// attributionShowCommand lists shares, declared accounts and decided pairs.
type attributionShowCommand struct{}

// Run prints them.
func (c *attributionShowCommand) Run(ctx context.Context, s *Session) error {
	a, err := attributor(ctx, s)
	if err != nil {
		return err
	}
	shown, err := a.Show(ctx)
	if err != nil {
		return err
	}
	w := attributed{s.L}
	d := report.Document{Title: w.text("show.title", nil)}
	for _, t := range []report.Table{w.shares(shown), w.influenced(shown), w.decisions(shown)} {
		if len(t.Rows) > 0 {
			d.Blocks = append(d.Blocks, t)
		}
	}
	if len(d.Blocks) == 0 {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "empty", Text: w.text("show.empty", nil)})
	}
	if shown.Questions > 0 {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "questions", Text: w.text("show.questions", i18n.Args{"count": shown.Questions})})
	}
	return s.Print(d)
}

// target is who has a share, in words.
func (w attributed) target(t attribution.Target) string {
	if t.IsSelf() {
		return w.text("self", nil)
	}
	return t.Value
}

func (w attributed) shares(shown attributing.Shown) report.Table {
	t := report.Table{ID: "shares", Title: w.text("show.shares", nil), Columns: columns(w.l, "attribution.column",
		report.Column{Key: "subject_kind", Kind: report.KindText}, report.Column{Key: "subject", Kind: report.KindText},
		report.Column{Key: "target_kind", Kind: report.KindText, Rank: 1}, report.Column{Key: "target", Kind: report.KindText},
		report.Column{Key: "share", Kind: report.KindPercent}, report.Column{Key: "months", Kind: report.KindText},
		report.Column{Key: "reason", Kind: report.KindText}, report.Column{Key: "note", Kind: report.KindText, Rank: 2},
		report.Column{Key: "id", Kind: report.KindText, Rank: 4}, report.Column{Key: "batch", Kind: report.KindText, Rank: 3})}
	for _, one := range shown.Shares {
		s := one.Share
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(s.Subject.Kind), w.text("subject."+string(s.Subject.Kind), nil)),
			report.Text(s.Subject.Value), report.Word(string(s.To.Kind), w.text("target."+string(s.To.Kind), nil)), report.Word(s.To.Value, w.target(s.To)),
			report.Decimal(s.Share), report.Text(w.months(s.From, s.Until)), report.Word(string(s.Reason), w.text("reason."+string(s.Reason), nil)),
			report.Text(s.Note), report.Text(s.ID), report.Text(string(one.BatchID))}})
	}
	return t
}

func (w attributed) influenced(shown attributing.Shown) report.Table {
	t := report.Table{ID: "influenced", Title: w.text("show.influenced", nil), Columns: columns(w.l, "attribution.column",
		report.Column{Key: "account", Kind: report.KindText}, report.Column{Key: "customer", Kind: report.KindText, Rank: 1},
		report.Column{Key: "months", Kind: report.KindText}, report.Column{Key: "estimate", Kind: report.KindMoney},
		report.Column{Key: "basis", Kind: report.KindText}, report.Column{Key: "note", Kind: report.KindText, Rank: 2},
		report.Column{Key: "batch", Kind: report.KindText, Rank: 3})}
	for _, one := range shown.Influences {
		i := one.Influence
		amount, basis := report.Gap(), report.Text("")
		if i.IsEstimate() {
			amount, basis = report.Money(money.New(i.Amount, i.Currency)), report.Word(string(i.Basis), w.text("basis."+string(i.Basis), nil))
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(i.Account), report.Text(string(i.Customer)),
			report.Text(w.months(i.From, i.Until)), amount, basis, report.Text(i.Note), report.Text(string(one.BatchID))}})
	}
	t.Notes = []string{w.text("show.influenced.note", nil)}
	return t
}

func (w attributed) decisions(shown attributing.Shown) report.Table {
	t := report.Table{ID: "decisions", Title: w.text("show.decisions", nil), Columns: columns(w.l, "attribution.column",
		report.Column{Key: "decision", Kind: report.KindText}, report.Column{Key: "at", Kind: report.KindText, Rank: 3},
		report.Column{Key: "actor", Kind: report.KindText, Rank: 1}, report.Column{Key: "verb", Kind: report.KindText},
		report.Column{Key: "sale", Kind: report.KindText}, report.Column{Key: "line", Kind: report.KindText},
		report.Column{Key: "kept", Kind: report.KindText}, report.Column{Key: "probability", Kind: report.KindPercent, Rank: 2},
		report.Column{Key: "status", Kind: report.KindText}, report.Column{Key: "reason", Kind: report.KindText, Rank: 4})}
	for _, e := range shown.Log {
		status, kept := "holds", report.Text("")
		switch {
		case e.Undone:
			status = "undone"
		case e.Stale != nil:
			status = "overruled"
		}
		if e.Verb == attribution.VerbPair {
			kept = report.Word(string(keptOf(e.Decision)), w.text("kept."+string(keptOf(e.Decision)), nil))
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(tail(e.ID)), report.Text(e.At.Format("2006-01-02 15:04:05")), report.Text(e.Actor),
			report.Word(string(e.Verb), w.text("verb."+string(e.Verb), nil)), report.Text(e.Sale.String()), report.Text(e.Line.String()), kept,
			report.Decimal(e.Probability), report.Word(status, w.text("status."+status, nil)), report.Text(e.Reason)}})
	}
	return t
}
