package trigger

import (
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// sharePlaces is how many decimals a share keeps.
const sharePlaces = 6

// Enough reports that a part is at least the signal's share of a whole, and
// gives the share. Of nothing there is no share.
func (s Signal) Enough(part, whole money.Decimal) (*money.Decimal, bool) {
	if whole.Sign() <= 0 {
		return nil, s.LeastShare.IsZero() && part.Sign() > 0
	}
	share := part.Quo(whole, sharePlaces)
	return &share, part.Sign() > 0 && part.Cmp(whole.Mul(s.LeastShare)) >= 0
}

// Series is an amount by month; a month that is not there is zero.
type Series map[period.Month]money.Decimal

// Sum adds up the months of a range.
func (s Series) Sum(r period.Range) money.Decimal {
	sum := money.Zero
	for m := r.From; m < r.Until; m++ {
		if a, some := s[m]; some {
			sum = sum.Add(a)
		}
	}
	return sum
}

// Change is where a change began and how large it is now.
type Change struct {
	Month         period.Month // the last of the first window in which it held without a break since
	Before, After period.Range
	By            money.Decimal // as a share
}

// Changed looks at the months before until, from the first month of the
// customer on: whether the latest window differs by as much as the signal asks
// from as many months before. Where the books have the same months a year
// earlier, what changed then is the season: it must differ by as much beyond
// that, too.
func (s Signal) Changed(of Series, first, until period.Month) (Change, bool) {
	by, holds := s.change(of, first, until)
	if !holds {
		return Change{}, false
	}
	began := until
	for {
		if _, still := s.change(of, first, began-1); !still || until-began >= period.Month(s.Recent) {
			break
		}
		began--
	}
	w := period.Month(s.Months)
	return Change{Month: began - 1, Before: period.Range{From: until - 2*w, Until: until - w}, After: period.Range{From: until - w, Until: until}, By: by}, true
}

const year = 12

// change is how the window before until differs from the one before it.
func (s Signal) change(of Series, first, until period.Month) (money.Decimal, bool) {
	w := period.Month(s.Months)
	if until-2*w < first+period.Month(s.History) {
		return money.Zero, false
	}
	sums := func(until period.Month) (before, after money.Decimal) {
		return of.Sum(period.Range{From: until - 2*w, Until: until - w}), of.Sum(period.Range{From: until - w, Until: until})
	}
	before, after := sums(until)
	if before.Sign() <= 0 || after.Sign() < 0 {
		return money.Zero, false
	}
	by := after.Sub(before).Quo(before, sharePlaces)
	if !s.far(before, after) {
		return by, false
	}
	if until-year-2*w >= first {
		if b, a := sums(until - year); b.Sign() > 0 && a.Sign() > 0 {
			return by, s.far(before.Mul(a), after.Mul(b))
		}
	}
	return by, true
}

// far reports a difference as large as the signal asks, in its direction.
func (s Signal) far(before, after money.Decimal) bool {
	least := before.Mul(money.One.Add(s.By))
	if s.By.Sign() > 0 {
		return after.Cmp(least) >= 0
	}
	return after.Cmp(least) <= 0
}

// Start is the first use of one thing by a customer.
type Start struct {
	Subject string
	Month   period.Month
	// Own says that the customer began itself: an account that changed hands and
	// had used it before is nobody's beginning.
	Own bool
}

// Started keeps the starts that count, given all of one customer by month: recent
// enough before until, after the customer's first months, and after as many
// others as the signal asks for.
func (s Signal) Started(all []Start, first, until period.Month) []Start {
	var found []Start
	for i, x := range all {
		if s.Follows > 0 && i != s.Follows {
			continue
		}
		if s.Follows > 0 && all[i-1].Month == x.Month {
			continue // together with another: nobody can say which came first
		}
		if x.Own && x.Month < until && until-x.Month <= period.Month(s.Recent) && x.Month-first >= period.Month(s.History) {
			found = append(found, x)
		}
	}
	return found
}
