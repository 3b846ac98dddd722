package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/attributing"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// attributionAcceptCommand says that a sale and an invoice line are one.
type attributionAcceptCommand struct {
	Question string `arg:"" name:"question"`
	Line     string `placeholder:"DOCUMENT#LINE"`
	Keep     string `enum:"line,sale" default:"line" placeholder:"WHICH"`
	Reason   string `placeholder:"TEXT"`
}

// Run pairs them and says which counts.
func (c *attributionAcceptCommand) Run(ctx context.Context, s *Session) error {
	a, err := attributor(ctx, s)
	if err != nil {
		return err
	}
	done, err := a.Accept(ctx, attributing.AnswerInput{Question: c.Question, Line: c.Line, Keep: attribution.Keep(c.Keep), Reason: c.Reason})
	if err != nil {
		return err
	}
	return s.Print(attributed{s.L}.answered("accepted", done))
}

// attributionRejectCommand says that they are two.
type attributionRejectCommand struct {
	Question string `arg:"" name:"question"`
	Line     string `placeholder:"DOCUMENT#LINE"`
	Reason   string `placeholder:"TEXT"`
}

// Run keeps them apart.
func (c *attributionRejectCommand) Run(ctx context.Context, s *Session) error {
	a, err := attributor(ctx, s)
	if err != nil {
		return err
	}
	done, err := a.Reject(ctx, attributing.AnswerInput{Question: c.Question, Line: c.Line, Reason: c.Reason})
	if err != nil {
		return err
	}
	return s.Print(attributed{s.L}.answered("rejected", done))
}

// attributionUndoCommand takes a decision back.
type attributionUndoCommand struct {
	Decision string `arg:"" name:"decision" optional:""`
	Reason   string `placeholder:"TEXT"`
}

// Run undoes the decision, or the last one that counts.
func (c *attributionUndoCommand) Run(ctx context.Context, s *Session) error {
	a, err := attributor(ctx, s)
	if err != nil {
		return err
	}
	done, err := a.Undo(ctx, c.Decision, c.Reason)
	if err != nil {
		return err
	}
	return s.Print(attributed{s.L}.answered("undone", done))
}

// answered says what an answer did.
func (w attributed) answered(did string, a attributing.Answered) report.Document {
	d := a.Decision
	return report.Document{Blocks: []report.Block{
		report.Paragraph{ID: did, Tone: report.ToneGood, Text: w.text("answer."+did, i18n.Args{"sale": d.Sale.String(), "line": d.Line.String(),
			"decision": tail(d.ID), "undone": tail(d.Undoes), "kept": w.text("kept."+string(keptOf(d)), nil)})},
		report.Paragraph{ID: "left", Text: w.text("answer.left", i18n.Args{"count": a.Questions, "decision": tail(d.ID)})},
	}}
}

// keptOf is which line of a pair counts; the invoice's where nothing is said.
func keptOf(d attribution.Decision) attribution.Keep {
	if d.Keep == "" {
		return attribution.KeepLine
	}
	return d.Keep
}
