package answer

import (
	"context"
	"errors"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// shelf keeps what took time to find, within bounds. It is safe for concurrent
// use: who asks what another is already asking waits.
type shelf[T any] struct {
	weigh func(T) int
	most  int // weight of all

	mu     sync.Mutex
	kept   map[string]*slot[T]
	order  []string // oldest first; only what was found
	weight int
}

type slot[T any] struct {
	done  chan struct{}
	value T
	err   error
}

// errUnfound is what a search ends with that did not come to its end.
var errUnfound = errors.New("the search did not come to its end")

// get gives what is kept, or finds it.
func (s *shelf[T]) get(ctx context.Context, key string, find func() (T, error)) (T, error) {
	for {
		a, mine := s.claim(key)
		if mine {
			s.fill(key, a, find)
			return a.value, a.err
		}
		select {
		case <-a.done:
		case <-ctx.Done():
			var none T
			return none, ctx.Err()
		}
		// Who asked first may have gone away in the middle: that is their error,
		// and the next turn makes this one the asker.
		if _, isFault := fault.As(a.err); a.err == nil || isFault || ctx.Err() != nil {
			return a.value, a.err
		}
	}
}

// claim finds a slot, or makes the caller the one who has to fill it.
func (s *shelf[T]) claim(key string) (_ *slot[T], mine bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a, ok := s.kept[key]; ok {
		return a, false
	}
	if s.kept == nil {
		s.kept = map[string]*slot[T]{}
	}
	a := &slot[T]{done: make(chan struct{})}
	s.kept[key] = a
	return a, true
}

func (s *shelf[T]) fill(key string, a *slot[T], find func() (T, error)) {
	defer s.settle(key, a)
	a.err = errUnfound
	a.value, a.err = find()
}

// settle keeps what was found, and lets go of the oldest where that is too much.
func (s *shelf[T]) settle(key string, a *slot[T]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer close(a.done)
	if s.kept[key] != a {
		return // dropped meanwhile
	}
	if a.err != nil {
		delete(s.kept, key)
		return
	}
	s.order, s.weight = append(s.order, key), s.weight+s.weigh(a.value)
	for s.weight > s.most {
		s.weight -= s.weigh(s.kept[s.order[0]].value)
		delete(s.kept, s.order[0])
		s.order = s.order[1:]
	}
}

// drop forgets everything.
func (s *shelf[T]) drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept, s.order, s.weight = nil, nil, 0
}
