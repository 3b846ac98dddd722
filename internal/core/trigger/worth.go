package trigger

import (
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Worth reports that a customer's cloud is large enough to act on what the signal
// finds, given its amount by month in a currency, what one unit of the signal's
// own money is in that currency, and how many services are in use by month. A
// window that begins before the customer or the books is none.
func (s Signal) Worth(cloud Series, rate money.Decimal, services map[period.Month]int, window period.Range) bool {
	if s.LeastMonthly.Decimal.Sign() > 0 {
		least := s.LeastMonthly.Decimal.Mul(rate).Mul(money.NewInt(int64(s.Months)))
		if cloud.Sum(window).Cmp(least) < 0 {
			return false
		}
	}
	if s.LeastServices == 0 {
		return true
	}
	for m := window.Until - period.Month(s.Months); m < window.Until; m++ {
		if services[m] < s.LeastServices {
			return false
		}
	}
	return true
}
