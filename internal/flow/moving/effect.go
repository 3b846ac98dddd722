package moving

import (
	"context"
	"maps"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Effect is a move that was done and what came after, by horizon.
type Effect struct {
	Move     move.Edition
	Currency money.Currency
	Effects  []move.Effect
}

// Effects looks at every move that was done for a customer. The figure is cut by
// customer and month, over all months. Who sees some customers only is refused:
// a comparison tells of the others.
func (m *Mover) Effects(ctx context.Context, figure multiplier.Result) (_ []Effect, err error) {
	defer fault.Wrap(&err, "moving.Effects")
	if _, err := m.Guard.Allow(ctx, access.RightBooks); err != nil {
		return nil, err
	}
	all, err := m.List(ctx, Filter{})
	if err != nil {
		return nil, err
	}
	within := period.Range{}
	moved := map[customer.ID]bool{}
	for _, e := range all {
		moved[e.Move.Customer] = true
	}
	for _, row := range figure.Rows {
		// Services are spread into months to come; the books end with their cloud.
		if month, ok := monthOf(row); ok && !row.Cloud.IsZero() {
			if within.IsZero() || month < within.From {
				within.From = month
			}
			within.Until = max(within.Until, month+1)
		}
	}
	var effects []Effect
	for _, e := range all {
		if e.Move.State != move.StateDone || e.Move.Customer == "" {
			continue
		}
		accounts := accountsOf(figure, e.Move)
		var others []move.Account
		for _, id := range slices.Sorted(maps.Keys(accounts)) {
			if !moved[id] {
				others = append(others, accounts[id])
			}
		}
		one := Effect{Move: e, Currency: figure.Currency}
		for _, horizon := range move.Horizons() {
			one.Effects = append(one.Effects, move.Measure(period.MonthOf(e.Move.Closed), horizon, within, accounts[e.Move.Customer], others))
		}
		effects = append(effects, one)
	}
	return effects, nil
}

// accountsOf are what each customer bought by month, of the move's category
// where it has one.
func accountsOf(figure multiplier.Result, m move.Move) map[customer.ID]move.Account {
	accounts := map[customer.ID]move.Account{}
	for _, row := range figure.Rows {
		month, ok := monthOf(row)
		if !ok || row.Key[0] == "" {
			continue
		}
		id := customer.ID(row.Key[0])
		a, known := accounts[id]
		if !known {
			a = move.Account{Services: move.Series{}, Cloud: move.Series{}}
			accounts[id] = a
		}
		services := row.Services.Sum()
		if m.Category != "" {
			services = row.Services.Of(multiplier.Part(m.Category))
		}
		a.Services[month], a.Cloud[month] = a.Services[month].Add(services), a.Cloud[month].Add(row.Cloud)
	}
	return accounts
}

// monthOf gives the month of a customer's row.
func monthOf(row multiplier.Row) (period.Month, bool) {
	if row.Kind != multiplier.RowGroup || len(row.Key) < 2 {
		return 0, false
	}
	m, err := period.ParseMonth(row.Key[1])
	return m, err == nil
}
