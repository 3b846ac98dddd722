package cli

import (
	"context"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/triggering"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// triggerCommands are the commands about what the bills say by themselves.
type triggerCommands struct {
	List  triggerListCommand  `cmd:""`
	Show  triggerShowCommand  `cmd:""`
	Rules triggerRulesCommand `cmd:""`
	Check triggerCheckCommand `cmd:""`
}

// finder is the job in the session's workspace, with what it is asked in.
func finder(ctx context.Context, s *Session, currency string) (*triggering.Finder, triggering.Input, error) {
	in, err := questionOf(s, "all", currency)
	if err != nil {
		return nil, triggering.Input{}, err
	}
	a, err := s.App(ctx)
	if err != nil {
		return nil, triggering.Input{}, err
	}
	f, err := a.Triggering(ctx, s.Now)
	return f, triggering.Input{Currency: in.Currency, Policy: in.Policy}, err
}

// triggerListCommand lists what was found.
type triggerListCommand struct {
	Rule     string `placeholder:"RULE"`
	Customer string `placeholder:"ID"`
	Owner    string `placeholder:"NAME"`
	Currency string `placeholder:"CODE"`
}

// Run prints the findings, the largest amount a month first, and the rules that
// could not be judged.
func (c *triggerListCommand) Run(ctx context.Context, s *Session) error {
	f, in, err := finder(ctx, s, c.Currency)
	if err != nil {
		return err
	}
	r, err := f.Run(ctx, in)
	if err != nil {
		return err
	}
	found := r.Select(triggering.Filter{Rule: trigger.ID(c.Rule), Customer: customer.ID(c.Customer), Manager: c.Owner})
	t := triggering.Table(s.L, r, found)
	t.Title = s.L.Text("trigger.title_until", i18n.Args{"month": (r.Span.Until - 1).String()})
	if r.Span.IsZero() {
		t.Title = s.L.Text("trigger.title", nil)
	}
	d := report.Document{Blocks: []report.Block{t}}
	if len(found) == 0 {
		d = report.Document{Title: t.Title, Blocks: []report.Block{report.Paragraph{ID: "empty", Text: s.L.Text("trigger.none", nil)}}}
	}
	if len(r.Unread) > 0 {
		d.Blocks = append(d.Blocks, triggering.UnreadTable(s.L, r))
	}
	return s.Print(d)
}

// triggerShowCommand opens a finding to its charges.
type triggerShowCommand struct {
	Trigger  string `arg:"" name:"trigger"`
	Rows     bool
	Top      int    `default:"10" placeholder:"N"`
	Currency string `placeholder:"CODE"`
}

// Run prints what was found, by which rule, and the charges that show it.
func (c *triggerShowCommand) Run(ctx context.Context, s *Session) error {
	f, in, err := finder(ctx, s, c.Currency)
	if err != nil {
		return err
	}
	most := int64(max(c.Top, 1))
	if c.Rows {
		most = triggering.AllRows
	}
	e, err := f.Show(ctx, in, c.Trigger, most)
	if err != nil {
		return err
	}
	if c.Rows {
		return s.Print(report.Document{Blocks: []report.Block{triggering.RowsTable(s.L, e)}})
	}
	d := report.Document{Title: e.Rule.Name.In(triggering.Chinese(s.L)) + ": " + e.Customer, Blocks: []report.Block{
		report.Paragraph{ID: "what", Text: triggering.Say(s.L, e.Rule, e.Finding)}, report.Paragraph{ID: "why", Text: e.Rule.Why.In(triggering.Chinese(s.L))},
		triggering.Facts(s.L, e), triggering.SumsTable(s.L, e), triggering.RowsTable(s.L, e)}}
	for _, q := range e.Queries {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "sql", Text: "-- " + q.Name + "\n" + strings.TrimSpace(q.SQL)})
	}
	return s.Print(d)
}

// triggerRulesCommand lists the rules in force.
type triggerRulesCommand struct{}

// Run prints shipped and own rules, and the table of ends of life.
func (c *triggerRulesCommand) Run(ctx context.Context, s *Session) error {
	f, _, err := finder(ctx, s, "")
	if err != nil {
		return err
	}
	rules, lives, err := f.Rules(ctx)
	if err != nil {
		return err
	}
	return s.Print(report.Document{Blocks: []report.Block{triggering.RulesTable(s.L, rules), triggering.LivesTable(s.L, lives)}})
}

// triggerCheckCommand runs the cases of a rule's file.
type triggerCheckCommand struct {
	File string `arg:"" name:"file"`
}

// Run prints each case with what was found, and fails where that is not what the
// case says.
func (c *triggerCheckCommand) Run(ctx context.Context, s *Session) error {
	f, _, err := finder(ctx, s, "")
	if err != nil {
		return err
	}
	rule, checked, err := f.Check(ctx, s.Path(c.File))
	if err != nil {
		return err
	}
	if err := s.Print(report.Document{Blocks: []report.Block{triggering.CasesTable(s.L, rule, checked)}}); err != nil {
		return err
	}
	for _, x := range checked {
		if !x.Passed() {
			return fault.New(fault.KindInvalid, "trigger.case_failed").With("rule", string(rule.ID)).With("case", x.Case.Name)
		}
	}
	return nil
}
