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
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Effect is a move that was done and what came after, by horizon.
type Effect struct {
	Move     move.Edition
	Currency money.Currency
	Effects  []move.Effect
}

// Last is the effect furthest on that the books can tell; the first where none.
func (e Effect) Last() move.Effect {
	for _, f := range slices.Backward(e.Effects) {
		if f.Finding != move.FindingEarly {
			return f
		}
	}
	return e.Effects[0]
}

// Effects looks at every move that was done for a customer, or at those named.
// The figure is cut by customer and month, over all months. Who sees some
// customers only is refused: a comparison tells of the others.
func (m *Mover) Effects(ctx context.Context, figure multiplier.Result, ids ...move.ID) (_ []Effect, err error) {
	defer fault.Wrap(&err, "moving.Effects")
	if _, err := m.Guard.Allow(ctx, access.RightBooks); err != nil {
		return nil, err
	}
	all, err := m.List(ctx, Filter{})
	if err != nil {
		return nil, err
	}
	book, err := m.State.CustomerBook(ctx)
	if err != nil {
		return nil, err
	}
	within := period.Range{}
	// Who has a move that somebody worked on is compared with nobody; one that is
	// planned or was dropped did nothing yet.
	moved := map[customer.ID]bool{}
	for _, e := range all {
		if e.Move.State == move.StateUnderway || e.Move.State == move.StateDone {
			moved[book.Survivor(e.Move.Customer)] = true
		}
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
	byCategory := map[service.Category]map[customer.ID]move.Account{}
	for _, e := range all {
		if e.Move.State != move.StateDone || e.Move.Customer == "" || len(ids) > 0 && !slices.Contains(ids, e.Move.ID) {
			continue
		}
		accounts, summed := byCategory[e.Move.Category]
		if !summed {
			accounts = accountsOf(figure, e.Move.Category)
			byCategory[e.Move.Category] = accounts
		}
		var others []move.Account
		for _, id := range slices.Sorted(maps.Keys(accounts)) {
			if !moved[id] {
				others = append(others, accounts[id])
			}
		}
		one := Effect{Move: e, Currency: figure.Currency}
		for _, horizon := range move.Horizons() {
			one.Effects = append(one.Effects, move.Measure(period.MonthOf(e.Move.Closed), horizon, within, accounts[book.Survivor(e.Move.Customer)], others))
		}
		effects = append(effects, one)
	}
	return effects, nil
}

// accountsOf are what each customer bought by month, of one category or of all.
func accountsOf(figure multiplier.Result, category service.Category) map[customer.ID]move.Account {
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
		if category != "" {
			services = row.Services.Of(multiplier.Part(category))
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
