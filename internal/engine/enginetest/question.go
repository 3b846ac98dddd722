package enginetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/engine"
)

// numbers is a relation of one column that counts from 0.
func numbers(name string, count int) engine.Relation {
	r := engine.Relation{Name: name, Columns: []engine.Column{{Name: "n", Type: engine.TypeInt}}}
	for i := range count {
		r.Rows = append(r.Rows, []any{int64(i)})
	}
	return r
}

func order(t *testing.T, s Subject) {
	const count = 10_000 // more than one chunk of any engine
	both(t, s, numbers("thing", count), func(t *testing.T, r engine.Relation) {
		next := int64(count)
		_, err := s.Each(context.Background(), engine.Query{SQL: "SELECT n FROM thing ORDER BY n DESC", Relations: []engine.Relation{r}}, func(row engine.Row) error {
			if next--; row[0] != next {
				return fmt.Errorf("row %v where %d was due", row[0], next)
			}
			return nil
		})
		if err != nil || next != 0 {
			t.Fatalf("%d rows are missing, %v", next, err)
		}
	})
}

func join(t *testing.T, s Subject) {
	relations := []engine.Relation{stored(t, s, numbers("charge", 10)), numbers("customer", 3)}
	equal(t, [][]any{{int64(0)}, {int64(1)}, {int64(2)}}, ask(t, s, engine.Query{
		SQL: "SELECT charge.n FROM charge JOIN customer ON customer.n = charge.n ORDER BY charge.n", Relations: relations}))
}

func evolution(t *testing.T, s Subject) {
	older := engine.Relation{Name: "thing", Columns: columns()[:1], Rows: [][]any{{int64(9)}}}
	newer := engine.Relation{Name: "thing", Columns: columns()[:2], Rows: [][]any{{int64(8), "eight"}}}
	r := engine.Relation{Name: "thing", Columns: columns()[:2], Varied: true, Files: append(stored(t, s, older).Files, stored(t, s, newer).Files...)}
	equal(t, [][]any{{int64(8), "eight"}, {int64(9), nil}}, ask(t, s, engine.Query{SQL: "SELECT n, name FROM thing ORDER BY n", Relations: []engine.Relation{r}}))
	// What no file has is NULL of its type: a sum of it is no sum of texts.
	r.Columns = append(slices.Clone(r.Columns), engine.Column{Name: "cost", Type: engine.TypeDecimal}, engine.Column{Name: "moment", Type: engine.TypeTime})
	equal(t, [][]any{{int64(2), nil, money.MustParse("0")}}, ask(t, s, engine.Query{
		SQL: "SELECT count(*), max(moment), CAST(COALESCE(sum(cost), 0) AS DECIMAL(38,18)) FROM thing", Relations: []engine.Relation{r}}))
}

// A value may hold anything; what no file has decides nothing.
func wanted(t *testing.T, s Subject) {
	r := stored(t, s, engine.Relation{Name: "thing", Columns: columns()[:2], Rows: [][]any{
		{int64(1), "a"}, {int64(2), "it's"}, {int64(3), nil}, {int64(4), "上海"}, {int64(5), ""}}})
	r.Varied, r.Columns = true, columns()[:3]
	const numbers = "SELECT n FROM thing ORDER BY n"
	r.Only = []engine.Only{{Column: "name", Values: []string{"上海", "it's", "nobody"}}, {Column: "cost", Values: []string{"1"}}}
	equal(t, [][]any{{int64(2)}, {int64(4)}}, ask(t, s, engine.Query{SQL: numbers, Relations: []engine.Relation{r}}))
	r.Only = []engine.Only{{Column: "name", Values: []string{"nobody"}}}
	equal(t, nil, ask(t, s, engine.Query{SQL: numbers, Relations: []engine.Relation{r}}))
}

// What a query names and does not want is NULL, in files that have it and in
// files that lack it.
func unread(t *testing.T, s Subject) {
	for _, has := range []int{1, 2} {
		thing := engine.Relation{Name: "thing", Columns: columns()[:has], Rows: [][]any{[]any{int64(8), "eight"}[:has]}}
		r := stored(t, s, thing)
		r.Unread = columns()[1:2]
		equal(t, [][]any{{int64(8), nil}}, ask(t, s, engine.Query{SQL: "SELECT n, name FROM thing", Relations: []engine.Relation{r}}))
	}
}

func lifetime(t *testing.T, s Subject) {
	both(t, s, numbers("thing", 3), func(t *testing.T, r engine.Relation) {
		ask(t, s, engine.Query{SQL: "SELECT n FROM thing", Relations: []engine.Relation{r}})
		if rows, err := try(s, engine.Query{SQL: "SELECT n FROM thing"}); err == nil {
			t.Errorf("the next question still sees %v", rows)
		}
	})
}

// A relation that could be made must go even where a later one could not, and
// its name must be free for one of the other sort.
func afterFailure(t *testing.T, s Subject) {
	handed := numbers("thing", 3)
	written := stored(t, s, handed)
	broken := engine.Relation{Name: "broken", Files: []string{t.TempDir() + "/missing.parquet"}}
	uneven := engine.Relation{Name: "uneven", Columns: columns(), Rows: [][]any{{int64(1)}}}
	for _, made := range []engine.Relation{handed, written} {
		for _, q := range []engine.Query{
			{SQL: "SELECT n FROM thing", Relations: []engine.Relation{made, broken}},
			{SQL: "SELECT n FROM thing", Relations: []engine.Relation{made, uneven}},
			{SQL: "SELECT nothing FROM thing", Relations: []engine.Relation{made}},
		} {
			if rows, err := try(s, q); err == nil {
				t.Fatalf("%v gave %v", q, rows)
			}
			for _, next := range []engine.Relation{written, handed} {
				if rows := ask(t, s, engine.Query{SQL: "SELECT n FROM thing", Relations: []engine.Relation{next}}); len(rows) != 3 {
					t.Errorf("%d rows", len(rows))
				}
			}
		}
	}
}

func stop(t *testing.T, s Subject) {
	enough, seen := errors.New("enough"), 0
	_, err := s.Each(context.Background(), engine.Query{SQL: "SELECT n FROM thing", Relations: []engine.Relation{numbers("thing", 5000)}}, func(engine.Row) error {
		if seen++; seen == 2 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || seen != 2 {
		t.Errorf("stopped after %d rows with %v", seen, err)
	}
}

func canceled(t *testing.T, s Subject) {
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	// Small to hold and long to count.
	endless := engine.Query{Relations: []engine.Relation{numbers("thing", 20_000)},
		SQL: "SELECT count(*) FROM thing one, thing two, thing three WHERE (one.n + two.n * three.n) % 7 = 3"}
	if _, err := s.Each(ctx, endless, func(engine.Row) error { return nil }); err == nil {
		t.Error("eight million million rows were counted in no time")
	}
	if rows := ask(t, s, engine.Query{SQL: "SELECT n FROM thing", Relations: []engine.Relation{numbers("thing", 1)}}); len(rows) != 1 {
		t.Errorf("the next question gives %v", rows)
	}
}

func concurrency(t *testing.T, s Subject) {
	var group sync.WaitGroup
	for size := range 8 {
		relation := numbers("thing", 1000*(size+1))
		if size%2 == 1 {
			relation = stored(t, s, relation)
		}
		group.Go(func() {
			for range 5 {
				rows, err := try(s, engine.Query{SQL: "SELECT count(*), max(n) FROM thing", Relations: []engine.Relation{relation}})
				if err != nil || rows[0][0] != int64(1000*(size+1)) || rows[0][1] != int64(1000*(size+1)-1) {
					t.Errorf("%d: %v, %v", size, rows, err)
				}
			}
		})
	}
	group.Wait()
}
