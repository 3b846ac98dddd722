// Package job runs what takes longer than a page may, and says how far it is.
//
// It owns the jobs of one server: one goroutine each, ended with the server. It
// does not own what a job does.
package job

import (
	"context"
	"crypto/rand"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/progress"
)

// Limits of a board.
const (
	// most is how many finished jobs are remembered.
	most = 50
	// mostWatchers is how many pages may follow jobs at once, and one person.
	mostWatchers, mostOfOne = 64, 8
)

// Work does the job and gives the address of what it made.
type Work func(ctx context.Context, report progress.Func) (href string, err error)

// Board is the jobs of a server. It is safe for concurrent use.
type Board struct {
	mu       sync.Mutex
	jobs     map[string]*State
	order    []string
	watchers map[string]int // by actor
	watching int
	all      sync.WaitGroup
	ctx      context.Context
	stop     context.CancelFunc
	drained  chan struct{}
	drain    sync.Once
}

// State is how far a job is.
type State struct {
	ID    string
	Title string // key of its name
	Last  progress.Event
	Done  bool
	Href  string
	Err   error

	changed chan struct{} // closed when anything of it changes
}

// NewBoard makes a board without jobs.
func NewBoard() *Board {
	ctx, stop := context.WithCancel(context.Background())
	return &Board{jobs: map[string]*State{}, watchers: map[string]int{}, ctx: ctx, stop: stop, drained: make(chan struct{})}
}

// Start begins a job on behalf of the viewer of a context, which may end before
// the job does, and gives its id.
func (b *Board) Start(asked context.Context, title string, work Work) string {
	ctx := b.ctx
	if viewer, ok := access.From(asked); ok {
		ctx = access.With(ctx, viewer)
	}
	s := &State{ID: rand.Text(), Title: title, changed: make(chan struct{})}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.jobs[s.ID], b.order = s, append(b.order, s.ID)
	for len(b.order) > most && b.jobs[b.order[0]].Done {
		delete(b.jobs, b.order[0])
		b.order = b.order[1:]
	}
	b.all.Go(func() { b.run(ctx, s, work) })
	return s.ID
}

func (b *Board) run(ctx context.Context, s *State, work Work) {
	var href string
	var err error
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
		b.change(s, func() { s.Done, s.Href, s.Err = true, href, err })
	}()
	href, err = work(ctx, func(e progress.Event) { b.change(s, func() { s.Last = e }) })
}

// change does something to a job and wakes who watches it.
func (b *Board) change(s *State, do func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	do()
	close(s.changed)
	s.changed = make(chan struct{})
}

// Find gives a job as it stands. Fault: web.job_unknown.
func (b *Board) Find(id string) (State, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s, ok := b.jobs[id]
	if !ok {
		return State{}, fault.New(fault.KindNotFound, "web.job_unknown")
	}
	return *s, nil
}

// Changed is closed when a job is further than the state says.
func (s State) Changed() <-chan struct{} { return s.changed }

// Watch makes room for somebody who follows jobs, until leave is called. Fault:
// web.too_many_watchers.
func (b *Board) Watch(actor string) (leave func(), err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.watching >= mostWatchers || b.watchers[actor] >= mostOfOne {
		return nil, fault.New(fault.KindUnavailable, "web.too_many_watchers")
	}
	b.watching++
	b.watchers[actor]++
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.watching--
		if b.watchers[actor]--; b.watchers[actor] == 0 {
			delete(b.watchers, actor)
		}
	}, nil
}

// Drained is closed when the server is about to stop: who follows jobs goes.
func (b *Board) Drained() <-chan struct{} { return b.drained }

// Drain sends those away who follow jobs. The jobs go on.
func (b *Board) Drain() { b.drain.Do(func() { close(b.drained) }) }

// Close stops every job at its next safe point and waits for it.
func (b *Board) Close() {
	b.Drain()
	b.stop()
	b.all.Wait()
}
