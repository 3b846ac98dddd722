// Package rate converts between currencies by dated tables.
//
// It owns the rules: which day's rate counts, how a cross rate is made, what
// rounding it has, and that a missing rate is a gap and never a zero. Files of
// rates are internal/source's business.
package rate

import (
	"time"

	"github.com/sevenfold/sevenfold/internal/core/money"
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
