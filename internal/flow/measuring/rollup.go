package measuring

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/engine"
	"github.com/sevenfold/sevenfold/internal/state"
)

// RollupColumns are the columns of charge_month that questions below this
// package use: those of a question here, but for the batch.
func RollupColumns() []engine.Column {
	return slices.DeleteFunc(chargeMonth(), func(c engine.Column) bool { return c.Name == "batch_id" })
}

// RollupRelations are the roll-ups of the question's months, charge_cost and
// charge_price, and account_month, which says whose an account is.
func (f *Facts) RollupRelations() []engine.Relation {
	cost, price := f.files.cost, f.files.price
	cost.Columns, price.Columns = RollupColumns(), RollupColumns()
	return []engine.Relation{cost, price, f.accounts.months}
}

// Owner is a customer under the number that account_month and account_day have
// for it.
type Owner struct {
	Number   int64
	Customer customer.Customer
}

// Owners lists the owners that are customers whom the asker may see. A customer
// may have several numbers.
func (f *Facts) Owners() []Owner {
	seen := map[customer.ID]customer.Customer{}
	for _, c := range f.customers() {
		seen[c.ID] = c
	}
	var all []Owner
	for i, o := range f.accounts.owners {
		if c, known := seen[o.customer]; known && o.customer != "" {
			all = append(all, Owner{int64(i), c})
		}
	}
	return all
}

// Live lists what counts of the bills, of all time.
func (f *Facts) Live() []state.LiveSlice { return f.live }

// Exchange converts to the question's currency.
func (f *Facts) Exchange() *multiplier.Exchange {
	return multiplier.NewExchange(f.table, f.question.Currency, f.question.Policy)
}

// FirstCharge gives the first month of each customer's cloud, of all time.
func (f *Facts) FirstCharge() map[customer.ID]period.Month { return f.firstCharge }
