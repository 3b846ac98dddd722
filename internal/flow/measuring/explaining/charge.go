package explaining

import (
	"context"
	"maps"
	"math/big"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// charges gathers the charges behind cloud facts. Groups that count as a whole
// are summed where they lie, and only their largest charges are read where no
// more are asked for. One of which only a share counts divides it among its
// charges when all are there.
func (g *gathering) charges(ctx context.Context, q measuring.Question, valued multiplier.Valuation, facts []multiplier.CloudFact, shares []multiplier.Share) error {
	if len(shares) == 0 {
		return nil
	}
	groups := g.facts.CloudGroupsOf()
	whole, divided, estimated := map[int][]multiplier.Share{}, map[int][]multiplier.Share{}, map[int][]multiplier.Share{}
	for _, s := range shares {
		switch group := g.facts.Cloud[groups[s.Fact]]; {
		case group.Estimate > 0:
			estimated[groups[s.Fact]] = append(estimated[groups[s.Fact]], s)
		case len(group.Facts) > 1 || len(group.Shares) > 0:
			divided[groups[s.Fact]] = append(divided[groups[s.Fact]], s)
		default:
			whole[groups[s.Fact]] = append(whole[groups[s.Fact]], s)
		}
	}
	if err := g.estimates(ctx, facts, estimated); err != nil {
		return err
	}
	c := &charging{gathering: g, facts: facts, kept: q.Kept(), valued: []any{valued == multiplier.ValuationEffective, valued == multiplier.ValuationBilled, valued == multiplier.ValuationList}}
	if err := c.divided(ctx, divided); err != nil || len(whole) == 0 {
		return err
	}
	if g.largest == 0 {
		return c.rows(ctx, whole, money.Zero, all, func(_ int, r Row) error { return g.pass(r) })
	}
	rest, err := c.summed(ctx, whole)
	if err != nil || len(rest) == 0 {
		return err
	}
	least, err := c.sums(ctx, rest)
	if err != nil {
		return err
	}
	return c.rows(ctx, rest, least, int64(g.largest), func(_ int, r Row) error { g.keep(r); return nil })
}

// all is more rows than any lake has.
const all = int64(1) << 60

// charging asks for charges: which details to keep apart, which cost counts.
type charging struct {
	*gathering
	facts        []multiplier.CloudFact
	kept, valued []any
}

// divided reads groups of which a part counts.
func (c *charging) divided(ctx context.Context, groups map[int][]multiplier.Share) error {
	if len(groups) == 0 {
		return nil
	}
	found := map[int][]Row{}
	if err := c.rows(ctx, groups, money.Zero, all, func(n int, r Row) error { found[n] = append(found[n], r); return nil }); err != nil {
		return err
	}
	for n, rows := range found {
		divide(rows, groups[n])
		for _, r := range rows {
			c.add(r)
		}
	}
	return nil
}

// months are those of some groups.
func (c *charging) months(groups map[int][]multiplier.Share) map[period.Month]bool {
	months := map[period.Month]bool{}
	for n := range groups {
		months[c.gathering.facts.Cloud[n].Month] = true
	}
	return months
}

// bounds are the first month of some groups and the one after the last.
func (c *charging) bounds(groups map[int][]multiplier.Share) []any {
	sorted := slices.Sorted(maps.Keys(c.months(groups)))
	const instant = "2006-01-02 15:04:05"
	return []any{sorted[0].Start().Format(instant), (sorted[len(sorted)-1] + 1).Start().Format(instant)}
}

// within gives the charges of the months of some groups, with whose they are.
func (c *charging) within(ctx context.Context, groups map[int][]multiplier.Share) ([]engine.Relation, error) {
	months := c.months(groups)
	relations, err := c.gathering.facts.ChargeFiles(ctx, c.explainer.Measurer, func(m period.Month) bool { return months[m] })
	if err != nil {
		return nil, err
	}
	relations[0].Only = c.gathering.facts.Wanted(slices.Collect(maps.Keys(groups)))
	return append(append(relations, c.gathering.facts.OwnerRelations()...), c.wantedCharges(groups)), nil
}

// sums counts and sums charges of groups that count as a whole, and gives an
// amount that no more than the largest few, and their like in size, reach.
func (c *charging) sums(ctx context.Context, groups map[int][]multiplier.Share) (least money.Decimal, err error) {
	relations, err := c.within(ctx, groups)
	if err != nil {
		return least, err
	}
	sizes := map[int64]int64{}
	query := engine.Query{Name: "charge sums", Turn: engine.TurnLong, SQL: enginesql.ChargeSums, Relations: relations,
		Args: slices.Concat(c.kept, []any{c.gathering.facts.DayDecides(), c.gathering.facts.MarksCharges(), c.gathering.facts.MarksCharges()}, c.valued, c.bounds(groups))}
	err = c.ask(ctx, query, func(row engine.Row) error {
		source, err := c.source(ctx, batch.ID(row.Text(0)))
		if err != nil {
			return err
		}
		n := row.Int(4)
		if size, some := row[3].(int64); some {
			sizes[size] += n
		}
		c.count(Row{Side: multiplier.SideCloud, Batch: source.Batch.ID, File: fileOf(source.Batch, row.Int(1)), Currency: money.Currency(row.Text(2)),
			Amount: row.Decimal(5), Counted: row.Decimal(5)}, n)
		return nil
	})
	enough := int64(0)
	for _, size := range slices.Backward(slices.Sorted(maps.Keys(sizes))) {
		if enough += sizes[size]; enough >= int64(c.largest) {
			return powerOfTwo(size), err
		}
	}
	return money.Zero, err
}

// powerOfTwo is an amount that charges of a size reach.
func powerOfTwo(size int64) money.Decimal {
	if size < 0 {
		return money.NewScaled(new(big.Int).Exp(big.NewInt(5), big.NewInt(-size), nil), int32(-size)) //nolint:gosec // -10 at least
	}
	return money.NewScaled(new(big.Int).Lsh(big.NewInt(1), uint(size)), 0)
}

// rows reads charges of groups, the largest first, at most so many, and of at
// least an amount.
func (c *charging) rows(ctx context.Context, groups map[int][]multiplier.Share, least money.Decimal, most int64, take func(n int, r Row) error) error {
	relations, err := c.within(ctx, groups)
	if err != nil {
		return err
	}
	turn := engine.TurnLong
	if most == all {
		turn = engine.TurnStream
	}
	return c.read(ctx, turn, groups, relations, least, most, take)
}

// read is rows from charges at hand.
func (c *charging) read(ctx context.Context, turn engine.Turn, groups map[int][]multiplier.Share, relations []engine.Relation, least money.Decimal, most int64, take func(n int, r Row) error) error {
	query := engine.Query{Name: "charge rows", Turn: turn, SQL: enginesql.ChargeRows, Args: slices.Concat(c.kept, c.valued, c.bounds(groups), []any{least.String(), most}), Relations: relations}
	return c.ask(ctx, query, func(row engine.Row) error {
		n := int(row.Int(0))
		group := c.gathering.facts.Cloud[n]
		fact := c.facts[groups[n][0].Fact]
		source, err := c.source(ctx, batch.ID(row.Text(1)))
		if err != nil {
			return err
		}
		r := Row{Side: multiplier.SideCloud, Batch: source.Batch.ID, File: fileOf(source.Batch, row.Int(2)),
			Month: fact.Month, Customer: fact.Customer, Currency: fact.Currency, Shares: group.Shares, Billed: group.Pair,
			Subject: row.Text(6) + " " + row.Text(5), Text: row.Text(7), Amount: row.Decimal(8)} // a charge without that cost counts nothing
		if n, ok := row[4].(int64); ok {
			r.Number = n
		} else {
			r.Number = r.File.FirstRow + row.Int(3)
		}
		r.Counted = r.Amount
		return take(n, r)
	})
}

// ask runs a query and notes it.
func (g *gathering) ask(ctx context.Context, query engine.Query, fn func(engine.Row) error) error {
	stats, err := g.explainer.Measurer.Engine.Each(ctx, query, fn)
	g.queries = append(g.queries, measuring.Ran{Name: query.Name, SQL: query.SQL, Rows: stats.Rows, Elapsed: stats.Elapsed})
	return err
}

func (g *gathering) wantedCharges(groups map[int][]multiplier.Share) engine.Relation {
	text, flag := engine.TypeText, engine.TypeBool
	w := engine.Relation{Name: "wanted_charge", Columns: []engine.Column{{Name: "cloud_group", Type: engine.TypeInt},
		{Name: "owner", Type: engine.TypeInt}, {Name: "month", Type: engine.TypeDate}, {Name: "currency", Type: text},
		{Name: "tax", Type: flag}, {Name: "credit", Type: flag}, {Name: "marketplace", Type: flag}, {Name: "support", Type: flag},
		{Name: "is_price", Type: flag}, {Name: "mark", Type: engine.TypeInt},
		{Name: "provider", Type: text}, {Name: "region", Type: text}, {Name: "service", Type: text},
		{Name: "family", Type: text}, {Name: "account", Type: text}, {Name: "payer", Type: text}}}
	for n := range groups {
		c := g.facts.Cloud[n]
		f := c.Facts[0]
		w.Rows = append(w.Rows, []any{int64(n), c.Owner, c.Month.Start(), string(c.Currency),
			f.Tax, f.Credit, f.Marketplace, f.Support, c.IsPrice, c.Mark, c.Provider, f.Region, f.Service, f.Family, c.Account, c.Payer})
	}
	return w
}
