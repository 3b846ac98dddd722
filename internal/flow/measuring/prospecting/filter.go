package prospecting

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
)

// Filter keeps cells; what is empty keeps all. Without an offering only
// categories are kept, because an offering is the same money once more.
type Filter struct {
	Customer customer.ID
	Category service.Category
	Offering offering.ID // AnyOffering for every one
	State    whitespace.State
}

// AnyOffering keeps every offering.
const AnyOffering offering.ID = "*"

// Validate refuses what is no category and no state. Faults:
// whitespace.category, whitespace.state.
func (f Filter) Validate() error {
	if f.Category != "" && !slices.Contains(service.Categories(), f.Category) {
		return fault.New(fault.KindInvalid, "whitespace.category").With("value", string(f.Category))
	}
	if f.State != "" && !slices.Contains(whitespace.States(), f.State) {
		return fault.New(fault.KindInvalid, "whitespace.state").With("value", string(f.State))
	}
	return nil
}

// Keep gives the cells that pass, those with the most expected money first.
func (f Filter) Keep(cells []whitespace.Cell) []whitespace.Cell {
	var kept []whitespace.Cell
	for _, c := range cells {
		if (f.Customer == "" || c.Customer == f.Customer) && (f.Category == "" || c.Column.Category == f.Category) &&
			(f.State == "" || c.State == f.State) && (c.Column.Offering == f.Offering || c.Column.Offering != "" && f.Offering == AnyOffering) {
			kept = append(kept, c)
		}
	}
	slices.SortFunc(kept, whitespace.Compare)
	return kept
}

// Year is the months that say what a customer buys.
func (r Result) Year() period.Range {
	return period.Range{From: max(r.Until-whitespace.Window, r.From), Until: r.Until}
}
