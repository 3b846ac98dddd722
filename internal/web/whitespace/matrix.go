package whitespace

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/prospecting"
)

// pageSize is how many customers stand on a page.
const pageSize = 50

// What the list can be in order of, besides columns.
const (
	byName     = "name"
	byExpected = "expected"
)

// asked is what an address asks of the matrix.
type asked struct {
	search    string
	white     service.Category // only customers where this is white; empty for all
	offerings bool             // columns are offerings and not categories
	sort      string           // byName, byExpected, or the code of a column
	down      bool
	from      int
}

// parse reads an address: the most expected money first, unless it says
// otherwise. Fault: web.choice_unknown.
func parse(q url.Values) (asked, error) {
	bad := func(value string) (asked, error) {
		return asked{}, fault.New(fault.KindInvalid, "web.choice_unknown").With("value", value)
	}
	a := asked{search: strings.TrimSpace(q.Get("q")), white: service.Category(q.Get("white")), sort: cmp.Or(q.Get("sort"), byExpected)}
	if a.white != "" && !slices.Contains(service.Categories(), a.white) {
		return bad(string(a.white))
	}
	switch show := q.Get("show"); show {
	case "", "categories":
	case "offerings":
		a.offerings = true
	default:
		return bad(show)
	}
	switch dir := q.Get("dir"); dir {
	case "", "up", "down":
		a.down = dir == "down" || dir == "" && a.sort != byName
	default:
		return bad(dir)
	}
	if text := q.Get("from"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return bad(text)
		}
		a.from = n / pageSize * pageSize
	}
	return a, nil
}

// matrix is customers and their cells, in the order asked for.
type matrix struct {
	columns []whitespace.Column
	rows    []row
	white   int // cells
}

// row is a customer; its cells stand in the order of the columns.
type row struct {
	customer customer.ID
	name     string
	cells    []whitespace.Cell
	expected *money.Decimal // of all white cells; nil where none can be told
}

func newMatrix(r prospecting.Result, ask asked) matrix {
	var m matrix
	search := strings.ToLower(ask.search)
	byCustomer := map[customer.ID]*row{}
	var order []*row
	for _, c := range r.Finding.Cells {
		if (c.Column.Offering != "") != ask.offerings {
			continue
		}
		if !slices.Contains(m.columns, c.Column) {
			m.columns = append(m.columns, c.Column)
		}
		one := byCustomer[c.Customer]
		if one == nil {
			one = &row{customer: c.Customer, name: r.Names[c.Customer]}
			byCustomer[c.Customer], order = one, append(order, one)
		}
		one.cells = append(one.cells, c)
		if e := c.Expected(); c.State == whitespace.StateWhite && e != nil {
			sum := *e
			if one.expected != nil {
				sum = sum.Add(*one.expected)
			}
			one.expected = &sum
		}
	}
	for _, one := range order {
		if search != "" && !strings.Contains(strings.ToLower(one.name+" "+string(one.customer)), search) || ask.white != "" && !one.isWhite(ask.white) {
			continue
		}
		m.rows = append(m.rows, *one)
		for _, c := range one.cells {
			if c.State == whitespace.StateWhite {
				m.white++
			}
		}
	}
	m.order(ask)
	return m
}

// isWhite reports a white cell of a category, or of an offering that stands for it.
func (r row) isWhite(of service.Category) bool {
	return slices.ContainsFunc(r.cells, func(c whitespace.Cell) bool { return c.Column.Category == of && c.State == whitespace.StateWhite })
}

// order sorts customers; who has nothing to be sorted by stands last.
func (m matrix) order(ask asked) {
	at := slices.IndexFunc(m.columns, func(c whitespace.Column) bool { return code(c) == ask.sort })
	value := func(r row) *money.Decimal {
		if at < 0 {
			return r.expected
		}
		if c := r.cells[at]; c.State == whitespace.StateWhite {
			return c.Expected()
		}
		return nil
	}
	slices.SortStableFunc(m.rows, func(a, b row) int {
		name := cmp.Or(strings.Compare(a.name, b.name), cmp.Compare(a.customer, b.customer))
		if ask.sort == byName {
			if ask.down {
				return -name
			}
			return name
		}
		x, y := value(a), value(b)
		if (x == nil) != (y == nil) {
			if x == nil {
				return 1
			}
			return -1
		}
		n := 0
		if x != nil {
			n = x.Cmp(*y)
		}
		if ask.down {
			n = -n
		}
		return cmp.Or(n, name)
	})
}

// cells are those of every row, in order.
func (m matrix) cells() []whitespace.Cell {
	var all []whitespace.Cell
	for _, r := range m.rows {
		all = append(all, r.cells...)
	}
	return all
}

// code is how an address names a column.
func code(c whitespace.Column) string {
	if c.Offering != "" {
		return "offering:" + string(c.Offering)
	}
	return string(c.Category)
}
