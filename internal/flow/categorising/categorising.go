// Package categorising finds what the lines of services revenue are: what its
// classifier is sure of it accepts, what not it asks, the most money first, and
// every answer it remembers.
//
// It owns reading subjects and their money from the lake, runs, the queue of
// questions, people's answers (set, accept, reject, undo), the table in which
// they can be worked through, and measuring the classifier. It does not own
// what an answer means and in which order sources count (core/category), nor
// where decisions are kept (internal/state).
package categorising

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Categoriser works on the books of one workspace, for one caller at a time.
type Categoriser struct {
	State  *state.DB
	Engine *duckdb.Engine
	Lake   string // folder
	// Threshold is the probability from which a run accepts the classifier's answer.
	Threshold money.Decimal
	// Currency and Policy bring money into one currency to order questions by.
	Currency money.Currency
	Policy   rate.Policy
	Actor    string // the person who answers
	Now      func() time.Time
	Progress progress.Func
	// Guard refuses readers and answers that nobody is known to be behind.
	Guard access.Guard

	trained *category.Model // the last one used: most answers teach nothing new
}

// ground is what answers rest on, as it was when it was read.
type ground struct {
	category.Basis
	judge *category.Judge
}

// stand reads the ground.
func (c *Categoriser) stand(ctx context.Context) (*ground, error) {
	if _, err := c.Guard.Allow(ctx, access.RightBooks); err != nil {
		return nil, err
	}
	basis, err := c.State.CategoryBasis(ctx)
	if err != nil {
		return nil, err
	}
	return standOn(basis), nil
}

func standOn(basis category.Basis) *ground { return &ground{basis, category.NewJudge(basis)} }

// with is the ground after further decisions.
func (g *ground) with(made []category.Decision) *ground {
	var log []category.Decision
	for _, e := range g.Precedents.Log() {
		log = append(log, e.Decision)
	}
	basis := g.Basis
	basis.Precedents = category.Fold(append(log, made...))
	return standOn(basis)
}

// model learns from the shipped examples and from what people decided.
func (c *Categoriser) model(g *ground) *category.Model {
	shipped, lessons := category.Shipped(), g.Precedents.Lessons()
	if c.trained == nil || c.trained.Version() != category.Version(shipped, lessons) {
		c.trained = category.Train(shipped, lessons)
	}
	return c.trained
}

// attempts is how often work is done again because somebody else decided in
// between.
const attempts = 5

// decide reads the ground, lets work say what is to be decided on it, and
// writes that in one transaction. When somebody else decided in between, the
// work is done again on the new ground: nobody decides over another unseen.
func (c *Categoriser) decide(ctx context.Context, work func(*ground) ([]category.Decision, error)) (*ground, []category.Decision, error) {
	for n := 1; ; n++ {
		g, err := c.stand(ctx)
		if err != nil {
			return nil, nil, err
		}
		made, err := work(g)
		if err != nil {
			return nil, nil, err
		}
		err = c.write(ctx, g, made)
		if err == nil {
			return g.with(made), made, nil
		}
		if fault.CodeOf(err) != "decision.outdated" || n == attempts {
			return nil, nil, err
		}
	}
}

// write keeps decisions that the log permits, all or none.
func (c *Categoriser) write(ctx context.Context, g *ground, made []category.Decision) error {
	if len(made) == 0 {
		return nil
	}
	if _, err := c.Guard.Allow(ctx, access.RightDecide); err != nil {
		return err
	}
	rows := make([]state.Decision, len(made))
	for i, d := range made {
		if err := g.Precedents.Permits(d); err != nil {
			return err
		}
		body, err := json.Marshal(d)
		if err != nil {
			return err
		}
		rows[i] = state.Decision{ID: d.ID, At: d.At, Actor: d.Actor, Body: body}
	}
	return c.State.DecideAfter(ctx, state.AreaCategory, g.Precedents.Last(), rows...)
}

// newDecision gives a decision its id, time and actor.
func (c *Categoriser) newDecision(actor string, d category.Decision) (category.Decision, error) {
	now := c.Now().UTC()
	id, err := ulid.New(ulid.Timestamp(now), rand.Reader)
	d.ID, d.At, d.Actor = id.String(), now, actor
	return d, err
}
