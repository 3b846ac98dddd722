package measuring

import (
	"context"
	"maps"
	"slices"
	"sync"
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

// bound gives a day, or the far end for an open one.
func bound(day time.Time, open period.Month) time.Time {
	if day.IsZero() {
		return open.Start()
	}
	return day
}

// accounts are whose the accounts of the charges are, as the engine joins them.
type accounts struct {
	customers engine.Relation // account_customer
	payers    engine.Relation // partner_payer
}

// readAccounts asks which ids the charges name and finds their customers. Ids
// are compared in their normal form and joined as they are written.
func (f *Facts) readAccounts(ctx context.Context, m *Measurer) error {
	index := customer.NewIndex(f.customers)
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
	written, err := f.namedAccounts(ctx, m)
	for _, account := range written {
		id := customer.Normalise(customer.KindAccount, account)
		for _, t := range index.Tenures(customer.KindAccount, account) {
			if t.Customer == "" {
				continue // several claim it and nobody can tell: it stays unmatched
			}
			f.accounts.customers.Rows = append(f.accounts.customers.Rows,
				[]any{account, string(t.Customer), bound(t.From, beginning), bound(t.Until, end)})
		}
		if len(payers) == 0 || payers[id] {
			f.accounts.payers.Rows = append(f.accounts.payers.Rows, []any{account})
		}
	}
	return err
}

// named remembers which accounts the roll-ups name, since a file of the lake
// never changes. Accounts of files that count no longer do no harm.
type named struct {
	mu       sync.Mutex
	files    map[string]bool
	accounts map[string]bool // as the charges write them
}

// namedAccounts gives every account that the question's files name, and some
// of other questions; only files that no question read before are read.
func (f *Facts) namedAccounts(ctx context.Context, m *Measurer) ([]string, error) {
	m.named.mu.Lock()
	defer m.named.mu.Unlock()
	unread := engine.Relation{Name: "charge_unread", Columns: chargeMonth()}
	for _, files := range [][]string{f.files.cost.Files, f.files.price.Files, f.files.outside.Files} {
		for _, file := range files {
			if !m.named.files[file] {
				unread.Files = append(unread.Files, file)
			}
		}
	}
	if m.named.files == nil {
		m.named.files, m.named.accounts = map[string]bool{}, map[string]bool{}
	}
	if len(unread.Files) > 0 {
		q := engine.Query{Name: "cloud accounts", SQL: enginesql.CloudAccounts, Relations: []engine.Relation{unread}}
		err := f.each(ctx, m, q, func(row engine.Row) error {
			for _, v := range row {
				if account := text(v); account != "" {
					m.named.accounts[account] = true
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		for _, file := range unread.Files {
			m.named.files[file] = true
		}
	}
	return slices.Collect(maps.Keys(m.named.accounts)), nil
}
