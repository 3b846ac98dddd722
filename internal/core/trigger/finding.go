package trigger

import (
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Key names a finding: the same rows are found under the same key for ever, so
// that a finding is proposed once. An event has a month; what simply is so has
// none.
type Key struct {
	Rule     ID
	Customer customer.ID
	Subject  string // a service, family, region, commitment or product; empty for what has none
	Month    period.Month
}

// escaped keeps the parts of a key apart.
var escaped = strings.NewReplacer("%", "%25", "/", "%2F", " ", "%20")

// String is such as new_service/C0001/AmazonBedrock/2025-03.
func (k Key) String() string {
	parts := []string{string(k.Rule), escaped.Replace(string(k.Customer))}
	if k.Subject != "" {
		parts = append(parts, escaped.Replace(k.Subject))
	}
	if k.Month != 0 {
		parts = append(parts, k.Month.String())
	}
	return strings.Join(parts, "/")
}

// Finding is what a rule found in a customer's bills.
type Finding struct {
	Key
	// Window is the months of the rows that show it. Before is the months that they
	// are compared with; zero for most.
	Window, Before period.Range
	// Sums are what the rows come to, exactly, as the bills have them.
	Sums []Sum
	// Amount is the same in the report currency: Window less Before. Nil where a
	// rate is missing.
	Amount *money.Decimal
	// Share is of what the rule compares with: the customer's cloud, what could be
	// tagged, the commitment. Of KindChanges the change. Nil for what has none.
	Share *money.Decimal
	// Ends is when a commitment, contract or support ends; zero for most. Inferred
	// says that no row has the day: it is start and term.
	Ends     time.Time
	Inferred bool
	// Ended says that it is over: nothing was used after it.
	Ended bool
	// Life is the line of the table of ends of life; nil for most.
	Life *Life
	// Size is services revenue of twelve months, if the customer buys what the rule
	// suggests; nil is unsized.
	Size *estimate.Range
}

// Sum is rows of one part and currency.
type Sum struct {
	Before   bool
	Currency money.Currency
	Amount   money.Decimal
	Rows     int64
}

// months of evidence that the amount is spread over.
func (f Finding) months() int64 { return int64(max(f.Window.Months(), 1)) }

// monthlyPlaces is how many decimals an amount a month keeps.
const monthlyPlaces = 6

// Monthly is the amount by month of the window, which is what findings of
// different rules are compared by; nil where there is no amount.
func (f Finding) Monthly() *money.Decimal {
	if f.Amount == nil {
		return nil
	}
	m := f.Amount.Quo(money.NewInt(f.months()), monthlyPlaces)
	return &m
}

// Proposal is the finding as something to do. How likely it comes true nobody
// can say from a bill, so that it has no chance.
func (f Finding) Proposal(r Rule) move.Proposal {
	return move.Proposal{Origin: move.Origin{Kind: move.OriginTrigger, Ref: f.Key.String()}, Customer: f.Customer,
		Category: r.Suggests.Category, Offering: r.Suggests.Offering, Strategy: r.Suggests.Strategy, Size: f.Size}
}
