package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// matchRunCommand finds whose everybody in the books is.
type matchRunCommand struct {
	All bool
	Top int `default:"10" placeholder:"N"`
}

// Run matches and says what came of it.
func (c *matchRunCommand) Run(ctx context.Context, s *Session) error {
	m, err := matcher(ctx, s)
	if err != nil {
		return err
	}
	r, err := m.Run(ctx, matching.RunInput{All: c.All})
	if err != nil {
		return err
	}
	return s.Print(matchRunDocument(matched{s.L}, r, c.Top))
}

func matchRunDocument(m matched, r matching.RunResult, top int) report.Document {
	count := func(key string, n int) report.KeyValue {
		return report.KeyValue{Key: key, Label: m.text("run."+key, nil), Kind: report.KindInteger, Cell: report.Integer(int64(n))}
	}
	d := report.Document{Title: m.text("run.title", nil), Blocks: []report.Block{report.KeyValues{ID: "counts", Items: []report.KeyValue{
		count("accounts", r.Accounts), count("books", r.Books), count("matched", r.Matched), count("compared", r.Compared), count("scored", r.Scored),
		count("linked", len(r.Linked)), count("created", len(r.Created)), count("questions", r.Questions), count("unknown", r.Unknown)}},
		m.shares(r)}}
	if len(r.Linked) > 0 {
		d.Blocks = append(d.Blocks, m.linked("linked", r.Linked, top))
	}
	if len(r.Created) > 0 {
		d.Blocks = append(d.Blocks, m.linked("created", r.Created, top))
	}
	if len(r.Learned.Changes) > 0 {
		d.Blocks = append(d.Blocks, m.learned(r.Learned))
	}
	key := "run.next.done"
	switch {
	case r.Accounts+r.Books == 0:
		key = "run.next.empty"
	case r.Questions > 0:
		key = "run.next.questions"
	case r.Unknown > 0:
		key = "run.next.unknown"
	}
	d.Blocks = append(d.Blocks, m.next(key, i18n.Args{"count": max(r.Questions, r.Unknown)}))
	return d
}

// shares is how much of the money has a customer, before and after.
func (m matched) shares(r matching.RunResult) report.Table {
	t := report.Table{ID: "shares", Title: m.text("shares", nil), Columns: columns(m.l, "match.column",
		report.Column{Key: "side", Kind: report.KindText}, report.Column{Key: "before", Kind: report.KindPercent},
		report.Column{Key: "after", Kind: report.KindPercent}, report.Column{Key: "matched_money", Kind: report.KindMoney},
		report.Column{Key: "total", Kind: report.KindMoney})}
	for i, after := range r.After {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{
			report.Word(string(after.Side), m.l.Text("measure.column."+string(after.Side), nil)),
			ratioCell(r.Before[i].Ratio()), ratioCell(after.Ratio()), report.Money(after.Matched.Amount), report.Money(after.Total.Amount)}})
		if len(after.Total.Unconverted) > 0 {
			t.Notes = append(t.Notes, m.text("unconverted", i18n.Args{"side": m.l.Text("measure.column."+string(after.Side), nil),
				"amounts": m.amounts(after.Total.Unconverted), "currency": string(after.Total.Amount.Currency)}))
		}
	}
	return inOneCurrency(t)
}

// linked lists parties that got a customer without anybody being asked.
func (m matched) linked(id string, list []matching.Linked, top int) report.Table {
	t := report.Table{ID: id, Title: m.text("run.table."+id, nil), Columns: columns(m.l, "match.column",
		report.Column{Key: "kind", Kind: report.KindText, Rank: 2}, report.Column{Key: "party", Kind: report.KindText},
		report.Column{Key: "customer", Kind: report.KindText}, report.Column{Key: "customer_id", Kind: report.KindText, Rank: 3},
		report.Column{Key: "probability", Kind: report.KindPercent}, report.Column{Key: "money", Kind: report.KindMoney},
		report.Column{Key: "why", Kind: report.KindText, Rank: 1})}
	for i, l := range list {
		if top > 0 && i == top {
			t.Notes = append(t.Notes, m.text("more", i18n.Args{"count": len(list) - top}))
			break
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{m.kind(l.Party), report.Text(m.party(l.Party)), report.Text(l.Name),
			report.Text(string(l.Customer)), m.probability(l.Probability), m.stake(l.Stake), report.Text(m.evidence(l.Evidence, 3))}})
	}
	return inOneCurrency(t)
}

// learned is what answers have changed about the weights.
func (m matched) learned(l matching.Learned) report.Table {
	t := report.Table{ID: "learned", Title: m.text("learned", i18n.Args{"count": l.Answers, "model": l.After}), Columns: columns(m.l, "match.column",
		report.Column{Key: "evidence", Kind: report.KindText}, report.Column{Key: "weight_before", Kind: report.KindRatio},
		report.Column{Key: "weight_after", Kind: report.KindRatio})}
	for _, w := range l.Changes {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(w.Code), m.l.Text("identity.evidence."+string(w.Code), nil)),
			report.Decimal(w.Before), report.Decimal(w.After)}})
	}
	return t
}
