package cli

import (
	"context"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

func hundred() money.Decimal { return money.NewInt(100) }

// selectFlags choose several subjects at once.
type selectFlags struct {
	Match string `placeholder:"PATTERN"`
	Note  string `placeholder:"TEXT"`
}

func (f selectFlags) selection(keys []string) (categorising.Selection, error) {
	if len(keys) == 0 && f.Match == "" {
		return categorising.Selection{}, usage(fault.New(fault.KindInvalid, "category.nothing_selected").With("pattern", ""))
	}
	return categorising.Selection{Refs: keys, Pattern: f.Match}, nil
}

// categoriseSetCommand says what lines are.
type categoriseSetCommand struct {
	Answer string   `arg:"" name:"answer"`
	Key    []string `arg:"" name:"key" optional:""`
	For    string   `enum:"subject,text,item,project" default:"subject" placeholder:"SCOPE"`
	selectFlags
}

// Run decides and says what follows.
func (c *categoriseSetCommand) Run(ctx context.Context, s *Session) error {
	answer, err := categorising.ParseAnswer(c.Answer)
	if err != nil {
		return usage(err)
	}
	selected, err := c.selection(c.Key)
	if err != nil {
		return err
	}
	k, err := categoriser(ctx, s)
	if err != nil {
		return err
	}
	g, err := k.Set(ctx, categorising.SetInput{Selection: selected, Scope: category.Scope(c.For), Answer: answer, Note: c.Note})
	if err != nil {
		return err
	}
	return s.Print(givenDocument(categorised{s.L}, g))
}

// categoriseAcceptCommand takes the first guess of questions.
type categoriseAcceptCommand struct {
	Key  []string `arg:"" name:"key" optional:""`
	From string   `default:"0" placeholder:"PROBABILITY"`
	All  bool
	selectFlags
}

// Run decides and says what follows.
func (c *categoriseAcceptCommand) Run(ctx context.Context, s *Session) error {
	from, err := service.ParseShare(c.From)
	if err != nil {
		return usage(err)
	}
	selected := categorising.Selection{}
	if !c.All {
		if selected, err = c.selection(c.Key); err != nil {
			return err
		}
	}
	k, err := categoriser(ctx, s)
	if err != nil {
		return err
	}
	g, err := k.Accept(ctx, selected, from, c.Note)
	if err != nil {
		return err
	}
	return s.Print(givenDocument(categorised{s.L}, g))
}

// categoriseRejectCommand says what lines are not.
type categoriseRejectCommand struct {
	Key []string `arg:"" name:"key" optional:""`
	Not string   `placeholder:"LABEL"`
	selectFlags
}

// Run decides and says what follows.
func (c *categoriseRejectCommand) Run(ctx context.Context, s *Session) error {
	label := category.Label(strings.ToLower(c.Not))
	if cat, ok := service.ParseCategory(c.Not); ok {
		label = category.Label(cat)
	} else if n, ok := service.ParseNature(c.Not); ok {
		label = category.Label(n)
	}
	if label != "" && !label.Known() {
		return usage(fault.New(fault.KindInvalid, "category.label_unknown").With("value", c.Not))
	}
	selected, err := c.selection(c.Key)
	if err != nil {
		return err
	}
	k, err := categoriser(ctx, s)
	if err != nil {
		return err
	}
	g, err := k.Reject(ctx, selected, label, c.Note)
	if err != nil {
		return err
	}
	return s.Print(givenDocument(categorised{s.L}, g))
}

// categoriseUndoCommand takes a decision back.
type categoriseUndoCommand struct {
	Decision string `arg:"" name:"decision" optional:""`
	Note     string `placeholder:"TEXT"`
}

// Run undoes and says what.
func (c *categoriseUndoCommand) Run(ctx context.Context, s *Session) error {
	k, err := categoriser(ctx, s)
	if err != nil {
		return err
	}
	g, undone, err := k.Undo(ctx, c.Decision, c.Note)
	if err != nil {
		return err
	}
	w := categorised{s.L}
	return s.Print(report.Document{Blocks: []report.Block{
		report.Paragraph{ID: "undone", Tone: report.ToneGood, Text: w.text("undone", i18n.Args{"decision": tail(undone.ID), "what": w.deed(undone)})},
		w.left(g)}})
}

// givenDocument says what answers did.
func givenDocument(w categorised, g categorising.Given) report.Document {
	t := report.Table{ID: "decisions", Columns: columns(w.l, "categorise.column",
		report.Column{Key: "decision", Kind: report.KindText}, report.Column{Key: "text", Kind: report.KindText},
		report.Column{Key: "what", Kind: report.KindText}, report.Column{Key: "scope", Kind: report.KindText, Rank: 1})}
	for i, d := range g.Decisions {
		if i == 20 {
			t.Notes = append(t.Notes, w.text("more", i18n.Args{"count": len(g.Decisions) - i}))
			break
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(tail(d.ID)), report.Text(d.Subject.Title()), report.Word(string(d.Verb), w.deed(d)),
			report.Word(string(d.Scope), w.l.Text("category.scope."+string(d.Scope), nil))}})
	}
	d := report.Document{Title: w.text("given.title", i18n.Args{"count": len(g.Decisions)}), Blocks: []report.Block{t}}
	for _, o := range g.Overruled {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "overruled", Tone: report.ToneWarning,
			Text: w.text("overruled."+string(o.Class.Reason), i18n.Args{"text": o.Subject.Title(), "by": o.Class.By, "answer": w.answer(o.Class.Nature, o.Class.Weights)})})
	}
	d.Blocks = append(d.Blocks, w.left(g))
	return d
}

func (w categorised) left(g categorising.Given) report.Block {
	return report.Paragraph{ID: "left", Text: w.text("left", i18n.Args{"count": g.Left})}
}

// deed is what a decision did, in a few words.
func (w categorised) deed(d category.Decision) string {
	switch d.Verb {
	case category.VerbSet:
		return w.said(d)
	case category.VerbReject:
		return w.text("deed.reject", i18n.Args{"label": w.label(d.Label)})
	case category.VerbUndo:
		return w.text("deed.undo", i18n.Args{"decision": tail(d.Undoes)})
	}
	return string(d.Verb)
}
