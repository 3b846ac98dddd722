package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// matchAcceptCommand says yes to a question.
type matchAcceptCommand struct {
	Question string `arg:"" name:"question"`
	As       string `placeholder:"CUSTOMER" xor:"whose"`
	New      bool   `xor:"whose"`
	Name     string `placeholder:"NAME"`
	Reason   string `placeholder:"TEXT"`
}

// Run links the party and says to whom.
func (c *matchAcceptCommand) Run(ctx context.Context, s *Session) error {
	m, err := matcher(ctx, s)
	if err != nil {
		return err
	}
	a, err := m.Accept(ctx, matching.AcceptInput{Question: c.Question, Customer: customer.ID(c.As), New: c.New || c.Name != "", Name: c.Name, Reason: c.Reason})
	if err != nil {
		return err
	}
	return s.Print(answerDocument(matched{s.L}, "accepted", a))
}

// matchRejectCommand says no to a question.
type matchRejectCommand struct {
	Question string `arg:"" name:"question"`
	As       string `placeholder:"CUSTOMER"`
	Reason   string `placeholder:"TEXT"`
}

// Run keeps the two apart and says what follows.
func (c *matchRejectCommand) Run(ctx context.Context, s *Session) error {
	m, err := matcher(ctx, s)
	if err != nil {
		return err
	}
	a, err := m.Reject(ctx, matching.RejectInput{Question: c.Question, Customer: customer.ID(c.As), Reason: c.Reason})
	if err != nil {
		return err
	}
	return s.Print(answerDocument(matched{s.L}, "rejected", a))
}

// answerDocument says what an answer did.
func answerDocument(m matched, did string, a matching.Answer) report.Document {
	d := report.Document{Blocks: []report.Block{report.Paragraph{ID: did, Tone: report.ToneGood, Text: m.answer(did, a)}}}
	d.Blocks = append(d.Blocks, m.follows(a)...)
	d.Blocks = append(d.Blocks, m.next("answer.next", i18n.Args{"decision": tail(a.Decision.ID)}))
	return d
}

// answer is the sentence about an answer: accepted or rejected.
func (m matched) answer(did string, a matching.Answer) string {
	two := a.Party.Kind == identity.KindCustomer
	switch {
	case two && did == "accepted":
		did = "merged"
	case two:
		did = "two"
	case a.Made:
		did = "created"
	}
	return m.text("answer."+did, i18n.Args{"party": m.party(a.Party), "customer": a.Name, "id": string(a.Customer)})
}

// follows says what a rejection leaves open.
func (m matched) follows(a matching.Answer) []report.Block {
	switch {
	case a.Own != nil:
		return []report.Block{report.Paragraph{ID: "own", Text: m.text("answer.own", i18n.Args{"customer": a.Own.Name, "id": string(a.Own.ID)})}}
	case a.Next == nil:
		return nil
	}
	if best, ok := a.Next.Best(); ok {
		return []report.Block{report.Paragraph{ID: "next_candidate", Text: m.text("answer.next_candidate",
			i18n.Args{"customer": best.Name, "question": string(a.Next.ID)})}}
	}
	return []report.Block{report.Paragraph{ID: "nobody", Text: m.text("answer.nobody", i18n.Args{"question": string(a.Next.ID)})}}
}

// tail is the end of an id, by which people name it: ids of one day begin alike.
func tail(id string) string { return id[max(0, len(id)-6):] }

// matchUndoCommand takes a decision back.
type matchUndoCommand struct {
	Decision string `arg:"" name:"decision" optional:""`
	Reason   string `placeholder:"TEXT"`
}

// Run undoes and says what.
func (c *matchUndoCommand) Run(ctx context.Context, s *Session) error {
	m, err := matcher(ctx, s)
	if err != nil {
		return err
	}
	u, err := m.Undo(ctx, c.Decision, c.Reason)
	if err != nil {
		return err
	}
	words := matched{s.L}
	d := report.Document{Blocks: []report.Block{report.Paragraph{ID: "undone", Tone: report.ToneGood, Text: words.text("undo.done",
		i18n.Args{"decision": tail(u.Decision.ID), "what": words.text("verb."+string(u.Decision.Verb), nil), "actor": u.Decision.Actor})}}}
	if n := len(u.Followed); n > 0 {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "followed", Text: words.text("undo.followed", i18n.Args{"count": n})})
	}
	if u.Again != nil {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "again", Text: words.text("undo.again", i18n.Args{"question": string(u.Again.ID)})})
	}
	return s.Print(d)
}
