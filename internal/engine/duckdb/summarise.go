package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	duck "github.com/duckdb/duckdb-go/v2"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// SummariseInput asks for the roll-up of freshly ingested charges.
type SummariseInput struct {
	BatchID batch.ID
	Side    batch.Side
	Charges []string // absolute paths of the batch's charge files
	OutDir  string   // one Parquet file per slice is written here
	// SourceName, when set, is the source of every row; otherwise it is
	// provider/billing account.
	SourceName string
}

// Summarise writes one roll-up file per slice (source x billing month x
// currency is checked by the caller) and gives the slices with their exact
// totals. RollupPath is the file's base name.
func (e *Engine) Summarise(ctx context.Context, in SummariseInput) (_ []batch.Slice, err error) {
	defer fault.Wrap(&err, "duckdb.Summarise(%s)", in.BatchID)
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer func() {
		_, derr := conn.ExecContext(context.WithoutCancel(ctx), dropRelation(charges(in.Charges))+"; DROP TABLE IF EXISTS rollup")
		if cerr := conn.Close(); err == nil {
			err = errors.Join(derr, cerr)
		}
	}()
	source := "source || " + literal(in.Side.Suffix())
	if in.SourceName != "" {
		source = literal(in.SourceName)
	}
	if err := e.bind(ctx, conn, charges(in.Charges)); err != nil {
		return nil, err
	}
	_, err = conn.ExecContext(ctx, fmt.Sprintf("CREATE OR REPLACE TEMP TABLE rollup AS SELECT %s AS batch_id, %s AS slice_source, %s AS side, * EXCLUDE (source) REPLACE (parse_filename(charge_file) AS charge_file) FROM (%s) summed",
		literal(string(in.BatchID)), source, literal(string(in.Side)), enginesql.Rollup))
	if err != nil {
		return nil, classify(ctx, err)
	}
	slices, err := sliceTotals(ctx, conn)
	if err != nil {
		return nil, err
	}
	for i := range slices {
		s := &slices[i]
		s.RollupPath = fmt.Sprintf("%04d.parquet", i+1)
		_, err := conn.ExecContext(ctx, fmt.Sprintf(
			"COPY (SELECT slice_source AS source, * EXCLUDE (slice_source, rounding) FROM rollup WHERE slice_source = %s AND month = DATE %s AND billing_currency IS NOT DISTINCT FROM %s ORDER BY sub_account_id, service_name) TO %s (FORMAT parquet, COMPRESSION zstd)",
			literal(s.Source), literal(s.BillingPeriod.Start().Format(time.DateOnly)), literal(string(s.Currency)),
			literal(filepath.Join(in.OutDir, s.RollupPath))))
		if err != nil {
			return nil, classify(ctx, err)
		}
	}
	return slices, nil
}

// Peaks writes the largest charges of each account in a file of charges. name
// is the path that the file will have below the lake.
func (e *Engine) Peaks(ctx context.Context, charge, name, out string) (err error) {
	defer fault.Wrap(&err, "duckdb.Peaks(%s)", name)
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return err
	}
	from := charges([]string{charge})
	defer func() {
		_, derr := conn.ExecContext(context.WithoutCancel(ctx), dropRelation(from))
		if cerr := conn.Close(); err == nil {
			err = errors.Join(derr, cerr)
		}
	}()
	if err := e.bind(ctx, conn, from); err != nil {
		return err
	}
	query := strings.Replace(enginesql.Peak, "?", literal(name), 1)
	if _, err := conn.ExecContext(ctx, fmt.Sprintf("COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd)", query, literal(out))); err != nil {
		return classify(ctx, err)
	}
	return nil
}

// Bought writes what the charges of a batch say of commitments and purchases.
func (e *Engine) Bought(ctx context.Context, files []string, out string) (err error) {
	defer fault.Wrap(&err, "duckdb.Bought")
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return err
	}
	from := charges(files)
	from.Columns = enginesql.TriggerColumns()
	defer func() {
		_, derr := conn.ExecContext(context.WithoutCancel(ctx), dropRelation(from))
		if cerr := conn.Close(); err == nil {
			err = errors.Join(derr, cerr)
		}
	}()
	if err := e.bind(ctx, conn, from); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, fmt.Sprintf("COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd)", enginesql.Bought, literal(out))); err != nil {
		return classify(ctx, err)
	}
	return nil
}

// charges are files of charges as questions name them.
func charges(files []string) engine.Relation {
	return engine.Relation{Name: "charge", Files: files, Varied: true, Columns: enginesql.ChargeColumns()}
}

func sliceTotals(ctx context.Context, conn *sql.Conn) (_ []batch.Slice, err error) {
	rows, err := conn.QueryContext(ctx, `SELECT slice_source, month, COALESCE(billing_currency, ''), CAST(sum(row_count) AS BIGINT),
		sum(billed_cost), sum(effective_cost), sum(list_cost), sum(contracted_cost), sum(rounding)
		FROM rollup GROUP BY slice_source, month, billing_currency ORDER BY slice_source, month, billing_currency`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var slices []batch.Slice
	for rows.Next() {
		s := batch.Slice{Live: true}
		var month time.Time
		var currency string
		sums := make([]duck.Decimal, 5)
		if err := rows.Scan(&s.Source, &month, &currency, &s.Rows, &sums[0], &sums[1], &sums[2], &sums[3], &sums[4]); err != nil {
			return nil, err
		}
		s.BillingPeriod, s.Currency = period.MonthOf(month), money.Currency(strings.TrimSpace(currency))
		for i, to := range []*money.Decimal{&s.Totals.Billed, &s.Totals.Effective, &s.Totals.List, &s.Totals.Contracted, &s.Totals.Rounding} {
			*to = money.NewScaled(sums[i].Value, int32(sums[i].Scale))
		}
		slices = append(slices, s)
	}
	return slices, rows.Err()
}

// Rule is one check of conformance: a predicate over lake columns.
type Rule struct {
	ID        string
	Column    string // lake column whose value makes the example; may be empty
	Predicate string
}

// Violation counts how often a rule is broken, with one example value.
type Violation struct {
	ID      string
	Count   int64
	Example string
}

// Check counts all rules in one pass over the charge files.
func (e *Engine) Check(ctx context.Context, files []string, rules []Rule) (_ []Violation, err error) {
	defer fault.Wrap(&err, "duckdb.Check")
	if len(files) == 0 || len(rules) == 0 {
		return nil, nil
	}
	counts := make([]string, len(rules))
	for i, r := range rules {
		counts[i] = "COALESCE(count_if(" + r.Predicate + "), 0)"
	}
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer func() {
		_, derr := conn.ExecContext(context.WithoutCancel(ctx), dropRelation(charges(files)))
		if cerr := conn.Close(); err == nil {
			err = errors.Join(derr, cerr)
		}
	}()
	if err := e.bind(ctx, conn, charges(files)); err != nil {
		return nil, err
	}
	values, targets := make([]int64, len(rules)), make([]any, len(rules))
	for i := range values {
		targets[i] = &values[i]
	}
	if err := conn.QueryRowContext(ctx, "SELECT "+strings.Join(counts, ", ")+" FROM charge").Scan(targets...); err != nil {
		return nil, err
	}
	var found []Violation
	for i, r := range rules {
		if values[i] == 0 {
			continue
		}
		v := Violation{ID: r.ID, Count: values[i]}
		if r.Column != "" {
			var example sql.NullString
			err := conn.QueryRowContext(ctx, "SELECT CAST("+name(r.Column)+" AS VARCHAR) FROM charge WHERE "+r.Predicate+" LIMIT 1").Scan(&example)
			if err != nil {
				return nil, err
			}
			v.Example = example.String
		}
		found = append(found, v)
	}
	return found, nil
}

// CountRows counts the rows of each Parquet file from its footer.
func (e *Engine) CountRows(ctx context.Context, path string) (n int64, err error) {
	defer fault.Wrap(&err, "duckdb.CountRows(%s)", path)
	err = e.db.QueryRowContext(ctx, "SELECT COALESCE(CAST(sum(num_rows) AS BIGINT), 0) FROM parquet_file_metadata("+literal(path)+")").Scan(&n)
	return n, err
}
