package triggering

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// commitment is one of a customer, as its charges tell of it.
type commitment struct {
	customer    customer.ID
	id, kind    string
	first, last period.Month // of use; zero where none was seen
	used        int          // in how many months
	bought      time.Time    // zero where no row of its purchase is there
	term        string       // what the rows of its purchase say
	currency    money.Currency
	worked      money.Decimal // used in the latest months
	unused      money.Decimal
}

// readCommitments lists every commitment that the bills name.
func (s *search) readCommitments(ctx context.Context) error {
	if len(s.of(trigger.KindUncommitted, trigger.KindRunsOut, trigger.KindUnused)) == 0 {
		return nil
	}
	relations, err := s.purchases(ctx, s.books.span)
	if err != nil {
		return err
	}
	from := s.window(latest).From.Start().Format(time.DateOnly)
	q := engine.Query{Name: "trigger commitments", SQL: enginesql.TriggerCommitments, Relations: append(relations, s.books.owners), Args: []any{from, from}}
	return s.each(ctx, q, func(row engine.Row) error {
		c := commitment{customer: customer.ID(row.Text(0)), id: row.Text(1), kind: row.Text(2), currency: money.Currency(row.Text(3)), first: row.Month(4), last: row.Month(5), used: int(row.Int(6)),
			term: row.Text(8), worked: row.Decimal(9), unused: row.Decimal(10)}
		if day, given := row[7].(time.Time); given {
			c.bought = day
		}
		s.bought = append(s.bought, c)
		return nil
	})
}

// committed reports that a customer has, or had, any commitment.
func (s *search) committed(id customer.ID) bool {
	return slices.ContainsFunc(s.bought, func(c commitment) bool { return c.customer == id })
}

var years = regexp.MustCompile(`(?i)\b([13])[ -]?(?:yr|year|years)\b|([13])yr|([一三13])\s*年`)

// months is how long a commitment runs, where its purchase says so; else zero.
func (c commitment) months() int {
	m := years.FindStringSubmatch(c.term)
	if m == nil {
		return 0
	}
	switch strings.Join(m[1:], "") {
	case "3", "三":
		return 36
	}
	return 12
}

// ends is when it runs out; false where the bills do not tell when it began, or
// for how long. One that was in use in the first month began before the books.
func (c commitment) ends(books period.Range) (time.Time, bool) {
	start := c.bought
	if start.IsZero() && c.first > books.From {
		start = c.first.Start()
	}
	if start.IsZero() || c.months() == 0 {
		return time.Time{}, false
	}
	return start.AddDate(0, c.months(), 0), true
}

// steadily reports use in every month from the first to the last: one that comes
// and goes has not ended because it is not there.
func (c commitment) steadily() bool { return c.used == int(c.last-c.first)+1 }

// runsOut finds commitments that end soon, and those that ended and were not
// renewed.
func (s *search) runsOut(ctx context.Context) error {
	begun := len(s.findings)
	until := s.books.span.Until
	for _, n := range s.of(trigger.KindRunsOut) {
		rule := s.rules[n]
		for _, c := range s.bought {
			if c.last == 0 || s.spend[c.customer][until-1].Sign() <= 0 {
				continue
			}
			f := trigger.Finding{Key: trigger.Key{Rule: rule.ID, Customer: c.customer, Subject: c.id}, Inferred: true,
				Window: period.Range{From: max(c.last+1-latest, c.first), Until: c.last + 1}}
			ends, told := c.ends(s.books.span)
			switch {
			case c.last == until-1 && told && !ends.Before(until.Start()) && ends.Before((until + period.Month(rule.Signal.Months)).Start()):
				f.Ends, f.Month = ends, period.MonthOf(ends)
			case c.last < until-1 && until-1-c.last <= period.Month(rule.Signal.Recent) && c.steadily() && !s.renewed(c):
				f.Ends, f.Month, f.Ended = (c.last + 1).Start(), c.last, true
			default:
				continue
			}
			id, used := c.id, "Used"
			s.add(f, []wanted{{within: f.Window, commitment: &id, status: &used}})
		}
	}
	return s.commitmentSums(ctx, begun)
}

// renewed reports that another of its kind took over.
func (s *search) renewed(c commitment) bool {
	return slices.ContainsFunc(s.bought, func(o commitment) bool {
		return o.customer == c.customer && o.id != c.id && o.kind == c.kind && o.first > c.first && o.first >= c.last && o.last >= s.books.span.Until-1
	})
}

// unused finds commitments of which a part was paid for and not used.
func (s *search) unused(ctx context.Context) error {
	begun := len(s.findings)
	for _, n := range s.of(trigger.KindUnused) {
		rule := s.rules[n]
		for _, c := range s.bought {
			if c.worked.Sign() <= 0 && c.unused.Sign() <= 0 {
				continue
			}
			share, enough := rule.Signal.Enough(c.unused, c.worked.Add(c.unused))
			if !enough {
				continue
			}
			id, unused := c.id, "Unused"
			f := trigger.Finding{Key: trigger.Key{Rule: rule.ID, Customer: c.customer, Subject: c.id}, Window: s.window(latest), Share: share}
			s.add(f, []wanted{{within: f.Window, commitment: &id, status: &unused}})
		}
	}
	return s.commitmentSums(ctx, begun)
}

// commitmentSums sums what the findings from one on rest on.
func (s *search) commitmentSums(ctx context.Context, begun int) error {
	if begun == len(s.findings) {
		return nil
	}
	asked, within := wantedRelation(), s.findings[begun].Window
	for i, f := range s.findings[begun:] {
		for _, w := range f.wanted {
			asked.Rows = append(asked.Rows, w.row(begun+i, f.Customer))
			within.From, within.Until = min(within.From, w.within.From), max(within.Until, w.within.Until)
		}
	}
	relations, err := s.purchases(ctx, within)
	if err != nil {
		return err
	}
	totals := map[int]*total{}
	q := engine.Query{Name: "trigger commitment sums", SQL: enginesql.TriggerCommitmentSums, Relations: append(relations, s.books.owners, asked), Args: []any{instant(within.From), instant(within.Until)}}
	err = s.each(ctx, q, func(row engine.Row) error {
		n := int(row.Int(0))
		if totals[n] == nil {
			totals[n] = newTotal()
		}
		totals[n].add(s, false, row.Month(2), money.Currency(row.Text(3)), row.Decimal(4), row.Int(5))
		return nil
	})
	for i := range s.findings[begun:] {
		f := &s.findings[begun+i].Finding
		if t := totals[begun+i]; t != nil {
			t.into(f)
		}
		if f.Share == nil && f.Amount != nil {
			f.Share, _ = trigger.Signal{}.Enough(*f.Amount, s.spend[f.Customer].Sum(f.Window))
		}
	}
	return err
}
