package measuring

import (
	"context"
	"errors"
	"testing"
)

func TestAnswersStayAsLongAsTheBooksDo(t *testing.T) {
	var kept Answers[int]
	asked := 0
	get := func(books, key string, v int, err error) (int, error) {
		return kept.Get(t.Context(), books, key, func(n int) int { return n }, 10, func() (int, error) { asked++; return v, err })
	}
	for i, c := range []struct {
		books, key string
		gives      int
		asks       bool
	}{
		{"a", "x", 4, true}, {"a", "x", 4, false}, {"a", "y", 5, true}, {"a", "z", 6, true}, // 4 has to go, and 5
		{"a", "z", 6, false}, {"a", "x", 4, true}, {"a", "y", 5, true}, {"a", "x", 4, false},
		{"a", "huge", 11, true}, {"a", "huge", 11, true}, {"a", "x", 4, false}, // pushed out nothing
		{"b", "x", 3, true}, {"a", "x", 4, true},
	} {
		before := asked
		if got, err := get(c.books, c.key, c.gives, nil); err != nil || got != c.gives || (asked > before) != c.asks {
			t.Errorf("%d, %s of %s: %d, %v; searched: %v", i, c.key, c.books, got, err, asked > before)
		}
	}
	bad := errors.New("bad")
	if _, err := get("a", "bad", 0, bad); !errors.Is(err, bad) {
		t.Error(err)
	}
	if got, err := get("a", "bad", 2, nil); err != nil || got != 2 {
		t.Errorf("an error is kept: %d, %v", got, err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	kept.turn <- struct{}{}
	if _, err := kept.Get(gone, "a", "x", func(n int) int { return n }, 10, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("who went away waits: %v", err)
	}
}
