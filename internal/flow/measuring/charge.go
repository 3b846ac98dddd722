package measuring

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
	"github.com/sevenfold/sevenfold/internal/state"
)

// ChargeFiles gives the charges of some months for queries over them: charge,
// charge_file (whose the files are) and live_slice (what of them counts now). A
// batch may be of many months in many files: the roll-ups say which have charges of
// the wanted ones, but for those from before they said so.
func (f *Facts) ChargeFiles(ctx context.Context, m *Measurer, wanted func(period.Month) bool) ([]engine.Relation, error) {
	relations, err := f.batchFiles(ctx, m, wanted)
	if err != nil || !slices.ContainsFunc(f.live, func(s state.LiveSlice) bool { return !wanted(s.Slice.BillingPeriod) }) {
		return relations, err
	}
	of := map[string]int{} // files of a batch; of a single one there is nothing to leave out
	for _, row := range relations[1].Rows {
		of[row[1].(string)]++
	}
	months := engine.Relation{Name: "charge_month", Varied: true, Columns: chargeMonth()}
	for _, s := range f.live {
		if wanted(s.Slice.BillingPeriod) && of[string(s.BatchID)] > 1 {
			months.Files = append(months.Files, filepath.Join(m.Lake, s.Slice.RollupPath))
		}
	}
	if len(months.Files) == 0 {
		return relations, nil
	}
	type file struct{ batch, name string }
	has, unsaid := map[file]bool{}, map[string]bool{}
	err = f.each(ctx, m, engine.Query{Name: "charge files", SQL: enginesql.ChargeFiles, Relations: []engine.Relation{months}}, func(row engine.Row) error {
		has[file{row.Text(0), row.Text(1)}] = true
		unsaid[row.Text(0)] = unsaid[row.Text(0)] || row[1] == nil
		return nil
	})
	charge, files := &relations[0], &relations[1]
	files.Rows = slices.DeleteFunc(files.Rows, func(row []any) bool {
		id := row[1].(string)
		return of[id] > 1 && !unsaid[id] && !has[file{id, filepath.Base(row[0].(string))}]
	})
	charge.Files = nil
	for _, row := range files.Rows {
		charge.Files = append(charge.Files, row[0].(string))
	}
	return relations, err
}

// batchFiles gives all charges of the batches that have some of the wanted months.
func (f *Facts) batchFiles(ctx context.Context, m *Measurer, wanted func(period.Month) bool) ([]engine.Relation, error) {
	charge := engine.Relation{Name: "charge", Varied: true, Columns: enginesql.ChargeColumns()}
	files := engine.Relation{Name: "charge_file", Columns: []engine.Column{{Name: "path", Type: engine.TypeText},
		{Name: "batch_id", Type: engine.TypeText}, {Name: "file_ordinal", Type: engine.TypeInt}, {Name: "is_price", Type: engine.TypeBool}}}
	live := engine.Relation{Name: "live_slice", Columns: []engine.Column{{Name: "batch_id", Type: engine.TypeText}, {Name: "source", Type: engine.TypeText},
		{Name: "month", Type: engine.TypeDate}, {Name: "last_day", Type: engine.TypeDate}, {Name: "currency", Type: engine.TypeText}}}
	seen := map[batch.ID]batch.Batch{}
	for _, s := range f.live {
		if !wanted(s.Slice.BillingPeriod) {
			continue
		}
		b, known := seen[s.BatchID]
		if !known {
			var err error
			if b, err = m.State.Batch(ctx, s.BatchID); err != nil {
				return nil, err
			}
			seen[s.BatchID] = b
			for _, file := range b.Files {
				for _, path := range []string{file.LakePath, file.ExtraPath} {
					if path != "" {
						path = filepath.Join(m.Lake, path)
						charge.Files = append(charge.Files, path)
						files.Rows = append(files.Rows, []any{path, string(s.BatchID), int64(file.Ordinal), s.Side == batch.SidePrice})
					}
				}
			}
		}
		// A batch whose stream the user named has that one source for every row.
		var source any = strings.TrimSuffix(s.Slice.Source, s.Side.Suffix())
		if b.Source != "" {
			source = nil
		}
		month := s.Slice.BillingPeriod
		live.Rows = append(live.Rows, []any{string(s.BatchID), source, month.Start(), month.End().AddDate(0, 0, -1), string(s.Slice.Currency)})
	}
	return []engine.Relation{charge, files, live}, nil
}

// BoughtFiles gives what the bills of some months say of commitments and purchases,
// as ChargeFiles gives charges: in sums, and in the charges themselves of what was
// imported before such sums were kept.
func (f *Facts) BoughtFiles(ctx context.Context, m *Measurer, wanted func(period.Month) bool) ([]engine.Relation, error) {
	relations, err := f.batchFiles(ctx, m, wanted)
	if err != nil {
		return nil, err
	}
	charge, files := &relations[0], &relations[1]
	charge.Columns, charge.Files = enginesql.BoughtColumns(), nil
	all, kept := files.Rows, map[string]bool{}
	files.Rows = nil
	for _, row := range all {
		id := row[1].(string)
		path := filepath.Join(m.Lake, batch.BoughtPath(batch.ID(id)))
		if _, seen := kept[id]; !seen {
			_, err := os.Stat(path)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
			if kept[id] = err == nil; kept[id] {
				charge.Files, files.Rows = append(charge.Files, path), append(files.Rows, []any{path, id, int64(0), row[3]})
			}
		}
		if !kept[id] {
			charge.Files, files.Rows = append(charge.Files, row[0].(string)), append(files.Rows, row)
		}
	}
	return relations, nil
}

// PeakFiles gives the largest charges of some months in place of all of them,
// with charge_file and live_slice as ChargeFiles does; false where a bill was
// imported before such were kept apart.
func (f *Facts) PeakFiles(ctx context.Context, m *Measurer, wanted func(period.Month) bool) ([]engine.Relation, bool, error) {
	relations, err := f.ChargeFiles(ctx, m, wanted)
	if err != nil {
		return nil, false, err
	}
	charge, files := &relations[0], &relations[1]
	for i, path := range charge.Files {
		path, err := filepath.Rel(m.Lake, path)
		if err != nil {
			return nil, false, err
		}
		path = filepath.ToSlash(path)
		charge.Files[i], files.Rows[i][0] = filepath.Join(m.Lake, batch.PeakPath(path)), path
		if _, err := os.Stat(charge.Files[i]); errors.Is(err, fs.ErrNotExist) {
			return nil, false, nil
		} else if err != nil {
			return nil, false, err
		}
	}
	charge.Varied, charge.Placed, charge.Columns = false, true, []engine.Column{{Name: "service_category", Type: engine.TypeText}}
	if charge.Varied = f.question.asks(multiplier.DimensionFamily); !charge.Varied {
		charge.Columns, charge.Unread = nil, charge.Columns // older files lack it
	}
	return relations, true, nil
}

// mostWanted is how many values of a column a scan is asked for; more of them are
// most of the rows.
const mostWanted = 500

// Wanted tells a scan of charges, or of sums of them, what some cloud groups have
// in common, so that it need not read the charges of others: whose accounts, and
// the services and regions that the question keeps apart.
func (f *Facts) Wanted(groups []int) []engine.Only {
	owners, services, regions := map[int64]bool{}, map[string]bool{}, map[string]bool{}
	for _, n := range groups {
		owners[f.Cloud[n].Owner] = true
		services[f.Cloud[n].Facts[0].Service] = true
		regions[f.Cloud[n].Facts[0].Region] = true
	}
	var only []engine.Only
	add := func(column string, values map[string]bool) {
		// Nothing is written, or it is not kept apart: then no value says which.
		if len(values) > 0 && len(values) <= mostWanted && !values[""] {
			only = append(only, engine.Only{Column: column, Values: slices.Sorted(maps.Keys(values))})
		}
	}
	if !owners[ownerUnread] {
		billing, sub := map[string]bool{}, map[string]bool{}
		for _, row := range slices.Concat(f.accounts.months.Rows, f.accounts.days.Rows) {
			if owners[row[4].(int64)] {
				billing[row[0].(string)], sub[row[1].(string)] = true, true
			}
		}
		add("billing_account_id", billing)
		add("sub_account_id", sub)
	}
	add("service_name", services)
	add("region_id", regions)
	return only
}

// MonthFiles gives the roll-up of the question's months: charge_cost, of which
// some cloud groups need be read, and charge_price, which decides what of the
// other counts.
func (f *Facts) MonthFiles(groups []int) []engine.Relation {
	cost := f.files.cost
	cost.Only = f.Wanted(groups)
	return []engine.Relation{cost, f.files.price}
}

// WholeMonth reports that in a month no account changes hands and no charge is
// paired with a line, so that the roll-up says all of its charges.
func (f *Facts) WholeMonth(month period.Month) bool {
	return !slices.ContainsFunc(f.accounts.cuts, func(c cut) bool { return c.month == month }) &&
		!slices.ContainsFunc(f.Cloud, func(g CloudGroup) bool { return g.Month == month && g.Mark > 0 })
}

// DayDecides reports that the day of a charge may decide whose it is.
func (f *Facts) DayDecides() bool { return len(f.accounts.days.Rows) > 0 }

// OwnerRelations are what decides whose a charge is and whether it counts, for
// queries over the charges: account_month, account_day and charge_price,
// and what is paired with a line: marked_charge.
func (f *Facts) OwnerRelations() []engine.Relation {
	return []engine.Relation{f.accounts.months, f.accounts.days, f.files.price, f.files.sold}
}
