package matching

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
	"github.com/sevenfold/sevenfold/internal/state"
)

// parties are everybody whom the live books name.
type parties struct {
	all  []*Party // by id
	byID map[customer.PartyID]*Party
	// batches are the live imports they come from, unseen those of them that no
	// earlier run has looked at.
	batches, unseen []batch.ID
}

// collect reads everybody from the lake. The roll-ups answer that in the time
// of a figure, so money is always that of all live books; what is dear (hints,
// comparing) is done for fresh parties only.
func (m *Matcher) collect(ctx context.Context, seen []batch.ID) (*parties, error) {
	m.Progress.Send(progress.Event{Stage: "match.collect", Unit: progress.UnitSteps, Total: 2})
	bills, err := m.State.LiveSlices(ctx, batch.KindBill)
	if err != nil {
		return nil, err
	}
	books, err := m.State.LiveSlices(ctx, batch.KindServices)
	if err != nil {
		return nil, err
	}
	ps := &parties{byID: map[customer.PartyID]*Party{}}
	for _, s := range slices.Concat(bills, books) {
		ps.batches = append(ps.batches, s.BatchID)
	}
	slices.Sort(ps.batches)
	ps.batches = slices.Compact(ps.batches)
	fresh := engine.Relation{Name: "new_batch", Columns: []engine.Column{{Name: "batch_id", Type: engine.TypeText}}}
	for _, id := range ps.batches {
		if !slices.Contains(seen, id) {
			ps.unseen = append(ps.unseen, id)
			fresh.Rows = append(fresh.Rows, []any{string(id)})
		}
	}
	if err := m.collectAccounts(ctx, ps, bills, fresh); err != nil {
		return nil, err
	}
	m.Progress.Send(progress.Event{Stage: "match.collect", Unit: progress.UnitSteps, Done: 1, Total: 2})
	if err := m.collectBooks(ctx, ps, books, fresh); err != nil {
		return nil, err
	}
	if err := m.collectPipeline(ctx, ps, seen); err != nil {
		return nil, err
	}
	for _, p := range ps.byID {
		ps.all = append(ps.all, p)
		slices.Sort(p.Names)
	}
	slices.SortFunc(ps.all, func(a, b *Party) int { return cmp.Compare(a.ID, b.ID) })
	ps.markShared()
	m.Progress.Send(progress.Event{Stage: "match.collect", Unit: progress.UnitSteps, Done: 2, Total: 2, Finished: true})
	return ps, nil
}

// at gives the party of an id, made when it is met first.
func (ps *parties) at(id customer.PartyID, made Party) *Party {
	p, known := ps.byID[id]
	if !known {
		p = &made
		p.ID = id
		ps.byID[id] = p
	}
	return p
}

// Above these, a reference is one that people type when they have none.
const (
	taxIDsPerRef = 2
	namesPerRef  = 6
)

// markShared finds references that stand for anybody.
func (ps *parties) markShared() {
	type used struct{ taxIDs, names map[string]bool }
	uses := map[identity.Ref]used{}
	for _, p := range ps.all {
		if p.Ref == "" {
			continue
		}
		ref := identity.Ref{System: p.RefSystem, Value: p.Ref}
		u, known := uses[ref]
		if !known {
			u = used{map[string]bool{}, map[string]bool{}}
			uses[ref] = u
		}
		if p.TaxID != "" {
			u.taxIDs[customer.Normalise(customer.KindTaxID, p.TaxID)] = true
		}
		for _, n := range p.Names {
			u.names[customer.Normalise(customer.KindName, n)] = true
		}
	}
	for _, p := range ps.all {
		u := uses[identity.Ref{System: p.RefSystem, Value: p.Ref}]
		p.refShared = len(u.taxIDs) > taxIDsPerRef || len(u.names) > namesPerRef
	}
}

// accountColumns are what match_accounts.sql reads of charge_month.
func accountColumns() []engine.Column {
	text := func(name string) engine.Column { return engine.Column{Name: name, Type: engine.TypeText} }
	return []engine.Column{text("batch_id"), {Name: "month", Type: engine.TypeDate}, text("provider_name"), text("billing_account_id"),
		text("billing_account_name"), text("sub_account_id"), text("sub_account_name"), text("charge_category"), text("billing_currency"),
		{Name: "effective_cost", Type: engine.TypeDecimal}}
}

func (m *Matcher) collectAccounts(ctx context.Context, ps *parties, bills []state.LiveSlice, fresh engine.Relation) error {
	cost := engine.Relation{Name: "charge_cost", Columns: accountColumns()}
	price := engine.Relation{Name: "charge_price", Columns: accountColumns()}
	for _, s := range bills {
		to := &cost
		if s.Side == batch.SidePrice {
			to = &price
		}
		to.Files = append(to.Files, filepath.Join(m.Lake, s.Slice.RollupPath))
	}
	own := m.ownPayers()
	_, err := m.Engine.Each(ctx, engine.Query{Name: "match accounts", SQL: enginesql.MatchAccounts,
		Relations: []engine.Relation{cost, price, fresh}}, func(row engine.Row) error {
		written := row.Text(0)
		account := customer.Normalise(customer.KindAccount, written)
		if account == "" || own[account] {
			return nil
		}
		p := ps.at(customer.AccountParty(written), Party{Kind: identity.KindAccount, Account: written, Provider: row.Text(4)})
		p.name(row.Text(1))
		if payer := customer.Normalise(customer.KindAccount, row.Text(2)); payer != account && !own[payer] {
			p.Payer, p.PayerName, p.payerTells = row.Text(2), row.Text(3), len(own) > 0
		}
		p.add(row.Month(5), money.New(row.Decimal(7), money.Currency(row.Text(6))))
		p.fresh = p.fresh || row.Int(8) == 1
		return nil
	})
	return err
}

// ownPayers are the partner's own payer accounts in their normal form.
func (m *Matcher) ownPayers() map[string]bool {
	own := map[string]bool{}
	for _, p := range m.Payers {
		own[customer.Normalise(customer.KindAccount, p)] = true
	}
	return own
}

func (m *Matcher) collectBooks(ctx context.Context, ps *parties, books []state.LiveSlice, fresh engine.Relation) error {
	if len(books) == 0 {
		return nil
	}
	lines, formats := m.serviceLines(books)
	_, err := m.Engine.Each(ctx, engine.Query{Name: "match books", SQL: enginesql.MatchBooks,
		Relations: []engine.Relation{lines, fresh}}, func(row engine.Row) error {
		q := customer.Query{Name: row.Text(0), TaxID: row.Text(1), Ref: row.Text(2), Email: row.Text(3)}
		id := q.Party()
		if id == "" {
			return nil // the line names nobody at all
		}
		p := ps.at(id, Party{Kind: identity.KindBook, TaxID: q.TaxID, Ref: q.Ref, RefSystem: formats[row.Text(8)], Email: q.Email})
		p.name(q.Name)
		p.add(row.Month(4), money.New(row.Decimal(6), money.Currency(row.Text(5))))
		p.fresh = p.fresh || row.Int(7) == 1
		return nil
	})
	return err
}

// serviceLines are the lines of slices, and the formats of their batches.
func (m *Matcher) serviceLines(books []state.LiveSlice) (lines engine.Relation, formats map[string]string) {
	lines, formats = engine.Relation{Name: "service_line"}, map[string]string{}
	for _, s := range books {
		formats[string(s.BatchID)] = s.Format
		lines.Files = append(lines.Files, filepath.Join(m.Lake, s.Slice.LinesPath()))
	}
	return lines, formats
}
