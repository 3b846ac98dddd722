package triggering

import (
	"context"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
)

// Evidence is a finding with the charges that show it.
type Evidence struct {
	Finding  trigger.Finding
	Rule     trigger.Rule
	Customer string // its name
	Currency money.Currency
	Span     period.Range
	// Sums are over all charges, not only those given; they equal the finding's.
	Sums    []trigger.Sum
	Rows    []Row // the largest of each part first
	Batches []batch.Batch
	Queries []measuring.Ran
}

// Row is one charge.
type Row struct {
	Before     bool // of the months that are compared with
	Batch      batch.ID
	File       batch.File
	Number     int64 // as a spreadsheet shows it
	Month      period.Month
	Day        time.Time // on which its period starts; zero where it says none
	Account    string
	Service    string
	Region     string
	Meter      string
	Resource   string
	Commitment string
	Text       string
	Currency   money.Currency
	Amount     money.Decimal // EffectiveCost
}

// AllRows asks for every row.
const AllRows = int64(1) << 60

// Show opens a finding, by its key, to its charges, at most so many. Fault:
// trigger.unknown, also for one of a customer whom the asker may not see.
func (f *Finder) Show(ctx context.Context, in Input, key string, most int64) (_ Evidence, err error) {
	defer fault.Wrap(&err, "triggering.Show(%s)", key)
	a, err := f.ask(ctx, in)
	if err != nil {
		return Evidence{}, err
	}
	s, err := f.search(ctx, a)
	if err != nil {
		return Evidence{}, err
	}
	s.only(key)
	if err := s.run(ctx); err != nil {
		return Evidence{}, err
	}
	if err := s.size(); err != nil {
		return Evidence{}, err
	}
	i := slices.IndexFunc(s.findings, func(x found) bool { return x.Key.String() == key })
	if i < 0 {
		return Evidence{}, fault.New(fault.KindNotFound, "trigger.unknown").With("trigger", key)
	}
	e := Evidence{Finding: s.findings[i].Finding, Customer: s.books.names[s.findings[i].Customer], Currency: s.books.exchange.Currency(), Span: s.books.span}
	for _, r := range s.rules {
		if r.ID == e.Finding.Rule {
			e.Rule = r
		}
	}
	if err := s.rows(ctx, f, s.findings[i], most, &e); err != nil {
		return Evidence{}, err
	}
	e.Queries = s.queries
	return e, nil
}

// only keeps the rule of a key: no other needs to be judged to show a finding.
func (s *search) only(key string) {
	s.rules = slices.DeleteFunc(slices.Clone(s.rules), func(r trigger.Rule) bool {
		return len(key) <= len(r.ID) || key[:len(r.ID)+1] != string(r.ID)+"/"
	})
}

// rows reads the charges of a finding.
func (s *search) rows(ctx context.Context, f *Finder, of found, most int64, e *Evidence) error {
	asked := wantedRelation()
	bounds := of.Window
	for _, w := range of.wanted {
		asked.Rows = append(asked.Rows, w.row(0, of.Customer))
		bounds.From, bounds.Until = min(bounds.From, w.within.From), max(bounds.Until, w.within.Until)
	}
	relations, err := s.detail(ctx, bounds)
	if err != nil {
		return err
	}
	batches := map[batch.ID]batch.Batch{}
	sums := map[sumKey]bool{}
	q := engine.Query{Name: "trigger rows", SQL: enginesql.TriggerRows, Relations: append(relations, s.ownersOf(of.Customer), asked),
		Args: []any{instant(bounds.From), instant(bounds.Until), most}}
	return s.each(ctx, q, func(row engine.Row) error {
		id := batch.ID(row.Text(2))
		b, known := batches[id]
		if !known {
			if b, err = f.Measurer.State.Batch(ctx, id); err != nil {
				return err
			}
			batches[id] = b
			e.Batches = append(e.Batches, b)
		}
		r := Row{Before: row.Int(0) == 1, Currency: money.Currency(row.Text(1)), Batch: id, Month: row.Month(6), Account: row.Text(8), Service: row.Text(9),
			Region: row.Text(10), Meter: row.Text(11), Resource: row.Text(12), Commitment: row.Text(13), Text: row.Text(14), Amount: row.Decimal(15)}
		if i := slices.IndexFunc(b.Files, func(x batch.File) bool { return int64(x.Ordinal) == row.Int(3) }); i >= 0 {
			r.File = b.Files[i]
		}
		if n, given := row[5].(int64); given {
			r.Number = n
		} else {
			r.Number = r.File.FirstRow + row.Int(4)
		}
		if day, given := row[7].(time.Time); given {
			r.Day = day
		}
		if k := (sumKey{r.Before, r.Currency}); !sums[k] {
			sums[k] = true
			e.Sums = append(e.Sums, trigger.Sum{Before: r.Before, Currency: r.Currency, Rows: row.Int(16), Amount: row.Decimal(17)})
		}
		e.Rows = append(e.Rows, r)
		return nil
	})
}

// detail is the charges of some months, with what AWS says beside FOCUS, and
// what decides whose they are.
func (s *search) detail(ctx context.Context, within period.Range) ([]relation, error) {
	if known := s.detailOf[within]; known != nil {
		return slices.Clip(known), nil
	}
	relations, err := s.books.charges(ctx, within.Contains)
	if err != nil {
		return nil, err
	}
	relations = slices.Clone(relations)
	relations[0].Columns = enginesql.TriggerColumns()
	if len(relations[0].Files) == 0 && relations[0].Rows != nil {
		relations[0].Columns = append(relations[0].Columns, engine.Column{Name: "filename", Type: engine.TypeText}, engine.Column{Name: "file_row_number", Type: engine.TypeInt})
	}
	if s.detailOf == nil {
		s.detailOf = map[period.Range][]relation{}
	}
	s.detailOf[within] = append(relations, s.books.relations[1], s.books.relations[2])
	return slices.Clip(s.detailOf[within]), nil
}

// purchases is what the bills of some months say of commitments and purchases, and
// what decides whose they are.
func (s *search) purchases(ctx context.Context, within period.Range) ([]relation, error) {
	relations, err := s.books.bought(ctx, within.Contains)
	if err != nil {
		return nil, err
	}
	return append(slices.Clone(relations), s.books.relations[1], s.books.relations[2]), nil
}

// ownersOf are the numbers of one customer.
func (s *search) ownersOf(id customer.ID) relation {
	r := ownerRelation()
	for _, row := range s.books.owners.Rows {
		if row[1] == string(id) {
			r.Rows = append(r.Rows, row)
		}
	}
	return r
}

func instant(m period.Month) string { return m.Start().Format(time.DateTime) }
