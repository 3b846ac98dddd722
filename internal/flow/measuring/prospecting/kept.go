package prospecting

import (
	"context"
	"encoding/json"
	"sync"

	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// mostKept is how many answers of one kind stay in memory: one for each
// currency and policy that somebody looks at.
const mostKept = 4

// kept is answers about everybody, as long as books, offerings and references
// stay as they are, where the measurer keeps facts too. The zero value is ready.
type kept[T any] struct {
	mu    sync.Mutex
	turn  chan struct{} // one works at a time: it takes all processors
	books string
	found map[string]T
}

// keyOf names everything that decides an answer.
func keyOf(q measuring.Question, base Result) (string, error) {
	text, err := json.Marshal([]any{q, base.Offerings, base.References})
	return string(text), err
}

// get gives what is kept, or finds it; who asks meanwhile waits.
func (k *kept[T]) get(ctx context.Context, books, key string, find func() (T, error)) (T, error) {
	var none T
	k.mu.Lock()
	if k.turn == nil {
		k.turn = make(chan struct{}, 1)
	}
	k.mu.Unlock()
	select {
	case k.turn <- struct{}{}:
		defer func() { <-k.turn }()
	case <-ctx.Done():
		return none, ctx.Err()
	}
	if k.books != books || len(k.found) >= mostKept {
		k.books, k.found = books, map[string]T{}
	}
	if v, ok := k.found[key]; ok {
		return v, nil
	}
	v, err := find()
	if err != nil {
		return none, err
	}
	k.found[key] = v
	return v, nil
}
