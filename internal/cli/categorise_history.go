package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// categoriseHistoryCommand lists decisions, the latest first.
type categoriseHistoryCommand struct {
	Key    string `arg:"" name:"key" optional:""`
	People bool
	Top    int `default:"50" placeholder:"N"`
}

// Run prints the log.
func (c *categoriseHistoryCommand) Run(ctx context.Context, s *Session) error {
	k, err := categoriser(ctx, s)
	if err != nil {
		return err
	}
	entries, err := k.History(ctx, categorising.HistoryInput{People: c.People, Ref: c.Key})
	if err != nil {
		return err
	}
	w, all := categorised{s.L}, len(entries)
	if c.Top > 0 && all > c.Top {
		entries = entries[:c.Top]
	}
	t := w.history(entries)
	switch {
	case all == 0:
		t.Notes = append(t.Notes, w.text("history.empty", nil))
	case all > len(entries):
		t.Notes = append(t.Notes, w.text("more", i18n.Args{"count": all - len(entries)}))
	}
	return s.Print(report.Document{Blocks: []report.Block{t}})
}

// history is decisions as a table: who, when, what, why, and whether it stands.
func (w categorised) history(entries []category.Entry) report.Table {
	t := report.Table{ID: "history", Title: w.text("history.title", nil), Columns: columns(w.l, "categorise.column",
		report.Column{Key: "decision", Kind: report.KindText}, report.Column{Key: "at", Kind: report.KindText, Rank: 1},
		report.Column{Key: "actor", Kind: report.KindText}, report.Column{Key: "text", Kind: report.KindText},
		report.Column{Key: "what", Kind: report.KindText}, report.Column{Key: "scope", Kind: report.KindText, Rank: 4},
		report.Column{Key: "probability", Kind: report.KindPercent, Rank: 3}, report.Column{Key: "state", Kind: report.KindText},
		report.Column{Key: "note", Kind: report.KindText, Rank: 2}, report.Column{Key: "decision_id", Kind: report.KindText, Rank: 6},
		report.Column{Key: "model", Kind: report.KindText, Rank: 5})}
	for _, e := range entries {
		probability, scope := report.Gap(), report.Gap()
		if !e.Probability.IsZero() {
			probability = report.Decimal(e.Probability)
		}
		if e.Scope != "" {
			scope = report.Word(string(e.Scope), w.l.Text("category.scope."+string(e.Scope), nil))
		}
		actor := e.Actor
		if e.Auto() {
			actor = w.text("actor.auto", nil)
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(tail(e.ID)), report.Text(e.At.UTC().Format("2006-01-02 15:04:05")),
			report.Word(e.Actor, actor), report.Text(e.Subject.Title()), report.Word(string(e.Verb), w.deed(e.Decision)), scope, probability,
			w.state(e), report.Text(e.Note), report.Text(e.ID), report.Text(e.Model)}})
	}
	return t
}

// state says what became of a decision.
func (w categorised) state(e category.Entry) report.Cell {
	code, tone := "replaced", report.ToneNeutral
	switch {
	case e.Undone:
		code, tone = "undone", report.ToneWarning
	case e.Holds:
		code, tone = "holds", report.ToneGood
	}
	return report.Word(code, w.text("state."+code, nil)).WithTone(tone)
}
