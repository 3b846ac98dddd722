package measuring

import (
	"context"
	"sync"
)

// Answers keeps what flows found in the books, as long as these stay as they
// are: searches that take all processors for seconds, whose answers pages show
// again and again. It is for measurers that keep facts, too. The zero value is
// ready. What it gives is shared and must not be changed.
type Answers[T any] struct {
	mu     sync.Mutex
	turn   chan struct{} // one works at a time: it takes all processors
	books  string
	found  map[string]T
	order  []string // oldest first
	weight int
}

// Get gives what is kept under a key of this state of the books, or finds it; who
// asks meanwhile waits. The key names everything else that decides the answer,
// who may see it among it. Of all that is kept the weight stays within most: the
// oldest goes first, and what is heavier than that by itself is not kept.
func (a *Answers[T]) Get(ctx context.Context, books, key string, weigh func(T) int, most int, find func() (T, error)) (T, error) {
	var none T
	a.mu.Lock()
	if a.turn == nil {
		a.turn = make(chan struct{}, 1)
	}
	a.mu.Unlock()
	select {
	case a.turn <- struct{}{}:
		defer func() { <-a.turn }()
	case <-ctx.Done():
		return none, ctx.Err()
	}
	if a.books != books {
		a.books, a.found, a.order, a.weight = books, map[string]T{}, nil, 0
	}
	if v, ok := a.found[key]; ok {
		return v, nil
	}
	v, err := find()
	if err != nil {
		return none, err
	}
	if weigh(v) > most {
		return v, nil
	}
	a.found[key], a.order, a.weight = v, append(a.order, key), a.weight+weigh(v)
	for a.weight > most {
		a.weight -= weigh(a.found[a.order[0]])
		delete(a.found, a.order[0])
		a.order = a.order[1:]
	}
	return v, nil
}
