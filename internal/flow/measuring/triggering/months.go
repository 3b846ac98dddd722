package triggering

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// everything is the number of what no rule asks: all cloud of each customer,
// which shares are of.
const everything = -1

// pair is a rule, by its place, and a customer.
type pair struct {
	rule     int
	customer customer.ID
}

// cell is a sum of a month. Part is 1 for what must not be there, from
// firstService on one service each, and of KindEnding the place of what ends.
type cell struct {
	part     int
	month    period.Month
	currency money.Currency
	amount   money.Decimal
	rows     int64
}

// seasons is how many months a year ago a change is compared with.
const seasons = 12

// readMonths sums each customer's cloud by month, and what rules compare month
// by month.
func (s *search) readMonths(ctx context.Context) error {
	uses := useRelation()
	spans := relation{Name: "trigger_span", Columns: []engine.Column{{Name: "rule", Type: engine.TypeInt}, {Name: "from_month", Type: engine.TypeDate}, {Name: "until_month", Type: engine.TypeDate}}}
	ask := func(rule, part int, match trigger.Match, from period.Month) {
		sold := s.matching(match)
		for _, x := range sold {
			uses.Rows = append(uses.Rows, useRow(rule, part, "", false, x))
		}
		if len(sold) > 0 {
			spans.Rows = append(spans.Rows, []any{int64(rule), max(from, s.books.span.From).Start(), s.books.span.Until.Start()})
		}
	}
	ask(everything, 0, trigger.Match{}, s.books.span.From)
	alike := map[int]int{} // rules that compare the same, by the one that is asked
	for _, n := range s.of(trigger.KindChanges, trigger.KindUses, trigger.KindLacks, trigger.KindUncommitted, trigger.KindEnding) {
		r := s.rules[n]
		from := s.books.span.Until - period.Month(r.Signal.Months)
		switch r.Signal.Kind {
		case trigger.KindChanges:
			if s.short(n, r.Signal.History+2*r.Signal.Months) {
				continue
			}
			from = s.books.span.Until - period.Month(2*r.Signal.Months+r.Signal.Recent+seasons)
			if first := s.alike(n); first != n {
				alike[n] = first
				continue
			}
		case trigger.KindEnding:
			for i, life := range s.lives {
				if life.Meter == "" {
					ask(n, i, trigger.Match{Services: []string{life.Service}}, s.books.span.Until-latest)
				}
			}
			continue
		default: // of a service in a month
		}
		if len(r.Signal.Match.Meters) > 0 {
			continue
		}
		ask(n, 0, r.Signal.Match, from)
		if r.Signal.LeastServices > 0 {
			uses.Rows = append(uses.Rows, s.inUse(n)...)
		}
		if r.Signal.Kind == trigger.KindLacks {
			for _, x := range s.matching(r.Signal.Without) {
				uses.Rows = append(uses.Rows, useRow(n, 1, "", false, x))
			}
		}
	}
	s.spend, s.raw = map[customer.ID]trigger.Series{}, map[pair][]cell{}
	q := engine.Query{Name: "trigger months", SQL: enginesql.TriggerMonths, Relations: append(slices.Clone(s.books.relations), s.books.owners, uses, unique(spans))}
	err := s.each(ctx, q, func(row engine.Row) error {
		c := cell{part: int(row.Int(1)), month: row.Month(3), currency: money.Currency(row.Text(4)), amount: row.Decimal(5), rows: row.Int(6)}
		p := pair{int(row.Int(0)), customer.ID(row.Text(2))}
		if p.rule != everything {
			s.raw[p] = append(s.raw[p], c)
			return nil
		}
		worth, _ := s.worth(c.month, c.currency, c.amount)
		if s.spend[p.customer] == nil {
			s.spend[p.customer] = trigger.Series{}
		}
		s.spend[p.customer][c.month] = s.spend[p.customer][c.month].Add(worth)
		return nil
	})
	for n, first := range alike {
		for p, cells := range s.raw {
			if p.rule == first {
				s.raw[pair{n, p.customer}] = cells
			}
		}
	}
	return err
}

// alike is the first rule that compares the same charges over the same months as
// a rule does, such as growth for a fall.
func (s *search) alike(n int) int {
	key := func(i int) string {
		x := s.rules[i].Signal
		return fmt.Sprint(x.Months, x.Recent, x.Match.Providers, x.Match.Services, x.Match.Categories, flag(x.Match.Marketplace), flag(x.Match.Support))
	}
	for _, i := range s.of(trigger.KindChanges) {
		if key(i) == key(n) && s.books.span.Months() >= s.rules[i].Signal.History+2*s.rules[i].Signal.Months {
			return i
		}
	}
	return n
}

func flag(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

// unique keeps the first span of each rule: its parts have the same.
func unique(spans relation) relation {
	seen := map[any]bool{}
	spans.Rows = slices.DeleteFunc(spans.Rows, func(row []any) bool {
		twice := seen[row[0]]
		seen[row[0]] = true
		return twice
	})
	return spans
}

// latest is how many months tell what is in use.
const latest = 3

// window is the latest months.
func (s *search) window(months int) period.Range {
	return period.Range{From: max(s.books.span.Until-period.Month(months), s.books.span.From), Until: s.books.span.Until}
}

// pairs lists what was summed for some kinds of rules, in order.
func (s *search) pairs(kinds ...trigger.Kind) []pair {
	var all []pair
	for p := range s.raw {
		if slices.Contains(kinds, s.rules[p.rule].Signal.Kind) {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b pair) int { return cmp.Or(cmp.Compare(a.rule, b.rule), cmp.Compare(a.customer, b.customer)) })
	return all
}

// sum adds up cells of a part within some months.
func (s *search) sum(cells []cell, part int, within, before period.Range) *total {
	t := newTotal()
	for _, c := range cells {
		switch {
		case c.part != part:
		case !within.IsZero() && within.Contains(c.month):
			t.add(s, false, c.month, c.currency, c.amount, c.rows)
		case !before.IsZero() && before.Contains(c.month):
			t.add(s, true, c.month, c.currency, c.amount, c.rows)
		}
	}
	return t
}

// changes finds growth and falls.
func (s *search) changes(context.Context) error {
	for _, p := range s.pairs(trigger.KindChanges) {
		rule := s.rules[p.rule]
		series := trigger.Series{}
		gap := false
		for _, c := range s.raw[p] {
			worth, known := s.worth(c.month, c.currency, c.amount)
			series[c.month], gap = series[c.month].Add(worth), gap || !known
		}
		first, known := s.books.first[p.customer]
		if gap || !known {
			if gap {
				s.gap(rule.ID)
			}
			continue
		}
		change, changed := rule.Signal.Changed(series, max(first, s.books.span.From), s.books.span.Until)
		if !changed {
			continue
		}
		f := trigger.Finding{Key: trigger.Key{Rule: rule.ID, Customer: p.customer, Month: change.Month}, Window: change.After, Before: change.Before, Share: &change.By}
		s.sum(s.raw[p], 0, change.After, change.Before).into(&f)
		if _, enough := rule.Signal.Enough(series.Sum(change.Before).Add(series.Sum(change.After)), s.spend[p.customer].Sum(change.Before).Add(s.spend[p.customer].Sum(change.After))); !enough {
			continue
		}
		rows := s.rowsOf(rule.Signal.Match, change.After)
		for _, w := range s.rowsOf(rule.Signal.Match, change.Before) {
			w.before = true
			rows = append(rows, w)
		}
		s.add(f, rows)
	}
	return nil
}

// rowsOf are the charges that match within some months.
func (s *search) rowsOf(m trigger.Match, within period.Range) []wanted {
	if m.IsZero() {
		return []wanted{{within: within}}
	}
	var rows []wanted
	for _, sold := range s.matching(m) {
		rows = append(rows, wanted{within: within, sold: &sold})
	}
	return rows
}

// steady finds what simply is so in the latest months: use, something missing,
// no commitment, an end of life that the roll-up tells.
func (s *search) steady(context.Context) error {
	for _, p := range s.pairs(trigger.KindUses, trigger.KindLacks, trigger.KindUncommitted, trigger.KindEnding) {
		rule := s.rules[p.rule]
		if rule.Signal.Kind == trigger.KindEnding {
			for i := range s.lives {
				s.ending(p, i, s.sum(s.raw[p], i, s.window(latest), period.Range{}), s.rowsOf(trigger.Match{Services: []string{s.lives[i].Service}}, s.window(latest)))
			}
			continue
		}
		within := s.window(rule.Signal.Months)
		if !s.worthwhile(p, within) {
			continue
		}
		if without := s.sum(s.raw[p], 1, within, period.Range{}); len(without.sums) > 0 && without.amount.Sign() != 0 ||
			rule.Signal.Kind == trigger.KindUncommitted && (s.committed(p.customer) || s.unsaid(trigger.NeedCommitment, p.customer)) {
			continue
		}
		s.judge(rule, trigger.Finding{Key: trigger.Key{Rule: rule.ID, Customer: p.customer}, Window: within}, s.sum(s.raw[p], 0, within, period.Range{}),
			s.rowsOf(rule.Signal.Match, within))
	}
	return nil
}

// judge keeps a finding whose sum is a large enough share of the customer's
// cloud.
func (s *search) judge(rule trigger.Rule, f trigger.Finding, t *total, rows []wanted) {
	if len(t.sums) == 0 {
		return
	}
	t.into(&f)
	if f.Amount == nil {
		s.gap(rule.ID)
		s.add(f, rows)
		return
	}
	share, enough := rule.Signal.Enough(*f.Amount, s.spend[f.Customer].Sum(f.Window))
	if !enough {
		return
	}
	if f.Share = share; share == nil {
		f.Share = &money.Decimal{}
	}
	s.add(f, rows)
}

// ending keeps what is in use and near its end, or past it.
func (s *search) ending(p pair, at int, t *total, rows []wanted) {
	rule, life := s.rules[p.rule], s.lives[at]
	if len(t.sums) == 0 || !life.Ends.Before((s.books.span.Until + period.Month(rule.Signal.Months)).Start()) {
		return
	}
	s.judge(rule, trigger.Finding{Key: trigger.Key{Rule: rule.ID, Customer: p.customer, Subject: life.ID}, Window: s.window(latest), Ends: life.Ends, Life: &life}, t, rows)
}
