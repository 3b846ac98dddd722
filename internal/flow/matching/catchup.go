package matching

import (
	"cmp"
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// catchUp brings the parties to where the books are now. It is false for books in a
// currency that they were not in.
func (a *again) catchUp(ctx context.Context) (bool, error) {
	live, err := a.pieces(ctx)
	if err != nil {
		return false, err
	}
	if err := a.prospects(ctx, a.ps); err != nil {
		return false, err
	}
	now, had := map[string]bool{}, map[string]bool{}
	for _, s := range live {
		now[s.Path] = true
	}
	gone := map[int]bool{}
	for i, s := range a.ps.pieces {
		if s.Live && !now[s.Path] {
			a.ps.pieces[i].Live, gone[i] = false, true
		}
		had[s.Path] = had[s.Path] || s.Live
	}
	for _, s := range live {
		if !had[s.Path] {
			a.ps.pieces = append(a.ps.pieces, s)
		}
	}
	touch := func(p *Party) {
		if _, known := a.changed[p.ID]; !known {
			a.ps.load(p)
			was := *p
			a.changed[p.ID] = &was
		}
	}
	met := map[money.Currency]bool{}
	if len(gone) > 0 {
		for _, p := range a.ps.all {
			less := false
			rowsOf(p.kept.packed, func(piece int, c money.Currency) {
				less = less || gone[piece]
				met[c] = met[c] || a.ps.pieces[piece].Live
			})
			if less {
				touch(p)
			}
		}
	}
	type found struct {
		row
		of   customer.PartyID
		said saying
	}
	var more []found
	if err := a.read(ctx, a.ps.pieces, func(r row, of customer.PartyID, said saying) { more = append(more, found{r, of, said}) }); err != nil {
		return false, err
	}
	for id, was := range a.changed {
		p := a.ps.byID[id]
		p.rows = slices.DeleteFunc(slices.Clone(was.rows), func(r row) bool { return gone[int(r.piece)] })
	}
	for _, f := range more {
		if !slices.Contains(a.k.about.Currencies, f.amount.Currency) {
			return false, nil
		}
		met[f.amount.Currency] = true
		p, known := a.ps.byID[f.of]
		if !known {
			p = a.ps.at(f.of)
			p.kept = &keptParty{}
			a.changed[f.of] = nil
		} else if _, touched := a.changed[f.of]; !touched {
			touch(p)
			p.rows = slices.Clone(p.rows)
		}
		p.tell(f.row, f.said)
	}
	if len(gone) > 0 {
		for _, c := range a.k.about.Currencies {
			if !met[c] {
				return false, nil
			}
		}
	}
	a.changes = len(gone)+len(more) > 0 || a.k.about.Moved > 0 || len(a.k.about.Rivals) > 0
	if a.x, err = a.exchangeOf(ctx, a.k.about.Currencies); err != nil {
		return false, err
	}
	a.rebuild()
	return true, nil
}

// rebuild makes the changed parties anew of their rows, and those whose reference
// has come to stand for anybody, or no longer does.
func (a *again) rebuild() {
	refs := map[uint64]bool{}
	for id, was := range a.changed {
		p := a.ps.byID[id]
		if was != nil {
			refs[was.kept.ref] = true
		}
		if len(p.rows) == 0 && a.ps.prospects[id] == nil {
			delete(a.ps.byID, id)
			continue
		}
		a.ps.build(p)
		p.kept = &keptParty{owner: p.kept.owner, ref: p.refHash(), marks: p.marks(), keys: p.kept.keys, hinted: p.kept.hinted, waits: p.kept.waits, among: p.kept.among,
			rival: p.kept.rival, best: p.kept.best}
		refs[p.kept.ref] = true
	}
	all := make([]*Party, 0, len(a.ps.byID))
	for _, p := range a.ps.all {
		if a.ps.byID[p.ID] == p {
			all = append(all, p)
		}
	}
	for id, was := range a.changed {
		if p := a.ps.byID[id]; p != nil && was == nil {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(x, y *Party) int { return cmp.Compare(x.ID, y.ID) })
	a.ps.all = all
	if delete(refs, 0); len(refs) == 0 {
		return
	}
	var share []*Party
	for _, p := range all {
		if refs[p.kept.ref] {
			share = append(share, p)
		}
	}
	a.ps.load(share...)
	before := make([]Party, len(share))
	for i, p := range share {
		before[i] = *p
	}
	a.ps.markShared(share)
	for i, p := range share {
		if _, known := a.changed[p.ID]; !known && p.refShared != before[i].refShared {
			a.changed[p.ID] = &before[i]
		}
	}
}

// exactly gives an index that finds parties as one of all customers does, now or as
// they were.
func (k *memory) exactly(some ...*Party) *customer.Index {
	wanted := identity.NewKeySet()
	for _, p := range some {
		wanted.Add(p.kept.marks...)
	}
	var customers []customer.Customer
	for i, c := range k.about.Customers.Customers {
		if wanted.Meets(k.marks[i]) {
			customers = append(customers, c)
		}
	}
	return customer.NewIndex(customers)
}

// owns gives a party its owner.
func (p *Party) owns(exact *customer.Index) {
	p.kept.owner = ""
	if match := p.ownerOn(exact, p.lastDay()); match.Outcome == customer.OutcomeMatched {
		p.kept.owner = match.ID
	}
}
