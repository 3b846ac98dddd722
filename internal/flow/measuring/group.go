package measuring

import (
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// member is a customer in a month.
type member struct {
	customer customer.ID
	month    period.Month
}

// groupOf gives the customer at the top by ownership on the last day of the
// month; itself where it stands alone.
func (f *Facts) groupOf(id customer.ID, m period.Month) customer.ID {
	of := member{id, m}
	top, known := f.tops[of]
	if !known {
		top = id
		for _, above := range f.book.Ancestors(id, customer.LineOwnership, lastDay(m)) {
			if f.scope.has(above) {
				top = above
			}
		}
		f.tops[of] = top
	}
	return top
}
