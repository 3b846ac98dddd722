package estimate

import "github.com/sevenfold/sevenfold/internal/core/money"

// Total is several ranges of one currency added up, end by end. How often the
// truth lies in it nobody can say, so it has no level.
type Total struct {
	Low      money.Decimal  `json:"low"`
	Mid      money.Decimal  `json:"mid"`
	High     money.Decimal  `json:"high"`
	Currency money.Currency `json:"currency"`
	Count    int            `json:"count"` // of ranges
}

// Add adds ranges by currency, in the order in which currencies come; a nil
// range is unsized, counted and in no sum.
func Add(ranges ...*Range) (totals []Total, unsized int) {
next:
	for _, r := range ranges {
		if r == nil {
			unsized++
			continue
		}
		for i := range totals {
			if t := &totals[i]; t.Currency == r.Currency {
				t.Low, t.Mid, t.High = t.Low.Add(r.Low), t.Mid.Add(r.Mid), t.High.Add(r.High)
				t.Count++
				continue next
			}
		}
		totals = append(totals, Total{r.Low, r.Mid, r.High, r.Currency, 1})
	}
	return totals, unsized
}
