// Package triggering looks for triggers in the bills: which customer began with
// something, grew, fell, lets a commitment run out, runs what is near its end.
//
// It owns the files of rules (shipped and the workspace's own), how roll-ups and
// charges are asked, and the way from a finding to its rows. It does not own
// what a rule means and when it holds (core/trigger), whose an account is
// (internal/flow/measuring), nor SQL text (internal/engine/sql).
//
// A trigger looks at whose an account is. Months in which an account changes
// hands, and shares that divide it, are left out of it.
package triggering

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Finder looks for triggers in one workspace. It is safe for concurrent use, and
// where its measurer keeps facts, it keeps what it found.
type Finder struct {
	Measurer *measuring.Measurer
	Dir      string // the workspace's own rules; it need not exist
	Now      func() time.Time

	results measuring.Answers[Result]
}

// mostKept is how many findings and customers' names stay in memory, of all
// currencies, and of all people who see some customers only: about a hundred
// megabytes.
const mostKept = 200_000

func (r Result) weight() int { return 10 + len(r.Findings) + len(r.Names)/10 + len(r.Unread) }

// Input says in which currency amounts are wanted.
type Input struct {
	Currency money.Currency
	Policy   rate.Policy
}

// Result is what was found, the largest amount a month first.
type Result struct {
	Rules    []trigger.Rule
	Findings []trigger.Finding
	Names    map[customer.ID]string
	Currency money.Currency
	// Span is the months that were looked at; until is the first that some bill
	// lacks, or that is not over.
	Span period.Range
	// Managers are the names of those to whom a customer is assigned; of others'
	// customers one learns nothing.
	Managers map[customer.ID][]string
	// Unread says which rules could not be judged, and why.
	Unread  []Unread
	Queries []measuring.Ran
}

// Unread is a rule that bills of a payer cannot answer.
type Unread struct {
	Rule  trigger.ID
	Payer string // as bills write it; empty for all
	Why   Reason
	Need  trigger.Need // of ReasonColumn
}

// Reason says why a rule could not be judged.
type Reason string

const (
	// ReasonColumn: no charge of the bill has what the rule looks at.
	ReasonColumn Reason = "column"
	// ReasonHistory: the books have too few months.
	ReasonHistory Reason = "history"
	// ReasonRate: amounts could not be compared, for lack of a rate.
	ReasonRate Reason = "rate"
)

// Reasons lists every reason.
func Reasons() []Reason { return []Reason{ReasonColumn, ReasonHistory, ReasonRate} }

// Rule gives a rule by its id.
func (r Result) Rule(id trigger.ID) (trigger.Rule, bool) {
	i := slices.IndexFunc(r.Rules, func(x trigger.Rule) bool { return x.ID == id })
	if i < 0 {
		return trigger.Rule{}, false
	}
	return r.Rules[i], true
}

// Find gives a finding by its key. Fault: trigger.unknown.
func (r Result) Find(key string) (trigger.Finding, error) {
	i := slices.IndexFunc(r.Findings, func(f trigger.Finding) bool { return f.Key.String() == key })
	if i < 0 {
		return trigger.Finding{}, fault.New(fault.KindNotFound, "trigger.unknown").With("trigger", key)
	}
	return r.Findings[i], nil
}

// Proposals are the findings as something to do.
func (r Result) Proposals() []move.Proposal {
	all := make([]move.Proposal, 0, len(r.Findings))
	for _, f := range r.Findings {
		if rule, known := r.Rule(f.Rule); known {
			all = append(all, f.Proposal(rule))
		}
	}
	return all
}

// Run looks for everything that the rules ask, of the customers that the asker
// may see. Faults: those of Rules.
func (f *Finder) Run(ctx context.Context, in Input) (_ Result, err error) {
	defer fault.Wrap(&err, "triggering.Run")
	a, err := f.ask(ctx, in)
	if err != nil {
		return Result{}, err
	}
	find := func() (Result, error) {
		s, err := f.search(ctx, a)
		if err != nil {
			return Result{}, err
		}
		if err := s.run(ctx); err != nil {
			return Result{}, err
		}
		if err := s.size(); err != nil {
			return Result{}, err
		}
		return s.result(), nil
	}
	var r Result
	if f.Measurer.Keeps {
		key, err := json.Marshal(a)
		if err != nil {
			return Result{}, err
		}
		r, err = f.results.Get(ctx, a.Question.Books, string(key), Result.weight, mostKept, find)
		if err != nil {
			return Result{}, err
		}
	} else if r, err = find(); err != nil {
		return Result{}, err
	}
	r.Managers, err = f.managers(ctx, r.Names)
	return r, err
}

// managers are the people to whom customers are assigned, by name.
func (f *Finder) managers(ctx context.Context, seen map[customer.ID]string) (map[customer.ID][]string, error) {
	people, err := f.Measurer.State.People(ctx)
	if err != nil {
		return nil, err
	}
	of := map[customer.ID][]string{}
	for _, p := range people {
		if p.Status == state.PersonDisabled || !p.Role.IsLimited() {
			continue
		}
		for _, id := range p.Customers {
			if _, known := seen[id]; known {
				of[id] = append(of[id], p.Name)
			}
		}
	}
	for _, names := range of {
		slices.Sort(names)
	}
	return of, nil
}

// inquiry is everything that decides what is found. The question names the books
// and, of who sees some customers only, these.
type inquiry struct {
	Question measuring.Question
	Rules    []trigger.Rule
	Lives    []trigger.Life
	Running  period.Month // which is not over
}

// ask completes what is asked.
func (f *Finder) ask(ctx context.Context, in Input) (a inquiry, err error) {
	if a.Rules, a.Lives, err = f.rules(); err != nil {
		return a, err
	}
	a.Running = period.MonthOf(f.Now())
	ask := measuring.Input{Definitions: []string{multiplier.Standard().Name}, Currency: in.Currency, Policy: in.Policy}
	if f.Measurer.Keeps {
		ask = measuring.Ahead(in.Currency, in.Policy)
	}
	a.Question, err = f.Measurer.Ask(ctx, ask)
	return a, err
}

// search prepares what all steps share: facts, whose accounts are whose, rules.
func (f *Finder) search(ctx context.Context, a inquiry) (*search, error) {
	facts, err := f.Measurer.Read(ctx, a.Question)
	if err != nil {
		return nil, err
	}
	b := books{relations: facts.RollupRelations(), owners: ownerRelation(), first: facts.FirstCharge(), exchange: facts.Exchange(), names: facts.Names()}
	b.charges = func(ctx context.Context, wanted func(period.Month) bool) ([]relation, error) {
		return facts.ChargeFiles(ctx, f.Measurer, wanted)
	}
	b.bought = func(ctx context.Context, wanted func(period.Month) bool) ([]relation, error) {
		return facts.BoughtFiles(ctx, f.Measurer, wanted)
	}
	for _, o := range facts.Owners() {
		if !o.Customer.Internal {
			b.owners.Rows = append(b.owners.Rows, []any{o.Number, string(o.Customer.ID)})
		}
	}
	var live []slice
	for _, s := range facts.Live() {
		live = append(live, slice{s.Slice.Source, s.Slice.BillingPeriod})
	}
	b.span = spanOf(live, a.Running)
	return &search{engine: f.Measurer.Engine, books: b, rules: a.Rules, lives: a.Lives, facts: facts}, nil
}

// slice is a month of a bill.
type slice struct {
	source string
	month  period.Month
}

// spanOf is the months that every bill which is still coming in has: a bill whose
// latest month is one before that of the others is late, and would look like a
// customer who left. The running month is not over.
func spanOf(live []slice, running period.Month) period.Range {
	last := map[string]period.Month{}
	var r period.Range
	for _, s := range live {
		if s.month >= running {
			continue
		}
		last[s.source] = max(last[s.source], s.month)
		if r.From == 0 || s.month < r.From {
			r.From = s.month
		}
	}
	for _, m := range last {
		r.Until = max(r.Until, m+1)
	}
	late := r.Until
	for _, m := range last {
		if m+2 == r.Until {
			late = r.Until - 1
		}
	}
	r.Until = late
	return r
}

func (s *search) result() Result {
	r := Result{Rules: s.rules, Names: s.books.names, Currency: s.books.exchange.Currency(), Span: s.books.span, Unread: s.unread, Queries: s.queries}
	if s.facts != nil {
		r.Queries = slices.Concat(s.facts.Queries, s.queries)
	}
	for _, f := range s.findings {
		r.Findings = append(r.Findings, f.Finding)
	}
	slices.SortFunc(r.Findings, func(a, b trigger.Finding) int {
		return cmp.Or(larger(a.Monthly(), b.Monthly()), strings.Compare(a.Key.String(), b.Key.String()))
	})
	slices.SortFunc(r.Unread, func(a, b Unread) int {
		return cmp.Or(strings.Compare(string(a.Rule), string(b.Rule)), strings.Compare(a.Payer, b.Payer), strings.Compare(string(a.Need), string(b.Need)))
	})
	return r
}

// larger puts the larger amount first, and none last.
func larger(a, b *money.Decimal) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return b.Abs().Cmp(a.Abs())
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
