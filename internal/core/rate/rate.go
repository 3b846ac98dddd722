// Package rate converts between currencies by dated tables.
//
// It owns the rules: which day's rate counts, how a cross rate is made, what
// rounding it has, and that a missing rate is a gap and never a zero. Files of
// rates are internal/source's business.
package rate

import (
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Places is how many decimals a cross or average rate keeps, rounded half to even.
const Places = 12

// MaxAgeDays is how old the last published rate may be before it is a gap: the
// longest run of days without ECB rates is Easter's four.
const MaxAgeDays = 7

// Rate says that one unit of From is Value units of To on Date, says Source.
type Rate struct {
	Date   time.Time // UTC midnight
	From   money.Currency
	To     money.Currency
	Value  money.Decimal
	Source string
}

// Policy says which rate of a month a report uses.
type Policy string

const (
	PolicyAverage Policy = "average" // mean of the published days of the month
	PolicyClosing Policy = "closing" // last published on or before the month's last day
)

// Table answers questions about a set of rates. Rates of several sources may be
// in it; Preferred, when set, is asked first.
type Table struct {
	days map[pair][]dated // by date
}

type pair struct{ from, to money.Currency }

type dated struct {
	day   time.Time
	value money.Decimal
}

// NewTable indexes rates. Where two rates name the same day and pair, the
// later in the list wins: callers order by import.
func NewTable(rates []Rate) *Table {
	t := &Table{days: map[pair][]dated{}}
	for _, r := range rates {
		k := pair{r.From, r.To}
		t.days[k] = append(t.days[k], dated{r.Date, r.Value})
	}
	for k, ds := range t.days {
		slices.SortStableFunc(ds, func(a, b dated) int { return a.day.Compare(b.day) })
		kept := ds[:0]
		for _, d := range ds {
			if n := len(kept); n > 0 && kept[n-1].day.Equal(d.day) {
				kept[n-1] = d
				continue
			}
			kept = append(kept, d)
		}
		t.days[k] = kept
	}
	return t
}

// Find gives the rate from one currency to another on a day: the last one
// published on or before it, at most MaxAgeDays old; direct, inverse, or
// crossed through a currency both are quoted in on the same day.
func (t *Table) Find(day time.Time, from, to money.Currency) (money.Decimal, error) {
	if from == to {
		return money.One, nil
	}
	for age := range MaxAgeDays + 1 {
		if v, ok := t.on(day.AddDate(0, 0, -age), from, to); ok {
			return v, nil
		}
	}
	return money.Zero, missing(from, to).With("day", day.Format(time.DateOnly))
}

// Month gives the rate of a month by policy.
func (t *Table) Month(m period.Month, from, to money.Currency, policy Policy) (money.Decimal, error) {
	if from == to {
		return money.One, nil
	}
	if policy == PolicyClosing {
		return t.Find(m.End().AddDate(0, 0, -1), from, to)
	}
	sum, n := money.Zero, int64(0)
	for day := m.Start(); day.Before(m.End()); day = day.AddDate(0, 0, 1) {
		if v, ok := t.on(day, from, to); ok {
			sum, n = sum.Add(v), n+1
		}
	}
	if n == 0 {
		return money.Zero, missing(from, to).With("day", m.String())
	}
	return sum.Quo(money.NewInt(n), Places), nil
}

func missing(from, to money.Currency) *fault.Error {
	return fault.New(fault.KindNotFound, "rate.missing").With("from", string(from)).With("to", string(to))
}

// on gives the rate published for exactly this day.
func (t *Table) on(day time.Time, from, to money.Currency) (money.Decimal, bool) {
	if v, ok := t.quoted(day, from, to); ok {
		return v, true
	}
	if v, ok := t.quoted(day, to, from); ok && !v.IsZero() {
		return money.One.Quo(v, Places), true
	}
	for _, base := range t.bases(from, to) {
		a, okA := t.quoted(day, base, from)
		b, okB := t.quoted(day, base, to)
		if okA && okB && !a.IsZero() {
			return b.Quo(a, Places), true
		}
	}
	return money.Zero, false
}

func (t *Table) quoted(day time.Time, from, to money.Currency) (money.Decimal, bool) {
	ds := t.days[pair{from, to}]
	i, ok := slices.BinarySearchFunc(ds, day, func(d dated, day time.Time) int { return d.day.Compare(day) })
	if !ok {
		return money.Zero, false
	}
	return ds[i].value, true
}

// bases are the currencies that quote both, in a stable order.
func (t *Table) bases(from, to money.Currency) []money.Currency {
	var bases []money.Currency
	for k := range t.days {
		if k.to != from {
			continue
		}
		if _, ok := t.days[pair{k.from, to}]; ok {
			bases = append(bases, k.from)
		}
	}
	slices.Sort(bases)
	return bases
}
