package categorising

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// DealHint is what the pipeline says of a subject: how many of its lines were
// billed to customers of deals that are delivered so, in the time of the deals.
type DealHint struct {
	category.Lean
	Lines int64  `json:"lines"`
	Deals []Deal `json:"deals"` // the first shownDeals of them, by id
}

// Deal is an opportunity and where it stands.
type Deal struct {
	ID       string `json:"id"`
	Customer string `json:"customer,omitempty"` // as the opportunity names it
	File     string `json:"file"`
	Row      int64  `json:"row"`
}

// shownDeals is how many opportunities a hint names.
const shownDeals = 3

func leans(hints []DealHint) []category.Lean {
	var all []category.Lean
	for _, h := range hints {
		all = append(all, h.Lean)
	}
	return all
}

// working is a deal that says something of its customer's lines in some months.
type working struct {
	opportunity.Deal
	months period.Range
	models []offering.DeliveryModel // those that say something
}

// dealHints asks the pipeline about the lines of the books. Whose a line and a
// deal are, the customers' identifiers say, on the day that figures ask.
func (c *Categoriser) dealHints(ctx context.Context, b *books, lines engine.Relation) (map[category.Key][]DealHint, error) {
	records, err := c.State.Pipeline(ctx)
	if err != nil || len(records) == 0 || len(lines.Files) == 0 {
		return nil, err
	}
	book, err := c.State.CustomerBook(ctx)
	if err != nil {
		return nil, err
	}
	index := book.Index()
	deals := map[customer.ID][]working{}
	var span period.Range
	for _, d := range opportunity.Deals(records) {
		w := working{Deal: d}
		for _, m := range d.Models() {
			if category.Leans(m) {
				w.models = append(w.models, m)
			}
		}
		var dated bool
		if w.months, dated = d.Work(); !dated || len(w.models) == 0 {
			continue
		}
		owner := d.Owner(index, lastDay(period.MonthOf(d.Dated())))
		if owner == "" {
			continue
		}
		deals[owner] = append(deals[owner], w)
		if span.IsZero() {
			span = w.months
		}
		span.From, span.Until = min(span.From, w.months.From), max(span.Until, w.months.Until)
	}
	if len(deals) == 0 {
		return nil, nil
	}
	t := newTally(b)
	q := engine.Query{Name: "line buyers", SQL: enginesql.LineBuyers, Args: []any{span.From.Start(), span.Until.Start()}, Relations: []engine.Relation{lines}}
	_, err = c.Engine.Each(ctx, q, func(row engine.Row) error {
		month := row.Month(10)
		buyer := customer.Query{Name: row.Text(6), TaxID: row.Text(7), Ref: row.Text(8), Email: row.Text(9)}
		owner, _, found := index.Find(buyer, lastDay(month))
		if !found {
			return nil
		}
		subject := category.Subject{Description: row.Text(0), ItemCode: row.Text(1), Project: row.Text(2), AccountCode: row.Text(3),
			CategoryCode: row.Text(4), EngagementType: row.Text(5)}
		t.add(subject, row.Int(11), deals[owner], month)
		return nil
	})
	return t.hints(), err
}

// lastDay is the day on which it is asked whose something of a month is.
func lastDay(m period.Month) time.Time { return m.End().AddDate(0, 0, -1) }

// tally counts lines by key and delivery model.
type tally struct {
	keys  map[category.Subject]category.Key
	lines map[category.Key]int64 // of all
	told  map[category.Key]map[offering.DeliveryModel]*told
}

// told is what deals of one delivery model say of one key.
type told struct {
	lines int64
	parts money.Decimal // lines, those in the time of several models in equal parts
	deals map[string]Deal
}

func newTally(b *books) *tally {
	t := &tally{keys: map[category.Subject]category.Key{}, lines: map[category.Key]int64{}, told: map[category.Key]map[offering.DeliveryModel]*told{}}
	for _, k := range b.cells {
		t.lines[t.key(k.subject)] += k.lines
	}
	return t
}

func (t *tally) key(s category.Subject) category.Key {
	k, known := t.keys[s]
	if !known {
		k = s.Key()
		t.keys[s] = k
	}
	return k
}

// add counts lines that were billed in a month to the customer of deals.
func (t *tally) add(s category.Subject, lines int64, deals []working, month period.Month) {
	met := map[offering.DeliveryModel][]Deal{}
	for _, d := range deals {
		if !d.months.Contains(month) {
			continue
		}
		for _, m := range d.models {
			met[m] = append(met[m], Deal{ID: d.ID, Customer: d.Record.Customer.Name, File: d.FileName, Row: d.Row})
		}
	}
	key := t.key(s)
	if len(met) == 0 || key == "" {
		return
	}
	if t.told[key] == nil {
		t.told[key] = map[offering.DeliveryModel]*told{}
	}
	part := money.NewInt(lines).Quo(money.NewInt(int64(len(met))), money.LakeScale)
	for m, of := range met {
		at := t.told[key][m]
		if at == nil {
			at = &told{deals: map[string]Deal{}}
			t.told[key][m] = at
		}
		at.lines, at.parts = at.lines+lines, at.parts.Add(part)
		for _, d := range of {
			at.deals[d.ID] = d
		}
	}
}

// hints are the tally by key, in the order of delivery models.
func (t *tally) hints() map[category.Key][]DealHint {
	all := map[category.Key][]DealHint{}
	for key, models := range t.told {
		for _, m := range offering.DeliveryModels() {
			at := models[m]
			if at == nil {
				continue
			}
			deals := slices.SortedFunc(maps.Values(at.deals), func(a, b Deal) int { return cmp.Compare(a.ID, b.ID) })
			all[key] = append(all[key], DealHint{Lines: at.lines, Deals: deals[:min(shownDeals, len(deals))],
				Lean: category.Lean{Delivery: m, Share: at.parts.Quo(money.NewInt(t.lines[key]), 4)}})
		}
	}
	return all
}
