package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// matchReviewCommand asks the open questions one after the other.
type matchReviewCommand struct {
	All bool
}

// Run asks until the questions or the answers end, then says what was done.
func (c *matchReviewCommand) Run(ctx context.Context, s *Session) error {
	a, err := s.App(ctx)
	if err != nil {
		return err
	}
	m, err := a.Matching(ctx, s.actor(), s.Now, nil) // bars would write over the conversation
	if err != nil {
		return err
	}
	r := &matchReview{matched: matched{s.L}, s: s, m: m, all: c.All, prompt: newPrompt(s)}
	if err := r.load(ctx, nil); err != nil {
		return err
	}
	for err == nil && len(r.open) > 0 {
		err = r.ask(ctx)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if err := r.load(ctx, nil); err != nil {
		return err
	}
	return s.Print(report.Document{Blocks: []report.Block{
		report.Paragraph{ID: "reviewed", Tone: report.ToneGood, Text: r.text("review.done", i18n.Args{"count": len(r.decided), "followed": r.followed})},
		r.next("review.left", i18n.Args{"count": r.queue.Open, "money": r.stakeText(r.queue.OpenStake)})}})
}

// matchReview is a conversation about the queue.
type matchReview struct {
	matched
	s        *Session
	m        *matching.Matcher
	prompt   *prompt
	all      bool
	queue    matching.Queue
	open     []matching.Question
	at       int
	decided  []string // this conversation's decisions that stand
	followed int      // questions that answered themselves by an answer
}

// load reads the queue again and stays at the first of the wanted questions that
// is still open, else where it was.
func (r *matchReview) load(ctx context.Context, wanted []matching.QuestionID) error {
	q, err := r.m.Queue(ctx, matching.QueueInput{Unknown: r.all})
	if err != nil {
		return err
	}
	r.queue, r.open = q, q.Questions
	for _, id := range wanted {
		if at := slices.IndexFunc(r.open, func(q matching.Question) bool { return q.ID == id }); at >= 0 {
			r.at = at
			return nil
		}
	}
	r.at = max(0, min(r.at, len(r.open)-1))
	return nil
}

// ask puts the present question and does what the key says. io.EOF ends the
// conversation.
func (r *matchReview) ask(ctx context.Context) error {
	q := r.open[r.at]
	r.s.tell("")
	r.s.tell(r.card(q))
	key, err := r.prompt.key(ctx, r.text("review.prompt", nil))
	if err != nil {
		return err
	}
	switch {
	case key == 'a':
		return r.accept(ctx, q, matching.AcceptInput{})
	case key >= '1' && key <= '9':
		if n := int(key - '1'); n < len(q.Candidates) {
			return r.accept(ctx, q, matching.AcceptInput{Customer: q.Candidates[n].Customer})
		}
		return nil
	case key == 'n':
		return r.accept(ctx, q, matching.AcceptInput{New: true})
	case key == 'c':
		line, err := r.prompt.line(ctx, r.text("review.which", nil))
		if err != nil || line == "" {
			return err
		}
		return r.accept(ctx, q, matching.AcceptInput{Customer: customer.ID(line)})
	case key == 'r':
		return r.reject(ctx, q)
	case key == 's' || key == 'j' || key == ' ' || key == 0:
		return r.skip()
	case key == 'k':
		r.at = max(0, r.at-1)
		return nil
	case key == 'u':
		return r.undo(ctx)
	case key == 'e':
		r.explain(q)
		return nil
	case key == 'q':
		return io.EOF
	}
	r.s.tell(r.help())
	return nil
}

// skip goes on; after the last question the conversation ends.
func (r *matchReview) skip() error {
	if r.at++; r.at == len(r.open) {
		return io.EOF
	}
	return nil
}

// accept answers yes. Where other questions name the same customer, everybody
// is compared again: one answer often settles the rest.
func (r *matchReview) accept(ctx context.Context, q matching.Question, in matching.AcceptInput) error {
	in.Question = string(q.ID)
	a, err := r.m.Accept(ctx, in)
	if err != nil {
		return r.told(err)
	}
	r.decided = append(r.decided, a.Decision.ID)
	r.s.tell("  " + r.answer("accepted", a))
	after := r.after()
	if slices.ContainsFunc(r.open, func(o matching.Question) bool {
		return o.ID != q.ID && slices.ContainsFunc(o.Candidates, func(c matching.Candidate) bool { return c.Customer == a.Customer })
	}) {
		run, err := r.m.Run(ctx, matching.RunInput{})
		if err != nil {
			return err
		}
		if n := len(run.Linked); n > 0 {
			r.followed += n
			r.s.tell("  " + r.text("review.followed", i18n.Args{"count": n}))
		}
	}
	return r.load(ctx, after)
}

// after are the questions below the present one, then those above it: where the
// conversation goes on.
func (r *matchReview) after() []matching.QuestionID {
	var ids []matching.QuestionID
	for _, q := range slices.Concat(r.open[r.at+1:], r.open[:r.at]) {
		ids = append(ids, q.ID)
	}
	return ids
}

// reject answers no; the next candidate of the same question comes at once.
func (r *matchReview) reject(ctx context.Context, q matching.Question) error {
	a, err := r.m.Reject(ctx, matching.RejectInput{Question: string(q.ID)})
	if err != nil {
		return r.told(err)
	}
	r.decided = append(r.decided, a.Decision.ID)
	r.s.tell("  " + r.answer("rejected", a))
	for _, b := range r.follows(a) {
		if p, ok := b.(report.Paragraph); ok {
			r.s.tell("  " + p.Text)
		}
	}
	wanted := r.after()
	if a.Next != nil && len(a.Next.Candidates) > 0 {
		wanted = append([]matching.QuestionID{q.ID}, wanted...)
	}
	return r.load(ctx, wanted)
}

// undo takes this conversation's last decision back and asks it again.
func (r *matchReview) undo(ctx context.Context) error {
	if len(r.decided) == 0 {
		r.s.tell("  " + r.text("review.nothing_to_undo", nil))
		return nil
	}
	last := r.decided[len(r.decided)-1]
	u, err := r.m.Undo(ctx, last, "")
	if err != nil {
		return r.told(err)
	}
	r.decided = r.decided[:len(r.decided)-1]
	r.s.tell("  " + r.text("undo.done", i18n.Args{"decision": tail(u.Decision.ID), "actor": u.Decision.Actor, "what": r.text("verb."+string(u.Decision.Verb), nil)}))
	if u.Again == nil {
		return r.load(ctx, nil)
	}
	return r.load(ctx, []matching.QuestionID{u.Again.ID})
}

// explain shows all evidence of the first candidate.
func (r *matchReview) explain(q matching.Question) {
	if len(q.Candidates) == 0 {
		r.s.tell("  " + r.text("why."+string(q.Why), nil))
		return
	}
	for _, e := range q.Candidates[0].Evidence {
		r.s.tell(strings.TrimRight(fmt.Sprintf("  %8s  %s  %s | %s", r.l.Number(e.Weight.String(), 2), r.l.Text("identity.evidence."+string(e.Code), nil),
			plain(e.Left), plain(e.Right)), " |"))
	}
}

// told says what is wrong with an answer and goes on; what is wrong with the
// machine ends the conversation.
func (r *matchReview) told(err error) error {
	switch fault.KindOf(err) {
	case fault.KindInvalid, fault.KindNotFound, fault.KindConflict:
		message, hint, _ := r.l.Fault(err)
		r.s.tell("  " + message + " " + hint)
		return nil
	case fault.KindLimit, fault.KindUnavailable, fault.KindDenied, fault.KindInternal:
	}
	return err
}

// card is one question as text.
func (r *matchReview) card(q matching.Question) string {
	var b strings.Builder
	fmt.Fprintf(&b, "[%d/%d] %s  %s %s\n", r.at+1, len(r.open), q.ID, r.text("kind."+string(q.Party.Kind), nil), plain(r.party(q.Party)))
	fmt.Fprintf(&b, "  %s", r.stakeText(q.Stake))
	if q.Party.First != 0 { // a customer may have nothing in the books
		fmt.Fprintf(&b, ", %s..%s", q.Party.First, q.Party.Last)
	}
	fmt.Fprintf(&b, ": %s", r.why(q).Value)
	if q.Settles > 0 {
		fmt.Fprintf(&b, "\n  %s", r.settles(q))
	}
	for i, c := range q.Candidates {
		fmt.Fprintf(&b, "\n  %d  %s %% %s (%s)\n     %s", i+1, r.l.Number(c.Probability.Mul(hundred()).String(), 1), plain(c.Name), c.Customer,
			plain(r.evidence(c.Evidence, 4)))
	}
	return b.String()
}

// help lists the keys.
func (r *matchReview) help() string {
	var lines []string
	for _, k := range []string{"accept", "reject", "number", "customer", "new", "skip", "back", "explain", "undo", "quit"} {
		lines = append(lines, "  "+r.text("review.key."+k, nil))
	}
	return strings.Join(lines, "\n")
}
