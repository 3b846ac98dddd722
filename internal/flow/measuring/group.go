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
		if above := f.book.Ancestors(id, customer.LineOwnership, lastDay(m)); len(above) > 0 {
			top = above[len(above)-1]
		}
		f.tops[of] = top
	}
	return top
}
