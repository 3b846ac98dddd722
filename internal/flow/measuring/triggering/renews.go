package triggering

import (
	"context"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// contractMonths is how long a purchase of once is taken to hold.
const contractMonths = 12

// contract is a purchase of a product by a customer.
type contract struct {
	customer customer.ID
	sold     trigger.Sold
}

// renews finds purchases of nearly a year ago that were not made again since.
func (s *search) renews(ctx context.Context) error {
	for _, n := range s.of(trigger.KindRenews) {
		rule, until := s.rules[n], s.books.span.Until
		if s.short(n, contractMonths) {
			continue
		}
		within := s.window(contractMonths)
		relations, err := s.purchases(ctx, within)
		if err != nil {
			return err
		}
		type purchase struct {
			month period.Month
			day   time.Time
			total *total
		}
		last := map[contract]*purchase{}
		var order []contract
		q := engine.Query{Name: "trigger purchases", SQL: enginesql.TriggerOnce, Relations: append(relations, s.books.owners), Args: []any{instant(within.From), instant(within.Until)}}
		err = s.each(ctx, q, func(row engine.Row) error {
			c := contract{customer.ID(row.Text(0)), trigger.Sold{Provider: row.Text(1), Service: row.Text(2), Category: row.Text(3), Marketplace: row.Bool(4), Support: row.Bool(5)}}
			if !rule.Signal.Match.Fits(c.sold) {
				return nil
			}
			m := row.Month(6)
			switch p := last[c]; {
			case p == nil:
				order = append(order, c)
				last[c] = &purchase{month: m, total: newTotal()}
			case m > p.month:
				last[c] = &purchase{month: m, total: newTotal()}
			}
			p := last[c]
			if day, given := row[8].(time.Time); given && (p.day.IsZero() || day.Before(p.day)) {
				p.day = day
			}
			p.total.add(s, false, m, money.Currency(row.Text(7)), row.Decimal(9), row.Int(10))
			return nil
		})
		if err != nil {
			return err
		}
		for _, c := range order {
			p := last[c]
			if p.day.IsZero() {
				p.day = p.month.Start()
			}
			ends := p.day.AddDate(0, contractMonths, 0)
			if !ends.Before((until + period.Month(rule.Signal.Months)).Start()) || s.spend[c.customer][until-1].Sign() <= 0 {
				continue
			}
			bought := "Purchase"
			window := period.Range{From: p.month, Until: p.month + 1}
			s.judge(rule, trigger.Finding{Key: trigger.Key{Rule: rule.ID, Customer: c.customer, Subject: trigger.Code(c.sold.Service), Month: p.month}, Window: window, Ends: ends, Inferred: true},
				p.total, []wanted{{within: window, sold: &c.sold, charged: &bought}})
		}
	}
	return nil
}
