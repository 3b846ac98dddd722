// Package measuring answers the main question: services revenue over cloud
// revenue, from the books in the lake.
//
// It owns how facts are read out of the lake (accounts to customers, lines to
// categories, price side before cost side), the workspace's own definitions,
// and the short address of every figure. It does not own what counts or how it
// is cut (core/multiplier), nor SQL text (internal/engine/sql).
package measuring

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Measurer answers questions about one workspace. It is safe for concurrent use
// and must not be copied once it has answered.
type Measurer struct {
	State  *state.DB
	Engine *duckdb.Engine
	Lake   string // folder
	// Definitions is the folder of the workspace's own definitions; it need not exist.
	Definitions string
	// Payers are the payer accounts that are the partner's own. When nobody
	// declared any (or nil), every account counts as resold, and figures say so.
	Payers func() []string
	// Guard refuses questions that nobody is known to ask.
	Guard access.Guard
	// Keeps says that many questions will be asked: what the books say stays in
	// memory, within bounds, as long as the books stay as they are.
	Keeps bool

	named    named
	kept     kept
	defining sync.Mutex // one change of the own definitions at a time
}

// Input is a question.
type Input struct {
	// Definitions names them; empty asks the shipped ones and the workspace's own.
	Definitions []string
	By          []multiplier.Dimension
	Period      period.Range // zero: all months there are
	Where       []multiplier.Filter
	Top         int
	Currency    money.Currency
	Policy      rate.Policy
	Calendar    period.Calendar // of years and quarters
	// Drafts are definitions that nobody has saved, asked besides.
	Drafts []multiplier.Definition
}

// Result is the answer under each definition, from one reading of the books.
type Result struct {
	ID       QuestionID // addresses of figures begin with it
	Question Question
	Figures  []multiplier.Result // in the order of the definitions
	Names    map[customer.ID]string
	Notes    []Note
	Bases    []Basis // of the figures that are computed from the pipeline, where there is one
	Queries  []Ran
}

// Note is something a reader must know of every figure.
type Note string

const (
	// NotePayersUndeclared: all cloud counts as resold.
	NotePayersUndeclared Note = "payers_undeclared"
	// NoteAtCost: some resold cloud is valued at what the partner pays.
	NoteAtCost Note = "at_cost"
	// NoteAllocated: some services follow the customer's cloud pro rata.
	NoteAllocated Note = "allocated"
	// NoteNoCustomers: no customers are imported, so nothing can be matched.
	NoteNoCustomers Note = "no_customers"
	// NoteNoCloud and NoteNoServices: one side of the books is empty in the period.
	NoteNoCloud    Note = "no_cloud"
	NoteNoServices Note = "no_services"
	// NoteEstimated: some cloud is an estimate, because nobody has a bill.
	NoteEstimated Note = "estimated"
	// NoteUnvalued: accounts are declared of which nobody knows the cost.
	NoteUnvalued Note = "unvalued"
	// NoteUnattributed: shares leave a part of something to nobody.
	NoteUnattributed Note = "unattributed"
	// NotePaired: sales that stand in two books count once.
	NotePaired Note = "paired"
	// NotePairsStale: pairs do not hold because a line is gone, or there twice.
	NotePairsStale Note = "pairs_stale"
)

// Notes lists every note.
func Notes() []Note {
	return []Note{NotePayersUndeclared, NoteAtCost, NoteAllocated, NoteNoCustomers, NoteNoCloud, NoteNoServices,
		NoteEstimated, NoteUnvalued, NoteUnattributed, NotePaired, NotePairsStale}
}

// RowsUntold stands in place of how many rows a query gave where that would tell
// of customers whom the asker may not see.
const RowsUntold int64 = -1

// Ran is a query that was run.
type Ran struct {
	Name    string
	SQL     string
	Rows    int64         // or RowsUntold
	Elapsed time.Duration // inside the engine
}

// Run answers a question and keeps it, so that its figures can be explained.
func (m *Measurer) Run(ctx context.Context, in Input) (_ Result, err error) {
	defer fault.Wrap(&err, "measuring.Run")
	q, err := m.question(ctx, in)
	if err != nil {
		return Result{}, err
	}
	facts, err := m.Read(ctx, q)
	if err != nil {
		return Result{}, err
	}
	r := Result{Question: q, Names: facts.Names(), Queries: facts.Queries}
	for _, d := range q.Definitions {
		f, err := multiplier.Compute(facts.Input(d))
		if err != nil {
			return Result{}, err
		}
		r.Figures = append(r.Figures, f)
		b, err := facts.basis(d)
		if err != nil {
			return Result{}, err
		}
		if b != nil {
			r.Bases = append(r.Bases, *b)
		}
	}
	r.Notes = notes(q, facts, r.Figures)
	if r.ID, err = m.save(ctx, q); err != nil {
		return Result{}, err
	}
	return r, nil
}

func notes(q Question, facts *Facts, figures []multiplier.Result) []Note {
	var found []Note
	add := func(n Note, holds bool) {
		if holds {
			found = append(found, n)
		}
	}
	some := func(has func(multiplier.Row) bool) bool {
		return slices.ContainsFunc(figures, func(f multiplier.Result) bool { return has(f.Total) })
	}
	add(NoteNoCloud, len(facts.Cloud) == 0)
	add(NoteNoServices, len(facts.Services) == 0)
	add(NoteNoCustomers, len(facts.book.Customers()) == 0)
	add(NotePayersUndeclared, len(q.Payers) == 0 && len(facts.Cloud) > 0)
	add(NoteAtCost, some(func(r multiplier.Row) bool { return !r.AtCost.IsZero() }))
	add(NoteAllocated, some(func(r multiplier.Row) bool { return !r.Allocated.IsZero() }))
	add(NoteEstimated, some(func(r multiplier.Row) bool { return !r.Estimated.IsZero() }))
	add(NoteUnvalued, facts.unvalued > 0)
	add(NoteUnattributed, slices.ContainsFunc(figures, hasUnattributed))
	add(NotePaired, leavesOut(figures, multiplier.ReasonPaired))
	add(NotePairsStale, facts.attributed.stale > 0)
	return found
}

// hasUnattributed reports a row of what shares leave, or the same left out.
func hasUnattributed(f multiplier.Result) bool {
	return slices.ContainsFunc(f.Rows, func(r multiplier.Row) bool { return r.Kind == multiplier.RowUnattributed }) ||
		leavesOut([]multiplier.Result{f}, multiplier.ReasonUnattributed)
}

func leavesOut(figures []multiplier.Result, reason multiplier.Reason) bool {
	return slices.ContainsFunc(figures, func(f multiplier.Result) bool {
		return slices.ContainsFunc(f.Excluded, func(e multiplier.Excluded) bool { return e.Reason == reason })
	})
}
