package triggering

import (
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
)

// firstService is the part of the first service, where a rule asks how many are
// in use.
const firstService = 2

// inUse asks for every service by itself: what is bought of others, and support,
// runs nothing.
func (s *search) inUse(rule int) [][]any {
	parts, rows := map[string]int{}, [][]any{}
	for _, sold := range s.sold {
		if sold.Support || sold.Marketplace || sold.Service == "" {
			continue
		}
		code := trigger.Code(sold.Service)
		if _, known := parts[code]; !known {
			parts[code] = firstService + len(parts)
		}
		rows = append(rows, useRow(rule, parts[code], "", false, sold))
	}
	return rows
}

// worthwhile reports that a customer's cloud is as large as the rule asks. Where
// no rate tells, the rule could not be judged.
func (s *search) worthwhile(p pair, window period.Range) bool {
	signal, one := s.rules[p.rule].Signal, money.One
	if signal.LeastMonthly.Decimal.Sign() > 0 {
		rate, known := s.books.exchange.Rate(window.Until-1, signal.LeastMonthly.Currency)
		if !known {
			s.gap(s.rules[p.rule].ID)
			return false
		}
		one = rate
	}
	if signal.LeastServices == 0 {
		return signal.Worth(s.spend[p.customer], one, nil, window)
	}
	services, costs := map[period.Month]int{}, map[cell]money.Decimal{}
	for _, c := range s.raw[p] {
		if c.part >= firstService {
			at := cell{part: c.part, month: c.month}
			costs[at] = costs[at].Add(c.amount)
		}
	}
	for at, cost := range costs {
		if cost.Sign() > 0 {
			services[at.month]++
		}
	}
	return signal.Worth(s.spend[p.customer], one, services, window)
}
