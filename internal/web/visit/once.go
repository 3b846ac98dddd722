package visit

import "sync"

// Once keeps what a form made (a link, recovery codes) for the next page of its
// session, which shows it once. It is in memory only. The zero value is ready.
type Once[T any] struct {
	mu   sync.Mutex
	kept map[string]T // by session
}

// Put keeps something for a session, in place of what it had.
func (o *Once[T]) Put(session string, value T) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.kept == nil {
		o.kept = map[string]T{}
	}
	o.kept[session] = value
}

// Take gives it and forgets it; the zero value where there is nothing.
func (o *Once[T]) Take(session string) T {
	o.mu.Lock()
	defer o.mu.Unlock()
	value := o.kept[session]
	delete(o.kept, session)
	return value
}
