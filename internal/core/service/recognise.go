package service

import (
	"time"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Piece is the part of a line's net amount that counts in one month.
type Piece struct {
	Month period.Month
	Net   money.Decimal
}

// Recognise says in which months a line counts, by basis. Recognised revenue
// follows the days of the service period that fall in each month; the pieces
// sum to the line exactly, the last month taking what rounding to the lake's
// scale leaves.
func (l Line) Recognise(basis Basis) []Piece {
	issued := []Piece{{Month: period.MonthOf(l.IssueDate), Net: l.Net}}
	if basis == BasisInvoiced || l.ServiceFrom.IsZero() || !l.ServiceUntil.After(l.ServiceFrom) {
		return issued
	}
	first, last := period.MonthOf(l.ServiceFrom), period.MonthOf(l.ServiceUntil.Add(-time.Nanosecond))
	days := make([]money.Decimal, 0, last-first+1)
	for m := first; m <= last; m++ {
		from, until := later(m.Start(), l.ServiceFrom), earlier(m.End(), l.ServiceUntil)
		days = append(days, money.NewInt(int64(until.Sub(from)/(24*time.Hour))))
	}
	parts := money.Spread(l.Net, days, money.LakeScale)
	if parts == nil {
		return issued
	}
	pieces := make([]Piece, len(parts))
	for i, part := range parts {
		pieces[i] = Piece{Month: first + period.Month(i), Net: part}
	}
	return pieces
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
