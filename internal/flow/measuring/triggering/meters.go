package triggering

import (
	"cmp"
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// meter is one that the charges have, of a service.
type meter struct {
	sold trigger.Sold
	name string
}

// meters lists those of some months, which several rules ask for.
func (s *search) meters(ctx context.Context, within period.Range) ([]meter, error) {
	if all, known := s.metersOf[within]; known {
		return all, nil
	}
	relations, err := s.detail(ctx, within)
	if err != nil {
		return nil, err
	}
	var all []meter
	q := engine.Query{Name: "trigger meters", Turn: engine.TurnLong, SQL: enginesql.TriggerMeters, Relations: relations[:1], Args: []any{instant(within.From), instant(within.Until)}}
	err = s.each(ctx, q, func(row engine.Row) error {
		all = append(all, meter{trigger.Sold{Provider: row.Text(0), Service: row.Text(1), Category: row.Text(2), Marketplace: row.Bool(3), Support: row.Bool(4)}, row.Text(5)})
		return nil
	})
	slices.SortFunc(all, func(a, b meter) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.sold.Service, b.sold.Service))
	})
	if s.metersOf == nil {
		s.metersOf = map[period.Range][]meter{}
	}
	s.metersOf[within] = all
	return all, err
}

func meterRelation() relation {
	return relation{Name: "trigger_meter", Columns: []engine.Column{{Name: "rule", Type: engine.TypeInt}, {Name: "part", Type: engine.TypeInt}, {Name: "subject", Type: engine.TypeInt},
		{Name: "service", Type: engine.TypeText}, {Name: "meter", Type: engine.TypeText}}}
}

// metered finds use that only a meter tells.
func (s *search) metered(ctx context.Context) error {
	var rules []int
	months := latest
	for _, n := range s.of(trigger.KindUses, trigger.KindEnding) {
		if signal := s.rules[n].Signal; signal.Kind == trigger.KindEnding || len(signal.Match.Meters) > 0 {
			rules = append(rules, n)
			if signal.Kind == trigger.KindUses {
				months = max(months, signal.Months)
			}
		}
	}
	if len(rules) == 0 {
		return nil
	}
	within := s.window(months)
	meters, err := s.meters(ctx, within)
	if err != nil {
		return err
	}
	asked := meterRelation()
	rows := map[int][]meter{}  // by the place of a rule
	lives := map[int][]meter{} // by the place of what ends
	for _, n := range rules {
		for _, m := range meters {
			if s.rules[n].Signal.Kind == trigger.KindUses && s.rules[n].Signal.Match.Fits(m.sold) && s.rules[n].Signal.Match.FitsMeter(m.name) {
				rows[n] = append(rows[n], m)
				asked.Rows = append(asked.Rows, []any{int64(n), int64(0), int64(0), m.sold.Service, m.name})
			}
			for i, life := range s.lives {
				if s.rules[n].Signal.Kind == trigger.KindEnding && life.Meter != "" && life.Fits(m.sold.Service, m.name) {
					lives[i] = append(lives[i], m)
					asked.Rows = append(asked.Rows, []any{int64(n), int64(0), int64(i), m.sold.Service, m.name})
				}
			}
		}
	}
	if len(asked.Rows) == 0 {
		return nil
	}
	asked.Rows = distinct(asked.Rows)
	relations, err := s.detail(ctx, within)
	if err != nil {
		return err
	}
	found := map[pair][]cell{}
	q := engine.Query{Name: "trigger metered", Turn: engine.TurnLong, SQL: enginesql.TriggerMetered, Relations: append(relations, s.books.owners, asked), Args: []any{instant(within.From), instant(within.Until)}}
	err = s.each(ctx, q, func(row engine.Row) error {
		p := pair{int(row.Int(0)), customer.ID(row.Text(2))}
		found[p] = append(found[p], cell{part: int(row.Int(1)), month: row.Month(3), currency: money.Currency(row.Text(4)), amount: row.Decimal(5), rows: row.Int(6)})
		return nil
	})
	if err != nil {
		return err
	}
	for _, p := range sortedPairs(found) {
		rule := s.rules[p.rule]
		if rule.Signal.Kind == trigger.KindUses {
			within := s.window(rule.Signal.Months)
			s.judge(rule, trigger.Finding{Key: trigger.Key{Rule: rule.ID, Customer: p.customer}, Window: within}, s.sum(found[p], 0, within, period.Range{}), meterRows(rows[p.rule], within))
			continue
		}
		for i := range s.lives {
			s.ending(p, i, s.sum(found[p], i, s.window(latest), period.Range{}), meterRows(lives[i], s.window(latest)))
		}
	}
	return nil
}

// distinct drops lines that stand there twice: one service may be in several
// categories.
func distinct(rows [][]any) [][]any {
	seen := map[[5]any]bool{}
	return slices.DeleteFunc(rows, func(row []any) bool {
		k := [5]any(row)
		twice := seen[k]
		seen[k] = true
		return twice
	})
}

func sortedPairs(of map[pair][]cell) []pair {
	all := make([]pair, 0, len(of))
	for p := range of {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b pair) int { return cmp.Or(cmp.Compare(a.rule, b.rule), cmp.Compare(a.customer, b.customer)) })
	return all
}

func meterRows(meters []meter, within period.Range) []wanted {
	var rows []wanted
	for _, m := range meters {
		rows = append(rows, wanted{within: within, sold: &m.sold, meter: &m.name})
	}
	return rows
}

// idle finds resources that are paid for and do nothing.
func (s *search) idle(ctx context.Context) error {
	for _, n := range s.of(trigger.KindIdle) {
		rule := s.rules[n]
		if s.short(n, rule.Signal.Months) {
			continue
		}
		within := s.window(rule.Signal.Months)
		meters, err := s.meters(ctx, within)
		if err != nil {
			return err
		}
		asked := meterRelation()
		var paid []meter
		for _, m := range meters {
			if rule.Signal.Match.Fits(m.sold) && rule.Signal.Match.FitsMeter(m.name) {
				paid = append(paid, m)
				asked.Rows = append(asked.Rows, []any{int64(n), int64(0), int64(0), m.sold.Service, m.name})
			}
			if rule.Signal.Without.Fits(m.sold) && rule.Signal.Without.FitsMeter(m.name) {
				asked.Rows = append(asked.Rows, []any{int64(n), int64(1), int64(0), m.sold.Service, m.name})
			}
		}
		if len(paid) == 0 {
			continue
		}
		asked.Rows = distinct(asked.Rows)
		relations, err := s.detail(ctx, within)
		if err != nil {
			return err
		}
		type resource struct {
			customer customer.ID
			id       string
		}
		found := map[resource]*total{}
		var order []resource
		q := engine.Query{Name: "trigger idle", Turn: engine.TurnLong, SQL: enginesql.TriggerIdle, Relations: append(relations, s.books.owners, asked),
			Args: []any{instant(within.From), instant(within.Until), int64(within.Months())}}
		err = s.each(ctx, q, func(row engine.Row) error {
			k := resource{customer.ID(row.Text(1)), row.Text(2)}
			if found[k] == nil {
				found[k], order = newTotal(), append(order, k)
			}
			found[k].add(s, false, row.Month(3), money.Currency(row.Text(4)), row.Decimal(5), row.Int(6))
			return nil
		})
		if err != nil {
			return err
		}
		for _, k := range order {
			rows := meterRows(paid, within)
			for i := range rows {
				rows[i].resource = &k.id
			}
			s.judge(rule, trigger.Finding{Key: trigger.Key{Rule: rule.ID, Customer: k.customer, Subject: k.id}, Window: within}, found[k], rows)
		}
	}
	return nil
}
