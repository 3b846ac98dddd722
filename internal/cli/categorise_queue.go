package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// categoriseQueueCommand lists the open questions, the most money first.
type categoriseQueueCommand struct {
	Top int `default:"20" placeholder:"N"`
}

// Run prints the queue.
func (c *categoriseQueueCommand) Run(ctx context.Context, s *Session) error {
	k, err := categoriser(ctx, s)
	if err != nil {
		return err
	}
	p, err := k.Queue(ctx, asMany(c.Top), 0)
	if err != nil {
		return err
	}
	return s.Print(categoriseQueueDocument(categorised{s.L}, p))
}

func categoriseQueueDocument(w categorised, p categorising.Page) report.Document {
	t := report.Table{ID: "questions", Columns: columns(w.l, "categorise.column",
		report.Column{Key: "key", Kind: report.KindText}, report.Column{Key: "text", Kind: report.KindText},
		report.Column{Key: "item_code", Kind: report.KindText, Rank: 4}, report.Column{Key: "guess", Kind: report.KindText},
		report.Column{Key: "probability", Kind: report.KindPercent}, report.Column{Key: "others", Kind: report.KindText, Rank: 2},
		report.Column{Key: "lines", Kind: report.KindInteger, Rank: 3}, report.Column{Key: "money", Kind: report.KindMoney})}
	hinted := slices.ContainsFunc(p.Questions, func(q categorising.Question) bool { return len(q.Deals) > 0 })
	if hinted {
		t.Columns = append(t.Columns, columns(w.l, "categorise.column", report.Column{Key: "pipeline", Kind: report.KindText, Rank: 5})...)
	}
	for _, q := range p.Questions {
		label, probability := w.guess(q.Guesses)
		row := report.Row{Cells: []report.Cell{report.Word(string(q.Key), shortKey(q.Key)), report.Text(q.Subject.Title()), report.Text(q.Subject.ItemCode),
			label, probability, report.Text(w.others(q.Guesses)), report.Integer(q.Lines), w.stake(q.Stake)}}
		if hinted {
			var words []string
			for _, h := range q.Deals {
				words = append(words, w.dealHint(h, q.Lines))
			}
			row.Cells = append(row.Cells, report.Text(strings.Join(words, " ")))
		}
		t.Rows = append(t.Rows, row)
	}
	d := report.Document{Title: w.text("queue.title", i18n.Args{"count": p.Total}), Blocks: []report.Block{inOneCurrency(t)}}
	if p.Stale {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "stale", Tone: report.ToneWarning, Text: w.text("queue.stale", nil)})
	}
	switch {
	case len(p.Questions) > 0:
		d.Blocks = append(d.Blocks, w.next("queue.next", i18n.Args{"key": shortKey(p.Questions[0].Key)}))
	case !p.Stale:
		d.Blocks = append(d.Blocks, w.next("queue.empty", nil))
	}
	return d
}

// others are the guesses after the first, as far as they are worth a word.
func (w categorised) others(guesses []category.Guess) string {
	var words []string
	for i, g := range guesses {
		if i > 0 && i < 3 && g.Probability.Unscaled(2).Int64() >= 1 {
			words = append(words, w.text("guessed", i18n.Args{"label": w.label(g.Label), "percent": w.l.Number(g.Probability.Mul(hundred()).String(), 0)}))
		}
	}
	return strings.Join(words, w.text("separator", nil))
}
