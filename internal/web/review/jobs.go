package review

import (
	"context"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/attributing"
)

// Makers make the jobs that ask people and take their answers, as the workspace
// is set. Actor is the person in whose name they decide. They may be called side
// by side.
type Makers struct {
	Matching     func(ctx context.Context, actor string, report progress.Func) (*matching.Matcher, error)
	Categorising func(ctx context.Context, actor string, report progress.Func) (*categorising.Categoriser, error)
	Attributing  func(ctx context.Context, actor string, report progress.Func) (*attributing.Attributor, error)
}

// Jobs are the jobs that answer, made for whoever asks: each decision carries
// the name of the person who made it. Every one is guarded.
type Jobs struct {
	Makers   Makers
	Measurer *measuring.Measurer

	// One categoriser serves all, in turn: it keeps what it learned.
	categorising sync.Mutex
	categoriser  *categorising.Categoriser
}

func (j *Jobs) matcher(ctx context.Context, actor string, report progress.Func) (*matching.Matcher, error) {
	m, err := j.Makers.Matching(ctx, actor, report)
	if err != nil {
		return nil, err
	}
	m.Guard = access.Guarded
	return m, nil
}

func (j *Jobs) newCategoriser(ctx context.Context, actor string, report progress.Func) (*categorising.Categoriser, error) {
	c, err := j.Makers.Categorising(ctx, actor, report)
	if err != nil {
		return nil, err
	}
	c.Guard = access.Guarded
	return c, nil
}

// attributor's guard is the measurer's.
func (j *Jobs) attributor(ctx context.Context, actor string, report progress.Func) (*attributing.Attributor, error) {
	a, err := j.Makers.Attributing(ctx, actor, report)
	if err != nil {
		return nil, err
	}
	a.Measurer = j.Measurer
	return a, nil
}

// categorise lets one caller at a time work with the categoriser, as the workspace
// is set now.
func (j *Jobs) categorise(ctx context.Context, actor string, work func(*categorising.Categoriser) error) error {
	j.categorising.Lock()
	defer j.categorising.Unlock()
	c, err := j.newCategoriser(ctx, actor, nil)
	if err != nil {
		return err
	}
	if j.categoriser == nil {
		j.categoriser = c
	}
	j.categoriser.Actor, j.categoriser.Threshold, j.categoriser.Currency, j.categoriser.Policy = actor, c.Threshold, c.Currency, c.Policy
	return work(j.categoriser)
}

// queue gives a queue to who asks; false for a name that none has.
func (j *Jobs) queue(ctx context.Context, name Name, actor string) (_ queue, known bool, _ error) {
	switch name {
	case Identity:
		m, err := j.matcher(ctx, actor, nil)
		return &identityQueue{actor: actor, matcher: m, measurer: j.Measurer}, true, err
	case Categories:
		return &categoryQueue{actor: actor, jobs: j}, true, nil
	case Pairs:
		a, err := j.attributor(ctx, actor, nil)
		return &pairQueue{actor: actor, attributor: a}, true, err
	}
	return nil, false, nil
}
