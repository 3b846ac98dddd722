package rate

import (
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Table answers questions about a set of rates. It is never changed once made
// and is safe for concurrent use.
type Table struct {
	quotes map[pair]series
	bases  map[money.Currency][]money.Currency // who quotes a currency, in a stable order
}

type pair struct{ from, to money.Currency }

// series is the published rates of one pair, by day, each day once.
type series struct {
	days   []day
	values []money.Decimal
}

// day counts days since 1970-01-01: rates are found by comparing integers.
type day int32

func dayOf(t time.Time) day {
	const secondsPerDay = 24 * 60 * 60
	seconds := t.Unix()
	if seconds < 0 {
		seconds -= secondsPerDay - 1 // towards the past, as calendars count
	}
	return day(seconds / secondsPerDay)
}

func (s series) on(d day) (money.Decimal, bool) {
	i, ok := slices.BinarySearch(s.days, d)
	if !ok {
		return money.Zero, false
	}
	return s.values[i], true
}

// NewTable indexes rates. Where two rates name the same day and pair, the
// later in the list wins: callers order by import.
func NewTable(rates []Rate) *Table {
	counts := map[pair]int{}
	for _, r := range rates {
		counts[pair{r.From, r.To}]++
	}
	lists := make(map[pair][]int, len(counts)) // positions in rates, by day
	for k, n := range counts {
		lists[k] = make([]int, 0, n)
	}
	for i, r := range rates {
		k := pair{r.From, r.To}
		lists[k] = append(lists[k], i)
	}
	t := &Table{quotes: make(map[pair]series, len(lists)), bases: map[money.Currency][]money.Currency{}}
	for k, list := range lists {
		t.quotes[k] = newSeries(rates, list)
		t.bases[k.to] = append(t.bases[k.to], k.from)
	}
	for _, bases := range t.bases {
		slices.Sort(bases)
	}
	return t
}

func newSeries(rates []Rate, list []int) series {
	slices.SortFunc(list, func(a, b int) int {
		if c := rates[a].Date.Compare(rates[b].Date); c != 0 {
			return c
		}
		return a - b
	})
	s := series{days: make([]day, 0, len(list)), values: make([]money.Decimal, 0, len(list))}
	for _, i := range list {
		d := dayOf(rates[i].Date)
		if n := len(s.days); n > 0 && s.days[n-1] == d {
			s.values[n-1] = rates[i].Value
			continue
		}
		s.days, s.values = append(s.days, d), append(s.values, rates[i].Value)
	}
	return s
}

// Find gives the rate from one currency to another on a day: the last one
// published on or before it, at most MaxAgeDays old; direct, inverse, or
// crossed through a currency both are quoted in on the same day. A gap is the
// fault rate.missing.
func (t *Table) Find(at time.Time, from, to money.Currency) (money.Decimal, error) {
	if from == to {
		return money.One, nil
	}
	route, asked := t.route(from, to), dayOf(at)
	for age := range day(MaxAgeDays + 1) {
		if v, ok := route.on(asked - age); ok {
			return v, nil
		}
	}
	return money.Zero, missing(from, to).With("day", at.Format(time.DateOnly))
}

// Month gives the rate of a month by policy. A gap is the fault rate.missing.
func (t *Table) Month(m period.Month, from, to money.Currency, policy Policy) (money.Decimal, error) {
	if from == to {
		return money.One, nil
	}
	if policy == PolicyClosing {
		return t.Find(m.End().AddDate(0, 0, -1), from, to)
	}
	route, sum, n := t.route(from, to), money.Zero, int64(0)
	for d := dayOf(m.Start()); d < dayOf(m.End()); d++ {
		if v, ok := route.on(d); ok {
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

// route is every way from one currency to another, best first; made once per
// question so that asking day by day costs a few binary searches.
type route struct {
	direct, inverse series
	crosses         []cross
}

// cross goes through a base that quotes both currencies.
type cross struct{ from, to series }

func (t *Table) route(from, to money.Currency) route {
	r := route{direct: t.quotes[pair{from, to}], inverse: t.quotes[pair{to, from}]}
	for _, base := range t.bases[from] {
		if s, ok := t.quotes[pair{base, to}]; ok {
			r.crosses = append(r.crosses, cross{t.quotes[pair{base, from}], s})
		}
	}
	return r
}

// on gives the rate published for exactly this day.
func (r route) on(d day) (money.Decimal, bool) {
	if v, ok := r.direct.on(d); ok {
		return v, true
	}
	if v, ok := r.inverse.on(d); ok && !v.IsZero() {
		return money.One.Quo(v, Places), true
	}
	for _, c := range r.crosses {
		a, okA := c.from.on(d)
		b, okB := c.to.on(d)
		if okA && okB && !a.IsZero() {
			return b.Quo(a, Places), true
		}
	}
	return money.Zero, false
}
