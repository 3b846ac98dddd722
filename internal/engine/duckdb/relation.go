package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	duck "github.com/duckdb/duckdb-go/v2"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/engine"
)

// bind makes a relation visible to one connection under its name.
func (e *Engine) bind(ctx context.Context, conn *sql.Conn, r engine.Relation) error {
	if len(r.Files) > 0 {
		scan := fmt.Sprintf("read_parquet([%s], union_by_name = %t, hive_partitioning = false, file_row_number = %t, filename = %t)", literals(r.Files), r.Varied, !r.Placed, !r.Placed)
		lacking, all, has := "", "*", func(string) bool { return true }
		if r.Varied {
			present, err := describe(ctx, conn, scan)
			if err != nil {
				return err
			}
			has = func(wanted string) bool {
				return slices.ContainsFunc(present, func(p column) bool { return p.header == wanted })
			}
			lacking = lackingColumns(r.Columns, has)
		}
		for _, c := range r.Unread {
			all = fmt.Sprintf("COLUMNS(lambda c: c NOT IN (%s))", literals(names(r.Unread)))
			lacking += null(c)
		}
		_, err := conn.ExecContext(ctx, fmt.Sprintf("CREATE OR REPLACE TEMP VIEW %s AS SELECT %s%s FROM %s%s", name(r.Name), all, lacking, scan, where(r.Only, has)))
		return err
	}
	columns := make([]string, len(r.Columns))
	for i, c := range r.Columns {
		columns[i] = name(c.Name) + " " + sqlType(c.Type)
	}
	if _, err := conn.ExecContext(ctx, fmt.Sprintf("CREATE OR REPLACE TEMP TABLE %s (%s)", name(r.Name), strings.Join(columns, ", "))); err != nil {
		return err
	}
	if len(r.Rows) == 0 {
		return nil
	}
	return appendRows(conn, r)
}

// lackingColumns makes NULL what no file of a relation has.
func lackingColumns(wanted []engine.Column, has func(string) bool) string {
	var lacking strings.Builder
	for _, c := range wanted {
		if !has(c.Name) {
			lacking.WriteString(null(c))
		}
	}
	return lacking.String()
}

// where asks the scan itself for the rows that are wanted: it looks into other
// columns only where those that decide have such a value.
func where(only []engine.Only, has func(string) bool) string {
	var terms []string
	for _, o := range only {
		if has(o.Column) {
			terms = append(terms, name(o.Column)+" IN ("+literals(o.Values)+")")
		}
	}
	if len(terms) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(terms, " AND ")
}

// null is a column that is NULL of its type.
func null(c engine.Column) string {
	return ", CAST(NULL AS " + sqlType(c.Type) + ") AS " + name(c.Name)
}

func names(columns []engine.Column) []string {
	all := make([]string, len(columns))
	for i, c := range columns {
		all[i] = c.Name
	}
	return all
}

func dropRelation(r engine.Relation) string {
	if len(r.Files) > 0 {
		return "DROP VIEW IF EXISTS " + name(r.Name)
	}
	return "DROP TABLE IF EXISTS " + name(r.Name)
}

// appendRows loads handed-over rows through the appender, the fast way in.
func appendRows(conn *sql.Conn, r engine.Relation) error {
	return conn.Raw(func(raw any) error {
		a, err := duck.NewAppender(raw.(driver.Conn), "temp", "main", r.Name)
		if err != nil {
			return err
		}
		args := make([]driver.Value, len(r.Columns))
		for n, row := range r.Rows {
			if len(row) != len(args) {
				return fmt.Errorf("row %d has %d values for %d columns", n, len(row), len(args))
			}
			for i, v := range row {
				if args[i], err = native(v); err != nil {
					return fmt.Errorf("row %d, column %s: %w", n, r.Columns[i].Name, err)
				}
			}
			if err := a.AppendRow(args...); err != nil {
				return fmt.Errorf("row %d: %w", n, err)
			}
		}
		return a.Close()
	})
}

// native turns our values into the driver's.
func native(v any) (driver.Value, error) {
	if d, ok := v.(money.Decimal); ok {
		return lakeDecimal(d)
	}
	return v, nil
}

// lakeLimit is the first unscaled number that DECIMAL(38,18) cannot hold. The
// driver checks against 128 bits only, which hold a little more.
var lakeLimit = new(big.Int).Exp(big.NewInt(10), big.NewInt(38), nil)

// lakeDecimal rounds half to even to the lake's scale, and refuses what has
// more digits before the point than the lake.
func lakeDecimal(d money.Decimal) (duck.Decimal, error) {
	unscaled := d.Unscaled(money.LakeScale)
	if unscaled.CmpAbs(lakeLimit) >= 0 {
		return duck.Decimal{}, fault.New(fault.KindInvalid, "number.too_long").With("value", d.String())
	}
	return duck.Decimal{Width: 38, Scale: money.LakeScale, Value: unscaled}, nil
}

// exact turns the driver's values into ours; a float is a defect of the query.
func exact(v any) (any, error) {
	switch x := v.(type) {
	case nil, string, bool, int64:
		return x, nil
	case time.Time:
		return x.UTC(), nil
	case duck.Decimal:
		return money.NewScaled(x.Value, int32(x.Scale)), nil
	case int32:
		return int64(x), nil
	case int16:
		return int64(x), nil
	case int8:
		return int64(x), nil
	case uint8:
		return int64(x), nil
	case uint16:
		return int64(x), nil
	case uint32:
		return int64(x), nil
	case uint64:
		return exact(new(big.Int).SetUint64(x))
	case *big.Int:
		if x.IsInt64() {
			return x.Int64(), nil
		}
		return money.NewScaled(x, 0), nil
	default:
		return nil, fmt.Errorf("a query returned a %T, which is not exact", v)
	}
}

func sqlType(t engine.Type) string {
	switch t {
	case engine.TypeText:
		return "VARCHAR"
	case engine.TypeInt:
		return "BIGINT"
	case engine.TypeDecimal:
		return "DECIMAL(38,18)"
	case engine.TypeDate:
		return "DATE"
	case engine.TypeTime:
		return "TIMESTAMP"
	case engine.TypeBool:
		return "BOOLEAN"
	}
	panic("duckdb: unknown column type " + string(t))
}

func literals(texts []string) string {
	quoted := make([]string, len(texts))
	for i, t := range texts {
		quoted[i] = literal(t)
	}
	return strings.Join(quoted, ", ")
}
