package triggering

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/engine"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

type relation = engine.Relation

// books are the bills as rules are asked of them, of a workspace or of a case.
type books struct {
	relations []relation // charge_cost, charge_price, account_month
	owners    relation   // trigger_owner
	charges   func(context.Context, func(period.Month) bool) ([]relation, error)
	bought    func(context.Context, func(period.Month) bool) ([]relation, error) // charge, or sums of it
	first     map[customer.ID]period.Month                                       // of each customer's cloud
	exchange  *multiplier.Exchange
	names     map[customer.ID]string
	span      period.Range
}

func ownerRelation() relation {
	return relation{Name: "trigger_owner", Columns: []engine.Column{{Name: "owner", Type: engine.TypeInt}, {Name: "customer", Type: engine.TypeText}}}
}

// search is one look at the books.
type search struct {
	engine   *duckdb.Engine
	books    books
	rules    []trigger.Rule
	lives    []trigger.Life
	facts    *measuring.Facts // nil for a case
	sold     []trigger.Sold
	spend    map[customer.ID]trigger.Series // all cloud, in the report currency
	raw      map[pair][]cell                // what rules compare month by month
	bought   []commitment
	silent   map[trigger.Need]map[string]bool // payers whose bill does not say it
	metersOf map[period.Range][]meter
	detailOf map[period.Range][]relation
	findings []found
	unread   []Unread
	queries  []measuring.Ran
}

// found is a finding with what tells its rows.
type found struct {
	trigger.Finding
	wanted []wanted
}

// wanted is charges of a customer; a nil is any.
type wanted struct {
	before                       bool
	within                       period.Range
	sold                         *trigger.Sold
	region                       *string
	meter                        *string
	commitment, resource, status *string
	charged                      *string // FOCUS's ChargeCategory
	payer                        *string
	untagged                     *bool
}

func (s *search) run(ctx context.Context) error {
	if s.books.span.IsZero() {
		return nil
	}
	if err := s.readSold(ctx); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{s.readable, s.readMonths, s.starts, s.changes, s.readCommitments, s.steady, s.runsOut, s.unused, s.metered, s.idle, s.untagged, s.renews} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return s.sums(ctx)
}

// each asks the engine and notes it.
func (s *search) each(ctx context.Context, q engine.Query, fn func(engine.Row) error) error {
	stats, err := s.engine.Each(ctx, q, fn)
	s.queries = append(s.queries, measuring.Ran{Name: q.Name, SQL: q.SQL, Rows: stats.Rows, Elapsed: stats.Elapsed})
	return err
}

// readSold asks what the bills have to say of services at all, so that patterns
// are compared here and the engine joins.
func (s *search) readSold(ctx context.Context) error {
	return s.each(ctx, engine.Query{Name: "trigger sold", SQL: enginesql.TriggerSold, Relations: s.books.relations[:2]}, func(row engine.Row) error {
		s.sold = append(s.sold, trigger.Sold{Provider: row.Text(0), Service: row.Text(1), Category: row.Text(2), Marketplace: row.Bool(3), Support: row.Bool(4)})
		return nil
	})
}

// of lists the rules of some kinds, with their places.
func (s *search) of(kinds ...trigger.Kind) []int {
	var places []int
	for i, r := range s.rules {
		if slices.Contains(kinds, r.Signal.Kind) {
			places = append(places, i)
		}
	}
	return places
}

// matching is what of the sold things a pattern fits.
func (s *search) matching(m trigger.Match) []trigger.Sold {
	var all []trigger.Sold
	for _, sold := range s.sold {
		if m.Fits(sold) {
			all = append(all, sold)
		}
	}
	return all
}

func useRelation() relation {
	text, flag := engine.TypeText, engine.TypeBool
	return relation{Name: "trigger_use", Columns: []engine.Column{{Name: "rule", Type: engine.TypeInt}, {Name: "part", Type: engine.TypeInt},
		{Name: "subject", Type: text}, {Name: "by_region", Type: flag}, {Name: "provider", Type: text}, {Name: "service", Type: text},
		{Name: "category", Type: text}, {Name: "marketplace", Type: flag}, {Name: "support", Type: flag}}}
}

func useRow(rule, part int, subject string, byRegion bool, sold trigger.Sold) []any {
	return []any{int64(rule), int64(part), subject, byRegion, sold.Provider, sold.Service, sold.Category, sold.Marketplace, sold.Support}
}

// add keeps a finding of a rule.
func (s *search) add(f trigger.Finding, rows []wanted) {
	s.findings = append(s.findings, found{f, rows})
}

// worth brings an amount of a month to the report currency; false is a gap.
func (s *search) worth(m period.Month, c money.Currency, amount money.Decimal) (money.Decimal, bool) {
	rate, known := s.books.exchange.Rate(m, c)
	return amount.Mul(rate), known
}
