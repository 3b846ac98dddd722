package multiplier

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Ref names a row of a result: "3" is the third row, "total" the total, "u2"
// the second unconverted row, "x1" the first amount that is left out.
type Ref struct {
	Kind RowKind // RowTotal, RowUnconverted, RowExcluded, or RowGroup for any row
	At   int     // from 0
}

// TotalRef names the total.
func TotalRef() Ref { return Ref{Kind: RowTotal} }

// ParseRef reads what Ref.String wrote.
func ParseRef(s string) (Ref, error) {
	if s == string(RowTotal) {
		return TotalRef(), nil
	}
	number, unconverted := strings.CutPrefix(s, "u")
	number, excluded := strings.CutPrefix(number, "x")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || number[0] == '+' || unconverted && excluded {
		return Ref{}, fault.New(fault.KindInvalid, "figure.malformed").With("address", s)
	}
	if unconverted {
		return Ref{RowUnconverted, n - 1}, nil
	}
	if excluded {
		return Ref{RowExcluded, n - 1}, nil
	}
	return Ref{RowGroup, n - 1}, nil
}

// String is the short form.
func (r Ref) String() string {
	switch r.Kind {
	case RowTotal:
		return string(RowTotal)
	case RowUnconverted:
		return fmt.Sprintf("u%d", r.At+1)
	case RowExcluded:
		return fmt.Sprintf("x%d", r.At+1)
	case RowGroup, RowUnmatched, RowUnattributed, RowOthers:
	}
	return strconv.Itoa(r.At + 1)
}

// Find gives the row; false where the result has none of that number. What is
// left out is no row: it has its currency only, and its amount in Excluded.
func (r Result) Find(ref Ref) (Row, bool) {
	rows := r.Rows
	switch ref.Kind {
	case RowTotal:
		return r.Total, r.Gap == ""
	case RowUnconverted:
		rows = r.Unconverted
	case RowExcluded:
		if ref.At < 0 || ref.At >= len(r.Excluded) {
			return Row{}, false
		}
		return Row{Kind: RowExcluded, Currency: r.Excluded[ref.At].Currency}, true
	case RowGroup, RowUnmatched, RowUnattributed, RowOthers:
	}
	if ref.At < 0 || ref.At >= len(rows) {
		return Row{}, false
	}
	return rows[ref.At], true
}

// Cell names a figure in a row.
type Cell string

// Cells besides the parts of the numerator, which are cells too.
const (
	CellMultiplier Cell = "multiplier"
	CellCloud      Cell = "cloud"
	CellServices   Cell = "services"
	CellRunRate    Cell = "run_rate" // both sides, customers' first years left out
	// Of services, those of offerings with a price model, and of these those priced
	// by what the customer gains.
	CellPriced    Cell = "priced"
	CellOnOutcome Cell = "on_outcome"
)

// Cells lists what can be traced.
func Cells() []Cell {
	cells := []Cell{CellMultiplier, CellCloud, CellServices, CellRunRate, CellPriced, CellOnOutcome}
	for _, p := range Parts() {
		cells = append(cells, Cell(p))
	}
	return cells
}

// Share is how much of a fact is in a cell, in the fact's own currency.
type Share struct {
	Fact      int // place in Input.Cloud or Input.Services
	Counted   money.Decimal
	Allocated bool
}

// Trace is every fact behind a cell. The counted amounts of each side sum, by
// currency, to the row's Native amounts exactly.
type Trace struct {
	Cloud    []Share
	Services []Share
}

// traced is a computation with its intermediate steps.
type traced struct {
	question        *question
	book            *book
	cloud, services []contribution
	layout          layout
}

// TraceCell finds the facts behind a cell by computing the figure again, which it
// gives as well: it is what Compute gives. A row that does not exist is fault
// figure.unknown.
func TraceCell(in Input, ref Ref, cell Cell) (Result, Trace, error) {
	if err := in.Validate(); err != nil {
		return Result{}, Trace{}, err
	}
	r, t := compute(in)
	if _, ok := r.Find(ref); !ok || !slices.Contains(Cells(), cell) {
		return Result{}, Trace{}, fault.New(fault.KindNotFound, "figure.unknown").With("address", ref.String()+":"+string(cell))
	}
	var groups []group
	switch ref.Kind {
	case RowExcluded:
		x := r.Excluded[ref.At].Exclusion
		if x.Side == SideCloud {
			return r, Trace{Cloud: t.question.behind[x]}, nil
		}
		return r, Trace{Services: t.question.behind[x]}, nil
	case RowTotal:
		groups = t.layout.total
	case RowUnconverted:
		groups = t.layout.unconverted[ref.At]
	case RowGroup, RowUnmatched, RowUnattributed, RowOthers:
		groups = t.layout.rows[ref.At]
	}
	wanted, bases := map[group]bool{}, map[group]bool{}
	for _, g := range groups {
		wanted[g], bases[t.book.base(g)] = true, true
	}
	var out Trace
	both := cell == CellMultiplier || cell == CellRunRate
	if both || cell == CellCloud {
		out.Cloud = t.shares(t.cloud, bases, cell, func(n int) money.Decimal { return in.Cloud[n].valued(in.Definition.Denominator.Valuation) })
	}
	if cell != CellCloud {
		out.Services = t.shares(t.services, wanted, cell, func(n int) money.Decimal { return in.Services[n].Net })
	}
	return r, out, nil
}

func (t traced) shares(all []contribution, groups map[group]bool, cell Cell, whole func(fact int) money.Decimal) []Share {
	q := t.question
	part := partIndex(Part(cell))
	var shares []Share
	for _, c := range all {
		g, _ := t.book.place(c, q.Exchange)
		switch {
		case !groups[g],
			part >= 0 && c.part != part,
			cell == CellRunRate && !c.seasoned,
			cell == CellPriced && c.pricing == PricingUnknown,
			cell == CellOnOutcome && c.pricing != PricingOutcome:
			continue
		}
		shares = append(shares, c.shares(whole)...)
	}
	slices.SortFunc(shares, func(a, b Share) int { return a.Fact - b.Fact })
	return shares
}

// shares gives a contribution back to the facts it sums: what was given to a
// cloud, in proportion.
func (c contribution) shares(whole func(fact int) money.Decimal) []Share {
	if len(c.facts) == 1 {
		return []Share{{c.facts[0], c.amount, c.allocated}}
	}
	parts := make([]money.Decimal, len(c.facts))
	for i, n := range c.facts {
		parts[i] = whole(n)
	}
	if c.allocated {
		if spread := money.Spread(c.amount, parts, money.LakeScale); spread != nil { // else they cancel out: each counts as it is
			parts = spread
		}
	}
	shares := make([]Share, len(parts))
	for i, p := range parts {
		shares[i] = Share{c.facts[i], p, c.allocated}
	}
	return shares
}
