package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// categoriseRunCommand lets the classifier decide what it is sure of.
type categoriseRunCommand struct {
	Again  bool
	DryRun bool
	Top    int `default:"10" placeholder:"N"`
}

// Run decides, asks, and says what the lines are now.
func (c *categoriseRunCommand) Run(ctx context.Context, s *Session) error {
	k, err := categoriser(ctx, s)
	if err != nil {
		return err
	}
	r, err := k.Run(ctx, categorising.RunInput{Again: c.Again, DryRun: c.DryRun})
	if err != nil {
		return err
	}
	return s.Print(categoriseRunDocument(categorised{s.L}, r, c.Top, c.DryRun))
}

func categoriseRunDocument(w categorised, r categorising.Result, top int, dry bool) report.Document {
	count := func(key string, n int) report.KeyValue {
		return report.KeyValue{Key: key, Label: w.text("run."+key, nil), Kind: report.KindInteger, Cell: report.Integer(int64(n))}
	}
	items := []report.KeyValue{count("accepted", len(r.Accepted))}
	if r.Withdrawn > 0 {
		items = append(items, count("withdrawn", r.Withdrawn))
	}
	items = append(items, count("asked", r.Asked),
		report.KeyValue{Key: "asked_money", Label: w.text("run.asked_money", nil), Kind: report.KindMoney, Cell: w.stake(r.AskedFor)},
		report.KeyValue{Key: "threshold", Label: w.text("run.threshold", nil), Kind: report.KindPercent, Cell: report.Decimal(r.Threshold)},
		report.KeyValue{Key: "model", Label: w.text("run.model", nil), Kind: report.KindText, Cell: report.Text(r.Model)})
	title := "run.title"
	if dry {
		title = "run.title_dry"
	}
	d := report.Document{Title: w.text(title, nil), Blocks: []report.Block{report.KeyValues{ID: "counts", Items: items}, w.summary(r.Summary)}}
	if len(r.Accepted) > 0 {
		d.Blocks = append(d.Blocks, w.accepted(r.Accepted, top))
	}
	if r.Asked > 0 {
		d.Blocks = append(d.Blocks, w.next("run.next", i18n.Args{"count": r.Asked}))
	}
	return d
}

// summary is what the lines are, by label and by whose word; what is no cloud
// service stands apart.
func (w categorised) summary(lines []categorising.Line) report.Table {
	t := report.Table{ID: "summary", Title: w.text("summary.title", nil), Columns: columns(w.l, "categorise.column",
		report.Column{Key: "label", Kind: report.KindText}, report.Column{Key: "counts_as", Kind: report.KindText, Rank: 2},
		report.Column{Key: "reason", Kind: report.KindText, Rank: 1},
		report.Column{Key: "lines", Kind: report.KindInteger}, report.Column{Key: "money", Kind: report.KindMoney})}
	for _, x := range lines {
		side, style := "services", report.StyleNormal
		switch {
		case x.Label == "":
			style = report.StyleResidual
		case !x.Label.IsCategory():
			side = "marked_out"
		}
		t.Rows = append(t.Rows, report.Row{Style: style, Cells: []report.Cell{report.Word(string(x.Label), w.label(x.Label)),
			report.Word(side, w.text("side."+side, nil)), w.reason(x.Reason), report.Integer(x.Lines), w.stake(x.Stake)}})
		for _, u := range x.Stake.Unconverted {
			if !x.Stake.Amount.Decimal.IsZero() {
				t.Notes = append(t.Notes, w.text("unconverted", i18n.Args{"label": w.label(x.Label), "money": w.stakeText(multiplier.Stake{Amount: u})}))
			}
		}
	}
	if len(lines) == 0 {
		t.Notes = append(t.Notes, w.text("summary.empty", nil))
	}
	return inOneCurrency(t)
}

// accepted lists what a run decided by itself.
func (w categorised) accepted(list []categorising.Answered, top int) report.Table {
	t := report.Table{ID: "accepted", Title: w.text("accepted.title", nil), Columns: columns(w.l, "categorise.column",
		report.Column{Key: "key", Kind: report.KindText}, report.Column{Key: "text", Kind: report.KindText}, report.Column{Key: "label", Kind: report.KindText},
		report.Column{Key: "probability", Kind: report.KindPercent}, report.Column{Key: "lines", Kind: report.KindInteger, Rank: 2},
		report.Column{Key: "money", Kind: report.KindMoney, Rank: 1})}
	for i, a := range list {
		if top > 0 && i == top {
			t.Notes = append(t.Notes, w.text("more", i18n.Args{"count": len(list) - top}))
			break
		}
		label, probability := w.guess(a.Question.Guesses)
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(a.Question.Key), shortKey(a.Question.Key)), report.Text(a.Question.Subject.Title()), label, probability,
			report.Integer(a.Question.Lines), w.stake(a.Question.Stake)}})
	}
	return inOneCurrency(t)
}
