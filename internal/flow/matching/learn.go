package matching

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Learned is what the answers of people have changed about the weights since the
// last run.
type Learned struct {
	Answers       int // that the weights rest on, beside the shipped ones
	Before, After string
	Changes       []Weight // that anybody would notice, the largest first
	model         *identity.Model
}

// Weight is one weight, in log-odds, before and after.
type Weight struct {
	Code          identity.Code
	Before, After money.Decimal
}

// noticeable is the least change of a weight that is told.
var noticeable = money.MustParse("0.05")

// learn gives the weights that follow from the shipped ones and from every
// answer in the log that stands. The same log gives the same weights.
func (m *Matcher) learn(ctx context.Context, g *ground) (*identity.Model, Learned, error) {
	was, err := m.model(ctx)
	if err != nil {
		return nil, Learned{}, err
	}
	now := identity.Learn(g.examples())
	l := Learned{Answers: now.Answers(), Before: was.Version(), After: now.Version(), model: now}
	before, after := was.Weights(), now.Weights()
	for _, code := range identity.Codes() {
		w := Weight{code, rounded(fmt.Sprintf("%.2f", before[code])), rounded(fmt.Sprintf("%.2f", after[code]))}
		if w.After.Sub(w.Before).Abs().Cmp(noticeable) >= 0 {
			l.Changes = append(l.Changes, w)
		}
	}
	slices.SortStableFunc(l.Changes, func(a, b Weight) int {
		return cmp.Compare(0, a.After.Sub(a.Before).Abs().Cmp(b.After.Sub(b.Before).Abs()))
	})
	return now, l, nil
}

// examples are the answers of people that stand.
func (g *ground) examples() []identity.Example {
	var out []identity.Example
	for _, k := range g.log {
		if k.Example != nil && k.Actor != ActorAuto && !g.book.Undone(k.ID) {
			out = append(out, *k.Example)
		}
	}
	return out
}

// model gives the weights of the last run; the shipped ones before there was one
// and where what was kept cannot be read, because the next run learns them again.
func (m *Matcher) model(ctx context.Context) (*identity.Model, error) {
	body, err := m.State.Learned(ctx, state.AreaIdentity)
	if err != nil || body == nil {
		return identity.Shipped(), err
	}
	if model, err := identity.Restore(body); err == nil {
		return model, nil
	}
	return identity.Shipped(), nil
}

// rememberModel keeps the weights for those who explain and ask.
func (m *Matcher) rememberModel(ctx context.Context, l Learned) error {
	body, err := json.Marshal(l.model)
	if err != nil {
		return err
	}
	return m.State.SetLearned(ctx, state.AreaIdentity, body)
}
