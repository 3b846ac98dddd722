package app

import (
	"context"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/prospecting"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
)

// Selling gives what the books say of those to whom offerings could be sold.
func (a *App) Selling(ctx context.Context, now func() time.Time) (fitting.Books, error) {
	m, err := a.Measuring(ctx)
	if err != nil {
		return fitting.Books{}, err
	}
	mover, err := a.Moving(ctx, now)
	if err != nil {
		return fitting.Books{}, err
	}
	return seller{a.settings.Config, m, prospectorOf(m, a.Assessing()), mover}.run(ctx)
}

// seller puts together what offerings are judged against: whose cloud runs where,
// what is white, what is under way. Each job says for itself what the asker may
// see.
type seller struct {
	config     func() config.Config
	measurer   *measuring.Measurer
	prospector *prospecting.Prospector
	mover      *moving.Mover
}

func (s seller) run(ctx context.Context) (fitting.Books, error) {
	c := s.config()
	found, err := s.prospector.Run(ctx, prospecting.Input{Currency: c.Currency, Policy: c.Rates.Policy})
	if err != nil || len(found.Offerings) == 0 {
		return fitting.Books{}, err
	}
	b := fitting.Books{Offerings: found.Offerings}
	for _, cell := range found.Finding.Cells {
		if cell.State == whitespace.StateWhite && cell.Column.Offering != "" {
			b.Chances = append(b.Chances, fitting.Chance{Kind: fitting.ChanceCell, Ref: prospecting.Address(cell), Customer: cell.Customer, Name: found.Names[cell.Customer],
				Offering: cell.Column.Offering, Category: cell.Column.Category, Size: cell.Size, Chance: cell.Chance})
		}
	}
	moves, err := s.mover.List(ctx, moving.Filter{States: slices.DeleteFunc(move.States(), func(state move.State) bool { return !state.Open() })})
	if err != nil {
		return b, err
	}
	book, err := s.measurer.State.CustomerBook(ctx)
	if err != nil {
		return b, err
	}
	for _, e := range moves {
		m := e.Move
		if id := book.Survivor(m.Customer); id != "" {
			b.Chances = append(b.Chances, fitting.Chance{Kind: fitting.ChanceMove, Ref: string(m.ID), Customer: id, Name: found.Names[id],
				Title: m.Title, Offering: m.Offering, Category: m.Category, Size: m.Size, Chance: m.Chance})
		}
	}
	b.Cloud, err = s.cloud(ctx)
	return b, err
}

// cloud says whose cloud ran where in which month.
func (s seller) cloud(ctx context.Context) ([]fitting.Cloud, error) {
	c := s.config()
	q, err := s.measurer.Ask(ctx, measuring.Input{Definitions: []string{multiplier.Standard().Name}, Currency: c.Currency, Policy: c.Rates.Policy, Calendar: c.Calendar(),
		By: []multiplier.Dimension{multiplier.DimensionCustomer, multiplier.DimensionProvider, multiplier.DimensionRegion}})
	if err != nil {
		return nil, err
	}
	facts, err := s.measurer.Read(ctx, q)
	if err != nil {
		return nil, err
	}
	seen := map[fitting.Cloud]bool{}
	var all []fitting.Cloud
	for _, g := range facts.Cloud {
		for _, f := range g.Facts {
			one := fitting.Cloud{Customer: f.Customer, Provider: g.Provider, Region: f.Region, Month: g.Month}
			if f.Tax || f.Credit || f.Out != "" || f.Effective.Sign() <= 0 || seen[one] {
				continue
			}
			seen[one] = true
			all = append(all, one)
		}
	}
	return all, nil
}
