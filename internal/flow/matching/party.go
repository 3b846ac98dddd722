package matching

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Party is one way in which the books name somebody, with what hangs on it. It
// is kept in questions as it was when they were asked.
type Party struct {
	ID   customer.PartyID `json:"id"`
	Kind identity.Kind    `json:"kind"` // account, book, or other: the pipeline
	// Names are as found: of the account over time, or of the invoices.
	Names []string `json:"names,omitempty"`

	Account   string          `json:"account,omitempty"`
	Provider  string          `json:"provider,omitempty"`
	Payer     string          `json:"payer,omitempty"` // another account that the provider invoices
	PayerName string          `json:"payer_name,omitempty"`
	Hints     []identity.Hint `json:"hints,omitempty"`
	// Deals are the customers of opportunities that name this account, which has no
	// name of its own. They are read anew each time, where hints are kept.
	Deals []identity.Hint `json:"deals,omitempty"`

	TaxID string `json:"tax_id,omitempty"`
	Ref   string `json:"ref,omitempty"`
	// RefSystem is the program whose book gives the reference: two programs number
	// their customers each for itself.
	RefSystem string `json:"ref_system,omitempty"`
	Email     string `json:"email,omitempty"`

	// Of opportunities of the pipeline, which have no money of their own.
	Accounts []string `json:"accounts,omitempty"`
	DUNS     string   `json:"duns,omitempty"`
	Domain   string   `json:"domain,omitempty"`
	CRM      string   `json:"crm,omitempty"`

	Money       []money.Amount `json:"money"` // one a currency, by code
	First, Last period.Month   // with charges or lines

	months []monthMoney
	rows   []row // that it was made of
	said   []saying
	kept   *keptParty // what an earlier run has kept of it; nil where none has
	// payerTells: the payer is surely not the partner's own, which pays for many.
	payerTells bool
	refShared  bool // Ref stands for anybody, such as "cash" or "0"
	// spend is how the cost moves, over the months in which it is compared.
	spend identity.Shape
}

// monthMoney is what a party came to in one month, in one currency.
type monthMoney struct {
	month  period.Month
	amount money.Amount
}

// Title is what people call the party: its name, else its number.
func (p *Party) Title() string {
	for _, s := range append(slices.Clone(p.Names), p.Account, p.TaxID, p.Email, p.Ref) {
		if s != "" {
			return s
		}
	}
	return string(p.ID)
}

// labels are the names of an account that may be a customer's. Many exports
// write the number again where there is none, or the address of the root user,
// which is a hint and no name.
func (p *Party) labels() []string {
	return slices.DeleteFunc(slices.Clone(p.Names), func(n string) bool {
		return strings.Trim(n, "0123456789-") == "" || strings.Contains(n, "@")
	})
}

// match is what figures find when they ask for this party. They ask line by line:
// one that is written in two ways has a customer only where both ways have the
// same.
func (p *Party) match(index *customer.Index, day time.Time) customer.Match {
	if p.Kind == identity.KindAccount {
		return index.Match(customer.Query{Accounts: []string{p.Account}}, day)
	}
	q := customer.Query{TaxID: p.TaxID, Ref: p.Ref, Email: p.Email}
	if p.Kind == identity.KindOther {
		q = customer.Query{Domain: p.Domain, DUNS: p.DUNS, CRM: p.CRM, Accounts: p.Accounts}
	}
	if len(p.Names) == 0 {
		return index.Match(q, day)
	}
	var found customer.Match
	for i, n := range p.Names {
		q.Name = n
		switch match := index.Match(q, day); {
		case match.Outcome != customer.OutcomeMatched:
			return match
		case i > 0 && match.ID != found.ID:
			return customer.Match{Outcome: customer.OutcomeAmbiguous}
		default:
			found = match
		}
	}
	return found
}

// record is the party as it is compared with others.
func (p *Party) record() identity.Record {
	r := identity.Record{Key: string(p.ID), Kind: p.Kind, Spend: p.spend}
	if p.Kind == identity.KindAccount {
		r.Accounts, r.Aliases, r.Hints = []string{p.Account}, p.labels(), slices.Concat(p.Hints, p.Deals)
		for _, n := range p.Names {
			if strings.Contains(n, "@") {
				r.Hints = append(r.Hints, identity.Hint{Source: identity.HintEmail, Value: n})
				r.Aliases = append(r.Aliases, n)
			}
		}
		if p.PayerName != "" {
			r.Hints = append(r.Hints, identity.Hint{Source: identity.HintOrg, Value: p.PayerName})
		}
		if p.Payer != "" && p.payerTells {
			r.Payers = []string{p.Payer}
		}
		return r
	}
	r.Names = p.Names
	if p.Kind == identity.KindOther {
		r.Accounts = p.Accounts
		if p.DUNS != "" {
			r.DUNS = []string{p.DUNS}
		}
		if p.Domain != "" {
			r.Domains = []string{p.Domain}
		}
		if p.CRM != "" {
			r.Refs = []identity.Ref{{System: string(customer.KindCRM), Value: p.CRM}}
		}
		return r
	}
	if p.TaxID != "" {
		r.TaxIDs = []string{p.TaxID}
	}
	if ref, mail := p.reference(); mail != "" {
		r.Domains = append(r.Domains, mail)
	} else if ref != (identity.Ref{}) {
		r.Refs = []identity.Ref{ref}
	}
	if p.Email != "" {
		r.Domains = append(r.Domains, p.Email)
	}
	return r
}

// reference is the id that the books give the party, or the mail address that
// electronic invoices write in its place (scheme EM). What many parties share is
// nobody's.
func (p *Party) reference() (ref identity.Ref, mail string) {
	if address, is := strings.CutPrefix(p.Ref, "EM:"); is {
		return identity.Ref{}, address
	}
	if p.Ref == "" || p.refShared {
		return identity.Ref{}, ""
	}
	return identity.Ref{System: p.RefSystem, Value: p.Ref}, ""
}

// add counts money of a month.
func (p *Party) add(month period.Month, a money.Amount) {
	if p.First == 0 || month < p.First {
		p.First = month
	}
	p.Last = max(p.Last, month)
	p.months = append(p.months, monthMoney{month, a})
	p.plus(a)
}

// plus counts money in its currency.
func (p *Party) plus(a money.Amount) {
	i, found := slices.BinarySearchFunc(p.Money, a.Currency, func(m money.Amount, c money.Currency) int { return cmp.Compare(m.Currency, c) })
	if !found {
		p.Money = slices.Insert(p.Money, i, a)
		return
	}
	p.Money[i].Decimal = p.Money[i].Decimal.Add(a.Decimal)
}

// name adds a name once.
func (p *Party) name(s string) {
	if s = strings.TrimSpace(s); s != "" && !slices.Contains(p.Names, s) {
		p.Names = append(p.Names, s)
	}
}

// lastDay is the day at which it is asked whose the party is now.
func (p *Party) lastDay() time.Time { return p.Last.End().AddDate(0, 0, -1) }

// ownerOn is whose the party is on a day, as figures see it: an account that
// nobody claims is its payer's.
func (p *Party) ownerOn(index *customer.Index, day time.Time) customer.Match {
	match := p.match(index, day)
	if match.Outcome == customer.OutcomeUnmatched && p.Payer != "" {
		return index.Match(customer.Query{Accounts: []string{p.Payer}}, day)
	}
	return match
}
