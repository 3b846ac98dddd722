package explaining

import (
	"context"
	"maps"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// summed counts and sums groups from the roll-up and finds their largest charges
// among those that imports kept apart, or among all where those may lack some. It
// gives the groups of which the roll-up does not tell, of which it has counted
// nothing.
func (c *charging) summed(ctx context.Context, groups map[int][]multiplier.Share) (map[int][]multiplier.Share, error) {
	facts := c.gathering.facts
	easy, rest, whole := map[int][]multiplier.Share{}, map[int][]multiplier.Share{}, map[period.Month]bool{}
	for n, shares := range groups {
		month := facts.Cloud[n].Month
		if _, known := whole[month]; !known {
			whole[month] = facts.WholeMonth(month)
		}
		if whole[month] {
			easy[n] = shares
		} else {
			rest[n] = shares
		}
	}
	if len(easy) == 0 {
		return rest, nil
	}
	found, enough, err := c.peaks(ctx, easy)
	if err != nil {
		return nil, err
	}
	query := engine.Query{Name: "month sums", SQL: enginesql.MonthSums, Args: slices.Concat(c.kept, c.valued),
		Relations: append(append(facts.MonthFiles(slices.Collect(maps.Keys(easy))), facts.OwnerRelations()...), c.wantedCharges(easy))}
	err = c.ask(ctx, query, func(row engine.Row) error {
		source, err := c.source(ctx, batch.ID(row.Text(0)))
		if err != nil {
			return err
		}
		c.count(Row{Side: multiplier.SideCloud, Batch: source.Batch.ID, File: fileNamed(source.Batch, row.Text(1)), Currency: money.Currency(row.Text(2)),
			Amount: row.Decimal(4), Counted: row.Decimal(4)}, row.Int(3))
		return nil
	})
	if err != nil {
		return nil, err
	}
	if enough {
		for _, r := range found {
			c.keep(r)
		}
		return rest, nil
	}
	// Larger ones may be among the others, but none of the largest is smaller than these.
	least := money.Zero
	if len(found) == c.largest {
		least = found[c.largest-1].Amount.Abs()
	}
	return rest, c.rows(ctx, easy, least, int64(c.largest), func(_ int, r Row) error { c.keep(r); return nil })
}

// peaks finds the largest charges of groups among those that imports kept apart;
// false where larger ones may be elsewhere.
func (c *charging) peaks(ctx context.Context, groups map[int][]multiplier.Share) (found []Row, enough bool, err error) {
	facts, months := c.gathering.facts, c.months(groups)
	relations, kept, err := facts.PeakFiles(ctx, c.explainer.Measurer, func(m period.Month) bool { return months[m] })
	if err != nil || !kept {
		return nil, false, err
	}
	relations = append(append(relations, facts.OwnerRelations()...), c.wantedCharges(groups))
	relations[0].Only = facts.Wanted(slices.Collect(maps.Keys(groups)))
	// An account of which no such service or region is here may have smaller ones.
	accounts := slices.Clone(relations)
	accounts[0].Only = slices.DeleteFunc(slices.Clone(accounts[0].Only), func(o engine.Only) bool { return o.Column == "region_id" || o.Column == "service_name" })
	var rest *money.Decimal
	query := engine.Query{Name: "peak rest", SQL: enginesql.PeakRest, Args: slices.Concat(c.kept[3:4], c.valued), Relations: accounts}
	if err := c.ask(ctx, query, func(row engine.Row) error {
		if d, some := row[0].(money.Decimal); some {
			rest = &d
		}
		return nil
	}); err != nil {
		return nil, false, err
	}
	if err := c.read(ctx, engine.TurnShort, groups, relations, money.Zero, int64(c.largest), func(_ int, r Row) error { found = append(found, r); return nil }); err != nil {
		return nil, false, err
	}
	return found, rest == nil || len(found) == c.largest && found[c.largest-1].Amount.Abs().Cmp(*rest) >= 0, nil
}
