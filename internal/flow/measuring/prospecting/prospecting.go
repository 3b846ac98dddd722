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
	"encoding/json"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// Prospector looks for whitespace in one workspace. It is safe for concurrent
// use, and where its measurer keeps facts, it keeps its answers.
type Prospector struct {
	Measurer *measuring.Measurer
	// References gives the published values in force.
	References func(context.Context) (benchmark.Table, error)

	results measuring.Answers[Result]
	reports measuring.Answers[whitespace.Report]
}

// mostKept is how many answers of one kind stay in memory: one for each
// currency and policy that somebody looks at.
const mostKept = 4

// keyOf names everything that decides an answer.
func keyOf(q measuring.Question, base Result) (string, error) {
	text, err := json.Marshal([]any{q, base.Offerings, base.References})
	return string(text), err
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
	r, err := answer(ctx, p, &p.results, in, p.look)
	if err != nil {
		return Result{}, err
	}
	r.Names = map[customer.ID]string{}
	for _, c := range own {
		r.Names[c.ID] = c.Name
	}
	if viewer.Scope() != nil {
		r.Finding.Cells = concealed(r.Finding.Cells, r.Names)
	}
	return r, nil
}

// concealed gives the cells of those whom the asker sees, without the others in
// their grounds; how many these are stays.
func concealed(all []whitespace.Cell, sees map[customer.ID]string) []whitespace.Cell {
	unseen := func(id customer.ID) bool { _, seen := sees[id]; return !seen }
	var own []whitespace.Cell
	for _, c := range all {
		if unseen(c.Customer) {
			continue
		}
		g := &c.Ground
		g.Peers = slices.DeleteFunc(slices.Clone(g.Peers), func(p whitespace.Peer) bool { return unseen(p.Customer) })
		g.Alike = slices.DeleteFunc(slices.Clone(g.Alike), func(a whitespace.Alike) bool { return unseen(a.Customer) })
		own = append(own, c)
	}
	return own
}

// BackTest hides the last two quarters and says how right the answers would
// have been. It counts over all customers. Fault: access.denied.
func (p *Prospector) BackTest(ctx context.Context, in Input) (_ whitespace.Report, err error) {
	defer fault.Wrap(&err, "prospecting.BackTest")
	if _, err := p.Measurer.Guard.Allow(ctx, access.RightBooks); err != nil {
		return whitespace.Report{}, err
	}
	return answer(ctx, p, &p.reports, in, func(_ Result, b whitespace.Books) whitespace.Report { return whitespace.BackTest(b) })
}

// look finds everybody's cells.
func (p *Prospector) look(r Result, b whitespace.Books) Result {
	r.Finding = whitespace.Look(b, nil)
	return r
}

// answer finds what is asked of everybody's books, or takes what is kept of it.
func answer[T any](ctx context.Context, p *Prospector, keep *measuring.Answers[T], in Input, find func(Result, whitespace.Books) T) (T, error) {
	var none T
	q, err := p.ask(ctx, in)
	if err != nil {
		return none, err
	}
	catalogue, err := p.Measurer.State.Offerings(ctx)
	if err != nil {
		return none, err
	}
	base := Result{Currency: in.Currency, Offerings: catalogue.Offerings()}
	if base.References, err = p.References(ctx); err != nil {
		return none, err
	}
	whole := func() (T, error) {
		r, books, err := p.read(ctx, q, base)
		if err != nil {
			return none, err
		}
		return find(r, books), nil
	}
	if !p.Measurer.Keeps {
		return whole()
	}
	key, err := keyOf(q, base)
	if err != nil {
		return none, err
	}
	return keep.Get(ctx, q.Books, key, func(T) int { return 1 }, mostKept, whole)
}

// ask completes the question about everybody.
func (p *Prospector) ask(ctx context.Context, in Input) (measuring.Question, error) {
	return p.Measurer.Ask(everybody(ctx), measuring.Ahead(in.Currency, in.Policy))
}

// everybody asks in the name of the program: nothing of what is read leaves but
// through cells and reports.
func everybody(ctx context.Context) context.Context { return access.With(ctx, access.Local()) }

// read makes the histories of everybody.
func (p *Prospector) read(ctx context.Context, q measuring.Question, r Result) (Result, whitespace.Books, error) {
	facts, err := p.Measurer.Read(everybody(ctx), q)
	if err != nil {
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
	b.Currency, b.References = r.Currency, r.References
	r.From, r.Until = b.From, b.Until
	return r, b, nil
}

// leastChance is from where on a white cell is worth a proposal.
const leastChance = "0.2"

// Proposals gives the white categories of the asker's customers as moves that
// nobody has taken up, those with the most expected money first: what has a
// chance of one in five at least.
func (p *Prospector) Proposals(ctx context.Context, in Input) (_ []move.Proposal, err error) {
	defer fault.Wrap(&err, "prospecting.Proposals")
	r, err := p.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	var all []move.Proposal
	for _, c := range r.White() {
		if !Proposed(c) {
			continue
		}
		all = append(all, move.Proposal{Origin: move.Origin{Kind: move.OriginWhitespace, Ref: Address(c)}, Customer: c.Customer,
			Category: c.Column.Category, Strategy: move.StrategyPortfolio, Size: c.Size, Chance: c.Chance})
	}
	return all, nil
}

// Proposed reports that a cell is worth a proposal: a white category with chance
// enough.
func Proposed(c whitespace.Cell) bool {
	return c.State == whitespace.StateWhite && c.Column.Offering == "" && c.Chance != nil && c.Chance.Cmp(money.MustParse(leastChance)) >= 0
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
