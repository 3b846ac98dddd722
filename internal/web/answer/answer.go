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
	"github.com/sevenfold/sevenfold/internal/flow/measuring/explaining"
)

// most is how many rows of answers are kept, about a kilobyte and a half each,
// and how many of explanations.
const (
	mostRows      = 60_000
	mostExplained = 30_000
)

// Desk answers questions, each once as long as the books stay as they are. It
// is safe for concurrent use: who asks what another is already asking waits.
type Desk struct {
	Measurer  *measuring.Measurer
	Explainer *explaining.Explainer

	mu           sync.Mutex
	state        string // of the books and definitions that all that is kept is of
	answers      shelf[measuring.Result]
	explanations shelf[explaining.Result]
}

// NewDesk makes a desk that keeps nothing yet.
func NewDesk(m *measuring.Measurer, e *explaining.Explainer) *Desk {
	return &Desk{Measurer: m, Explainer: e, answers: shelf[measuring.Result]{weigh: rowsOf, most: mostRows},
		explanations: shelf[explaining.Result]{weigh: rowsBehind, most: mostExplained}}
}

func rowsOf(r measuring.Result) int {
	n := 10
	for _, f := range r.Figures {
		n += len(f.Rows) + len(f.Unconverted)
	}
	return n
}

func rowsBehind(r explaining.Result) int {
	n := 10 + len(r.Rows) + len(r.Figure.Rows)
	for _, b := range r.Batches {
		n += len(b.Batch.Files) + len(b.Batch.Slices)
	}
	return n
}

// asked is a question and on whose behalf; no scope means everybody. The state
// of the books is in it, so that no answer outlives them.
type asked struct {
	State string
	Ask   any
	Scope []customer.ID
}

// Fresh drops what is no longer true. A page calls it once, before it asks.
func (d *Desk) Fresh(ctx context.Context) error {
	definitions, err := d.look()
	if err != nil {
		return err
	}
	books, err := d.Measurer.Version(ctx)
	if err != nil {
		return err
	}
	now := definitions + books
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.state != now {
		d.state = now
		d.answers.drop()
		d.explanations.drop()
	}
	return nil
}

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

// key names a question and who may share its answer: who sees the same
// customers.
func (d *Desk) key(ctx context.Context, ask any) (string, error) {
	scope, err := d.Measurer.Scope(ctx)
	if err != nil {
		return "", err
	}
	d.mu.Lock()
	state := d.state
	d.mu.Unlock()
	text, err := json.Marshal(asked{state, ask, scope})
	return string(text), err
}

// Ask gives the answer to a question. Askers who see different customers share
// no answer.
func (d *Desk) Ask(ctx context.Context, in measuring.Input) (measuring.Result, error) {
	key, err := d.key(ctx, in)
	if err != nil {
		return measuring.Result{}, err
	}
	return d.answers.get(ctx, key, func() (measuring.Result, error) { return d.Measurer.Run(ctx, in) })
}

// Explain explains a figure, with a bounded number of rows. As with answers,
// askers who see different customers share none.
func (d *Desk) Explain(ctx context.Context, in explaining.Input) (explaining.Result, error) {
	if err := d.Fresh(ctx); err != nil {
		return explaining.Result{}, err
	}
	key, err := d.key(ctx, in)
	if err != nil {
		return explaining.Result{}, err
	}
	return d.explanations.get(ctx, key, func() (explaining.Result, error) { return d.Explainer.Run(ctx, in) })
}
