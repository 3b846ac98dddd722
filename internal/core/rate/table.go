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
	quotes     map[pair]series
	currencies []money.Currency // all there are, sorted
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
	t := &Table{quotes: make(map[pair]series, len(lists))}
	for k, list := range lists {
		t.quotes[k] = newSeries(rates, list)
		t.currencies = append(t.currencies, k.from, k.to)
	}
	slices.Sort(t.currencies)
	t.currencies = slices.Compact(t.currencies)
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
// crossed through a third currency on the same day. A gap is the fault
// rate.missing.
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

// cross goes through a third currency, the hub. Each leg may be quoted either
// way round: a leg that is quoted against its direction divides.
type cross struct {
	in, out   series // from and hub, hub and to
	inTurned  bool   // quoted as hub -> from
	outTurned bool   // quoted as to -> hub
}

// route: hubs come in the order of their codes, those that quote both first, so
// that equal tables give equal rates.
func (t *Table) route(from, to money.Currency) route {
	r := route{direct: t.quotes[pair{from, to}], inverse: t.quotes[pair{to, from}]}
	for _, turned := range [][2]bool{{true, false}, {false, false}, {true, true}, {false, true}} {
		for _, hub := range t.currencies {
			in, out := pair{from, hub}, pair{hub, to}
			if turned[0] {
				in = pair{hub, from}
			}
			if turned[1] {
				out = pair{to, hub}
			}
			a, okA := t.quotes[in]
			b, okB := t.quotes[out]
			if okA && okB && hub != from && hub != to {
				r.crosses = append(r.crosses, cross{a, b, turned[0], turned[1]})
			}
		}
	}
	return r
}

// on gives the cross rate of a day, rounded once.
func (c cross) on(d day) (money.Decimal, bool) {
	a, okA := c.in.on(d)
	b, okB := c.out.on(d)
	if !okA || !okB || a.IsZero() || b.IsZero() {
		return money.Zero, false
	}
	above, below := money.One, money.One
	for _, leg := range []struct {
		value  money.Decimal
		turned bool
	}{{a, c.inTurned}, {b, c.outTurned}} {
		if leg.turned {
			below = below.Mul(leg.value)
		} else {
			above = above.Mul(leg.value)
		}
	}
	return above.Quo(below, Places), true
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
		if v, ok := c.on(d); ok {
			return v, true
		}
	}
	return money.Zero, false
}
