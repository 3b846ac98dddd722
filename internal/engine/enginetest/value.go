package enginetest

import (
	"fmt"
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/engine"
)

func everyType(t *testing.T, s Subject) {
	both(t, s, engine.Relation{Name: "thing", Columns: columns(), Rows: things()}, func(t *testing.T, r engine.Relation) {
		equal(t, things(), ask(t, s, engine.Query{Name: "all", SQL: inOrder, Relations: []engine.Relation{r}}))
	})
}

// decimals are all that DECIMAL(38,18) can hold.
func decimals() *rapid.Generator[money.Decimal] {
	return rapid.Custom(func(t *rapid.T) money.Decimal {
		digits := rapid.StringMatching(`-?[0-9]{1,38}`).Draw(t, "unscaled")
		n, ok := new(big.Int).SetString(digits, 10)
		if !ok {
			t.Fatalf("%q is no number", digits)
		}
		return money.NewScaled(n, money.LakeScale)
	})
}

func costs(ds []money.Decimal) engine.Relation {
	r := engine.Relation{Name: "thing", Columns: []engine.Column{{Name: "n", Type: engine.TypeInt}, {Name: "cost", Type: engine.TypeDecimal}}}
	for i, d := range ds {
		r.Rows = append(r.Rows, []any{int64(i), d})
	}
	return r
}

func anyDecimal(t *testing.T, s Subject) {
	rapid.Check(t, func(rt *rapid.T) {
		ds := rapid.SliceOfN(decimals(), 1, 40).Draw(rt, "costs")
		rows, err := try(s, engine.Query{SQL: "SELECT cost FROM thing ORDER BY n", Relations: []engine.Relation{costs(ds)}})
		if err != nil {
			rt.Fatal(err)
		}
		for i, d := range ds {
			if got, ok := rows[i][0].(money.Decimal); !ok || !got.Equal(d) {
				rt.Fatalf("%s came back as %v", d, rows[i][0])
			}
		}
	})
}

func exactSums(t *testing.T, s Subject) {
	rapid.Check(t, func(rt *rapid.T) {
		// 18 digits before the point leave room for the sum of a hundred.
		one := rapid.Map(rapid.StringMatching(`-?[0-9]{1,18}\.[0-9]{0,18}`), money.MustParse)
		ds := rapid.SliceOfN(one, 1, 100).Draw(rt, "costs")
		rows, err := try(s, engine.Query{SQL: "SELECT CAST(sum(cost) AS DECIMAL(38,18)) FROM thing", Relations: []engine.Relation{costs(ds)}})
		if err != nil {
			rt.Fatal(err)
		}
		if got := rows[0][0].(money.Decimal); !got.Equal(money.Sum(ds...)) {
			rt.Fatalf("the sum is %s, want %s", got, money.Sum(ds...))
		}
	})
}

// Losing the first digits of an amount would be the worst thing an engine can do.
func tooLarge(t *testing.T, s Subject) {
	for _, text := range []string{"100000000000000000000", "-100000000000000000000", "1e30", "1e60"} {
		rows, err := try(s, engine.Query{SQL: "SELECT cost FROM thing", Relations: []engine.Relation{costs([]money.Decimal{money.MustParse(text)})}})
		if err == nil {
			t.Errorf("%s came back as %v", text, rows[0][0])
		}
	}
}

func emptyRelation(t *testing.T, s Subject) {
	both(t, s, engine.Relation{Name: "thing", Columns: columns()}, func(t *testing.T, r engine.Relation) {
		equal(t, nil, ask(t, s, engine.Query{SQL: inOrder, Relations: []engine.Relation{r}}))
		equal(t, [][]any{{int64(0), nil}}, ask(t, s, engine.Query{SQL: "SELECT count(*), sum(cost) FROM thing", Relations: []engine.Relation{r}}))
	})
}

func arguments(t *testing.T, s Subject) {
	relation := engine.Relation{Name: "thing", Columns: columns(), Rows: things()}
	for column, value := range map[string]any{"n": int64(0), "name": things()[1][1], "moment": time.Date(2024, 2, 29, 23, 59, 59, 999_999_000, time.UTC), "live": true} {
		t.Run(column, func(t *testing.T) {
			rows := ask(t, s, engine.Query{SQL: fmt.Sprintf("SELECT n FROM thing WHERE %s = ? ORDER BY n", column), Args: []any{value},
				Relations: []engine.Relation{relation}})
			if len(rows) == 0 || len(rows) == len(things()) {
				t.Errorf("%v finds %v", value, rows)
			}
		})
	}
}

func noFloats(t *testing.T, s Subject) {
	for _, sql := range []string{"SELECT CAST(0.5 AS DOUBLE)", "SELECT CAST(0.5 AS REAL)", "SELECT avg(n) FROM (SELECT 1 AS n) one"} {
		if rows, err := try(s, engine.Query{SQL: sql}); err == nil {
			t.Errorf("%s gave %v", sql, rows)
		}
	}
}

func wholeNumbers(t *testing.T, s Subject) {
	sql := `SELECT CAST(-7 AS SMALLINT), CAST(7 AS INTEGER), CAST(-7 AS BIGINT), count(*), sum(CAST(7 AS BIGINT)) FROM (SELECT 1 AS n) one`
	equal(t, [][]any{{int64(-7), int64(7), int64(-7), int64(1), int64(7)}}, ask(t, s, engine.Query{SQL: sql}))
}
