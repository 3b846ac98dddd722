package importing

import (
	"context"
	"path/filepath"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// Surroundings are what other batches say about one.
type Surroundings struct {
	Open       int // rejected rows that nobody has mended yet
	Amendments []batch.Batch
	// Before are the deliveries that it replaced, and what it changed; nil where it
	// replaced none.
	Before *Difference
}

// Difference is a delivery against those that it replaced, in the months that
// both have.
type Difference struct {
	Batches []batch.ID
	Months  []MonthChange
	Parts   []PartChange // the largest first
}

// MonthChange is a source and month in one currency: rows and billed cost (of an
// invoice book: net) before and after.
type MonthChange struct {
	Source                string
	Month                 period.Month
	Currency              money.Currency
	RowsBefore, RowsAfter int64
	Before, After         money.Decimal
}

// PartChange is what changed in one part of a month: of bills an account's
// service, of invoice books a customer's item.
type PartChange struct {
	Month         period.Month
	Who, What     string
	Currency      money.Currency
	Before, After money.Decimal
}

// Surroundings looks at the batches around one.
func (im *Importer) Surroundings(ctx context.Context, b batch.Batch) (_ Surroundings, err error) {
	defer fault.Wrap(&err, "importing.Surroundings(%s)", b.ID)
	if _, err := im.Guard.Allow(ctx, access.RightBooks); err != nil {
		return Surroundings{}, err
	}
	var s Surroundings
	if s.Amendments, err = im.amendments(ctx, b.ID); err != nil {
		return Surroundings{}, err
	}
	if b.Rejected > 0 && CanMend(b.Kind) && b.Amendment == nil {
		_, open, err := im.RejectsOf(ctx, b.ID, "")
		if err != nil && fault.CodeOf(err) != "mend.file_missing" {
			return Surroundings{}, err
		}
		s.Open = len(open)
	}
	s.Before, err = im.difference(ctx, b)
	return s, err
}

// difference compares a batch with the slices that ended when it came.
func (im *Importer) difference(ctx context.Context, b batch.Batch) (*Difference, error) {
	if b.Kind != batch.KindBill && b.Kind != batch.KindServices {
		return nil, nil //nolint:nilnil // such a batch has nothing to compare
	}
	replaced, err := im.State.ReplacedBy(ctx, b.ID)
	if err != nil || len(replaced) == 0 {
		return nil, err
	}
	type key struct {
		source string
		month  period.Month
	}
	d := &Difference{}
	touched := map[key]bool{}
	at := map[MonthChange]int{}
	change := func(sl batch.Slice) *MonthChange {
		k := MonthChange{Source: sl.Source, Month: sl.BillingPeriod, Currency: sl.Currency}
		i, ok := at[k]
		if !ok {
			i = len(d.Months)
			at[k], d.Months = i, append(d.Months, k)
		}
		return &d.Months[i]
	}
	var before, after []string
	for _, r := range replaced {
		touched[key{r.Slice.Source, r.Slice.BillingPeriod}] = true
		if !slices.Contains(d.Batches, r.BatchID) {
			d.Batches = append(d.Batches, r.BatchID)
		}
		m := change(r.Slice)
		m.RowsBefore, m.Before = m.RowsBefore+r.Slice.Rows, m.Before.Add(r.Slice.Totals.Billed)
		before = append(before, im.partFile(b.Kind, r.Slice))
	}
	for _, sl := range b.Slices {
		if touched[key{sl.Source, sl.BillingPeriod}] {
			m := change(sl)
			m.RowsAfter, m.After = m.RowsAfter+sl.Rows, m.After.Add(sl.Totals.Billed)
			after = append(after, im.partFile(b.Kind, sl))
		}
	}
	slices.SortStableFunc(d.Months, func(a, b MonthChange) int { return int(a.Month - b.Month) })
	d.Parts, err = im.parts(ctx, b.Kind, before, after)
	return d, err
}

// partFile is the lake file that a slice's parts are asked of: of bills the
// roll-up, of invoice books the lines, which lie beside it under the same name.
func (im *Importer) partFile(k batch.Kind, s batch.Slice) string {
	if k == batch.KindBill {
		return filepath.Join(im.Lake, s.RollupPath)
	}
	dir, base := filepath.Split(s.RollupPath)
	return filepath.Join(im.Lake, TableServiceLine, filepath.Base(dir), base)
}

func (im *Importer) parts(ctx context.Context, k batch.Kind, before, after []string) ([]PartChange, error) {
	name, text := "charge_month", enginesql.PartChange
	if k == batch.KindServices {
		name, text = "service_line", enginesql.LineChange
	}
	relations := []engine.Relation{{Name: name + "_before", Files: before}, {Name: name + "_after", Files: after}}
	var all []PartChange
	_, err := im.Engine.Each(ctx, engine.Query{Name: "part change", SQL: text, Relations: relations}, func(row engine.Row) error {
		all = append(all, PartChange{Month: row.Month(0), Who: row.Text(1), What: row.Text(2), Currency: money.Currency(row.Text(3)), Before: row.Decimal(4), After: row.Decimal(5)})
		return nil
	})
	return all, err
}
