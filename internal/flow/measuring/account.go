package measuring

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// Bounds of open validity, far outside any bill.
var (
	beginning = period.NewMonth(1, time.January)
	end       = period.NewMonth(9999, time.January)
)

// tenure is the months in which an account belongs to a customer.
type tenure struct {
	customer    customer.ID
	from, until period.Month
}

// tenures turns overlapping validity into one owner per month: where several
// customers claim an account, the claim that starts latest holds, and of two
// that start together the customer listed later, as the newer word.
func tenures(claims []tenure) []tenure {
	var cuts []period.Month
	for _, c := range claims {
		cuts = append(cuts, c.from, c.until)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []tenure
	for i := 0; i+1 < len(cuts); i++ {
		best := -1
		for n, c := range claims {
			if c.from <= cuts[i] && c.until >= cuts[i+1] && (best < 0 || c.from >= claims[best].from) {
				best = n
			}
		}
		if best < 0 {
			continue
		}
		next := tenure{claims[best].customer, cuts[i], cuts[i+1]}
		if n := len(out); n > 0 && out[n-1].customer == next.customer && out[n-1].until == next.from {
			out[n-1].until = next.until
			continue
		}
		out = append(out, next)
	}
	return out
}

// accounts are whose the accounts of the charges are, as the engine joins them.
type accounts struct {
	customers engine.Relation // account_customer
	payers    engine.Relation // partner_payer
}

// readAccounts asks which ids the charges name and finds their customers. Ids
// are compared in their normal form and joined as they are written.
func (f *Facts) readAccounts(ctx context.Context, m *Measurer) error {
	claims := map[string][]tenure{}
	for _, c := range f.customers {
		for _, i := range c.Identifiers {
			if i.Kind != customer.KindAccount {
				continue
			}
			id := customer.Normalise(customer.KindAccount, i.Value)
			claims[id] = append(claims[id], tenure{c.ID, cmp.Or(i.From, beginning), cmp.Or(i.Until, end)})
		}
	}
	payers := map[string]bool{}
	for _, p := range f.question.Payers {
		payers[customer.Normalise(customer.KindAccount, p)] = true
	}
	f.accounts = accounts{
		customers: engine.Relation{Name: "account_customer", Columns: []engine.Column{
			{Name: "account_id", Type: engine.TypeText}, {Name: "customer_id", Type: engine.TypeText},
			{Name: "from_month", Type: engine.TypeDate}, {Name: "until_month", Type: engine.TypeDate}}},
		payers: engine.Relation{Name: "partner_payer", Columns: []engine.Column{{Name: "account_id", Type: engine.TypeText}}},
	}
	owned := map[string][]tenure{}
	for id, list := range claims {
		owned[id] = tenures(list)
	}
	q := engine.Query{Name: "cloud accounts", SQL: enginesql.CloudAccounts, Relations: []engine.Relation{f.files.allCost, f.files.allPrice}}
	return f.each(ctx, m, q, func(row engine.Row) error {
		written := row[0].(string)
		id := customer.Normalise(customer.KindAccount, written)
		for _, t := range owned[id] {
			f.accounts.customers.Rows = append(f.accounts.customers.Rows, []any{written, string(t.customer), t.from.Start(), t.until.Start()})
		}
		if len(payers) == 0 || payers[id] {
			f.accounts.payers.Rows = append(f.accounts.payers.Rows, []any{written})
		}
		return nil
	})
}
