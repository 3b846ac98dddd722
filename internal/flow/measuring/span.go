package measuring

import (
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Bounds of open validity, far outside any bill.
var (
	beginning = period.NewMonth(1, time.January)
	end       = period.NewMonth(9999, time.January)
)

// span is days in which an account has one customer, or none.
type span struct {
	customer    customer.ID
	from, until time.Time // until exclusive; never open
}

// spans says whose an account is on every day there is: the sub account's
// customer, where nobody has it the payer's. An account that several claim is
// nobody's, whoever its payer is. Neighbours differ.
func spans(sub, payer []customer.Tenure) []span {
	cuts := []time.Time{beginning.Start(), end.Start()}
	for _, t := range slices.Concat(sub, payer) {
		for _, day := range []time.Time{t.From, t.Until} {
			if day.After(beginning.Start()) && day.Before(end.Start()) {
				cuts = append(cuts, day)
			}
		}
	}
	slices.SortFunc(cuts, time.Time.Compare)
	cuts = slices.CompactFunc(cuts, time.Time.Equal)
	var out []span
	for i, day := range cuts[:len(cuts)-1] {
		t, held := holding(sub, day)
		if !held {
			t, _ = holding(payer, day)
		}
		if last := len(out) - 1; last >= 0 && out[last].customer == t.Customer {
			out[last].until = cuts[i+1]
			continue
		}
		out = append(out, span{t.Customer, day, cuts[i+1]})
	}
	return out
}

// lastDay is the day whose owner has what belongs to a whole month.
func lastDay(m period.Month) time.Time { return m.End().AddDate(0, 0, -1) }

// holding finds the tenure of a day.
func holding(tenures []customer.Tenure, day time.Time) (customer.Tenure, bool) {
	for _, t := range tenures {
		if !day.Before(t.From) && (t.Until.IsZero() || day.Before(t.Until)) {
			return t, true
		}
	}
	return customer.Tenure{}, false
}
