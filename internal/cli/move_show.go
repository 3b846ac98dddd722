package cli

import (
	"bytes"
	"context"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render/calendar"
)

// moveFilter says which moves are meant.
type moveFilter struct {
	State    string `placeholder:"STATE"`
	Strategy string `placeholder:"STRATEGY"`
	Owner    string `placeholder:"NAME"`
	Customer string `placeholder:"ID"`
}

// filter keeps those in one state, else in some.
func (f moveFilter) filter(states ...move.State) moving.Filter {
	if f.State != "" {
		states = []move.State{move.State(f.State)}
	}
	return moving.Filter{States: states, Strategy: move.Strategy(f.Strategy), Owner: f.Owner, Customer: customer.ID(f.Customer)}
}

// moveListCommand lists moves, ranked by expected money per day of effort.
type moveListCommand struct {
	moveFilter
	All bool
}

// Run prints the open ones unless others are asked for.
func (c *moveListCommand) Run(ctx context.Context, s *Session) error {
	m, err := mover(ctx, s)
	if err != nil {
		return err
	}
	open := []move.State{move.StatePlanned, move.StateUnderway}
	if c.All {
		open = nil
	}
	all, err := m.List(ctx, c.filter(open...))
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return s.Print(report.Document{Blocks: []report.Block{report.Paragraph{ID: "empty", Text: s.L.Text("move.none", nil)}}})
	}
	return printMoves(ctx, s, all)
}

func printMoves(ctx context.Context, s *Session, all []move.Edition) error {
	m, err := mover(ctx, s)
	if err != nil {
		return err
	}
	names, err := m.Names(ctx)
	if err != nil {
		return err
	}
	return s.Print(report.Document{Title: s.L.Text("move.title", nil), Blocks: []report.Block{moveTable(s.L, names, all)}})
}

func moveTable(l *i18n.Localizer, names map[customer.ID]string, all []move.Edition) report.Table {
	text := func(key string, rank int) report.Column {
		return report.Column{Key: key, Kind: report.KindText, Rank: rank}
	}
	t := report.Table{ID: "moves", Columns: columns(l, "move.column", text("id", 0), text("title", 0), text("subject", 0), text("category", 1), text("state", 0), text("owner", 0),
		text("due", 0), report.Column{Key: "low", Kind: report.KindMoney, Rank: 1}, report.Column{Key: "mid", Kind: report.KindMoney}, report.Column{Key: "high", Kind: report.KindMoney, Rank: 1},
		report.Column{Key: "chance", Kind: report.KindPercent}, report.Column{Key: "effort", Kind: report.KindRatio}, report.Column{Key: "per_day", Kind: report.KindMoney},
		text("strategy", 1), text("basis", 2), text("origin", 2), text("note", 2))}
	for _, e := range all {
		m := e.Move
		day := ""
		if !m.Due.IsZero() {
			day = m.Due.Format(time.DateOnly)
		}
		cells := []report.Cell{report.Text(tail(string(m.ID))), report.Text(m.Title), report.Text(moveSubject(l, names, m.Proposal)), moveWord(l, "multiplier.part.", string(m.Category)),
			moveWord(l, "move.state.", string(m.State)), report.Text(m.Owner), report.Text(day)}
		cells = append(cells, moveSize(m.Proposal)...)
		origin := report.Word(m.Origin.String(), l.Text("move.origin."+string(m.Origin.Kind), nil))
		t.Rows = append(t.Rows, report.Row{Cells: append(cells, known(m.Chance), known(m.Effort), moveMoney(m.Proposal, m.PerDay()), moveWord(l, "move.strategy.", string(m.Strategy)),
			moveBasis(l, m.Proposal), origin, report.Text(m.Note))})
	}
	return inOneCurrency(t)
}

// moveSubject names the customer or practice that something is for.
func moveSubject(l *i18n.Localizer, names map[customer.ID]string, p move.Proposal) string {
	switch {
	case p.Practice == move.PracticeFirm:
		return l.Text("move.practice.firm", nil)
	case p.Customer != "" && names[p.Customer] != "":
		return names[p.Customer]
	default:
		return string(p.Customer) + p.Practice
	}
}

// moveSize is low, middle and high.
func moveSize(p move.Proposal) []report.Cell {
	if p.Size == nil {
		return []report.Cell{report.Gap(), report.Gap(), report.Gap()}
	}
	return []report.Cell{moveMoney(p, &p.Size.Low), moveMoney(p, &p.Size.Mid), moveMoney(p, &p.Size.High)}
}

// moveMoney is an estimated amount in the currency of the size, rounded to it.
func moveMoney(p move.Proposal, d *money.Decimal) report.Cell {
	if d == nil || p.Size == nil {
		return report.Gap()
	}
	return rounded(report.Money(money.New(*d, p.Size.Currency))).Estimated()
}

func moveBasis(l *i18n.Localizer, p move.Proposal) report.Cell {
	if p.Size == nil {
		return report.Text("")
	}
	return moveWord(l, "estimate.basis.", string(p.Size.Basis))
}

func moveWord(l *i18n.Localizer, prefix, value string) report.Cell {
	if value == "" {
		return report.Text("")
	}
	return report.Word(value, l.Text(prefix+value, nil))
}

// moveHistoryCommand shows every edition of a move.
type moveHistoryCommand struct {
	ID string `arg:"" name:"id"`
}

// Run prints them, the oldest first.
func (c *moveHistoryCommand) Run(ctx context.Context, s *Session) error {
	m, err := mover(ctx, s)
	if err != nil {
		return err
	}
	all, err := m.List(ctx, moving.Filter{})
	if err != nil {
		return err
	}
	id, err := findMove(all, c.ID)
	if err != nil {
		return err
	}
	editions, err := m.History(ctx, id)
	if err != nil {
		return err
	}
	names, err := m.Names(ctx)
	if err != nil {
		return err
	}
	t := moveTable(s.L, names, editions)
	t.Columns = append(columns(s.L, "move.column", report.Column{Key: "at", Kind: report.KindText}, report.Column{Key: "actor", Kind: report.KindText}), t.Columns[1:]...)
	for i, e := range editions {
		t.Rows[i].Cells = append([]report.Cell{report.Text(e.At.Format(time.RFC3339)), report.Text(e.Actor)}, t.Rows[i].Cells[1:]...)
	}
	return s.Print(report.Document{Title: s.L.Text("move.history", nil), Blocks: []report.Block{t}})
}

// moveCalendarCommand writes the due dates of open moves.
type moveCalendarCommand struct {
	File  string `arg:"" name:"file"`
	Owner string `placeholder:"NAME"`
}

// Run writes an iCalendar file.
func (c *moveCalendarCommand) Run(ctx context.Context, s *Session) error {
	m, err := mover(ctx, s)
	if err != nil {
		return err
	}
	all, err := m.List(ctx, moving.Filter{Owner: c.Owner, States: []move.State{move.StatePlanned, move.StateUnderway}})
	if err != nil {
		return err
	}
	names, err := m.Names(ctx)
	if err != nil {
		return err
	}
	var dues []calendar.Due
	for _, e := range all {
		if !e.Move.Due.IsZero() {
			dues = append(dues, calendar.Due{ID: string(e.Move.ID), Edition: e.Number, Day: e.Move.Due, Changed: e.At, Title: e.Move.Title,
				Text: s.L.Text("move.calendar.text", i18n.Args{"subject": moveSubject(s.L, names, e.Move.Proposal), "owner": e.Move.Owner, "note": e.Move.Note})})
		}
	}
	var b bytes.Buffer
	if err := calendar.Write(&b, s.L.Text("move.title", nil), dues); err != nil {
		return err
	}
	path := s.Path(c.File)
	if err := replaceFile(path, b.Bytes()); err != nil {
		return fault.New(fault.KindUnavailable, "cli.output_unwritable").With("file", path).Because(err)
	}
	return s.Print(report.Document{Blocks: []report.Block{report.Paragraph{ID: "written", Tone: report.ToneGood, Text: s.L.Text("move.calendar.written", i18n.Args{"count": len(dues), "file": c.File})}}})
}
