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

// most is how many finished jobs are remembered.
const most = 50

// Work does the job and gives the address of what it made.
type Work func(ctx context.Context, report progress.Func) (href string, err error)

// Board is the jobs of a server. It is safe for concurrent use.
type Board struct {
	mu    sync.Mutex
	jobs  map[string]*State
	order []string
	all   sync.WaitGroup
	ctx   context.Context
	stop  context.CancelFunc
}

// State is how far a job is.
type State struct {
	ID    string
	Title string // key of its name
	Last  progress.Event
	Done  bool
	Href  string
	Err   error
}

// NewBoard makes a board without jobs.
func NewBoard() *Board {
	ctx, stop := context.WithCancel(context.Background())
	return &Board{jobs: map[string]*State{}, ctx: ctx, stop: stop}
}

// Start begins a job on behalf of the viewer of a context, which may end before
// the job does, and gives its id.
func (b *Board) Start(asked context.Context, title string, work Work) string {
	ctx := b.ctx
	if viewer, ok := access.From(asked); ok {
		ctx = access.With(ctx, viewer)
	}
	s := &State{ID: rand.Text(), Title: title}
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
		b.mu.Lock()
		defer b.mu.Unlock()
		s.Done, s.Href, s.Err = true, href, err
	}()
	href, err = work(ctx, func(e progress.Event) {
		b.mu.Lock()
		defer b.mu.Unlock()
		s.Last = e
	})
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

// Close stops every job at its next safe point and waits for it.
func (b *Board) Close() {
	b.stop()
	b.all.Wait()
}
