package triggering

import (
	"cmp"
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// starts finds what customers began with.
func (s *search) starts(ctx context.Context) error {
	uses := useRelation()
	for _, n := range s.of(trigger.KindStarts) {
		signal := s.rules[n].Signal
		if s.short(n, signal.History+1) {
			continue
		}
		for _, sold := range s.starting(signal) {
			if subject, is := subjectOf(signal.Of, sold); is {
				uses.Rows = append(uses.Rows, useRow(n, 0, subject, signal.Of == trigger.OfRegion, sold))
			}
		}
	}
	if len(uses.Rows) == 0 {
		return nil
	}
	type group struct {
		rule     int
		customer customer.ID
	}
	all := map[group][]trigger.Start{}
	q := engine.Query{Name: "trigger starts", SQL: enginesql.TriggerStarts, Relations: append(slices.Clone(s.books.relations), s.books.owners, uses)}
	err := s.each(ctx, q, func(row engine.Row) error {
		g := group{int(row.Int(0)), customer.ID(row.Text(1))}
		all[g] = append(all[g], trigger.Start{Subject: row.Text(2), Month: row.Month(3), Own: row.Month(4) == row.Month(3)})
		return nil
	})
	if err != nil {
		return err
	}
	groups := make([]group, 0, len(all))
	for g := range all {
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b group) int { return cmp.Or(cmp.Compare(a.rule, b.rule), cmp.Compare(a.customer, b.customer)) })
	for _, g := range groups {
		rule := s.rules[g.rule]
		first, known := s.books.first[g.customer]
		if !known {
			continue
		}
		for _, x := range rule.Signal.Started(all[g], first, s.books.span.Until) {
			within := period.Range{From: x.Month, Until: min(x.Month+period.Month(rule.Signal.Months), s.books.span.Until)}
			s.add(trigger.Finding{Key: trigger.Key{Rule: rule.ID, Customer: g.customer, Subject: x.Subject, Month: x.Month}, Window: within},
				s.startRows(rule.Signal, x.Subject, within))
		}
	}
	return nil
}

// starting is what of the sold things may begin.
func (s *search) starting(signal trigger.Signal) []trigger.Sold {
	return slices.DeleteFunc(s.matching(signal.Match), func(x trigger.Sold) bool { return !signal.Without.IsZero() && signal.Without.Fits(x) })
}

// startRows are the charges of what began.
func (s *search) startRows(signal trigger.Signal, subject string, within period.Range) []wanted {
	var rows []wanted
	for _, sold := range s.starting(signal) {
		is, ok := subjectOf(signal.Of, sold)
		w := wanted{within: within, sold: &sold}
		if signal.Of == trigger.OfRegion {
			w.region = &subject
		} else if !ok || is != subject {
			continue
		}
		rows = append(rows, w)
	}
	return rows
}

// subjectOf is the one thing that a sold one is part of; false where the bill
// does not say. Of a region the engine tells.
func subjectOf(of trigger.Of, sold trigger.Sold) (string, bool) {
	switch of {
	case trigger.OfService:
		return trigger.Code(sold.Service), sold.Service != ""
	case trigger.OfCategory:
		return sold.Category, sold.Category != ""
	case trigger.OfRegion, trigger.OfAll:
	}
	return "", true
}

// short notes a rule that needs more months than the books have.
func (s *search) short(rule, months int) bool {
	short := s.books.span.Months() < months
	if short {
		s.unread = append(s.unread, Unread{Rule: s.rules[rule].ID, Why: ReasonHistory})
	}
	return short
}
