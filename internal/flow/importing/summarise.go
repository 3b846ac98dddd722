package importing

import (
	"context"
	"os"
	"path/filepath"
	"strconv"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	spec "github.com/sevenfold/sevenfold/internal/core/focus"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/engine"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
	"github.com/sevenfold/sevenfold/internal/source/awscur"
	"github.com/sevenfold/sevenfold/internal/source/focus"
	"github.com/sevenfold/sevenfold/internal/state"
)

// summarise writes the roll-up and fills in slices, findings and the totals
// that tie the batch to its source.
func (im *Importer) summarise(ctx context.Context, st *staging, charges []string, b *batch.Batch, in BillInput) error {
	im.Progress.Send(progress.Event{Stage: "import.sum", Unit: progress.UnitSteps, Total: 2})
	dir, err := st.table(TableChargeMonth)
	if err != nil {
		return err
	}
	slices, err := im.Engine.Summarise(ctx, duckdb.SummariseInput{BatchID: b.ID, Side: in.Side, Charges: charges, OutDir: dir, SourceName: in.Source})
	if err != nil {
		return err
	}
	for i := range slices {
		slices[i].RollupPath = st.lakePath(TableChargeMonth, slices[i].RollupPath)
	}
	b.Slices = slices
	if err := im.peaks(ctx, st, charges); err != nil {
		return err
	}
	if err := im.bought(ctx, st, charges); err != nil {
		return err
	}
	if err := currencies(b, in); err != nil {
		return err
	}
	im.Progress.Send(progress.Event{Stage: "import.sum", Unit: progress.UnitSteps, Done: 1, Total: 2})
	found, err := im.conformance(ctx, charges, b)
	if err != nil {
		return err
	}
	b.Findings = append(b.Findings, found...)
	if b.Format == awscur.Format {
		if b.Sums, err = im.sourceSums(ctx, charges); err != nil {
			return err
		}
		if b.Side == batch.SideCost {
			likely, err := im.proForma(ctx, charges)
			if err != nil {
				return err
			}
			if likely {
				b.Findings = append(b.Findings, batch.Finding{Rule: "price_side_likely", Severity: batch.SeverityWarning, Column: "InvoiceId", Count: 1})
			}
		}
	}
	im.Progress.Send(progress.Event{Stage: "import.sum", Unit: progress.UnitSteps, Done: 2, Total: 2, Finished: true})
	return nil
}

// peaks writes the largest charges of each file, where explanations look first.
func (im *Importer) peaks(ctx context.Context, st *staging, charges []string) error {
	dir, err := st.table(batch.TablePeak)
	if err != nil {
		return err
	}
	for _, path := range charges {
		base := filepath.Base(path)
		if err := im.Engine.Peaks(ctx, path, st.lakePath(TableCharge, base), filepath.Join(dir, base)); err != nil {
			return err
		}
	}
	return nil
}

// bought writes what the charges say of commitments and purchases, where triggers
// look.
func (im *Importer) bought(ctx context.Context, st *staging, charges []string) error {
	dir, err := st.table(batch.TableBought)
	if err != nil {
		return err
	}
	return im.Engine.Bought(ctx, charges, filepath.Join(dir, batch.BoughtFile))
}

// currencies refuses a bill that is in two currencies for one account and
// month: FOCUS gives a billing account one, and a sum over two is no sum.
func currencies(b *batch.Batch, in BillInput) error {
	if in.MixedCurrency {
		return nil
	}
	for i := 1; i < len(b.Slices); i++ {
		one, two := b.Slices[i-1], b.Slices[i]
		if one.Source == two.Source && one.BillingPeriod == two.BillingPeriod {
			return fault.New(fault.KindInvalid, "bill.currency_conflict").With("source", one.Source).
				With("period", one.BillingPeriod.String()).With("first", string(one.Currency)).With("second", string(two.Currency)).
				At(fault.Place{File: b.Files[0].Path})
		}
	}
	return nil
}

// conformance counts the rules of the specification over what was written.
func (im *Importer) conformance(ctx context.Context, charges []string, b *batch.Batch) ([]batch.Finding, error) {
	rules := spec.Rules()
	checks := make([]duckdb.Rule, len(rules))
	for i, r := range rules {
		checks[i] = duckdb.Rule{ID: strconv.Itoa(i), Column: r.Example, Predicate: r.Predicate}
	}
	violations, err := im.Engine.Check(ctx, charges, checks)
	if err != nil {
		return nil, err
	}
	var findings []batch.Finding
	for _, v := range violations {
		i, err := strconv.Atoi(v.ID)
		if err != nil {
			return nil, err
		}
		r := rules[i]
		if b.Format == focus.Format && string(r.Since) > b.Version {
			continue // the file's version does not ask for it yet
		}
		findings = append(findings, batch.Finding{Rule: r.ID, Severity: r.Severity, Column: r.Column, Count: v.Count, Example: v.Example})
	}
	return findings, nil
}

// proForma asks whether an AWS report may be the price side, which no single
// row can tell.
func (im *Importer) proForma(ctx context.Context, charges []string) (likely bool, err error) {
	_, err = im.Engine.Each(ctx, engine.Query{Name: "pro forma", SQL: "SELECT " + awscur.ProForma(im.Now()) + " AS likely FROM charge",
		Relations: []engine.Relation{{Name: "charge", Files: charges, Varied: true, Columns: enginesql.ChargeColumns()}}}, func(row engine.Row) error {
		likely, _ = row[0].(bool)
		return nil
	})
	return likely, err
}

// sourceSums are what an AWS bill says of itself by line item type, beside what
// its rows became.
func (im *Importer) sourceSums(ctx context.Context, charges []string) ([]batch.SourceSum, error) {
	var sums []batch.SourceSum
	_, err := im.Engine.Each(ctx, engine.Query{Name: "source totals", SQL: enginesql.SourceTotals,
		Relations: []engine.Relation{{Name: "charge", Files: charges, Varied: true, Columns: enginesql.ChargeColumns()}}}, func(row engine.Row) error {
		s := batch.SourceSum{Rows: row[1].(int64), Source: row[2].(money.Decimal), Lake: row[3].(money.Decimal)}
		s.Name, _ = row[0].(string)
		sums = append(sums, s)
		return nil
	})
	return sums, err
}

// changes compares the replaced deliveries with the new one, by service.
func (im *Importer) changes(ctx context.Context, b batch.Batch, replaced []state.LiveSlice) ([]Change, error) {
	if len(replaced) == 0 || b.Kind != batch.KindBill {
		return nil, nil
	}
	type key struct {
		source string
		month  int
	}
	touched := map[key]bool{}
	before, after := engine.Relation{Name: "charge_month_before"}, engine.Relation{Name: "charge_month_after"}
	for _, r := range replaced {
		before.Files = append(before.Files, filepath.Join(im.Lake, r.Slice.RollupPath))
		touched[key{r.Slice.Source, int(r.Slice.BillingPeriod)}] = true
	}
	for _, s := range b.Slices {
		if touched[key{s.Source, int(s.BillingPeriod)}] {
			after.Files = append(after.Files, filepath.Join(im.Lake, s.RollupPath))
		}
	}
	var changes []Change
	_, err := im.Engine.Each(ctx, engine.Query{Name: "service change", SQL: enginesql.ServiceChange,
		Relations: []engine.Relation{before, after}}, func(row engine.Row) error {
		c := Change{Before: row[2].(money.Decimal), After: row[3].(money.Decimal)}
		c.Service, _ = row[0].(string)
		currency, _ := row[1].(string)
		c.Currency = money.Currency(currency)
		changes = append(changes, c)
		return nil
	})
	return changes, err
}

func removeFile(path string) error {
	if err := os.Remove(path); err != nil {
		return unwritable(path, err)
	}
	return nil
}
