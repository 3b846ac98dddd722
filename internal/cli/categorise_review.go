package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// categoriseReviewCommand asks the queue's questions one after the other.
type categoriseReviewCommand struct {
	Top int `default:"0" placeholder:"N"`
}

// reviewKeys are the keys of labels, in the order of category.Labels.
const reviewKeys = "adpbomrthfix"

// Run asks until the questions or the answers end, then says what was done.
func (c *categoriseReviewCommand) Run(ctx context.Context, s *Session) error {
	k, err := categoriser(ctx, s)
	if err != nil {
		return err
	}
	page, err := k.Queue(ctx, asMany(c.Top), 0)
	if err != nil {
		return err
	}
	r := &review{w: categorised{s.L}, s: s, k: k, prompt: newPrompt(s), skipped: map[int]bool{}, left: page.Total}
	if page.Stale {
		s.tell(r.w.text("queue.stale", nil))
	}
	for r.at < len(page.Questions) && err == nil {
		err = r.ask(ctx, page.Questions[r.at], len(page.Questions))
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return s.Print(report.Document{Blocks: []report.Block{
		report.Paragraph{ID: "reviewed", Tone: report.ToneGood, Text: r.w.text("review.done", i18n.Args{"answered": len(r.decided), "skipped": len(r.skipped)})},
		r.w.left(categorising.Given{Left: r.left})}})
}

// review is a conversation about the queue.
type review struct {
	w       categorised
	s       *Session
	k       *categorising.Categoriser
	prompt  *prompt
	at      int // which question is asked
	decided []given
	skipped map[int]bool
	left    int
}

// given is a decision of this conversation that stands.
type given struct {
	id string
	at int // the question that it answers
}

// ask puts one question and moves on, to the next or, after an undo, back to the
// one that is open again. io.EOF ends the conversation.
func (r *review) ask(ctx context.Context, q categorising.Question, of int) error {
	r.s.tell("")
	r.s.tell(r.w.question(q, r.at+1, of))
	key, err := r.prompt.key(ctx, r.w.text("review.prompt", nil))
	if err != nil {
		return err
	}
	key = unicode.ToLower(key)
	this := categorising.Selection{Refs: []string{string(q.Key)}}
	set := func(a category.Answer) error {
		return r.did(r.k.Set(ctx, categorising.SetInput{Selection: this, Answer: a}))
	}
	label := strings.IndexRune(reviewKeys, key)
	switch guess := int(key - '1'); {
	case key == 'y' && len(q.Guesses) > 0:
		return set(q.Guesses[0].Label.Answer())
	case guess >= 0 && guess < len(q.Guesses):
		return set(q.Guesses[guess].Label.Answer())
	case key == 's':
		return r.typed(ctx, set)
	case key == 'n':
		return r.did(r.k.Reject(ctx, this, "", ""))
	case key == 'u':
		return r.undo(ctx)
	case key == 'q':
		return io.EOF
	case key == 0 || key == ' ' || key == '.':
		r.skipped[r.at] = true
		r.at++
		return nil
	case label >= 0:
		return set(category.Labels()[label].Answer())
	}
	r.s.tell(r.w.help())
	return nil
}

// did remembers what an answer decided and moves on; where the answer itself was
// wrong that is told, and the question stays.
func (r *review) did(g categorising.Given, err error) error {
	if f, ok := fault.As(err); ok && f.Kind == fault.KindInvalid {
		message, hint, _ := r.s.L.Fault(err)
		r.s.tell(message + " " + hint)
		return nil
	}
	if err != nil {
		return err
	}
	for _, d := range g.Decisions {
		r.decided = append(r.decided, given{d.ID, r.at})
		r.s.tell("  " + r.w.deed(d))
	}
	delete(r.skipped, r.at)
	r.left = g.Left
	r.at++
	return nil
}

// typed reads an answer of several categories, a nature or an offering.
func (r *review) typed(ctx context.Context, set func(category.Answer) error) error {
	line, err := r.prompt.line(ctx, r.w.text("review.type", nil))
	if err != nil || line == "" {
		return err
	}
	a, err := categorising.ParseAnswer(line)
	if err != nil {
		return r.did(categorising.Given{}, err)
	}
	return set(a)
}

// undo takes this conversation's last decision back and asks its question again.
func (r *review) undo(ctx context.Context) error {
	if len(r.decided) == 0 {
		r.s.tell(r.w.text("review.nothing_to_undo", nil))
		return nil
	}
	last := r.decided[len(r.decided)-1]
	g, undone, err := r.k.Undo(ctx, last.id, "")
	if err != nil {
		return err
	}
	r.decided, r.left, r.at = r.decided[:len(r.decided)-1], g.Left, last.at
	r.s.tell("  " + r.w.text("undone", i18n.Args{"decision": tail(undone.ID), "what": r.w.deed(undone)}))
	return nil
}

// question is one question as text.
func (w categorised) question(q categorising.Question, n, of int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "[%d/%d] %s  %s\n", n, of, shortKey(q.Key), plain(q.Subject.Title()))
	var about []string
	for _, f := range []struct{ key, value string }{{"item_code", q.Subject.ItemCode}, {"project", q.Subject.Project}, {"account_code", q.Subject.AccountCode}} {
		if f.value != "" && f.value != q.Subject.Title() {
			about = append(about, w.text("column."+f.key, nil)+" "+plain(f.value))
		}
	}
	about = append(about, w.text("review.lines", i18n.Args{"count": int(q.Lines)}), w.stakeText(q.Stake))
	fmt.Fprintf(&b, "  %s\n", strings.Join(about, w.text("separator", nil)))
	for _, h := range q.Deals {
		fmt.Fprintf(&b, "  %s\n", w.dealHint(h, q.Lines))
	}
	b.WriteString(" ")
	for i, g := range q.Guesses {
		fmt.Fprintf(&b, " %d %s", i+1, w.text("guessed", i18n.Args{"label": w.label(g.Label), "percent": w.l.Number(g.Probability.Mul(hundred()).String(), 0)}))
	}
	return b.String()
}

// plain keeps what a book says from steering the terminal.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || (r >= 0x7f && r < 0xa0) {
			return ' '
		}
		return r
	}, s)
}

// help lists the keys.
func (w categorised) help() string {
	var b strings.Builder
	for i, l := range category.Labels() {
		fmt.Fprintf(&b, "  %c %s\n", reviewKeys[i], w.label(l))
	}
	for _, k := range []string{"guess", "type", "no", "skip", "undo", "quit"} {
		b.WriteString("  " + w.text("review.key."+k, nil) + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}
