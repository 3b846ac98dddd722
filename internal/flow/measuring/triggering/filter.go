package triggering

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
)

// Filter chooses findings; what is empty chooses all.
type Filter struct {
	Rule     trigger.ID
	Customer customer.ID
	Manager  string // to whom the customer is assigned
}

// Select gives the findings that a filter chooses, in their order.
func (r Result) Select(by Filter) []trigger.Finding {
	var found []trigger.Finding
	for _, f := range r.Findings {
		if (by.Rule == "" || f.Rule == by.Rule) && (by.Customer == "" || f.Customer == by.Customer) &&
			(by.Manager == "" || slices.Contains(r.Managers[f.Customer], by.Manager)) {
			found = append(found, f)
		}
	}
	return found
}
