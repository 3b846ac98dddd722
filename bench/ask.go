package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/app"
	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// askRuns is how often the warm question is put.
const askRuns = 11

// ask puts the same question again and again to one open workspace and prints
// the median time inside the engine and of the whole answer, in milliseconds.
func ask(ctx context.Context, dir string) (err error) {
	c, err := config.Load(config.Input{Dir: dir, Env: os.Getenv})
	if err != nil {
		return err
	}
	a, err := app.Open(ctx, c, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	m, err := a.Measuring(ctx)
	if err != nil {
		return err
	}
	in := measuring.Input{Definitions: []string{multiplier.Standard().Name}, Currency: c.Currency, Policy: c.Rates.Policy,
		By: []multiplier.Dimension{multiplier.DimensionCustomer, multiplier.DimensionCategory, multiplier.DimensionMonth}}
	var engine, whole []time.Duration
	for range askRuns + 1 {
		start := time.Now()
		r, err := m.Run(ctx, in)
		if err != nil {
			return err
		}
		inside := time.Duration(0)
		for _, q := range r.Queries {
			inside += q.Elapsed
		}
		engine, whole = append(engine, inside), append(whole, time.Since(start))
	}
	// The first run is not warm.
	engine, whole = engine[1:], whole[1:]
	slices.Sort(engine)
	slices.Sort(whole)
	fmt.Printf("%d %d\n", engine[len(engine)/2].Milliseconds(), whole[len(whole)/2].Milliseconds())
	return nil
}
