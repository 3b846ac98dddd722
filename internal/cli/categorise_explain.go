package cli

import (
	"context"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// categoriseExplainCommand says why lines are what they are.
type categoriseExplainCommand struct {
	Subject []string `arg:"" name:"subject"`
}

// Run explains a subject by its key, or any text.
func (c *categoriseExplainCommand) Run(ctx context.Context, s *Session) error {
	k, err := categoriser(ctx, s)
	if err != nil {
		return err
	}
	e, err := k.Explain(ctx, strings.Join(c.Subject, " "))
	if err != nil {
		return err
	}
	return s.Print(categoriseExplainDocument(categorised{s.L}, e))
}

func categoriseExplainDocument(w categorised, e categorising.Explanation) report.Document {
	q := e.Question
	item := func(key string, kind report.Kind, cell report.Cell) report.KeyValue {
		return report.KeyValue{Key: key, Label: w.text("column."+key, nil), Kind: kind, Cell: cell}
	}
	items := []report.KeyValue{item("key", report.KindText, report.Text(string(q.Key)))}
	for _, f := range []struct{ key, value string }{{"text", q.Subject.Description}, {"item_code", q.Subject.ItemCode}, {"project", q.Subject.Project},
		{"account_code", q.Subject.AccountCode}, {"category_code", q.Subject.CategoryCode},
		{"engagement_type", q.Subject.EngagementType}} {
		if f.value != "" {
			items = append(items, item(f.key, report.KindText, report.Text(f.value)))
		}
	}
	if e.InBooks {
		items = append(items, item("lines", report.KindInteger, report.Integer(q.Lines)), item("money", report.KindMoney, w.stake(q.Stake)))
	}
	items = append(items, item("label", report.KindText, w.class(e.Class)), item("reason", report.KindText, w.reason(e.Class.Reason)))
	if e.Class.Decided() {
		items = append(items, item("probability", report.KindPercent, report.Decimal(e.Class.Probability)))
	}
	if e.Class.By != "" {
		items = append(items, item("by", report.KindText, report.Text(e.Class.By)))
	}
	if o := e.Offering; o.ID != "" {
		words := o.Title(w.l.Lang() == i18n.Chinese)
		if e.Link != "" {
			words = w.text("linked_by", i18n.Args{"offering": words, "by": w.l.Text("offering.link."+string(e.Link), nil)})
		}
		items = append(items, item("offering", report.KindText, report.Word(string(o.ID), words)))
	}
	d := report.Document{Title: w.text("explain.title", i18n.Args{"text": q.Subject.Title()}), Blocks: []report.Block{report.KeyValues{ID: "subject", Items: items}}}
	if !e.InBooks {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "not_in_books", Text: w.text("explain.not_in_books", nil)})
	}
	d.Blocks = append(d.Blocks, w.guesses(q.Guesses, q.Model))
	if len(q.Deals) > 0 {
		d.Blocks = append(d.Blocks, w.deals(q))
	}
	if len(e.Cues) > 0 {
		d.Blocks = append(d.Blocks, w.cues(e.Cues, q.Guesses[0].Label))
	}
	if len(e.History) > 0 {
		d.Blocks = append(d.Blocks, w.history(e.History))
	}
	return d
}

func (w categorised) guesses(guesses []category.Guess, model string) report.Table {
	t := report.Table{ID: "guesses", Title: w.text("guesses.title", i18n.Args{"model": model}), Columns: columns(w.l, "categorise.column",
		report.Column{Key: "guess", Kind: report.KindText}, report.Column{Key: "probability", Kind: report.KindPercent})}
	for i, g := range guesses {
		if i == 5 {
			break
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(g.Label), w.label(g.Label)), report.Decimal(g.Probability).Estimated()}})
	}
	return t
}

func (w categorised) cues(cues []category.Cue, l category.Label) report.Table {
	t := report.Table{ID: "cues", Title: w.text("cues.title", i18n.Args{"label": w.label(l)}), Columns: columns(w.l, "categorise.column",
		report.Column{Key: "word", Kind: report.KindText}, report.Column{Key: "weight", Kind: report.KindRatio})}
	for _, c := range cues {
		tone := report.ToneGood
		if c.Weight.Sign() < 0 {
			tone = report.ToneWarning
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(c.Word), report.Decimal(c.Weight).WithTone(tone)}})
	}
	return t
}
