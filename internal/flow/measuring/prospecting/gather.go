package prospecting

import (
	"cmp"
	"maps"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// gathering makes histories of facts.
type gathering struct {
	facts       *measuring.Facts
	in          multiplier.Input
	histories   map[customer.ID]*whitespace.History
	first, last period.Month // with cloud
}

func newGathering(facts *measuring.Facts, in multiplier.Input) *gathering {
	g := &gathering{facts: facts, in: in, histories: map[customer.ID]*whitespace.History{}}
	for id, c := range in.Customers {
		g.histories[id] = &whitespace.History{Customer: c, First: in.FirstCharge[id], Used: map[string][]period.Month{},
			Providers: map[string][]period.Month{}, Bought: map[whitespace.Column]whitespace.Series{}, Billed: map[whitespace.Column]period.Month{}}
	}
	return g
}

// row is a figure's cloud and services of one customer and month.
type row struct {
	month period.Month
	multiplier.Row
}

// rows computes a figure by customer and month, the months of each in order, and
// names the currencies that have no rate.
func (g *gathering) rows(basis service.Basis) (map[customer.ID][]row, map[money.Currency]bool, error) {
	in := g.in
	in.Definition.Numerator.Basis = basis
	in.Services = slices.DeleteFunc(slices.Clone(in.Services), func(f multiplier.ServiceFact) bool { return f.Basis != basis })
	if basis == service.BasisInvoiced {
		in.Cloud = nil // what was invoiced when has nothing to do with it
	}
	in.By = []multiplier.Dimension{multiplier.DimensionCustomer, multiplier.DimensionMonth}
	figure, err := multiplier.Compute(in)
	if err != nil {
		return nil, nil, err
	}
	rows, missing := map[customer.ID][]row{}, map[money.Currency]bool{}
	for _, r := range figure.Rows {
		if r.Kind != multiplier.RowGroup {
			continue
		}
		month, err := period.ParseMonth(r.Key[1])
		if err != nil {
			continue // what belongs to no month
		}
		if id := customer.ID(r.Key[0]); g.histories[id] != nil {
			rows[id] = append(rows[id], row{month, r})
		}
	}
	for _, of := range rows {
		slices.SortFunc(of, func(a, b row) int { return cmp.Compare(a.month, b.month) })
	}
	for _, r := range figure.Unconverted {
		missing[r.Currency] = true
	}
	return rows, missing, nil
}

// money computes cloud and services of every customer and month, as figures do,
// and names the currencies that have no rate.
func (g *gathering) money() ([]money.Currency, error) {
	recognised, missing, err := g.rows(service.BasisRecognised)
	if err != nil {
		return nil, err
	}
	for id, of := range recognised {
		h := g.histories[id]
		for _, r := range of {
			if !r.Cloud.IsZero() {
				h.Cloud = append(h.Cloud, whitespace.Point{Month: r.month, Amount: r.Cloud})
				g.saw(r.month)
			}
			for _, c := range service.Categories() {
				if amount := r.Services.Of(multiplier.Part(c)); !amount.IsZero() {
					column := whitespace.Column{Category: c}
					h.Bought[column] = append(h.Bought[column], whitespace.Point{Month: r.month, Amount: amount})
				}
			}
		}
	}
	invoiced, _, err := g.rows(service.BasisInvoiced)
	if err != nil {
		return nil, err
	}
	for id, of := range invoiced {
		for _, r := range of {
			for _, c := range service.Categories() {
				if r.Services.Of(multiplier.Part(c)).Sign() > 0 {
					g.billed(id, whitespace.Column{Category: c}, r.month)
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(missing)), nil
}

// billed notes that an invoice of a month names a column.
func (g *gathering) billed(id customer.ID, c whitespace.Column, m period.Month) {
	if first, known := g.histories[id].Billed[c]; !known || m < first {
		g.histories[id].Billed[c] = m
	}
}

// saw widens the months that the books have.
func (g *gathering) saw(m period.Month) {
	if g.first == 0 || m < g.first {
		g.first = m
	}
	g.last = max(g.last, m)
}

// use notes in which months a customer's cloud services and providers cost
// something.
func (g *gathering) use() {
	for _, f := range g.in.Cloud {
		h := g.histories[f.Customer]
		if h == nil || f.Tax || f.Credit || f.Out != "" || f.Effective.Sign() <= 0 {
			continue
		}
		if f.Service != "" && !f.Marketplace {
			h.Used[f.Service] = append(h.Used[f.Service], f.Month)
		}
		h.Providers[f.Provider] = append(h.Providers[f.Provider], f.Month)
	}
	for _, h := range g.histories {
		for _, of := range []map[string][]period.Month{h.Used, h.Providers} {
			for name, months := range of {
				slices.Sort(months)
				of[name] = slices.Clip(slices.Compact(months))
			}
		}
	}
}

// offerings adds up what each customer paid for each offering by month, in the
// report currency. What has no rate is left out, as it is of the categories.
func (g *gathering) offerings(all []whitespace.Column) {
	type key struct {
		customer customer.ID
		column   whitespace.Column
		month    period.Month
	}
	sums := map[key]money.Decimal{}
	columns := map[offering.ID]whitespace.Column{}
	for _, c := range all {
		if c.Offering != "" {
			columns[c.Offering] = c
		}
	}
	for _, group := range g.facts.Services {
		column, known := columns[group.Class.Offering]
		if !known {
			continue
		}
		for _, f := range group.Facts {
			if g.histories[f.Customer] == nil || f.Out != "" || f.Nature != service.NatureService {
				continue
			}
			if group.Basis == service.BasisInvoiced {
				if f.Net.Sign() > 0 {
					g.billed(f.Customer, column, f.Month)
				}
				continue
			}
			month := cmp.Or(f.RateMonth, f.Month)
			rate, ok := g.in.Exchange.Rate(month, f.Currency)
			if !ok {
				continue
			}
			k := key{f.Customer, column, f.Month}
			sums[k] = sums[k].Add(f.Net.Mul(rate))
		}
	}
	for k, amount := range sums {
		h := g.histories[k.customer]
		h.Bought[k.column] = append(h.Bought[k.column], whitespace.Point{Month: k.month, Amount: amount})
	}
	for _, h := range g.histories {
		for _, series := range h.Bought {
			slices.SortFunc(series, func(a, b whitespace.Point) int { return cmp.Compare(a.Month, b.Month) })
		}
	}
}

// books gives the histories in the order of ids.
func (g *gathering) books() whitespace.Books {
	b := whitespace.Books{From: g.first, Until: g.last + 1}
	if g.first == 0 {
		b.Until = 0
	}
	for _, id := range slices.Sorted(maps.Keys(g.histories)) {
		b.Histories = append(b.Histories, *g.histories[id])
	}
	return b
}
