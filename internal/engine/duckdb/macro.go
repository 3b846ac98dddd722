package duckdb

import (
	"context"
	"database/sql/driver"
	"errors"
	"strconv"

	duck "github.com/duckdb/duckdb-go/v2"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// macros are what mapping SQL may call, whatever type the source column has:
//
//	sf_decimal(x)  DECIMAL(38,18), rounded half to even
//	sf_residue(x)  DECIMAL(38,38), source minus sf_decimal; NULL when exact
//	sf_time(x)     TIMESTAMP in UTC
//
// Text of at most 19 bytes without an exponent has at most 18 decimals, so
// DuckDB's own cast is exact there. Everything else goes through Go: DuckDB
// rounds half away from zero, is 15 times slower on long digits, takes "+" and
// "- " for zero, and ignores the offset of "+08:00".
var macros = []string{
	`CREATE MACRO sf_short(x) AS strlen(x) <= 19 AND NOT contains(x, 'E') AND NOT contains(x, 'e') AND NOT contains(x, '_') AND NOT contains(x, '+') AND NOT contains(x, ' ')`,
	// At most 8 digits before the point and 10 after it fit 64 bits, which casts
	// four times as fast; widening is exact.
	`CREATE MACRO sf_narrow(x) AS strpos(x, '.') BETWEEN greatest(2, CAST(strlen(x) AS BIGINT) - 10) AND 9`,
	`CREATE MACRO sf_exact_double(x) AS abs(x) < 99999 AND CAST(CAST(x AS DECIMAL(15,10)) AS DOUBLE) = x`,
	`CREATE MACRO sf_decimal(x VARCHAR) AS CASE WHEN x IS NULL THEN NULL WHEN NOT sf_short(x) THEN sf_text_decimal(x)
			WHEN sf_narrow(x) THEN CAST(CAST(x AS DECIMAL(18,10)) AS DECIMAL(38,18)) ELSE CAST(x AS DECIMAL(38,18)) END,
		(x DOUBLE) AS CASE WHEN x IS NULL THEN NULL WHEN sf_exact_double(x) THEN CAST(CAST(x AS DECIMAL(15,10)) AS DECIMAL(38,18)) ELSE sf_double_decimal(x) END,
		(x DECIMAL(38,18)) AS x`,
	`CREATE MACRO sf_residue(x VARCHAR) AS CASE WHEN x IS NULL OR sf_short(x) THEN CAST(NULL AS DECIMAL(38,38)) ELSE sf_text_residue(x) END,
		(x DOUBLE) AS CASE WHEN x IS NULL OR sf_exact_double(x) THEN CAST(NULL AS DECIMAL(38,38)) ELSE sf_double_residue(x) END,
		(x DECIMAL(38,18)) AS CAST(NULL AS DECIMAL(38,38))`,
	`CREATE MACRO sf_time(x VARCHAR) AS CASE WHEN x IS NULL THEN NULL
			WHEN strlen(x) = 19 OR strlen(x) = 10 OR (strlen(x) IN (20, 24) AND suffix(x, 'Z')) THEN CAST(x AS TIMESTAMP)
			ELSE sf_text_time(x) END,
		(x TIMESTAMP) AS x, (x TIMESTAMPTZ) AS x AT TIME ZONE 'UTC', (x DATE) AS CAST(x AS TIMESTAMP)`,
}

// registerFunctions makes the Go functions behind the macros known.
func (e *Engine) registerFunctions(ctx context.Context) error {
	conn, err := e.db.Conn(ctx)
	if err != nil {
		return err
	}
	text, err1 := duck.NewTypeInfo(duck.TYPE_VARCHAR)
	double, err2 := duck.NewTypeInfo(duck.TYPE_DOUBLE)
	cost, err3 := duck.NewDecimalInfo(38, money.LakeScale)
	residue, err4 := duck.NewDecimalInfo(38, 38)
	stamp, err5 := duck.NewTypeInfo(duck.TYPE_TIMESTAMP)
	err = errors.Join(err1, err2, err3, err4, err5)
	for _, f := range []struct {
		name    string
		in, out duck.TypeInfo
		run     func(driver.Value) (any, error)
	}{
		{"sf_text_decimal", text, cost, func(v driver.Value) (any, error) { return toDecimal(v.(string)) }},
		{"sf_double_decimal", double, cost, func(v driver.Value) (any, error) { return toDecimal(shortest(v)) }},
		{"sf_text_residue", text, residue, func(v driver.Value) (any, error) { return toResidue(v.(string)) }},
		{"sf_double_residue", double, residue, func(v driver.Value) (any, error) { return toResidue(shortest(v)) }},
		{"sf_text_time", text, stamp, func(v driver.Value) (any, error) { return period.ParseInstant(v.(string)) }},
	} {
		if err == nil {
			err = duck.RegisterScalarUDF(conn, f.name, scalar{f.in, f.out, f.run})
		}
	}
	if cerr := conn.Close(); err == nil {
		err = cerr
	}
	return err
}

// scalar is a function of one column.
type scalar struct {
	in, out duck.TypeInfo
	run     func(driver.Value) (any, error)
}

func (s scalar) Config() duck.ScalarFuncConfig {
	return duck.ScalarFuncConfig{InputTypeInfos: []duck.TypeInfo{s.in}, ResultTypeInfo: s.out}
}

func (s scalar) Executor() duck.ScalarFuncExecutor {
	return duck.ScalarFuncExecutor{RowExecutor: func(values []driver.Value) (any, error) { return s.run(values[0]) }}
}

// shortest is the shortest text that reads back as the same double: what the
// writer of the file most likely meant.
func shortest(v driver.Value) string { return strconv.FormatFloat(v.(float64), 'g', -1, 64) }

func toDecimal(s string) (any, error) {
	d, err := money.ParseDecimal(s)
	if err != nil {
		return nil, err
	}
	return lakeDecimal(d)
}

// toResidue is what rounding took away, or NULL. A residue has at most 38
// decimals; what lies beyond is below any sum that a lake can hold.
func toResidue(s string) (any, error) {
	d, err := money.ParseDecimal(s)
	if err != nil {
		return nil, err
	}
	if d.Places() <= money.LakeScale {
		return nil, nil
	}
	rest := d.Sub(d.Round(money.LakeScale))
	if rest.IsZero() {
		return nil, nil
	}
	return duck.Decimal{Width: 38, Scale: 38, Value: rest.Unscaled(38)}, nil
}
