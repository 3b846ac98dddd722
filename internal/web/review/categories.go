package review

import (
	"cmp"
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// categoryQueue asks what service lines are.
type categoryQueue struct {
	actor string
	jobs  *Jobs
}

// everything is a limit that no queue reaches.
const everything = 1<<31 - 1

func (q *categoryQueue) count(ctx context.Context) (n int, err error) {
	err = q.jobs.categorise(ctx, q.actor, func(c *categorising.Categoriser) error {
		p, err := c.Queue(ctx, 1, 0)
		n = p.Total
		return err
	})
	return n, err
}

func (q *categoryQueue) lastRun(ctx context.Context) (r batch.LastRun, err error) {
	err = q.jobs.categorise(ctx, q.actor, func(c *categorising.Categoriser) error {
		r, err = c.LastRun(ctx)
		return err
	})
	return r, err
}

func (q *categoryQueue) load(ctx context.Context, v *visit.Visit, from int) (pile, error) {
	var all categorising.Page
	var log []category.Entry
	err := q.jobs.categorise(ctx, q.actor, func(c *categorising.Categoriser) (err error) {
		if all, err = c.Queue(ctx, everything, 0); err != nil {
			return err
		}
		log, err = c.History(ctx, categorising.HistoryInput{People: true})
		return err
	})
	if err != nil {
		return pile{}, err
	}
	p := pile{count: all.Total, words: v.Text("web.review.categories.words", nil)}
	for _, one := range all.Questions {
		p.stake.add(one.Stake.Amount)
		for _, a := range one.Stake.Unconverted {
			p.stake.add(a)
		}
	}
	for _, one := range window(all.Questions, from) {
		p.cards = append(p.cards, categoryCard(v, one))
	}
	for _, l := range category.Labels() {
		p.labels = append(p.labels, choice{Pick: string(l), Label: labelText(v, l)})
	}
	for _, e := range log {
		if e.Actor != q.actor || e.Undone || e.Verb == category.VerbUndo {
			continue
		}
		text := v.Text("web.review.said.set", i18n.Args{"line": e.Subject.Title(), "answer": answerText(v, e.Answer)})
		if e.Verb == category.VerbReject {
			text = v.Text("web.review.said.reject", i18n.Args{"line": e.Subject.Title(), "answer": labelText(v, e.Label)})
		}
		if p.answered = append(p.answered, answered{Decision: e.ID, Text: text}); len(p.answered) == shownAnswers {
			break
		}
	}
	return p, nil
}

func labelText(v *visit.Visit, l category.Label) string {
	return v.Text("category.label."+string(l), nil)
}

// answerText is an answer in words: its labels, the largest share first.
func answerText(v *visit.Visit, a category.Answer) string {
	labels := a.Labels()
	if len(labels) == 0 {
		return cmp.Or(string(a.Offering), v.Text("category.label."+string(a.Nature), nil))
	}
	var text string
	for _, l := range category.Labels() {
		share, is := labels[l]
		switch {
		case !is:
			continue
		case text != "":
			text += v.Text("categorise.separator", nil)
		}
		if text += labelText(v, l); share.Cmp(money.One) < 0 {
			text += " " + percent(v, share)
		}
	}
	return text
}

func categoryCard(v *visit.Visit, q categorising.Question) card {
	c := newCard(v, string(q.Key), q.Subject.Title())
	c.stake(v, q.Stake.Amount, q.Stake.Unconverted)
	c.Why = v.Text("web.review.categories.lines", i18n.Args{"count": q.Lines})
	var f facts
	f.add(v, "description", q.Subject.Description)
	f.add(v, "item_code", q.Subject.ItemCode)
	f.add(v, "project", q.Subject.Project)
	f.add(v, "account_code", q.Subject.AccountCode)
	f.add(v, "category_code", q.Subject.CategoryCode)
	f.add(v, "engagement_type", q.Subject.EngagementType)
	f.add(v, "offering", string(q.Offering))
	c.Left = side{Label: v.Text("web.review.categories.left", nil), Name: q.Subject.Title(), Facts: f}
	c.Right = side{Label: v.Text("web.review.categories.right", nil), Name: v.Text("web.review.categories.no_guess", nil)}
	to := func(l category.Label) pick { return pick{Question: string(q.Key), Candidate: string(l)} }
	var guessed []category.Label
	for i, g := range q.Guesses {
		label, sure := labelText(v, g.Label), percent(v, g.Probability)
		guessed = append(guessed, g.Label)
		args := i18n.Args{"label": label, "percent": sure}
		if i == 0 {
			c.Right.Name = label
			c.suggest(to(g.Label), v.Text("web.review.categories.accept", args), sure)
			c.weigh(v.Text("web.review.categories.for", args), true)
			c.choose(to(g.Label), label, sure)
			continue
		}
		c.weigh(v.Text("web.review.categories.against", args), false)
		c.choose(to(g.Label), label, sure)
	}
	for _, l := range category.Labels() {
		if !slices.Contains(guessed, l) {
			c.choose(to(l), labelText(v, l), "")
		}
	}
	for _, h := range q.Deals {
		c.weigh(wording.DealHint(v, h, q.Lines), len(q.Guesses) > 0 && h.Favours(q.Guesses[0].Label))
	}
	if q.Held {
		c.weigh(v.Text("web.review.categories.held", nil), false)
	}
	return c
}

// accept decides what the visitor saw: one transaction an answer, whatever the
// number of lines. Who answered first is not overruled: only open questions are
// taken.
func (q *categoryQueue) accept(ctx context.Context, picks []pick) error {
	var order []string
	refs := map[string][]string{}
	for _, p := range picks {
		if _, met := refs[p.Candidate]; !met {
			order = append(order, p.Candidate)
		}
		refs[p.Candidate] = append(refs[p.Candidate], p.Question)
	}
	return q.jobs.categorise(ctx, q.actor, func(c *categorising.Categoriser) error {
		for _, text := range order {
			a, err := categorising.ParseAnswer(text)
			if err != nil {
				return err
			}
			if _, err := c.Set(ctx, categorising.SetInput{Selection: categorising.Selection{Refs: refs[text], Asked: true}, Answer: a}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (q *categoryQueue) reject(ctx context.Context, picks []pick) error {
	return q.jobs.categorise(ctx, q.actor, func(c *categorising.Categoriser) error {
		for _, p := range picks {
			if _, err := c.Reject(ctx, categorising.Selection{Refs: []string{p.Question}, Asked: true}, category.Label(p.Candidate), ""); err != nil {
				return err
			}
		}
		return nil
	})
}

func (q *categoryQueue) undo(ctx context.Context, decision string) (question string, err error) {
	err = q.jobs.categorise(ctx, q.actor, func(c *categorising.Categoriser) error {
		_, undone, err := c.Undo(ctx, decision, "")
		question = string(undone.Subject.Key())
		return err
	})
	return question, err
}
