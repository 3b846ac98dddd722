package review

import (
	"context"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/attributing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// pairQueue asks which sale of a marketplace, or charge of a bill, is which line
// of the firm's own invoices.
type pairQueue struct {
	actor      string
	attributor *attributing.Attributor
}

func (q *pairQueue) count(ctx context.Context) (int, error) {
	p, err := q.attributor.Queue(ctx, 1)
	return p.Total, err
}

func (q *pairQueue) lastRun(ctx context.Context) (batch.LastRun, error) {
	return q.attributor.LastRun(ctx)
}

func (q *pairQueue) load(ctx context.Context, v *visit.Visit, from int) (pile, error) {
	all, err := q.attributor.Queue(ctx, everything)
	if err != nil {
		return pile{}, err
	}
	p := pile{count: all.Total}
	for _, one := range all.Questions {
		p.stake.add(amount(one.Sale().Ref))
	}
	for _, one := range window(all.Questions, from) {
		p.cards = append(p.cards, pairCard(v, one))
	}
	shown, err := q.attributor.Show(ctx)
	if err != nil {
		return pile{}, err
	}
	for _, e := range slices.Backward(shown.Log) {
		if e.Actor != q.actor || e.Undone || e.Verb == attribution.VerbUndo {
			continue
		}
		text := v.Text("web.review.said."+string(e.Verb), i18n.Args{"sale": e.Sale.String(), "line": e.Line.String()})
		if p.answered = append(p.answered, answered{Decision: e.ID, Text: text}); len(p.answered) == shownAnswers {
			break
		}
	}
	return p, nil
}

func amount(r attribution.LineRef) money.Amount { return money.New(r.Net, r.Currency) }

func pairCard(v *visit.Visit, q attributing.Question) card {
	sale := q.Sale()
	c := newCard(v, q.ID, q.Name+" "+sale.Ref.String())
	c.stake(v, amount(sale.Ref), nil)
	left := "web.review.pairs.left"
	if sale.Ref.IsCharge() {
		left = "web.review.pairs.left_charge"
	}
	c.Left = side{Label: v.Text(left, nil), Name: sale.Ref.String(), Facts: saleFacts(v, sale)}
	for i, k := range q.Candidates {
		to := pick{Question: q.ID, Candidate: k.Line.Ref.String()}
		if i > 0 {
			c.choose(to, k.Line.Ref.String()+" "+amountText(v, amount(k.Line.Ref)), percent(v, k.Probability))
			continue
		}
		c.Right = side{Label: v.Text("web.review.pairs.right", nil), Name: k.Line.Ref.String(), Facts: saleFacts(v, k.Line)}
		c.suggest(to, v.Text("web.review.pairs.accept", nil), percent(v, k.Probability))
		for _, e := range k.Evidence {
			c.weigh(v.Text("attribution.evidence."+string(e), nil), e != attribution.EvidenceLate && e != attribution.EvidenceRivals)
		}
	}
	return c
}

func saleFacts(v *visit.Visit, s attribution.Sale) []component.Fact {
	var f facts
	f.add(v, "amount", amountText(v, amount(s.Ref)))
	f.add(v, "date", s.Date.Format(time.DateOnly))
	f.add(v, "description", s.Text)
	return f
}

func (q *pairQueue) accept(ctx context.Context, picks []pick) error {
	for _, p := range picks {
		if _, err := q.attributor.Accept(ctx, attributing.AnswerInput{Question: p.Question, Line: p.Candidate}); err != nil {
			return err
		}
	}
	return nil
}

func (q *pairQueue) reject(ctx context.Context, picks []pick) error {
	for _, p := range picks {
		if _, err := q.attributor.Reject(ctx, attributing.AnswerInput{Question: p.Question, Line: p.Candidate}); err != nil {
			return err
		}
	}
	return nil
}

func (q *pairQueue) undo(ctx context.Context, decision string) (string, error) {
	_, err := q.attributor.Undo(ctx, decision, "")
	return "", err
}
