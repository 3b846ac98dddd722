package cli

import (
	"context"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/attributing"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// attributionCommands are the commands about whose part of something is.
type attributionCommands struct {
	Run    attributionRunCommand    `cmd:""`
	Queue  attributionQueueCommand  `cmd:""`
	Accept attributionAcceptCommand `cmd:""`
	Reject attributionRejectCommand `cmd:""`
	Undo   attributionUndoCommand   `cmd:""`
	Show   attributionShowCommand   `cmd:""`
}

// attributor is the job in the session's workspace.
func attributor(ctx context.Context, s *Session) (*attributing.Attributor, error) {
	a, err := s.App(ctx)
	if err != nil {
		return nil, err
	}
	return a.Attributing(ctx, s.actor(), s.Now, s.Progress())
}

// attributed words what attribution has to say.
type attributed struct{ l *i18n.Localizer }

func (w attributed) text(key string, args i18n.Args) string {
	return w.l.Text("attribution."+key, args)
}

// evidence lists why two lines may be one sale.
func (w attributed) evidence(list []attribution.Evidence) string {
	words := make([]string, len(list))
	for i, e := range list {
		words[i] = w.text("evidence."+string(e), nil)
	}
	return strings.Join(words, w.text("separator", nil))
}

func lineAmount(r attribution.LineRef) report.Cell { return report.Money(money.New(r.Net, r.Currency)) }

// months says when a share holds.
func (w attributed) months(from, until period.Month) string {
	switch {
	case from == 0 && until == 0:
		return w.text("always", nil)
	case until == 0:
		return w.text("from", i18n.Args{"month": from.String()})
	case from == 0:
		return w.text("to", i18n.Args{"month": (until - 1).String()})
	}
	return period.Range{From: from, Until: until}.String()
}

// attributionRunCommand pairs what is certain and asks about the rest.
type attributionRunCommand struct{}

// Run runs and says what it did.
func (c *attributionRunCommand) Run(ctx context.Context, s *Session) error {
	a, err := attributor(ctx, s)
	if err != nil {
		return err
	}
	r, err := a.Run(ctx)
	if err != nil {
		return err
	}
	w := attributed{s.L}
	d := report.Document{Blocks: []report.Block{report.Paragraph{ID: "run", Text: w.text("run.done",
		i18n.Args{"sales": r.Sales, "lines": r.Lines, "charges": r.Charges, "paired": len(r.Paired), "questions": r.Questions})}}}
	if len(r.Paired) > 0 {
		t := report.Table{ID: "paired", Columns: columns(s.L, "attribution.column",
			report.Column{Key: "decision", Kind: report.KindText}, report.Column{Key: "sale", Kind: report.KindText},
			report.Column{Key: "sale_amount", Kind: report.KindMoney}, report.Column{Key: "line", Kind: report.KindText},
			report.Column{Key: "line_amount", Kind: report.KindMoney}, report.Column{Key: "probability", Kind: report.KindPercent},
			report.Column{Key: "evidence", Kind: report.KindText, Rank: 1})}
		for _, p := range r.Paired {
			t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(tail(p.ID)), report.Text(p.Sale.String()), lineAmount(p.Sale),
				report.Text(p.Line.String()), lineAmount(p.Line), report.Decimal(p.Probability), report.Text(w.evidence(p.Evidence))}})
		}
		d.Blocks = append(d.Blocks, t)
	}
	if r.Questions > 0 {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "next", Text: w.text("run.next", nil)})
	}
	return s.Print(d)
}

// attributionQueueCommand lists the open questions, the most money first.
type attributionQueueCommand struct {
	Top int `default:"20" placeholder:"N"`
}

// Run prints the queue.
func (c *attributionQueueCommand) Run(ctx context.Context, s *Session) error {
	a, err := attributor(ctx, s)
	if err != nil {
		return err
	}
	p, err := a.Queue(ctx, max(c.Top, 1))
	if err != nil {
		return err
	}
	w := attributed{s.L}
	t := report.Table{ID: "questions", Columns: columns(s.L, "attribution.column",
		report.Column{Key: "question", Kind: report.KindText}, report.Column{Key: "customer", Kind: report.KindText},
		report.Column{Key: "sale", Kind: report.KindText}, report.Column{Key: "sale_amount", Kind: report.KindMoney},
		report.Column{Key: "sale_date", Kind: report.KindDate, Rank: 2}, report.Column{Key: "line", Kind: report.KindText},
		report.Column{Key: "line_amount", Kind: report.KindMoney}, report.Column{Key: "line_date", Kind: report.KindDate, Rank: 2},
		report.Column{Key: "probability", Kind: report.KindPercent}, report.Column{Key: "evidence", Kind: report.KindText, Rank: 1})}
	for _, q := range p.Questions {
		for i, k := range q.Candidates {
			cells := []report.Cell{report.Text(q.ID), report.Text(q.Name), report.Text(k.Sale.Ref.String()), lineAmount(k.Sale.Ref), report.Date(k.Sale.Date),
				report.Text(k.Line.Ref.String()), lineAmount(k.Line.Ref), report.Date(k.Line.Date), report.Decimal(k.Probability), report.Text(w.evidence(k.Evidence))}
			row := report.Row{Cells: cells}
			if i > 0 {
				row.Style = report.StyleResidual
			}
			t.Rows = append(t.Rows, row)
		}
	}
	d := report.Document{Title: w.text("queue.title", i18n.Args{"count": p.Total}), Blocks: []report.Block{t}}
	if p.Stale {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "stale", Tone: report.ToneWarning, Text: w.text("queue.stale", nil)})
	}
	if len(p.Questions) > 0 {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "next", Text: w.text("queue.next", i18n.Args{"question": p.Questions[0].ID})})
	}
	return s.Print(d)
}
