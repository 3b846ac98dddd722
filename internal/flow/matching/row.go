package matching

import (
	"cmp"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// saying is one way in which the books write a party. Of service lines: name, tax
// number, reference, mail address. Of bills: account, its name, a payer that is
// another account than it and not the partner's own, the payer's name, provider.
type saying [5]string

// row is what one piece of the books says of a party in one month.
type row struct {
	piece  int32 // place in parties.pieces
	said   int32 // place in Party.said
	month  period.Month
	amount money.Amount
}

// tell keeps what a piece says of the party; build makes the party of it.
func (p *Party) tell(found row, said saying) {
	at := slices.Index(p.said, said)
	if at < 0 {
		at, p.said = len(p.said), append(p.said, said)
	}
	found.said = int32(at)
	p.rows = append(p.rows, found)
}

// build makes a party of its rows, and of what opportunities say of it: whatever order they came in, the same. Where a
// month of an account has a price side, that is what the customer pays and stands in
// place of the cost side.
func (ps *parties) build(p *Party) {
	slices.SortFunc(p.rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.month, b.month), cmp.Compare(ps.pieces[a.piece].Path, ps.pieces[b.piece].Path),
			slices.Compare(p.said[a.said][:], p.said[b.said][:]), cmp.Compare(a.amount.Currency, b.amount.Currency))
	})
	priced := map[period.Month]bool{}
	for _, r := range p.rows {
		if ps.pieces[r.piece].Price {
			priced[r.month] = true
		}
	}
	was := *p
	*p = Party{ID: was.ID, Kind: was.Kind, Hints: was.Hints, rows: was.rows, said: was.said, refShared: was.refShared, kept: was.kept, spend: was.spend}
	if p.Kind != identity.KindAccount {
		p.Kind = identity.KindBook
		if len(p.rows) == 0 {
			p.Kind = identity.KindOther
		}
	}
	for n, r := range p.rows {
		from, said := ps.pieces[r.piece], p.said[r.said]
		if p.Kind == identity.KindAccount {
			if priced[r.month] && !from.Price {
				continue
			}
			if p.Account == "" {
				p.Account, p.Provider = said[0], said[4]
			}
			p.name(said[1])
			if said[2] != "" {
				p.Payer, p.PayerName, p.payerTells = said[2], said[3], ps.payerTells
			}
		} else {
			if n == 0 {
				p.TaxID, p.Ref, p.Email, p.RefSystem = said[1], said[2], said[3], from.Format
			}
			p.name(said[0])
		}
		p.add(r.month, r.amount)
	}
	p.hope(ps.prospects[p.ID])
	if p.Kind == identity.KindAccount && len(p.labels()) == 0 {
		p.Deals = ps.suggested[p.ID]
	}
	slices.Sort(p.Names)
}
