// Package prospecting says what each customer could buy next, how likely and how
// large it is, and how often such answers were right.
//
// It owns how the books become histories (core/whitespace), who may see which
// cell, and the way from a cell back to rows. It does not own how cells are
// found. Everybody's books are compared with, whoever asks: what leaves here is
// of the asker's customers, and of others only figures that rest on five at
// least.
package prospecting

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// Prospector looks for whitespace in one workspace.
type Prospector struct {
	Measurer *measuring.Measurer
	// References gives the published values in force.
	References func(context.Context) (benchmark.Table, error)
}

// Input says in which money sizes are told.
type Input struct {
	Currency money.Currency
	Policy   rate.Policy
}

// Result is the cells of the asker's customers.
type Result struct {
	Finding  whitespace.Finding
	Currency money.Currency
	// From and Until are the months that the books have; Until is exclusive.
	From, Until period.Month
	Names       map[customer.ID]string
	Offerings   []offering.Offering
	References  benchmark.Table
	// Unconverted are the currencies without a rate: their amounts are in no cell.
	Unconverted []money.Currency
}

// Run finds the cells of every customer that the asker may see; for who came by
// a link, none.
func (p *Prospector) Run(ctx context.Context, in Input) (_ Result, err error) {
	defer fault.Wrap(&err, "prospecting.Run")
	viewer, err := p.Measurer.Guard.Allow(ctx, access.RightSee)
	if err != nil || viewer.Link {
		return Result{}, err // what could be sold is for colleagues
	}
	own, err := p.Measurer.Customers(ctx)
	if err != nil {
		return Result{}, err
	}
	r, books, err := p.read(ctx, in)
	if err != nil {
		return Result{}, err
	}
	subjects := map[customer.ID]bool{}
	for _, c := range own {
		subjects[c.ID], r.Names[c.ID] = true, c.Name
	}
	r.Finding = whitespace.Look(books, subjects)
	for i := range r.Finding.Cells {
		conceal(&r.Finding.Cells[i].Ground, subjects)
	}
	return r, nil
}

// conceal drops from a ground whom the asker does not see; how many they are
// stays.
func conceal(g *whitespace.Ground, sees map[customer.ID]bool) {
	g.Peers = slices.DeleteFunc(g.Peers, func(p whitespace.Peer) bool { return !sees[p.Customer] })
	g.Alike = slices.DeleteFunc(g.Alike, func(a whitespace.Alike) bool { return !sees[a.Customer] })
}

// BackTest hides the last two quarters and says how right the answers would
// have been. It counts over all customers. Fault: access.denied.
func (p *Prospector) BackTest(ctx context.Context, in Input) (_ whitespace.Report, err error) {
	defer fault.Wrap(&err, "prospecting.BackTest")
	if _, err := p.Measurer.Guard.Allow(ctx, access.RightBooks); err != nil {
		return whitespace.Report{}, err
	}
	_, books, err := p.read(ctx, in)
	if err != nil {
		return whitespace.Report{}, err
	}
	return whitespace.BackTest(books), nil
}

// read makes the histories of everybody. Nothing of it may leave but through
// cells and reports.
func (p *Prospector) read(ctx context.Context, in Input) (Result, whitespace.Books, error) {
	all := access.With(ctx, access.Local())
	standard, invoiced := multiplier.Standard(), multiplier.Standard()
	invoiced.Name, invoiced.Numerator.Basis = "whitespace", service.BasisInvoiced
	ask := measuring.Input{Definitions: []string{standard.Name}, Drafts: []multiplier.Definition{invoiced}, Currency: in.Currency, Policy: in.Policy,
		By: []multiplier.Dimension{multiplier.DimensionProvider, multiplier.DimensionService}}
	q, err := p.Measurer.Ask(all, ask)
	if err != nil {
		return Result{}, whitespace.Books{}, err
	}
	facts, err := p.Measurer.Read(all, q)
	if err != nil {
		return Result{}, whitespace.Books{}, err
	}
	catalogue, err := p.Measurer.State.Offerings(ctx)
	if err != nil {
		return Result{}, whitespace.Books{}, err
	}
	r := Result{Currency: in.Currency, Offerings: catalogue.Offerings(), Names: map[customer.ID]string{}}
	if r.References, err = p.References(ctx); err != nil {
		return Result{}, whitespace.Books{}, err
	}
	g := newGathering(facts, facts.Input(q.Definitions[0]))
	if r.Unconverted, err = g.money(); err != nil {
		return Result{}, whitespace.Books{}, err
	}
	columns := whitespace.NewColumns(r.Offerings)
	g.use()
	g.offerings(columns)
	b := g.books()
	b.Columns, b.Offerings = columns, r.Offerings
	b.Currency, b.References = in.Currency, r.References
	r.From, r.Until = b.From, b.Until
	return r, b, nil
}

// Proposals gives the white categories of the asker's customers as moves that
// nobody has taken up, those with the most expected money first. What has
// neither a chance nor a size is none.
func (p *Prospector) Proposals(ctx context.Context, in Input) (_ []move.Proposal, err error) {
	defer fault.Wrap(&err, "prospecting.Proposals")
	r, err := p.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	var all []move.Proposal
	for _, c := range r.White() {
		if c.Chance == nil && c.Size == nil {
			continue
		}
		all = append(all, move.Proposal{Origin: move.Origin{Kind: move.OriginWhitespace, Ref: Address(c)}, Customer: c.Customer,
			Category: c.Column.Category, Strategy: move.StrategyPortfolio, Size: c.Size, Chance: c.Chance})
	}
	return all, nil
}

// Find gives the cell of an address, and false where there is none that the
// asker may see.
func (r Result) Find(address string) (whitespace.Cell, bool) {
	i := slices.IndexFunc(r.Finding.Cells, func(c whitespace.Cell) bool { return Address(c) == address })
	if i < 0 {
		return whitespace.Cell{}, false
	}
	return r.Finding.Cells[i], true
}

// White gives the white categories, those with the most expected money first.
func (r Result) White() []whitespace.Cell {
	return Filter{State: whitespace.StateWhite}.Keep(r.Finding.Cells)
}

// Address names a cell for ever: "C0001/manage", or "C0001/offering:care" where
// it is an offering's.
func Address(c whitespace.Cell) string {
	if c.Column.Offering != "" {
		return string(c.Customer) + "/offering:" + string(c.Column.Offering)
	}
	return string(c.Customer) + "/" + string(c.Column.Category)
}
