package explore

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// line is a row of a table on its way: one value of the first dimension, what
// has no customer, or the others together.
type line struct {
	key       string
	label     string
	kind      multiplier.RowKind // also what has no customer, or no share
	others    bool
	places    []int // of its rows in the answer
	sum       sum
	customers int // that have cloud or services; or unknown
	was       sum // in the period to compare with; nothing where it was not there
}

func (l line) isResidual() bool { return wording.Style(l.kind) == report.StyleResidual }

// lines makes the rows of an answer by one dimension. What has no customer, or
// no share, is one line at the end, but for categories, which share their cloud.
func lines(v *visit.Visit, names map[customer.ID]string, d multiplier.Dimension, f multiplier.Result) []line {
	var all, rest []line
	for i, row := range f.Rows {
		l := line{key: row.Key[0], label: wording.Value(v, names, d, row.Key[0], row.Kind), kind: row.Kind,
			places: []int{i}, sum: sumOf(row), customers: row.Customers}
		if !l.isResidual() {
			all = append(all, l)
			continue
		}
		at := slices.IndexFunc(rest, func(r line) bool { return r.kind == l.kind })
		switch {
		case d == multiplier.DimensionCategory:
			l.label = v.Text("measure."+string(l.kind)+"_of", i18n.Args{"value": l.label})
			all = append(all, l)
		case at < 0:
			l.key, l.label = "", v.Text("measure."+string(l.kind), nil)
			rest = append(rest, l)
		default:
			rest[at].places, rest[at].sum, rest[at].customers = append(rest[at].places, i), rest[at].sum.add(l.sum), unknown
		}
	}
	return append(all, rest...)
}

// unknown is a number of customers that sums do not tell.
const unknown = -1

// sorted orders lines by a column's value; what has none, and what has no
// customer, stays at the end.
func sorted(all []line, q question, value func(line) report.Cell) []line {
	if q.Sort == "" {
		return all
	}
	slices.SortStableFunc(all, func(x, y line) int {
		if x.isResidual() != y.isResidual() {
			return boolean(x.isResidual()) - boolean(y.isResidual())
		}
		if q.Sort == sortName {
			return turned(q, strings.Compare(x.label, y.label))
		}
		a, b := value(x), value(y)
		if a.Gap || b.Gap {
			return boolean(a.Gap) - boolean(b.Gap)
		}
		return turned(q, number(a).Cmp(number(b)))
	})
	return all
}

// sortName sorts by the words of the first column.
const sortName = "name"

func turned(q question, order int) int {
	if q.Up == (q.Sort != sortName) { // words run up, numbers run down until turned
		return order
	}
	return -order
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}

func number(c report.Cell) money.Decimal {
	d, err := money.ParseDecimal(c.Value)
	if err != nil {
		return money.Zero
	}
	return d
}

// limited keeps the first lines and sums the others; what has no customer
// stays. Sorted by nothing, the first are the largest, or the order of time.
func limited(v *visit.Visit, all []line, q question, d multiplier.Dimension) []line {
	if q.Limit == 0 || len(all) <= q.Limit || d == multiplier.DimensionCategory || inTime(d) {
		return all
	}
	var kept []line
	var tail []line
	others := line{others: true, customers: unknown}
	count := 0
	for _, l := range all {
		switch {
		case l.isResidual():
			tail = append(tail, l)
		case len(kept) < q.Limit:
			kept = append(kept, l)
		default:
			others.places, others.sum, others.was = append(others.places, l.places...), others.sum.add(l.sum), others.was.add(l.was)
			count++
		}
	}
	if count > 0 {
		others.label = v.Text("measure.others", i18n.Args{"count": count})
		kept = append(kept, others)
	}
	return append(kept, tail...)
}

// link leads from a line to where its figure comes from. Others, and what no
// share names, have no question of their own.
func (l line) link(v *visit.Visit, q question, a answers, cell multiplier.Cell) component.Link {
	switch {
	case len(l.places) == 1 && !l.others:
		return wording.Figure(a.rows, 0, multiplier.Ref{At: l.places[0]}, cell)
	case l.kind != multiplier.RowUnmatched:
		return component.Link{}
	}
	return wording.Total(v, q.Definition, q.Period.String(), append(slices.Clone(q.Where), nobody()), cell)
}

// nobody keeps what has no customer.
func nobody() multiplier.Filter {
	return multiplier.Filter{Dimension: multiplier.DimensionCustomer, Values: []string{""}}
}
