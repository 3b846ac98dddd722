package answer

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

func numbers(most int) *shelf[int] {
	return &shelf[int]{weigh: func(n int) int { return n }, most: most}
}

func TestWhoAsksTheSameWaitsForTheFirst(t *testing.T) {
	s, asked, open := numbers(100), atomic.Int32{}, make(chan struct{})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			got, err := s.get(t.Context(), "k", func() (int, error) { asked.Add(1); <-open; return 7, nil })
			if err != nil || got != 7 {
				t.Errorf("%d, %v", got, err)
			}
		})
	}
	close(open)
	all.Wait()
	if asked.Load() != 1 {
		t.Errorf("asked %d times", asked.Load())
	}
}

func TestWhoGoesAwayLeavesTheOthersTheirAnswer(t *testing.T) {
	s := numbers(100)
	began, gone := make(chan struct{}), make(chan struct{})
	go func() {
		_, _ = s.get(t.Context(), "k", func() (int, error) { close(began); <-gone; return 0, context.Canceled })
	}()
	<-began
	var second sync.WaitGroup
	second.Go(func() {
		if got, err := s.get(t.Context(), "k", func() (int, error) { return 7, nil }); err != nil || got != 7 {
			t.Errorf("%d, %v", got, err)
		}
	})
	close(gone)
	second.Wait()
}

func TestAPanicBlocksNobody(t *testing.T) {
	s := numbers(100)
	func() {
		defer func() { _ = recover() }()
		_, _ = s.get(t.Context(), "k", func() (int, error) { panic("no") })
	}()
	if got, err := s.get(t.Context(), "k", func() (int, error) { return 7, nil }); err != nil || got != 7 {
		t.Errorf("%d, %v", got, err)
	}
}

func TestWhatIsKeptStaysWithinItsBounds(t *testing.T) {
	s, asked := numbers(100), 0
	ask := func(key string, weight int) {
		if _, err := s.get(t.Context(), key, func() (int, error) { asked++; return weight, nil }); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 20 {
		ask(fmt.Sprint(n), 10)
	}
	if len(s.kept) != 10 || s.weight != 100 {
		t.Errorf("%d are kept, of weight %d", len(s.kept), s.weight)
	}
	ask("19", 10)
	if asked != 20 {
		t.Errorf("the newest was let go: asked %d times", asked)
	}
	ask("large", 1000)
	if len(s.kept) != 0 || s.weight != 0 || len(s.order) != 0 {
		t.Errorf("after one that is too large for all: %d kept, weight %d", len(s.kept), s.weight)
	}
	if _, err := s.get(t.Context(), "bad", func() (int, error) { return 0, errors.New("no") }); err == nil || len(s.kept) != 0 {
		t.Error("an error is kept")
	}
}
