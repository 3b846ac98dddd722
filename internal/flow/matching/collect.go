package matching

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"sync"

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
	all    []*Party // by id
	byID   map[customer.PartyID]*Party
	pieces []piece
	// payerTells: the partner's own payers are known, so that another tells something.
	payerTells bool
	deals      []batch.ID // live imports of opportunities
	prospects  map[customer.PartyID]*prospect
	suggested  map[customer.PartyID][]identity.Hint // by opportunities, of accounts
	// loading lets one goroutine at a time make a kept party whole.
	loading sync.Mutex
}

// piece is a slice of the books, as parties are collected from it. A slice never
// changes; it counts or it does not.
type piece struct {
	Path   string // of its roll-up, relative to the lake
	Read   string // what parties are read from
	Batch  batch.ID
	Kind   batch.Kind
	Format string
	Price  bool // the price side of a bill
	Live   bool
	isNew  bool // not there when parties were kept
}

// pieces lists what counts now.
func (m *Matcher) pieces(ctx context.Context) ([]piece, error) {
	var all []piece
	for _, kind := range []batch.Kind{batch.KindBill, batch.KindServices} {
		live, err := m.State.LiveSlices(ctx, kind)
		if err != nil {
			return nil, err
		}
		for _, s := range live {
			p := piece{Path: s.Slice.RollupPath, Read: s.Slice.RollupPath, Batch: s.BatchID, Kind: kind, Format: s.Format,
				Price: kind == batch.KindBill && s.Side == batch.SidePrice, Live: true, isNew: true}
			if kind == batch.KindServices {
				p.Read = s.Slice.LinesPath()
			}
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b piece) int { return cmp.Compare(a.Path, b.Path) })
	return slices.CompactFunc(all, func(a, b piece) bool { return a.Path == b.Path }), nil
}

// collect reads everybody from the lake.
func (m *Matcher) collect(ctx context.Context) (*parties, error) {
	pieces, err := m.pieces(ctx)
	if err != nil {
		return nil, err
	}
	ps := &parties{byID: map[customer.PartyID]*Party{}, pieces: pieces, payerTells: len(m.Payers) > 0}
	if err := m.read(ctx, pieces, func(found row, of customer.PartyID, said saying) { ps.at(of).tell(found, said) }); err != nil {
		return nil, err
	}
	if err := m.prospects(ctx, ps); err != nil {
		return nil, err
	}
	for id := range ps.prospects {
		ps.at(id)
	}
	for _, p := range ps.byID {
		ps.build(p)
		ps.all = append(ps.all, p)
	}
	slices.SortFunc(ps.all, func(a, b *Party) int { return cmp.Compare(a.ID, b.ID) })
	ps.markShared(ps.all)
	return ps, nil
}

// batches are the live imports that parties come from.
func (ps *parties) batches() []batch.ID {
	var ids []batch.ID
	for _, s := range ps.pieces {
		if s.Live {
			ids = append(ids, s.Batch)
		}
	}
	ids = append(ids, ps.deals...)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// at gives the party of an id, made when it is met first.
func (ps *parties) at(id customer.PartyID) *Party {
	p, known := ps.byID[id]
	if !known {
		p = &Party{ID: id, Kind: identity.KindAccount}
		if id.IsBook() {
			p.Kind = identity.KindBook
		}
		ps.byID[id] = p
	}
	return p
}

// Above these, a reference is one that people type when they have none.
const (
	taxIDsPerRef = 2
	namesPerRef  = 6
)

// markShared finds references that stand for anybody, among parties that have all
// who write them.
func (ps *parties) markShared(among []*Party) {
	type used struct{ taxIDs, names map[string]bool }
	uses := map[identity.Ref]used{}
	for _, p := range among {
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
	for _, p := range among {
		u := uses[identity.Ref{System: p.RefSystem, Value: p.Ref}]
		p.refShared = len(u.taxIDs) > taxIDsPerRef || len(u.names) > namesPerRef
	}
}

// read reads whom pieces of the books name, row by row. Piece in a row is its place
// in the list.
func (m *Matcher) read(ctx context.Context, pieces []piece, take func(row, customer.PartyID, saying)) error {
	bills, books := engine.Relation{Name: "charge_month"}, engine.Relation{Name: "service_line"}
	place := map[string]int32{}
	for i, s := range pieces {
		if !s.Live || !s.isNew {
			continue
		}
		path := filepath.Join(m.Lake, s.Read)
		place[path] = int32(i)
		to := &bills
		if s.Kind == batch.KindServices {
			to = &books
		}
		to.Files = append(to.Files, path)
	}
	steps := []struct {
		query engine.Query
		row   func(engine.Row)
	}{{engine.Query{Name: "match accounts", SQL: enginesql.MatchAccounts, Relations: []engine.Relation{bills}}, m.accountRows(place, take)},
		{engine.Query{Name: "match books", SQL: enginesql.MatchBooks, Relations: []engine.Relation{books}}, bookRows(place, take)}}
	m.Progress.Send(progress.Event{Stage: "match.collect", Unit: progress.UnitSteps, Total: int64(len(steps))})
	for n, s := range steps {
		if len(s.query.Relations[0].Files) > 0 {
			if _, err := m.Engine.Each(ctx, s.query, func(r engine.Row) error { s.row(r); return nil }); err != nil {
				return err
			}
		}
		m.Progress.Send(progress.Event{Stage: "match.collect", Unit: progress.UnitSteps, Done: int64(n + 1), Total: int64(len(steps)), Finished: n+1 == len(steps)})
	}
	return nil
}

func (m *Matcher) accountRows(place map[string]int32, take func(row, customer.PartyID, saying)) func(engine.Row) {
	own := m.ownPayers()
	return func(r engine.Row) {
		written := r.Text(1)
		account := customer.Normalise(customer.KindAccount, written)
		if account == "" || own[account] {
			return
		}
		said := saying{written, r.Text(2), "", "", r.Text(5)}
		if payer := customer.Normalise(customer.KindAccount, r.Text(3)); payer != account && !own[payer] {
			said[2], said[3] = r.Text(3), r.Text(4)
		}
		take(row{piece: place[r.Text(0)], month: r.Month(6), amount: money.New(r.Decimal(8), money.Currency(r.Text(7)))}, customer.AccountParty(written), said)
	}
}

func bookRows(place map[string]int32, take func(row, customer.PartyID, saying)) func(engine.Row) {
	return func(r engine.Row) {
		q := customer.Query{Name: r.Text(1), TaxID: r.Text(2), Ref: r.Text(3), Email: r.Text(4)}
		if id := q.Party(); id != "" { // else the line names nobody at all
			take(row{piece: place[r.Text(0)], month: r.Month(5), amount: money.New(r.Decimal(7), money.Currency(r.Text(6)))}, id, saying{q.Name, q.TaxID, q.Ref, q.Email})
		}
	}
}

// ownPayers are the partner's own payer accounts in their normal form.
func (m *Matcher) ownPayers() map[string]bool {
	own := map[string]bool{}
	for _, p := range m.Payers {
		own[customer.Normalise(customer.KindAccount, p)] = true
	}
	return own
}

// serviceLines are the lines of slices.
func (m *Matcher) serviceLines(books []state.LiveSlice) engine.Relation {
	lines := engine.Relation{Name: "service_line"}
	for _, s := range books {
		lines.Files = append(lines.Files, filepath.Join(m.Lake, s.Slice.LinesPath()))
	}
	return lines
}
