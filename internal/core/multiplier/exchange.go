package multiplier

import (
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
)

// Exchange brings amounts of a month to the report currency. It remembers the
// rates it found and is not safe for concurrent use.
type Exchange struct {
	to     money.Currency
	policy rate.Policy
	table  *rate.Table
	known  map[monthly]*money.Decimal // nil where there is no rate
}

type monthly struct {
	month period.Month
	from  money.Currency
}

// NewExchange converts to a currency by policy.
func NewExchange(table *rate.Table, to money.Currency, policy rate.Policy) *Exchange {
	return &Exchange{to: to, policy: policy, table: table, known: map[monthly]*money.Decimal{}}
}

// Currency is the report currency.
func (x *Exchange) Currency() money.Currency { return x.to }

// Policy says which rate of a month counts.
func (x *Exchange) Policy() rate.Policy { return x.policy }

// Rate gives the month's rate from a currency; false is a gap.
func (x *Exchange) Rate(m period.Month, from money.Currency) (money.Decimal, bool) {
	k := monthly{m, from}
	r, asked := x.known[k]
	if !asked {
		if v, err := x.table.Month(m, from, x.to, x.policy); err == nil {
			r = &v
		}
		x.known[k] = r
	}
	if r == nil {
		return money.Zero, false
	}
	return *r, true
}
