package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// matchQueueCommand lists the open questions, the most money first.
type matchQueueCommand struct {
	Top int `default:"20" placeholder:"N"`
	All bool
}

// Run prints the queue.
func (c *matchQueueCommand) Run(ctx context.Context, s *Session) error {
	m, err := matcher(ctx, s)
	if err != nil {
		return err
	}
	q, err := m.Queue(ctx, matching.QueueInput{Unknown: c.All, Limit: max(c.Top, 0)})
	if err != nil {
		return err
	}
	return s.Print(matchQueueDocument(matched{s.L}, q, c.All))
}

func matchQueueDocument(m matched, q matching.Queue, all bool) report.Document {
	t := report.Table{ID: "questions", Columns: columns(m.l, "match.column",
		report.Column{Key: "question", Kind: report.KindText}, report.Column{Key: "kind", Kind: report.KindText, Rank: 3},
		report.Column{Key: "party", Kind: report.KindText}, report.Column{Key: "candidate", Kind: report.KindText},
		report.Column{Key: "customer_id", Kind: report.KindText, Rank: 4},
		report.Column{Key: "probability", Kind: report.KindPercent}, report.Column{Key: "money", Kind: report.KindMoney},
		report.Column{Key: "asked_because", Kind: report.KindText, Rank: 2}, report.Column{Key: "why", Kind: report.KindText, Rank: 1},
		report.Column{Key: "others", Kind: report.KindInteger, Rank: 5}, report.Column{Key: "settles", Kind: report.KindInteger, Rank: 2})}
	for _, one := range q.Questions {
		cells := []report.Cell{report.Text(string(one.ID)), m.kind(one.Party), report.Text(m.party(one.Party)), report.Gap(), report.Text(""), report.Gap(),
			m.stake(one.Stake), m.why(one), report.Text(""), report.Integer(0), report.Integer(int64(one.Settles))}
		if best, ok := one.Best(); ok {
			cells[3], cells[4], cells[5] = report.Text(best.Name), report.Text(string(best.Customer)), m.probability(best.Probability)
			cells[8], cells[9] = report.Text(m.evidence(best.Evidence, 3)), report.Integer(int64(len(one.Candidates)-1))
		}
		t.Rows = append(t.Rows, report.Row{Cells: cells})
	}
	d := report.Document{Title: m.text("queue.title", i18n.Args{"count": q.Open, "money": m.stakeText(q.OpenStake)}), Blocks: []report.Block{inOneCurrency(t)}}
	if q.Unknown > 0 && !all {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "unknown", Text: m.text("queue.unknown", i18n.Args{"count": q.Unknown, "money": m.stakeText(q.UnknownStake)})})
	}
	switch {
	case len(q.Questions) > 0:
		d.Blocks = append(d.Blocks, m.next("queue.next", i18n.Args{"question": string(q.Questions[0].ID)}))
	case q.Unknown == 0:
		d.Blocks = append(d.Blocks, m.next("queue.empty", nil))
	}
	return d
}

// why says what keeps a question from being decided without a person, and which
// evidence is new when it was asked before.
func (m matched) why(q matching.Question) report.Cell {
	s := m.text("why."+string(q.Why), nil)
	if best, ok := q.Best(); ok && len(best.Fresh) > 0 {
		s = m.text("why.evidence_new", i18n.Args{"evidence": m.evidence(best.Fresh, len(best.Fresh))})
	}
	return report.Word(string(q.Why), s)
}

// stakeText is money in a sentence: what is converted, and what is not beside it.
func (m matched) stakeText(s multiplier.Stake) string {
	text := m.l.Number(s.Amount.Decimal.String(), s.Amount.Currency.Places()) + " " + string(s.Amount.Currency)
	if len(s.Unconverted) > 0 {
		text += " + " + m.amounts(s.Unconverted)
	}
	return text
}

// settles says what a yes answers besides, and what money that is together.
func (m matched) settles(q matching.Question) string {
	return m.text("settles", i18n.Args{"count": q.Settles, "money": m.stakeText(multiplier.Stake{Amount: money.New(q.Worth, q.Stake.Amount.Currency)})})
}
