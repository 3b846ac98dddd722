package cli

import (
	"context"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// matchHistoryCommand lists decisions, the newest first.
type matchHistoryCommand struct {
	Customer string `arg:"" name:"customer" optional:""`
	People   bool
	Top      int `default:"50" placeholder:"N"`
}

// Run prints the log.
func (c *matchHistoryCommand) Run(ctx context.Context, s *Session) error {
	m, err := matcher(ctx, s)
	if err != nil {
		return err
	}
	entries, err := m.History(ctx, matching.HistoryInput{Customer: customer.ID(c.Customer), People: c.People})
	if err != nil {
		return err
	}
	words, all := matched{s.L}, len(entries)
	if c.Top > 0 && all > c.Top {
		entries = entries[:c.Top]
	}
	t := words.history(entries)
	switch {
	case all == 0:
		t.Notes = append(t.Notes, words.text("history.empty", nil))
	case all > len(entries):
		t.Notes = append(t.Notes, words.text("more", i18n.Args{"count": all - len(entries)}))
	}
	return s.Print(report.Document{Blocks: []report.Block{t}})
}

// history is decisions as a table: who, when, what, why, and whether it stands.
func (m matched) history(entries []matching.Entry) report.Table {
	t := report.Table{ID: "history", Title: m.text("history.title", nil), Columns: columns(m.l, "match.column",
		report.Column{Key: "decision", Kind: report.KindText}, report.Column{Key: "at", Kind: report.KindText, Rank: 1},
		report.Column{Key: "actor", Kind: report.KindText}, report.Column{Key: "what", Kind: report.KindText},
		report.Column{Key: "probability", Kind: report.KindPercent, Rank: 3}, report.Column{Key: "why", Kind: report.KindText, Rank: 2},
		report.Column{Key: "state", Kind: report.KindText}, report.Column{Key: "decision_id", Kind: report.KindText, Rank: 5},
		report.Column{Key: "model", Kind: report.KindText, Rank: 4})}
	for _, e := range entries {
		why := e.Reason
		if why == "" {
			why = m.codes(e.Evidence)
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(tail(e.ID)), report.Text(e.At.UTC().Format("2006-01-02 15:04:05")),
			report.Word(e.Actor, m.actor(e.Actor)), report.Word(string(e.Verb), m.what(e)), m.probability(e.Probability), report.Text(why),
			m.state(e), report.Text(e.ID), report.Text(e.Model)}})
	}
	return t
}

func (m matched) actor(name string) string {
	if name == matching.ActorAuto {
		return m.text("actor.auto", nil)
	}
	return name
}

// codes are the heaviest reasons of a decision in words.
func (m matched) codes(codes []string) string {
	var words []string
	for _, c := range codes[:min(len(codes), 3)] {
		words = append(words, m.l.Text("identity.evidence."+c, nil))
	}
	return strings.Join(words, m.text("evidence.separator", nil))
}

// what is a decision as a sentence.
func (m matched) what(e matching.Entry) string {
	name := func(id customer.ID) string {
		if n := e.Names[id]; n != "" && n != string(id) {
			return n + " (" + string(id) + ")"
		}
		return string(id)
	}
	party := e.Party
	if account, is := e.Decision.Party.Account(); is {
		party = strings.TrimSpace(account + " " + strings.TrimPrefix(party, account))
	}
	if party == "" {
		party = string(e.Decision.Party)
	}
	created, role := "", ""
	if e.New != nil {
		created = e.New.Name + " (" + string(e.New.ID) + ")"
	}
	if e.Role != "" {
		role = m.text("role."+string(e.Role), nil)
	}
	into := name(e.Into)
	if e.New != nil && into == "" {
		into = created
	}
	key := "what." + string(e.Verb)
	if e.Verb == customer.VerbApart && e.Decision.Party == "" {
		key, party = "what.apart", name(e.Customer)
	}
	return m.text(key, i18n.Args{"party": party, "customer": name(e.Customer), "into": into, "new": created, "role": role,
		"from": day(e.From), "undoes": tail(e.Undoes)})
}

// day is a day, or nothing for an open bound.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// state says whether a decision stands.
func (m matched) state(e matching.Entry) report.Cell {
	switch {
	case e.Undone:
		return report.Word("undone", m.text("state.undone", nil)).WithTone(report.ToneWarning)
	case e.Stale != nil:
		message, _, _ := m.l.Fault(e.Stale)
		return report.Word("stale", m.text("state.stale", i18n.Args{"why": message})).WithTone(report.ToneWarning)
	}
	return report.Word("holds", m.text("state.holds", nil))
}
