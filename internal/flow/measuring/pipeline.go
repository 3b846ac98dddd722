package measuring

import (
	"cmp"
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// PipelineInput narrows the list of deals.
type PipelineInput struct {
	Customer customer.ID         // only deals of this customer, under whatever id it goes by after merges; empty: all
	Stages   []opportunity.Stage // only deals of these; empty: all
}

// Listed is a deal and whose it is.
type Listed struct {
	opportunity.Deal
	Customer customer.ID // empty: nobody's
	Name     string      // of the customer; empty where it is nobody's
}

// Pipeline lists the deals that hold now, those that close first before; deals
// without a day to close come last. Who is held to some customers gets theirs
// and none that is nobody's.
//
// Faults: access.denied, customer.unknown.
func (m *Measurer) Pipeline(ctx context.Context, in PipelineInput) (_ []Listed, err error) {
	defer fault.Wrap(&err, "measuring.Pipeline")
	viewer, err := m.Guard.Allow(ctx, access.RightSee)
	if err != nil {
		return nil, err
	}
	book, err := m.State.CustomerBook(ctx)
	if err != nil {
		return nil, err
	}
	if in.Customer != "" && !viewer.Sees(book, in.Customer) {
		return nil, fault.New(fault.KindNotFound, "customer.unknown").With("customer", string(in.Customer))
	}
	records, err := m.State.Pipeline(ctx)
	if err != nil || len(records) == 0 {
		return nil, err
	}
	index, seen := book.Index(), newScope(book, viewer.Scope())
	var list []Listed
	for _, d := range opportunity.Deals(records) {
		l := Listed{Deal: d, Customer: d.Owner(index, lastDay(period.MonthOf(d.Dated())))}
		switch {
		case !seen.has(l.Customer),
			in.Customer != "" && l.Customer != book.Survivor(in.Customer),
			len(in.Stages) > 0 && !slices.Contains(in.Stages, d.Reached()):
			continue
		}
		if c, known := book.Customer(l.Customer); known {
			l.Name = c.Name
		}
		list = append(list, l)
	}
	slices.SortStableFunc(list, func(a, b Listed) int {
		if x, y := a.CloseDay(), b.CloseDay(); x.IsZero() != y.IsZero() {
			if x.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(a.CloseDay().Compare(b.CloseDay()), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}
