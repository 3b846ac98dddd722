package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// matchMergeCommand makes one customer of two.
type matchMergeCommand struct {
	Customer string `arg:"" name:"customer"`
	Into     string `arg:"" name:"into"`
	Reason   string `placeholder:"TEXT"`
}

// Run merges.
func (c *matchMergeCommand) Run(ctx context.Context, s *Session) error {
	return change(ctx, s, "merged", func(m *matching.Matcher) (matching.Changed, error) {
		return m.Merge(ctx, customer.ID(c.Customer), customer.ID(c.Into), c.Reason)
	})
}

// matchSplitCommand gives identifiers of a customer to another.
type matchSplitCommand struct {
	Customer   string   `arg:"" name:"customer"`
	Identifier []string `arg:"" name:"identifier"`
	Into       string   `placeholder:"CUSTOMER" xor:"to"`
	New        string   `placeholder:"NAME" xor:"to"`
	Reason     string   `placeholder:"TEXT"`
}

// Run splits.
func (c *matchSplitCommand) Run(ctx context.Context, s *Session) error {
	if c.Into == "" && c.New == "" {
		return usage(fault.New(fault.KindInvalid, "match.split_where"))
	}
	return change(ctx, s, "split", func(m *matching.Matcher) (matching.Changed, error) {
		return m.Split(ctx, matching.SplitInput{Customer: customer.ID(c.Customer), Identifiers: c.Identifier,
			Into: customer.ID(c.Into), Name: c.New, Reason: c.Reason})
	})
}

// matchMoveCommand gives an account to another customer from a day on.
type matchMoveCommand struct {
	Account  string `arg:"" name:"account"`
	Customer string `arg:"" name:"customer"`
	From     string `required:"" placeholder:"DAY"`
	Until    string `placeholder:"DAY"`
	Reason   string `placeholder:"TEXT"`
}

// Run moves.
func (c *matchMoveCommand) Run(ctx context.Context, s *Session) error {
	from, until, err := days(c.From, c.Until)
	if err != nil {
		return usage(err)
	}
	return change(ctx, s, "moved", func(m *matching.Matcher) (matching.Changed, error) {
		return m.Move(ctx, matching.MoveInput{Account: c.Account, Into: customer.ID(c.Customer), From: from, Until: until, Reason: c.Reason})
	})
}

// matchParentCommand puts a customer under another.
type matchParentCommand struct {
	Customer string `arg:"" name:"customer"`
	Parent   string `arg:"" name:"parent" optional:""`
	Role     string `required:"" placeholder:"ROLE"`
	From     string `placeholder:"DAY"`
	Until    string `placeholder:"DAY"`
	Reason   string `placeholder:"TEXT"`
}

// Run places the customer; without a parent it takes it out.
func (c *matchParentCommand) Run(ctx context.Context, s *Session) error {
	from, until, err := days(c.From, c.Until)
	if err != nil {
		return usage(err)
	}
	role := customer.Role(strings.ReplaceAll(strings.ToLower(c.Role), "-", "_"))
	if !slices.Contains(customer.Roles(), role) {
		var known []string
		for _, r := range customer.Roles() {
			known = append(known, string(r))
		}
		return usage(fault.New(fault.KindInvalid, "match.role_unknown").With("value", c.Role).With("known", strings.Join(known, ", ")))
	}
	did := "placed"
	if c.Parent == "" {
		did = "taken_out"
	}
	return change(ctx, s, did, func(m *matching.Matcher) (matching.Changed, error) {
		return m.Parent(ctx, matching.ParentInput{Customer: customer.ID(c.Customer), Parent: customer.ID(c.Parent), Role: role,
			From: from, Until: until, Reason: c.Reason})
	})
}

// days reads two optional days: 2025-03-15, or the first of a month, 2025-03.
func days(from, until string) (f, u time.Time, err error) {
	for _, d := range []struct {
		text string
		to   *time.Time
	}{{from, &f}, {until, &u}} {
		if d.text == "" {
			continue
		}
		layout := time.DateOnly
		if len(d.text) == len("2006-01") {
			layout = "2006-01"
		}
		if *d.to, err = time.Parse(layout, d.text); err != nil {
			return f, u, fault.New(fault.KindInvalid, "match.day_malformed").With("value", d.text)
		}
	}
	return f, u, nil
}

// change runs one change of the customers and says what it did.
func change(ctx context.Context, s *Session, did string, run func(*matching.Matcher) (matching.Changed, error)) error {
	m, err := matcher(ctx, s)
	if err != nil {
		return err
	}
	r, err := run(m)
	if err != nil {
		return err
	}
	words, d := matched{s.L}, r.Decision
	name := func(c customer.Customer, id customer.ID) string {
		switch {
		case c.Name != "" && c.Name != string(c.ID):
			return c.Name + " (" + string(c.ID) + ")"
		case c.ID != "":
			return string(c.ID)
		}
		return string(id)
	}
	account, isAccount := d.Party.Account()
	if !isAccount {
		account = string(d.Party)
	}
	role := ""
	if d.Role != "" {
		role = words.text("role."+string(d.Role), nil)
	}
	out := report.Document{Blocks: []report.Block{
		report.Paragraph{ID: did, Tone: report.ToneGood, Text: words.text("change."+did, i18n.Args{"customer": name(r.Customer, d.Customer),
			"into": name(r.Into, d.Into), "account": account, "from": day(d.From), "role": role, "count": len(d.Identifiers)})}}}
	if n := len(r.Followed); n > 0 {
		out.Blocks = append(out.Blocks, report.Paragraph{ID: "followed", Text: words.text("undo.followed", i18n.Args{"count": n})})
	}
	out.Blocks = append(out.Blocks, words.next("answer.next", i18n.Args{"decision": tail(d.ID)}))
	return s.Print(out)
}
