package cli

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// moveProposalsCommand lists what the books suggest.
type moveProposalsCommand struct {
	Customer string `placeholder:"ID"`
	Strategy string `placeholder:"STRATEGY"`
	From     string `placeholder:"ORIGIN"`
	Top      int    `default:"50" placeholder:"N"`
}

// Run prints those that nobody has taken up or dropped.
func (c *moveProposalsCommand) Run(ctx context.Context, s *Session) error {
	m, err := mover(ctx, s)
	if err != nil {
		return err
	}
	all, err := m.Proposals(ctx)
	if err != nil {
		return err
	}
	var shown []moving.Suggestion
	for _, p := range all {
		if (c.Customer == "" || p.Customer == customer.ID(c.Customer)) && (c.Strategy == "" || p.Strategy == move.Strategy(c.Strategy)) &&
			(c.From == "" || p.Origin.Kind == move.OriginKind(c.From)) {
			shown = append(shown, p)
		}
	}
	if len(shown) == 0 {
		return s.Print(report.Document{Blocks: []report.Block{report.Paragraph{ID: "empty", Text: s.L.Text("move.proposals.none", nil)}}})
	}
	names, err := m.Names(ctx)
	if err != nil {
		return err
	}
	return s.Print(report.Document{Title: s.L.Text("move.proposals", nil), Blocks: []report.Block{proposalTable(s.L, names, shown, c.Top)}})
}

func proposalTable(l *i18n.Localizer, names map[customer.ID]string, all []moving.Suggestion, top int) report.Table {
	text := func(key string, rank int) report.Column {
		return report.Column{Key: key, Kind: report.KindText, Rank: rank}
	}
	amount := func(key string, rank int) report.Column {
		return report.Column{Key: key, Kind: report.KindMoney, Rank: rank}
	}
	t := report.Table{ID: "proposals", Columns: columns(l, "move.column", text("ref", 0), text("title", 0), text("subject", 0), amount("low", 1), amount("mid", 0), amount("high", 1),
		report.Column{Key: "chance", Kind: report.KindPercent}, amount("expected_all", 0), text("why", 1), text("category", 2), text("strategy", 1), text("basis", 2), text("origin", 2))}
	for i, p := range all {
		if top > 0 && i == top {
			t.Notes = append(t.Notes, l.Text("move.proposals.more", i18n.Args{"count": len(all) - top}))
			break
		}
		title, why := p.Say(l)
		cells := append([]report.Cell{report.Text(p.Origin.String()), report.Text(title), report.Text(moveSubject(l, names, p.Proposal))}, moveSize(p.Proposal)...)
		t.Rows = append(t.Rows, report.Row{Cells: append(cells, known(p.Chance), moveMoney(p.Proposal, p.Expected()), report.Text(why), moveWord(l, "multiplier.part.", string(p.Category)),
			moveWord(l, "move.strategy.", string(p.Strategy)), moveBasis(l, p.Proposal), moveWord(l, "move.origin.", string(p.Origin.Kind)))})
	}
	t.Notes = append(t.Notes, l.Text("move.proposals.note", nil))
	return inOneCurrency(t)
}

// moveTakeCommand makes moves of proposals.
type moveTakeCommand struct {
	moveFields
	Refs  []string `arg:"" name:"ref"`
	Title string   `placeholder:"TEXT"`
	State string   `placeholder:"STATE"`
}

// Run takes them up, all or none, and prints them.
func (c *moveTakeCommand) Run(ctx context.Context, s *Session) error {
	m, err := mover(ctx, s)
	if err != nil {
		return err
	}
	in := moving.TakeInput{L: s.L}
	for _, ref := range c.Refs {
		origin, err := move.ParseOrigin(ref)
		if err != nil {
			return usage(err)
		}
		in.Origins = append(in.Origins, origin)
	}
	if in.Change, err = c.change(s); err != nil {
		return err
	}
	in.Change.Title, in.Change.State = wanted(c.Title), wanted(move.State(c.State))
	taken, err := m.Take(ctx, in)
	if err != nil {
		return err
	}
	return printMoves(ctx, s, taken)
}
