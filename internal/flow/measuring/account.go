package measuring

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// account is a payer and the account below it, as charges write them.
type account struct{ billing, sub string }

func (a account) compare(o account) int {
	return cmp.Or(cmp.Compare(a.billing, o.billing), cmp.Compare(a.sub, o.sub))
}

// owner is what charges must have in common to be one sum. The engine knows it
// by its place in accounts.owners.
type owner struct {
	customer customer.ID // empty: nobody's, or claimed by several
	resold   bool        // the payer is the partner
	// account is set where something is said about this very account: its shares,
	// or an estimate of what it costs.
	account string
}

func (o owner) of(id customer.ID) owner {
	o.customer = id
	return o
}

// The first two places: months that are no sum, because the account changes
// hands in them, and accounts that nobody has read, which do not occur.
const (
	ownerCut int64 = iota
	ownerUnread
)

// accounts are whose the accounts of the charges are, as the engine joins them.
type accounts struct {
	owners []owner
	places map[owner]int64
	months engine.Relation // account_month: whose an account is, in whole months
	days   engine.Relation // account_day: day by day, of accounts that change hands within a month
	cuts   []cut
}

// cut is a month in which an account changes hands.
type cut struct {
	account account
	month   period.Month
	owners  []customer.ID // of the month
}

func newAccounts(allResold bool) accounts {
	key := []engine.Column{{Name: "billing_account_id", Type: engine.TypeText}, {Name: "sub_account_id", Type: engine.TypeText}}
	last := engine.Column{Name: "owner", Type: engine.TypeInt}
	return accounts{owners: []owner{{}, {resold: allResold}}, places: map[owner]int64{},
		months: engine.Relation{Name: "account_month", Columns: append(slices.Clone(key),
			engine.Column{Name: "from_month", Type: engine.TypeDate}, engine.Column{Name: "until_month", Type: engine.TypeDate}, last)},
		days: engine.Relation{Name: "account_day", Columns: append(slices.Clone(key),
			engine.Column{Name: "from_day", Type: engine.TypeDate}, engine.Column{Name: "until_day", Type: engine.TypeDate}, last)},
	}
}

// place gives an owner's place, a new one at need.
func (a *accounts) place(o owner) int64 {
	n, known := a.places[o]
	if !known {
		n = int64(len(a.owners))
		a.owners, a.places[o] = append(a.owners, o), n
	}
	return n
}

// add says whose an account is when: whole months in one relation; the months
// in which it changes hands are marked there and told day by day in the other.
func (a *accounts) add(of account, spans []span, like owner) {
	cuts := map[period.Month][]customer.ID{}
	for _, s := range spans {
		place := a.place(like.of(s.customer))
		first, last := period.MonthOf(s.from), period.MonthOf(s.until)
		if !s.from.Equal(first.Start()) {
			cuts[first] = append(cuts[first], s.customer)
			first++
		}
		if first < last {
			a.months.Rows = append(a.months.Rows, []any{of.billing, of.sub, first.Start(), last.Start(), place})
		}
		if !s.until.Equal(last.Start()) && first <= last {
			cuts[last] = append(cuts[last], s.customer)
		}
	}
	if len(cuts) == 0 {
		return
	}
	for _, s := range spans {
		a.days.Rows = append(a.days.Rows, []any{of.billing, of.sub, s.from, s.until, a.place(like.of(s.customer))})
	}
	for _, m := range slices.Sorted(maps.Keys(cuts)) {
		a.months.Rows = append(a.months.Rows, []any{of.billing, of.sub, m.Start(), m.End(), ownerCut})
		a.cuts = append(a.cuts, cut{of, m, cuts[m]})
	}
}

// ownPayers are the payers that are the partner's own, in their normal form.
func (q Question) ownPayers() map[string]bool {
	payers := map[string]bool{}
	for _, p := range q.Payers {
		payers[customer.Normalise(customer.KindAccount, p)] = true
	}
	return payers
}

// readAccounts asks which accounts the charges name and finds their customers.
// Ids are compared in their normal form and joined as they are written.
func (f *Facts) readAccounts(ctx context.Context, m *Measurer) error {
	allResold := len(f.question.Payers) == 0
	payers := f.question.ownPayers()
	f.accounts = newAccounts(allResold)
	named, err := f.namedAccounts(ctx, m)
	for _, a := range named {
		like := owner{resold: allResold || payers[customer.Normalise(customer.KindAccount, a.billing)], account: f.attributed.keptApart(a)}
		f.accounts.add(a, spans(f.index.Tenures(customer.KindAccount, a.sub), f.index.Tenures(customer.KindAccount, a.billing)), like)
	}
	return err
}

// named remembers which accounts the roll-ups name, since a file of the lake
// never changes. Accounts of files that count no longer do no harm.
type named struct {
	mu       sync.Mutex
	files    map[string]bool
	accounts map[account]bool
}

// namedAccounts gives every account that the question's files name, and some
// of other questions; only files that no question read before are read.
func (f *Facts) namedAccounts(ctx context.Context, m *Measurer) ([]account, error) {
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
		m.named.files, m.named.accounts = map[string]bool{}, map[account]bool{}
	}
	if len(unread.Files) > 0 {
		q := engine.Query{Name: "cloud accounts", SQL: enginesql.CloudAccounts, Relations: []engine.Relation{unread}}
		err := f.each(ctx, m, q, func(row engine.Row) error {
			m.named.accounts[account{row.Text(0), row.Text(1)}] = true
			return nil
		})
		if err != nil {
			return nil, err
		}
		for _, file := range unread.Files {
			m.named.files[file] = true
		}
	}
	return slices.SortedFunc(maps.Keys(m.named.accounts), account.compare), nil
}
