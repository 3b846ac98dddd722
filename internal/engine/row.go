package engine

import (
	"time"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Text gives a text; empty for NULL.
func (r Row) Text(i int) string {
	s, _ := r[i].(string)
	return s
}

// Int gives a whole number; zero for NULL.
func (r Row) Int(i int) int64 {
	n, _ := r[i].(int64)
	return n
}

// Decimal gives an exact number; zero for NULL.
func (r Row) Decimal(i int) money.Decimal {
	d, _ := r[i].(money.Decimal)
	return d
}

// Month gives the month of a date; zero for NULL.
func (r Row) Month(i int) period.Month {
	t, ok := r[i].(time.Time)
	if !ok {
		return 0
	}
	return period.MonthOf(t)
}

// Bool gives a truth value; false for NULL.
func (r Row) Bool(i int) bool {
	b, _ := r[i].(bool)
	return b
}
