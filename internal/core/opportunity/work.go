package opportunity

import (
	_ "embed"
	"encoding/csv"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

//go:embed work.csv
var workCSV string

// monthsAfterClose is how long after its close a deal is still worked on, of
// work.csv, which says why.
var monthsAfterClose = sync.OnceValue(func() int {
	rows, err := csv.NewReader(strings.NewReader(workCSV)).ReadAll()
	if err != nil {
		panic(err) // the file is part of the program
	}
	n, err := strconv.Atoi(rows[1][1])
	if err != nil {
		panic(err)
	}
	return n
})

// Work gives the months in which services around a deal are billed: from the
// month in which it was accepted, or that of its close where that is not said,
// until a year after its close. False where none says when it closes, and of a
// deal that came to nothing or that AWS rejected.
func (d Deal) Work() (period.Range, bool) {
	day := d.CloseDay()
	if day.IsZero() || d.Reached() == StageClosedLost || d.Status == StatusRejected {
		return period.Range{}, false
	}
	closes := period.MonthOf(day)
	from := closes
	if at := d.AcceptedAt(); !at.IsZero() {
		from = min(from, period.MonthOf(at))
	}
	return period.Range{From: from, Until: closes + period.Month(monthsAfterClose()) + 1}, true
}

// AcceptedAt is when the deal began, by the first record that says it.
func (d Deal) AcceptedAt() time.Time {
	for _, r := range d.all(true) {
		if !r.Accepted.IsZero() {
			return r.Accepted
		}
	}
	return time.Time{}
}

// Models are the ways in which the deal is delivered, by the first record that
// says any.
func (d Deal) Models() []offering.DeliveryModel {
	for _, r := range d.all(true) {
		if len(r.Delivery) > 0 {
			return r.Delivery
		}
	}
	return nil
}

// Owner gives the customer that the deal's records name on a day, the first one
// first; empty where none does.
func (d Deal) Owner(index *customer.Index, day time.Time) customer.ID {
	for _, r := range append([]Record{d.Record}, d.Others...) {
		if id, _, found := index.Find(r.Customer.Query(), day); found {
			return id
		}
	}
	return ""
}

// Dated is a day in the month to which the deal belongs: its close, or its last
// change where none says when it closes.
func (d Deal) Dated() time.Time {
	if day := d.CloseDay(); !day.IsZero() {
		return day
	}
	return d.Made()
}
