package customers

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// pageSize is how many customers stand on a page.
const pageSize = 50

// sorting is the column that the list is in order of.
type sorting string

const (
	byName       sorting = "name"
	byMultiplier sorting = "multiplier"
	byCloud      sorting = "cloud"
	byServices   sorting = "services"
	byCategories sorting = "categories" // how many are bought
)

// columns are the sortings of the table's columns; the second column has none.
func columns() []sorting {
	return []sorting{byName, "", byMultiplier, byCloud, byServices, byCategories}
}

// asked is what an address asks of the list.
type asked struct {
	search string
	sort   sorting
	down   bool
	from   int // which customer stands first, from 0
}

// parse reads an address. Unless it says otherwise names go up and amounts down,
// the most services first. Fault: web.choice_unknown.
func parse(q url.Values) (asked, error) {
	a := asked{search: strings.TrimSpace(q.Get("q")), sort: sorting(cmp.Or(q.Get("sort"), string(byServices)))}
	if a.sort == "" || !slices.Contains(columns(), a.sort) {
		return a, fault.New(fault.KindInvalid, "web.choice_unknown").With("value", q.Get("sort"))
	}
	switch dir := q.Get("dir"); dir {
	case "", "up", "down":
		a.down = dir == "down" || dir == "" && a.sort != byName
	default:
		return a, fault.New(fault.KindInvalid, "web.choice_unknown").With("value", dir)
	}
	if text := q.Get("from"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return a, fault.New(fault.KindInvalid, "web.choice_unknown").With("value", text)
		}
		a.from = n / pageSize * pageSize
	}
	return a, nil
}

// line is a customer with its place in the answer, by which figures are addressed.
type line struct {
	label string
	row   multiplier.Row
	at    int
}

// find keeps the customers whose name or id has the searched text.
func find(all *[]line, search string) []line {
	if search != "" {
		search = strings.ToLower(search)
		*all = slices.DeleteFunc(*all, func(l line) bool { return !strings.Contains(strings.ToLower(l.label+" "+l.row.Key[0]), search) })
	}
	return *all
}

// order sorts customers; those without a multiplier stand below all that have
// one, and equal ones by name.
func order(all []line, by sorting, down bool) {
	slices.SortStableFunc(all, func(x, y line) int {
		n := 0
		switch by {
		case byName:
		case byMultiplier:
			a, has := x.row.Multiplier()
			b, other := y.row.Multiplier()
			if has != other {
				if has {
					return -1
				}
				return 1
			}
			n = a.Cmp(b)
		case byCloud:
			n = x.row.Cloud.Cmp(y.row.Cloud)
		case byServices:
			n = x.row.Services.Sum().Cmp(y.row.Services.Sum())
		case byCategories:
			n = bought(x.row) - bought(y.row)
		}
		if down {
			n = -n
		}
		if by == byName && down {
			return strings.Compare(y.label, x.label)
		}
		return cmp.Or(n, strings.Compare(x.label, y.label))
	})
}

// bought is how many of the six a customer buys.
func bought(row multiplier.Row) (n int) {
	for _, p := range multiplier.Parts() {
		if p.IsCategory() && row.Services.Of(p).Sign() > 0 {
			n++
		}
	}
	return n
}

// heads let the columns sort the list: a second press turns the order round.
func heads(v *visit.Visit, out *view) {
	out.Dir = "up"
	if out.Down {
		out.Dir = "down"
	}
	for i, by := range columns() {
		if by == "" {
			continue
		}
		dir := "down"
		if by == byName {
			dir = "up"
		}
		if by == out.Sort {
			out.Table.Head[i].Sort, dir = "ascending", "down"
			if out.Down {
				out.Table.Head[i].Sort, dir = "descending", "up"
			}
		}
		out.Table.Head[i].Href = v.With("sort", string(by), "dir", dir, "from", "")
	}
}
