package triggering

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// tagging is a customer's usage of resources in the latest months.
type tagging struct {
	all     money.Decimal
	without *total
	payers  map[string]bool // with something untagged
}

// untagged finds usage without tags. A bill that has no tag at all says nothing
// of it: nobody tags, or the export leaves tags out.
func (s *search) untagged(ctx context.Context) error {
	for _, n := range s.of(trigger.KindUntagged) {
		rule := s.rules[n]
		within := s.window(rule.Signal.Months)
		relations, err := s.detail(ctx, within)
		if err != nil {
			return err
		}
		found := map[customer.ID]*tagging{}
		q := engine.Query{Name: "trigger untagged", Turn: engine.TurnLong, SQL: enginesql.TriggerUntagged, Relations: append(relations, s.books.owners), Args: []any{instant(within.From), instant(within.Until)}}
		err = s.each(ctx, q, func(row engine.Row) error {
			payer := row.Text(1)
			if s.silent[trigger.NeedTags][payer] {
				return nil
			}
			id := customer.ID(row.Text(0))
			if found[id] == nil {
				found[id] = &tagging{without: newTotal(), payers: map[string]bool{}}
			}
			t := found[id]
			worth, _ := s.worth(row.Month(2), money.Currency(row.Text(3)), row.Decimal(5))
			t.all = t.all.Add(worth)
			if row.Bool(4) {
				t.without.add(s, false, row.Month(2), money.Currency(row.Text(3)), row.Decimal(5), row.Int(6))
				t.payers[payer] = true
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, id := range sortedKeys(found) {
			t := found[id]
			share, enough := rule.Signal.Enough(t.without.amount, t.all)
			if !enough || len(t.without.sums) == 0 {
				continue
			}
			f := trigger.Finding{Key: trigger.Key{Rule: rule.ID, Customer: id}, Window: within, Share: share}
			t.without.into(&f)
			var rows []wanted
			bare := true
			for _, payer := range sortedKeys(t.payers) {
				rows = append(rows, wanted{within: within, payer: &payer, untagged: &bare})
			}
			s.add(f, rows)
		}
	}
	return nil
}

// readable finds out which bills say what not every bill says, and notes the
// rules that they cannot answer.
func (s *search) readable(ctx context.Context) error {
	needed := map[trigger.Need]bool{}
	for _, r := range s.rules {
		for _, need := range r.Signal.Needs() {
			needed[need] = true
		}
	}
	s.silent = map[trigger.Need]map[string]bool{}
	if len(needed) == 0 {
		return nil
	}
	within := s.window(latest)
	relations, err := s.detail(ctx, within)
	if err != nil {
		return err
	}
	q := engine.Query{Name: "trigger readable", Turn: engine.TurnLong, SQL: enginesql.TriggerReadable, Relations: relations[:1], Args: []any{instant(within.From), instant(within.Until)}}
	return s.each(ctx, q, func(row engine.Row) error {
		for i, need := range trigger.Needs() {
			if row.Int(2+i) > 0 {
				continue
			}
			if s.silent[need] == nil {
				s.silent[need] = map[string]bool{}
			}
			s.silent[need][row.Text(0)] = true
			for _, r := range s.rules {
				for _, wants := range r.Signal.Needs() {
					if wants == need && s.shows(row.Text(0)) {
						s.unread = append(s.unread, Unread{Rule: r.ID, Payer: row.Text(0), Why: ReasonColumn, Need: need})
					}
				}
			}
		}
		return nil
	})
}

// payerAccount is the account of a payer.
func payerAccount(payer string) string {
	for i := len(payer) - 1; i >= 0; i-- {
		if payer[i] == '/' {
			return payer[i+1:]
		}
	}
	return payer
}

// shows reports that some customer whom the asker may see has an account below a
// payer: of other bills nothing is told.
func (s *search) shows(payer string) bool {
	return len(s.customersOf(payerAccount(payer))) > 0
}

// customersOf are those with an account below a payer.
func (s *search) customersOf(billing string) map[customer.ID]bool {
	owners := map[any]customer.ID{}
	for _, row := range s.books.owners.Rows {
		owners[row[0]] = customer.ID(row[1].(string))
	}
	of := map[customer.ID]bool{}
	for _, row := range s.books.relations[2].Rows {
		if id, known := owners[row[4]]; known && row[0] == billing {
			of[id] = true
		}
	}
	return of
}

// unsaid reports that a bill of a customer does not say what a rule looks at.
func (s *search) unsaid(need trigger.Need, id customer.ID) bool {
	for payer := range s.silent[need] {
		if s.customersOf(payerAccount(payer))[id] {
			return true
		}
	}
	return false
}
