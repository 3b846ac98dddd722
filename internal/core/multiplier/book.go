package multiplier

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// group names the cell an amount falls into.
type group struct {
	key      string // values along By
	residual RowKind
	currency money.Currency // set when there is no rate: the cell keeps its own
}

// book gathers contributions. Cloud has no category: it stands once for all
// categories of a group, so it has cells of its own.
type book struct {
	width      int  // how many values a key has
	categoryAt int  // place of the category among them; -1 for none
	byCloud    bool // a value is of something that only cloud has
	cloud      map[group]*cloudCell
	services   map[group]*serviceCell
}

type cloudCell struct {
	amount, atCost, estimated, seasoned money.Decimal

	native    map[money.Currency]money.Decimal
	customers map[customer.ID]bool // with cloud or services
}

type serviceCell struct {
	amount              ByPart
	allocated, seasoned money.Decimal
	priced, onOutcome   money.Decimal
	native              map[money.Currency]*ByPart
	bought              map[customer.ID]*ByPart
}

func newBook(by []Dimension) *book {
	return &book{width: len(by), categoryAt: slices.Index(by, DimensionCategory), byCloud: slices.ContainsFunc(by, Dimension.ofCloudOnly), cloud: map[group]*cloudCell{}, services: map[group]*serviceCell{}}
}

// place converts a contribution and names its group.
func (b *book) place(c contribution, x *Exchange) (group, money.Decimal) {
	g := group{key: strings.Join(c.values[:b.width], separator), residual: b.residual(c)}
	rate, ok := x.Rate(c.rateMonth, c.currency)
	if !ok {
		g.currency = c.currency
		return g, c.amount
	}
	return g, c.amount.Mul(rate)
}

// residual says that a contribution has no place of its own among customers or
// clouds.
func (b *book) residual(c contribution) RowKind {
	switch {
	case c.unattributed, c.providerRest && b.byCloud && c.customer != "":
		return RowUnattributed
	case c.customer == "":
		return RowUnmatched
	}
	return RowGroup
}

// base is the group whose cloud a group divides by.
func (b *book) base(g group) group {
	if b.categoryAt >= 0 {
		values := strings.Split(g.key, separator)
		values[b.categoryAt] = noCategory
		g.key = strings.Join(values, separator)
	}
	return g
}

func (b *book) cloudOf(g group) *cloudCell {
	c := b.cloud[g]
	if c == nil {
		c = &cloudCell{native: map[money.Currency]money.Decimal{}, customers: map[customer.ID]bool{}}
		b.cloud[g] = c
	}
	return c
}

func (b *book) addCloud(c contribution, q *question) {
	g, amount := b.place(c, q.Exchange)
	cell := b.cloudOf(g)
	cell.amount = cell.amount.Add(amount)
	if c.atCost {
		cell.atCost = cell.atCost.Add(amount)
	}
	if c.estimated {
		cell.estimated = cell.estimated.Add(amount)
	}
	if c.seasoned {
		cell.seasoned = cell.seasoned.Add(amount)
	}
	cell.native[c.currency] = cell.native[c.currency].Add(c.amount)
	if c.customer != "" {
		cell.customers[c.customer] = true
	}
}

func (b *book) addServices(c contribution, q *question) {
	g, amount := b.place(c, q.Exchange)
	cell := b.services[g]
	if cell == nil {
		cell = &serviceCell{native: map[money.Currency]*ByPart{}, bought: map[customer.ID]*ByPart{}}
		b.services[g] = cell
	}
	cell.amount[c.part] = cell.amount[c.part].Add(amount)
	if c.allocated {
		cell.allocated = cell.allocated.Add(amount)
	}
	if c.pricing != PricingUnknown {
		cell.priced = cell.priced.Add(amount)
	}
	if c.pricing == PricingOutcome {
		cell.onOutcome = cell.onOutcome.Add(amount)
	}
	if c.seasoned {
		cell.seasoned = cell.seasoned.Add(amount)
	}
	addPart(cell.native, c.currency, c.part, c.amount)
	if c.customer != "" {
		addPart(cell.bought, c.customer, c.part, amount)
		b.cloudOf(b.base(g)).customers[c.customer] = true
	}
}

// addPart adds an amount to one part of one key.
func addPart[K comparable](to map[K]*ByPart, key K, part int, amount money.Decimal) {
	parts := to[key]
	if parts == nil {
		parts = &ByPart{}
		to[key] = parts
	}
	parts[part] = parts[part].Add(amount)
}

// groups lists every row's group: those of services, and those of cloud that
// nobody sold a service beside.
func (b *book) groups() []group {
	all, served := map[group]bool{}, map[group]bool{}
	for g := range b.services {
		all[g], served[b.base(g)] = true, true
	}
	for g := range b.cloud {
		if !served[g] {
			all[g] = true
		}
	}
	return slices.Collect(maps.Keys(all))
}

// one makes the row of a single group, which shares nothing with another.
func (b *book) one(g group) Row {
	var r Row
	var natives []Native
	native := func(c money.Currency) *Native {
		i := slices.IndexFunc(natives, func(n Native) bool { return n.Currency == c })
		if i < 0 {
			i, natives = len(natives), append(natives, Native{Currency: c})
		}
		return &natives[i]
	}
	if s := b.services[g]; s != nil {
		r.Services, r.Allocated, r.RunRate.Services = s.amount, s.allocated, s.seasoned
		r.Priced, r.OnOutcome = s.priced, s.onOutcome
		for c, parts := range s.native {
			native(c).Services = *parts
		}
		for _, parts := range s.bought {
			for i, amount := range parts {
				if amount.Sign() > 0 {
					r.Buyers[i]++
				}
			}
		}
	}
	if c := b.cloud[b.base(g)]; c != nil {
		r.Cloud, r.AtCost, r.Estimated, r.RunRate.Cloud, r.Customers = c.amount, c.atCost, c.estimated, c.seasoned, len(c.customers)
		for currency, amount := range c.native {
			native(currency).Cloud = amount
		}
	}
	slices.SortFunc(natives, func(a, b Native) int { return cmp.Compare(a.Currency, b.Currency) })
	r.Native = natives
	return r
}

// sum makes one row of any number of groups. Cloud that several categories
// share counts once.
func (b *book) sum(groups []group) Row {
	if len(groups) == 1 {
		return b.one(groups[0])
	}
	var r Row
	natives := map[money.Currency]Native{}
	bases, customers, bought := map[group]bool{}, map[customer.ID]bool{}, map[customer.ID]*ByPart{}
	for _, g := range groups {
		bases[b.base(g)] = true
		cell := b.services[g]
		if cell == nil {
			continue
		}
		r.Services = r.Services.add(cell.amount)
		r.Allocated = r.Allocated.Add(cell.allocated)
		r.Priced, r.OnOutcome = r.Priced.Add(cell.priced), r.OnOutcome.Add(cell.onOutcome)
		r.RunRate.Services = r.RunRate.Services.Add(cell.seasoned)
		for c, parts := range cell.native {
			n := natives[c]
			n.Services = n.Services.add(*parts)
			natives[c] = n
		}
		for id, parts := range cell.bought {
			if bought[id] == nil {
				bought[id] = &ByPart{}
			}
			*bought[id] = bought[id].add(*parts)
		}
	}
	for g := range bases {
		cell := b.cloud[g]
		if cell == nil {
			continue
		}
		r.Cloud = r.Cloud.Add(cell.amount)
		r.AtCost = r.AtCost.Add(cell.atCost)
		r.Estimated = r.Estimated.Add(cell.estimated)
		r.RunRate.Cloud = r.RunRate.Cloud.Add(cell.seasoned)
		for c, amount := range cell.native {
			n := natives[c]
			n.Cloud = n.Cloud.Add(amount)
			natives[c] = n
		}
		maps.Copy(customers, cell.customers)
	}
	for _, parts := range bought {
		for i, amount := range parts {
			if amount.Sign() > 0 {
				r.Buyers[i]++
			}
		}
	}
	r.Customers = len(customers)
	for _, c := range slices.Sorted(maps.Keys(natives)) {
		n := natives[c]
		n.Currency = c
		r.Native = append(r.Native, n)
	}
	return r
}

// layout is the groups behind each row of a result.
type layout struct {
	rows, unconverted [][]group
	total             []group
}

// settle writes the rows of the result, its total and what has no rate.
func (b *book) settle(r *Result, top int) layout {
	var converted, unconverted []group
	for _, g := range b.groups() {
		if g.currency == "" {
			converted = append(converted, g)
		} else {
			unconverted = append(unconverted, g)
		}
	}
	order := newOrder(r.By, b, converted)
	slices.SortFunc(converted, order.compare)
	slices.SortFunc(unconverted, order.compare)
	l := layout{total: converted}
	r.Rows, l.rows = b.rows(converted, r.Currency, top)
	for _, g := range unconverted {
		l.unconverted = append(l.unconverted, []group{g})
		row := b.sum([]group{g})
		row.Key, row.Kind, row.Currency = b.values(g), RowUnconverted, g.currency
		r.Unconverted = append(r.Unconverted, row)
	}
	r.Total = b.sum(converted)
	r.Total.Kind, r.Total.Currency = RowTotal, r.Currency
	return l
}

// rows makes the rows of sorted groups: the largest top of them, the sum of
// the others, and always every residual.
func (b *book) rows(groups []group, currency money.Currency, top int) (rows []Row, behind [][]group) {
	var shown, rest, residual []group
	for _, g := range groups {
		if g.residual != RowGroup {
			residual = append(residual, g)
		} else {
			shown = append(shown, g)
		}
	}
	if top > 0 && len(shown) > top {
		largest := slices.Clone(shown)
		slices.SortStableFunc(largest, func(x, y group) int { return b.size(y).Cmp(b.size(x)) })
		keep := map[group]bool{}
		for _, g := range largest[:top] {
			keep[g] = true
		}
		rest = slices.DeleteFunc(slices.Clone(shown), func(g group) bool { return keep[g] })
		shown = slices.DeleteFunc(shown, func(g group) bool { return !keep[g] })
	}
	add := func(kind RowKind, key []string, groups ...group) {
		row := b.sum(groups)
		row.Kind, row.Key, row.Currency = kind, key, currency
		if kind == RowOthers {
			row.Others = len(groups)
		}
		rows, behind = append(rows, row), append(behind, groups)
	}
	for _, g := range shown {
		add(RowGroup, b.values(g), g)
	}
	if len(rest) > 0 {
		add(RowOthers, nil, rest...)
	}
	for _, g := range residual {
		add(g.residual, b.values(g), g)
	}
	return rows, behind
}

func (b *book) values(g group) []string {
	if b.width == 0 {
		return nil
	}
	return strings.Split(g.key, separator)
}

// size is how much money a group moves: what large rows are sorted by.
func (b *book) size(g group) money.Decimal {
	size := money.Zero
	if c := b.cloud[b.base(g)]; c != nil {
		size = size.Add(c.amount)
	}
	if s := b.services[g]; s != nil {
		size = size.Add(s.amount.Sum())
	}
	return size
}

// order sorts rows: values with an order of their own by it, others by size,
// what has no customer or no share last.
type order struct {
	by    []Dimension
	sizes map[string]money.Decimal // by the first values of a key
}

func newOrder(by []Dimension, b *book, groups []group) order {
	o := order{by: by, sizes: map[string]money.Decimal{}}
	for _, g := range groups {
		size := b.size(g)
		for i := range by {
			prefix := first(g.key, i+1)
			o.sizes[prefix] = o.sizes[prefix].Add(size)
		}
	}
	return o
}

// first gives the beginning of a key with so many of its values.
func first(key string, values int) string {
	at := 0
	for {
		next := strings.Index(key[at:], separator)
		if values--; next < 0 {
			return key
		} else if values == 0 {
			return key[:at+next]
		}
		at += next + len(separator)
	}
}

// last gives the last of the values that a key begins with.
func last(prefix string) string { return prefix[strings.LastIndex(prefix, separator)+1:] }

func (o order) compare(x, y group) int {
	if x.residual != y.residual {
		order := []RowKind{RowGroup, RowUnmatched, RowUnattributed}
		return slices.Index(order, x.residual) - slices.Index(order, y.residual)
	}
	for i, d := range o.by {
		if left, right := first(x.key, i+1), first(y.key, i+1); left != right {
			return o.value(d, left, right)
		}
	}
	return cmp.Compare(x.currency, y.currency)
}

// value compares the last values of two beginnings of keys.
func (o order) value(d Dimension, left, right string) int {
	l, r := last(left), last(right)
	switch {
	case d == DimensionCategory:
		return cmp.Compare(rank(l), rank(r))
	case (l == "") != (r == ""):
		return cmp.Compare(len(r), len(l)) // what has no value comes last
	case d.ordered():
		return cmp.Or(cmp.Compare(len(l), len(r)), cmp.Compare(l, r))
	}
	x, y := o.sizes[left], o.sizes[right]
	return cmp.Or(y.Cmp(x), cmp.Compare(l, r))
}

// rank is the place of a category in the life cycle; cloud without services last.
func rank(category string) int {
	if i := partIndex(Part(category)); i >= 0 {
		return i
	}
	return partCount
}
