// Package answer keeps answers to questions that pages ask again and again.
//
// It owns for how long an answer is true: as long as the books and the
// workspace's definitions and payers are those it was computed from. It does not own what
// the answer is (internal/flow/measuring).
package answer

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// most is how many answers are kept; a page asks fewer than ten.
const most = 200

// Desk answers questions, each once as long as the books stay as they are. It
// is safe for concurrent use: who asks what another is already asking waits.
type Desk struct {
	Measurer *measuring.Measurer

	mu          sync.Mutex
	definitions string // as the workspace's own stood, with the partner's payers
	books       string // the version that every kept answer is of
	kept        map[string]*answer
	order       []string // oldest first
}

// asked is a question and on whose behalf; no scope means everybody.
type asked struct {
	Input measuring.Input
	Scope []customer.ID
}

type answer struct {
	done   chan struct{}
	result measuring.Result
	err    error
}

// Fresh drops what is no longer true. A page calls it once, before it asks.
func (d *Desk) Fresh(ctx context.Context) error {
	definitions, err := d.look()
	if err != nil {
		return err
	}
	now, err := d.Measurer.Version(ctx)
	if err != nil {
		return err
	}
	d.mu.Lock()
	same := d.definitions == definitions && (d.books == "" || d.books == now)
	d.mu.Unlock()
	if !same {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.drop()
		d.definitions = definitions
	}
	return nil
}

func (d *Desk) drop() { d.kept, d.order, d.books = nil, nil, "" }

// look names the state of the workspace's own definitions and payers.
func (d *Desk) look() (string, error) {
	entries, err := os.ReadDir(d.Measurer.Definitions)
	if err != nil && !os.IsNotExist(err) {
		return "", fault.New(fault.KindUnavailable, "definition.unreadable").At(fault.Place{File: d.Measurer.Definitions}).Because(err)
	}
	var b strings.Builder
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			fmt.Fprintf(&b, "%s %d %d\n", e.Name(), info.Size(), info.ModTime().UnixNano())
		}
	}
	if d.Measurer.Payers != nil {
		fmt.Fprintln(&b, strings.Join(d.Measurer.Payers(), ","))
	}
	return b.String(), nil
}

// Ask gives the answer to a question. Askers who see different customers share
// no answer.
func (d *Desk) Ask(ctx context.Context, in measuring.Input) (measuring.Result, error) {
	scope, err := d.Measurer.Scope(ctx)
	if err != nil {
		return measuring.Result{}, err
	}
	text, err := json.Marshal(asked{in, scope})
	if err != nil {
		return measuring.Result{}, err
	}
	key := string(text)
	for {
		a, mine := d.claim(key)
		if mine {
			a.result, a.err = d.Measurer.Run(ctx, in)
			d.settle(key, a)
			return a.result, a.err
		}
		select {
		case <-a.done:
		case <-ctx.Done():
			return measuring.Result{}, ctx.Err()
		}
		// Who asked first may have gone away in the middle: that is their error,
		// and the next turn makes this one the asker.
		if _, isFault := fault.As(a.err); a.err == nil || isFault || ctx.Err() != nil {
			return a.result, a.err
		}
	}
}

// claim finds the answer, or makes the caller the one who has to find it.
func (d *Desk) claim(key string) (a *answer, mine bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if a, ok := d.kept[key]; ok {
		return a, false
	}
	if d.kept == nil {
		d.kept = map[string]*answer{}
	}
	a = &answer{done: make(chan struct{})}
	d.kept[key], d.order = a, append(d.order, key)
	if len(d.order) > most {
		delete(d.kept, d.order[0])
		d.order = d.order[1:]
	}
	return a, true
}

// settle keeps a good answer. One of other books than the kept ones makes those
// untrue.
func (d *Desk) settle(key string, a *answer) {
	d.mu.Lock()
	defer d.mu.Unlock()
	defer close(a.done)
	if a.err != nil {
		if d.kept[key] == a {
			delete(d.kept, key)
		}
		return
	}
	if books := a.result.Question.Books; books != d.books {
		waiting := d.kept[key] == a
		if d.books != "" {
			d.drop()
			if waiting {
				d.kept, d.order = map[string]*answer{key: a}, []string{key}
			}
		}
		d.books = books
	}
}
