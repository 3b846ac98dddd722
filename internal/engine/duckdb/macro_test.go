package duckdb_test

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/engine"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
)

// texts is a relation of one text column, in order.
func texts(values []string) engine.Relation {
	r := engine.Relation{Name: "raw", Columns: []engine.Column{{Name: "n", Type: engine.TypeInt}, {Name: "x", Type: engine.TypeText}}}
	for i, v := range values {
		r.Rows = append(r.Rows, []any{int64(i), v})
	}
	return r
}

const decimalAndResidue = "SELECT sf_decimal(x), sf_residue(x) FROM raw ORDER BY n"

// each gives all rows or the error.
func each(e *duckdb.Engine, sql string, relations ...engine.Relation) (rows [][]any, err error) {
	_, err = e.Each(context.Background(), engine.Query{SQL: sql, Relations: relations}, func(r engine.Row) error {
		rows = append(rows, append([]any(nil), r...))
		return nil
	})
	return rows, err
}

// agrees holds the macros' answer against core/money.
func agrees(text string, row []any) error {
	want, err := money.ParseDecimal(text)
	if err != nil {
		return fmt.Errorf("%q is no number for core/money, and %v for the engine", text, row[0])
	}
	got, ok := row[0].(money.Decimal)
	if !ok || !got.Equal(want.Round(money.LakeScale)) {
		return fmt.Errorf("%q became %v, want %s", text, row[0], want.Round(money.LakeScale))
	}
	residue := want.Sub(want.Round(money.LakeScale)).Round(38)
	switch r := row[1].(type) {
	case nil:
		if !residue.IsZero() {
			return fmt.Errorf("%q has no residue, want %s", text, residue)
		}
	case money.Decimal:
		if !r.Equal(residue) {
			return fmt.Errorf("%q has residue %s, want %s", text, r, residue)
		}
	}
	return nil
}

func TestDecimalsFromTextAgreeWithCoreMoney(t *testing.T) {
	e := open(t)
	plain := rapid.StringMatching(`[+-]?(0|[1-9][0-9]{0,19})(\.[0-9]{1,40})?`)
	scientific := rapid.StringMatching(`-?[0-9](\.[0-9]{1,20})?[eE](-[0-9]{1,2}|\+?1?[0-8])`)
	short := rapid.StringMatching(`[+-]?[0-9]{0,9}\.[0-9]{1,9}`)
	half := rapid.Map(rapid.StringMatching(`-?[0-9]{1,3}\.[0-9]{18}`), func(s string) string { return s + "5" }) // a tie at the 19th decimal
	nearHalf := rapid.Map(half, func(s string) string { return s + "0000000001" })
	rapid.Check(t, func(rt *rapid.T) {
		values := rapid.SliceOfN(rapid.OneOf(plain, scientific, short, half, nearHalf), 1, 60).Draw(rt, "values")
		rows, err := each(e, decimalAndResidue, texts(values))
		if err != nil {
			rt.Fatal(err)
		}
		for i, v := range values {
			if err := agrees(v, rows[i]); err != nil {
				rt.Fatal(err)
			}
		}
	})
}

// Whatever text the engine takes for a number, core/money reads the same; only
// spaces around it are the engine's to ignore.
func TestTextThatIsNoNumberIsRefused(t *testing.T) {
	e := open(t)
	rapid.Check(t, func(rt *rapid.T) {
		value := rapid.OneOf(rapid.StringMatching(`[0-9+\-.eE_xXaf, ']{1,20}`), rapid.SampledFrom([]string{"NaN", "inf", "-Infinity", "1.", ".5", ".", "-", "+", "1e", "0x1F", "1_000", "１２", "true", ""})).Draw(rt, "value")
		rows, err := each(e, decimalAndResidue, texts([]string{value}))
		if err != nil {
			return
		}
		if err := agrees(strings.Trim(value, " "), rows[0]); err != nil {
			rt.Fatal(err)
		}
	})
}

func TestHalfGoesToEvenAtTheNineteenthDecimal(t *testing.T) {
	e := open(t)
	for text, want := range map[string][2]string{
		"0.0000000000000000005":          {"0", "0.0000000000000000005"},
		"0.0000000000000000015":          {"0.000000000000000002", "-0.0000000000000000005"},
		"0.0000000000000000025":          {"0.000000000000000002", "0.0000000000000000005"},
		"-0.0000000000000000025":         {"-0.000000000000000002", "-0.0000000000000000005"},
		"0.00000000000000000250000001":   {"0.000000000000000003", "-0.00000000000000000049999999"},
		"2.5E-18":                        {"0.000000000000000002", "5E-19"},
		"34649.973272612318255145698":    {"34649.973272612318255146", "-3.02E-19"},
		"99999999999999999999.999999999": {"99999999999999999999.999999999", "0"},
		"0.123456789012345678":           {"0.123456789012345678", "0"},
	} {
		row := ask(t, e, decimalAndResidue, texts([]string{text}))[0]
		residue, _ := row[1].(money.Decimal)
		if got := row[0].(money.Decimal); !got.Equal(money.MustParse(want[0])) || !residue.Equal(money.MustParse(want[1])) {
			t.Errorf("%s became %s and %s, want %v", text, got, residue, want)
		}
	}
}

// Losing the first digits of a cost would be worse than refusing it.
func TestANumberThatTheLakeCannotHoldIsRefused(t *testing.T) {
	e := open(t)
	for _, text := range []string{"100000000000000000000", "1e20", "1e50", "-1e150", "170141183460469231731.687303715884105728", "340282366920938463463374607431768211457.5"} {
		if rows, err := each(e, decimalAndResidue, texts([]string{text})); err == nil {
			t.Errorf("%s became %v", text, rows[0][0])
		}
	}
	for _, double := range []string{"1e20", "1e300", "CAST('nan' AS DOUBLE)", "CAST('inf' AS DOUBLE)"} {
		if rows, err := each(e, "SELECT sf_decimal(CAST("+double+" AS DOUBLE))"); err == nil {
			t.Errorf("the double %s became %v", double, rows[0][0])
		}
	}
}

// A double is read as the shortest text that gives it back: what its writer meant.
func TestDecimalsFromDoublesAreTheShortestText(t *testing.T) {
	e := open(t)
	amounts := rapid.Map(rapid.StringMatching(`-?[0-9]{1,9}\.[0-9]{1,10}`), func(s string) float64 { f, _ := strconv.ParseFloat(s, 64); return f })
	small := rapid.Map(rapid.Float64Range(1e-60, 1e-3), func(f float64) float64 { return -f })
	anything := rapid.Float64Range(1e-3, 9e19)
	rapid.Check(t, func(rt *rapid.T) {
		values := rapid.SliceOfN(rapid.OneOf(amounts, small, anything), 1, 60).Draw(rt, "values")
		list := make([]string, len(values))
		for i, v := range values {
			// Go and DuckDB both read 17 digits exactly.
			list[i] = "CAST('" + strconv.FormatFloat(v, 'e', 17, 64) + "' AS DOUBLE)"
		}
		rows, err := each(e, "SELECT sf_decimal(x), sf_residue(x) FROM (SELECT unnest(["+strings.Join(list, ", ")+"]) AS x) doubles")
		if err != nil {
			rt.Fatal(err)
		}
		for i, v := range values {
			if err := agrees(strconv.FormatFloat(v, 'f', -1, 64), rows[i]); err != nil {
				rt.Fatal(err)
			}
		}
	})
	for _, edge := range []float64{0, math.Copysign(0, -1), 99998.9999999999, 99999, 1e-10, 123456.7, 0.1 + 0.2} {
		row := ask(t, e, fmt.Sprintf("SELECT sf_decimal(CAST('%[1]s' AS DOUBLE)), sf_residue(CAST('%[1]s' AS DOUBLE))", strconv.FormatFloat(edge, 'e', 17, 64)))[0]
		if err := agrees(strconv.FormatFloat(edge, 'f', -1, 64), row); err != nil {
			t.Error(err)
		}
	}
}

func TestMacrosKeepNull(t *testing.T) {
	equal(t, [][]any{{nil, nil, nil, nil, nil, nil, nil, nil}}, ask(t, open(t), `SELECT
		sf_decimal(CAST(NULL AS VARCHAR)), sf_residue(CAST(NULL AS VARCHAR)), sf_decimal(CAST(NULL AS DOUBLE)), sf_residue(CAST(NULL AS DOUBLE)),
		sf_decimal(CAST(NULL AS DECIMAL(38,18))), sf_residue(CAST(NULL AS DECIMAL(38,18))), sf_time(CAST(NULL AS VARCHAR)), sf_time(CAST(NULL AS TIMESTAMP))`))
}

func TestTimesAgreeWithCorePeriod(t *testing.T) {
	e := open(t)
	zone := rapid.SampledFrom([]string{"", "Z", "+08:00", "-05:30", "+00:00", " UTC"})
	fraction := rapid.SampledFrom([]string{"", ".1", ".123", ".123456", ".999999"})
	between := rapid.SampledFrom([]string{"T", " "})
	instants := rapid.Custom(func(t *rapid.T) string {
		at := time.Unix(rapid.Int64Range(-1e9, 4e9).Draw(t, "at"), 0).UTC()
		switch rapid.IntRange(0, 3).Draw(t, "form") {
		case 0:
			return at.Format("2006-01-02")
		case 1:
			return at.Format("2006-01-02") + between.Draw(t, "t") + at.Format("15:04") + zone.Draw(t, "zone")
		case 2:
			return at.Format("20060102T150405Z")
		default:
			return at.Format("2006-01-02") + between.Draw(t, "t") + at.Format("15:04:05") + fraction.Draw(t, "fraction") + zone.Draw(t, "zone")
		}
	})
	// What looks like a moment and may be none, or one that could be misread.
	doubtful := rapid.OneOf(rapid.StringMatching(`2025-0[0-3]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9](:[0-6][0-9])?(\.[0-9]{1,9})?([+-][01][0-9](:[0-9]{2})?|Z)?`),
		rapid.SampledFrom([]string{"2024-01-01 00:00+08", "2024-01-01 00:00-08", "2024-01-01T00:00+08", "2024/01/01 00:00:00", "2024/01/01", "01/02/2024", "infinity", "epoch",
			"2024-1-1T00:00:00ZZ", "2024-01-01 (BC)", "0044-03-15", "2023-02-29", "2024-01-01T00:00:00.0000000Z", "1704067200", "20240101"}))
	rapid.Check(t, func(rt *rapid.T) {
		values := rapid.SliceOfN(instants, 1, 40).Draw(rt, "values")
		rows, err := each(e, "SELECT sf_time(x) FROM raw ORDER BY n", texts(values))
		if err != nil {
			rt.Fatal(err)
		}
		for i, v := range values {
			want, err := period.ParseInstant(v)
			if err != nil || !want.Truncate(time.Microsecond).Equal(rows[i][0].(time.Time)) {
				rt.Fatalf("%q became %v, want %v, %v", v, rows[i][0], want, err)
			}
		}
		value := doubtful.Filter(func(s string) bool {
			return !strings.Contains(s, "24:00") // the end of a day in ISO 8601, which the engine reads rightly
		}).Draw(rt, "doubtful")
		rows, err = each(e, "SELECT sf_time(x) FROM raw", texts([]string{value}))
		if err != nil {
			return
		}
		if want, err := period.ParseInstant(value); err != nil || want.Sub(rows[0][0].(time.Time)).Abs() > time.Microsecond {
			rt.Fatalf("%q became %v, want %v, %v", value, rows[0][0], want, err)
		}
	})
}
