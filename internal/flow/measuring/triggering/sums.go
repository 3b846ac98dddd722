package triggering

import (
	"context"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

func wantedRelation() relation {
	text, flag := engine.TypeText, engine.TypeBool
	return relation{Name: "trigger_wanted", Columns: []engine.Column{{Name: "finding", Type: engine.TypeInt}, {Name: "part", Type: engine.TypeInt},
		{Name: "customer", Type: text}, {Name: "from_month", Type: engine.TypeDate}, {Name: "until_month", Type: engine.TypeDate},
		{Name: "provider", Type: text}, {Name: "service", Type: text}, {Name: "category", Type: text}, {Name: "marketplace", Type: flag}, {Name: "support", Type: flag},
		{Name: "region", Type: text}, {Name: "meter", Type: text}, {Name: "commitment", Type: text}, {Name: "resource", Type: text},
		{Name: "status", Type: text}, {Name: "charge_category", Type: text}, {Name: "payer", Type: text}, {Name: "untagged", Type: flag}}}
}

// row is a line of trigger_wanted.
func (w wanted) row(finding int, of customer.ID) []any {
	row := []any{int64(finding), int64(0), string(of), w.within.From.Start(), w.within.Until.Start(), nil, nil, nil, nil, nil}
	if w.before {
		row[1] = int64(1)
	}
	if w.sold != nil {
		row[5], row[6], row[7], row[8], row[9] = w.sold.Provider, w.sold.Service, w.sold.Category, w.sold.Marketplace, w.sold.Support
	}
	for _, text := range []*string{w.region, w.meter, w.commitment, w.resource, w.status, w.charged, w.payer} {
		if text == nil {
			row = append(row, nil)
		} else {
			row = append(row, *text)
		}
	}
	if w.untagged == nil {
		return append(row, nil)
	}
	return append(row, *w.untagged)
}

// sumKey is what of a finding is summed apart.
type sumKey struct {
	before   bool
	currency money.Currency
}

// sums asks the roll-ups what the rows of findings come to that have no sums yet,
// and lets go of those that come to too little.
func (s *search) sums(ctx context.Context) error {
	asked := wantedRelation()
	for i, f := range s.findings {
		if f.Sums == nil {
			for _, w := range f.wanted {
				asked.Rows = append(asked.Rows, w.row(i, f.Customer))
			}
		}
	}
	totals := map[int]*total{}
	if len(asked.Rows) > 0 {
		q := engine.Query{Name: "trigger sums", SQL: enginesql.TriggerSums, Relations: append(slices.Clone(s.books.relations), s.books.owners, asked)}
		err := s.each(ctx, q, func(row engine.Row) error {
			n := int(row.Int(0))
			if totals[n] == nil {
				totals[n] = newTotal()
			}
			totals[n].add(s, row.Int(1) == 1, row.Month(2), money.Currency(row.Text(3)), row.Decimal(4), row.Int(5))
			return nil
		})
		if err != nil {
			return err
		}
	}
	kept := s.findings[:0]
	for i, f := range s.findings {
		if t := totals[i]; t != nil {
			t.into(&f.Finding)
		}
		if s.enough(&f.Finding) {
			kept = append(kept, f)
		}
	}
	s.findings = kept
	return nil
}

// total collects sums of one finding.
type total struct {
	sums   map[sumKey]*trigger.Sum
	amount money.Decimal
	gap    bool
}

func newTotal() *total { return &total{sums: map[sumKey]*trigger.Sum{}} }

func (t *total) add(s *search, before bool, m period.Month, c money.Currency, amount money.Decimal, rows int64) {
	k := sumKey{before, c}
	if t.sums[k] == nil {
		t.sums[k] = &trigger.Sum{Before: before, Currency: c}
	}
	t.sums[k].Amount, t.sums[k].Rows = t.sums[k].Amount.Add(amount), t.sums[k].Rows+rows
	worth, known := s.worth(m, c, amount)
	t.gap = t.gap || !known
	if before {
		worth = worth.Neg()
	}
	t.amount = t.amount.Add(worth)
}

// into writes the sums into a finding, the later window first.
func (t *total) into(f *trigger.Finding) {
	f.Sums = nil
	for _, sum := range t.sums {
		f.Sums = append(f.Sums, *sum)
	}
	slices.SortFunc(f.Sums, func(a, b trigger.Sum) int {
		if a.Before != b.Before {
			if b.Before {
				return -1
			}
			return 1
		}
		return cmpCurrency(a.Currency, b.Currency)
	})
	if !t.gap {
		amount := t.amount
		f.Amount = &amount
	}
}

func cmpCurrency(a, b money.Currency) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

// enough compares a start with the customer's cloud of the same months. What
// cannot be converted is kept: it is there, and nobody can say it is small.
func (s *search) enough(f *trigger.Finding) bool {
	if f.Share != nil {
		return true // judged where it was found
	}
	i := slices.IndexFunc(s.rules, func(r trigger.Rule) bool { return r.ID == f.Rule })
	if f.Amount == nil {
		s.gap(f.Rule)
		return len(f.Sums) > 0
	}
	share, enough := s.rules[i].Signal.Enough(*f.Amount, s.spend[f.Customer].Sum(f.Window))
	f.Share = share
	return enough
}

// gap notes once that a rate is missing for a rule.
func (s *search) gap(rule trigger.ID) {
	u := Unread{Rule: rule, Why: ReasonRate}
	if !slices.Contains(s.unread, u) {
		s.unread = append(s.unread, u)
	}
}
