// Package explaining walks from a figure's address back to the source rows:
// definition, queries, batches, files, rows.
//
// It owns the way back. It computes nothing of its own: the figure is measured
// again from the same facts (internal/flow/measuring), and core says which of
// them are in the cell (multiplier.TraceCell).
package explaining

import (
	"cmp"
	"context"
	"maps"
	"path"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// Explainer explains figures of one workspace.
type Explainer struct {
	Measurer *measuring.Measurer
}

// Input says which figure, and how many of its rows to give.
type Input struct {
	Address measuring.Address
	// Largest is how many rows to give, by size; zero gives all of them.
	Largest int
	// Take is given all rows one by one, and the result none: a figure may have
	// more than memory holds. Charges that count whole come first, the largest
	// first. An error ends it.
	Take func(Row) error `json:"-"`
}

// Result is a figure and everything behind it.
type Result struct {
	Address  measuring.Address
	Question measuring.Question
	Figure   multiplier.Result
	Row      multiplier.Row
	Names    map[customer.ID]string
	Queries  []measuring.Ran
	Batches  []Source // that have rows in the figure, oldest first
	// Sums are over all rows, not only those given. Counted equals the row's
	// Native amounts exactly.
	Sums []Sum
	Rows []Row // the largest first
}

// Source is a batch and how many of its rows are in the figure.
type Source struct {
	Batch batch.Batch
	Rows  int64
}

// Sum is what the rows of one side and currency come to.
type Sum struct {
	Side     multiplier.Side
	Currency money.Currency
	Rows     int64
	Amount   money.Decimal // as the rows stand in their files
	Counted  money.Decimal // of it in the figure
}

// Row is one source row with its part in the figure.
type Row struct {
	Side     multiplier.Side
	Batch    batch.ID
	File     batch.File
	Number   int64 // as a spreadsheet shows it
	Month    period.Month
	Customer customer.ID
	Subject  string // service and account, or document and customer as written
	Document string // of a service line; empty for charges
	Project  string // of a service line, where its source has one
	Text     string
	Stage    opportunity.Stage // of an opportunity; empty for others, and where unknown
	Currency money.Currency
	Amount   money.Decimal
	// Counted differs from Amount where a rule gives the line to several
	// categories, or where it follows the customer's clouds (Allocated).
	Counted   money.Decimal
	Allocated bool
	Estimate  bool // nobody has a bill: what the account is thought to cost
	// Class says what a service line is and from whom that is known; zero for
	// charges.
	Class category.Classification
	// Shares divide the row; only its own part counts here. Pair is the sale that
	// it is one line of; nil for most.
	Shares []attribution.Part
	Pair   *attribution.Pair
	Billed *attribution.Pair // of a charge and a line that are one sale, for either
}

// Run explains a figure. Faults: figure.unknown, figure.outdated.
func (e *Explainer) Run(ctx context.Context, in Input) (_ Result, err error) {
	defer fault.Wrap(&err, "explaining.Run(%s)", in.Address)
	q, err := e.Measurer.Load(ctx, in.Address.Question)
	if err != nil {
		return Result{}, err
	}
	if in.Address.Definition >= len(q.Definitions) {
		return Result{}, fault.New(fault.KindNotFound, "figure.unknown").With("address", in.Address.String())
	}
	facts, err := e.Measurer.Read(ctx, q)
	if err != nil {
		return Result{}, err
	}
	question := facts.Input(q.Definitions[in.Address.Definition])
	figure, trace, err := multiplier.TraceCell(question, in.Address.Row, in.Address.Cell)
	if err != nil {
		return Result{}, err
	}
	r := Result{Address: in.Address, Question: q, Figure: figure, Names: facts.Names(), Queries: facts.Queries}
	r.Row, _ = figure.Find(in.Address.Row)

	g := &gathering{explainer: e, facts: facts, largest: in.Largest, take: in.Take, batches: map[batch.ID]*Source{}, files: map[fileKey]int64{}, sums: map[sumKey]*Sum{}}
	if figure.Definition.Origin == multiplier.OriginPipeline {
		if err := g.deals(ctx, question, trace); err != nil {
			return Result{}, err
		}
		return r, g.finish(&r)
	}
	if err := g.charges(ctx, q, figure.Definition.Denominator.Valuation, question.Cloud, trace.Cloud); err != nil {
		return Result{}, err
	}
	if err := g.lines(ctx, question.Services, trace.Services); err != nil {
		return Result{}, err
	}
	return r, g.finish(&r)
}

type sumKey struct {
	side     multiplier.Side
	currency money.Currency
}

type fileKey struct {
	batch   batch.ID
	ordinal int
}

// gathering collects rows as the engine gives them.
type gathering struct {
	explainer *Explainer
	facts     *measuring.Facts
	largest   int
	take      func(Row) error
	rows      []Row
	batches   map[batch.ID]*Source
	files     map[fileKey]int64 // rows of the figure in each file
	sums      map[sumKey]*Sum
	queries   []measuring.Ran
}

// source gives a batch, read once.
func (g *gathering) source(ctx context.Context, id batch.ID) (*Source, error) {
	if s, ok := g.batches[id]; ok {
		return s, nil
	}
	b, err := g.explainer.Measurer.State.Batch(ctx, id)
	if err != nil {
		return nil, err
	}
	s := &Source{Batch: b}
	g.batches[id] = s
	return s, nil
}

// fileOf finds a file of a batch by its ordinal.
func fileOf(b batch.Batch, ordinal int64) batch.File {
	i := slices.IndexFunc(b.Files, func(f batch.File) bool { return int64(f.Ordinal) == ordinal })
	if i < 0 {
		return batch.File{}
	}
	return b.Files[i]
}

// fileNamed finds a file of a batch by the name of its charges in the lake.
func fileNamed(b batch.Batch, base string) batch.File {
	i := slices.IndexFunc(b.Files, func(f batch.File) bool { return path.Base(f.LakePath) == base || path.Base(f.ExtraPath) == base })
	if i < 0 {
		return batch.File{}
	}
	return b.Files[i]
}

// add counts a row and keeps it.
func (g *gathering) add(r Row) {
	if g.facts.Limited() {
		r = withheld(r)
	}
	g.count(r, 1)
	g.keep(r)
}

// pass counts a row and hands it on, or keeps it where nobody takes rows.
func (g *gathering) pass(r Row) error {
	if g.take == nil {
		g.add(r)
		return nil
	}
	if g.facts.Limited() {
		r = withheld(r)
	}
	g.count(r, 1)
	return g.take(r)
}

// count sums a row, or several as one.
func (g *gathering) count(r Row, rows int64) {
	g.batches[r.Batch].Rows += rows
	g.files[fileKey{r.Batch, r.File.Ordinal}] += rows
	k := sumKey{r.Side, r.Currency}
	if g.sums[k] == nil {
		g.sums[k] = &Sum{Side: r.Side, Currency: r.Currency}
	}
	s := g.sums[k]
	s.Rows, s.Amount, s.Counted = s.Rows+rows, s.Amount.Add(r.Amount), s.Counted.Add(r.Counted)
}

// keep takes a row and lets go of the smallest when there are far too many.
func (g *gathering) keep(r Row) {
	if g.facts.Limited() {
		r = withheld(r)
	}
	g.rows = append(g.rows, r)
	if g.largest > 0 && len(g.rows) >= 1024+2*g.largest {
		g.trim()
	}
}

// withheld is a row as somebody sees it who may see some customers only. Of a
// row that is divided they see their part: whose the rest is, how large, and
// what the file writes beside it is not theirs.
func withheld(r Row) Row {
	r.Pair, r.Billed, r.File.Rows, r.File.SizeBytes = nil, nil, 0, 0
	if len(r.Shares) > 0 {
		r.Amount, r.Shares, r.Subject, r.Text, r.Document, r.Project = r.Counted, nil, "", "", "", ""
	}
	return r
}

// trim keeps the largest rows of each side, largest first.
func (g *gathering) trim() {
	slices.SortStableFunc(g.rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Side, b.Side), b.Counted.Abs().Cmp(a.Counted.Abs()),
			cmp.Compare(a.Batch, b.Batch), cmp.Compare(a.File.Ordinal, b.File.Ordinal), cmp.Compare(a.Number, b.Number))
	})
	if g.largest == 0 {
		return
	}
	kept, seen := g.rows[:0], map[multiplier.Side]int{}
	for _, r := range g.rows {
		if seen[r.Side]++; seen[r.Side] <= g.largest {
			kept = append(kept, r)
		}
	}
	g.rows = kept
}

// ownFiles are the files that have rows in the figure, as if they had no others:
// an import may have a file per customer, and their names tell of them.
func (g *gathering) ownFiles(b batch.Batch) []batch.File {
	var own []batch.File
	for _, f := range b.Files {
		if n := g.files[fileKey{b.ID, f.Ordinal}]; n > 0 {
			f.Rows, f.SizeBytes = n, 0
			own = append(own, f)
		}
	}
	return own
}

func (g *gathering) finish(r *Result) error {
	g.trim()
	if g.take == nil {
		r.Rows = g.rows
	} else {
		for _, row := range g.rows {
			if err := g.take(row); err != nil {
				return err
			}
		}
	}
	r.Queries = append(r.Queries, g.queries...)
	for _, id := range slices.Sorted(maps.Keys(g.batches)) {
		if s := g.batches[id]; s.Rows > 0 {
			if g.facts.Limited() {
				// Its totals and findings are over everybody's rows.
				s.Batch.Slices, s.Batch.Sums, s.Batch.Findings, s.Batch.Rejected, s.Batch.RejectFile = nil, nil, nil, 0, ""
				s.Batch.Files = g.ownFiles(s.Batch)
			}
			r.Batches = append(r.Batches, *s)
		}
	}
	for _, s := range g.sums {
		r.Sums = append(r.Sums, *s)
	}
	slices.SortFunc(r.Sums, func(a, b Sum) int {
		return cmp.Or(cmp.Compare(a.Side, b.Side), cmp.Compare(a.Currency, b.Currency))
	})
	return nil
}
