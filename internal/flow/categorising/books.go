package categorising

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Item is the lines of one key that are classified alike.
type Item struct {
	Key     category.Key
	Subject category.Subject // of the most money among them
	Lines   int64
	Stake   multiplier.Stake
	Class   category.Classification
	Deals   []DealHint
}

// books are the lines of the live books, by subject.
type books struct {
	cells    []cell
	exchange *multiplier.Exchange
	batches  []batch.ID
	began    time.Time
	deals    map[category.Key][]DealHint
}

// cell is the lines of one subject in one month and currency.
type cell struct {
	subject category.Subject
	month   period.Month
	net     money.Amount
	lines   int64
}

// read reads the live books.
func (c *Categoriser) read(ctx context.Context) (*books, error) {
	began := c.Now()
	live, err := c.State.LiveSlices(ctx, batch.KindServices)
	if err != nil {
		return nil, err
	}
	c.Progress.Send(progress.Event{Stage: "categorise.read", Unit: progress.UnitSteps, Total: 1})
	b := &books{began: began}
	// Lines imported before there was an engagement type have none.
	lines := engine.Relation{Name: "service_line", Varied: true, Columns: []engine.Column{{Name: "engagement_type", Type: engine.TypeText}}}
	for _, s := range live {
		lines.Files = append(lines.Files, filepath.Join(c.Lake, s.Slice.LinesPath()))
		b.batches = append(b.batches, s.BatchID)
	}
	slices.Sort(b.batches)
	b.batches = slices.Compact(b.batches)
	if len(lines.Files) > 0 {
		q := engine.Query{Name: "line subjects", SQL: enginesql.LineSubjects, Relations: []engine.Relation{lines}}
		if _, err := c.Engine.Each(ctx, q, b.take); err != nil {
			return nil, err
		}
	}
	c.Progress.Send(progress.Event{Stage: "categorise.read", Unit: progress.UnitSteps, Done: 1, Total: 1, Finished: true})
	if err := b.rates(ctx, c.State, c.Currency, c.Policy); err != nil {
		return nil, err
	}
	b.deals, err = c.dealHints(ctx, b, lines)
	return b, err
}

func (b *books) take(row engine.Row) error {
	k := cell{subject: category.Subject{Description: row.Text(0), ItemCode: row.Text(1), Project: row.Text(2),
		AccountCode: row.Text(3), CategoryCode: row.Text(4), EngagementType: row.Text(9)}}
	k.net.Currency = money.Currency(row.Text(5))
	k.month, k.lines, k.net.Decimal = row.Month(6), row.Int(7), row.Decimal(8)
	b.cells = append(b.cells, k)
	return nil
}

// rates takes the exchange rates of every currency met.
func (b *books) rates(ctx context.Context, db *state.DB, report money.Currency, policy rate.Policy) error {
	met := map[money.Currency]bool{report: true}
	for _, k := range b.cells {
		met[k.net.Currency] = true
	}
	rates, err := db.RatesAmong(ctx, met)
	b.exchange = multiplier.NewExchange(rate.NewTable(rates), report, policy)
	return err
}

// items groups the books by key and classification, the most money first.
func (b *books) items(judge *category.Judge) []*Item {
	type place struct {
		key                           category.Key
		reason                        category.Reason
		by, offering, nature, weights string
	}
	at := map[place]*Item{}
	best := map[*Item]money.Decimal{}
	classes := map[category.Subject]category.Classification{}
	var items []*Item
	for _, k := range b.cells {
		class, known := classes[k.subject]
		if !known {
			class = judge.Classify(k.subject)
			classes[k.subject] = class
		}
		key := k.subject.Key()
		p := place{key: key, reason: class.Reason, by: class.By, offering: string(class.Offering), nature: string(class.Nature),
			weights: service.FormatWeights(class.Weights)}
		item := at[p]
		if item == nil {
			item = &Item{Key: key, Subject: k.subject, Class: class, Stake: multiplier.NewStake(b.exchange.Currency()), Deals: b.deals[key]}
			at[p] = item
			items = append(items, item)
		}
		if size := k.net.Decimal.Abs(); size.Cmp(best[item]) > 0 {
			item.Subject, best[item] = k.subject, size
		}
		item.Lines += k.lines
		item.Stake.Add(b.exchange, k.month, k.net)
	}
	slices.SortStableFunc(items, func(a, b *Item) int {
		return cmp.Or(b.Stake.Size().Decimal.Abs().Cmp(a.Stake.Size().Decimal.Abs()), cmp.Compare(a.Key, b.Key))
	})
	return items
}
