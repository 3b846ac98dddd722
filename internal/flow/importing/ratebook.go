package importing

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
)

// RateTable is an import of exchange rates that counts, and what it covers.
type RateTable struct {
	Batch      batch.Batch
	Sources    []string // as its rates name them, sorted
	Currencies []money.Currency
	Rates      int64
	From       time.Time // first day
	Until      time.Time // exclusive
}

// RateTables lists the rates that count, oldest import first: for a day that two
// name, the later one wins.
func (im *Importer) RateTables(ctx context.Context) (_ []RateTable, err error) {
	defer fault.Wrap(&err, "importing.RateTables")
	if _, err := im.Guard.Allow(ctx, access.RightBooks); err != nil {
		return nil, err
	}
	spans, err := im.State.RateSpans(ctx)
	if err != nil {
		return nil, err
	}
	var all []RateTable
	for _, s := range spans {
		if n := len(all); n == 0 || all[n-1].Batch.ID != s.Batch {
			b, err := im.State.Batch(ctx, s.Batch)
			if err != nil {
				return nil, err
			}
			all = append(all, RateTable{Batch: b, From: s.From})
		}
		t := &all[len(all)-1]
		t.Rates += s.Rates
		t.Currencies = append(t.Currencies, s.Base, s.Quote)
		if s.Source != "" {
			t.Sources = append(t.Sources, s.Source)
		}
		if s.From.Before(t.From) {
			t.From = s.From
		}
		if until := s.Last.AddDate(0, 0, 1); until.After(t.Until) {
			t.Until = until
		}
	}
	for i := range all {
		all[i].Currencies, all[i].Sources = distinct(all[i].Currencies), distinct(all[i].Sources)
	}
	return all, nil
}

// MonthRates gives the rates that convert a month, whatever the policy.
func (im *Importer) MonthRates(ctx context.Context, m period.Month) (_ *rate.Table, err error) {
	defer fault.Wrap(&err, "importing.MonthRates")
	if _, err := im.Guard.Allow(ctx, access.RightBooks); err != nil {
		return nil, err
	}
	rates, err := im.State.RatesSince(ctx, m.Start().AddDate(0, 0, -rate.MaxAgeDays))
	return rate.NewTable(rates), err
}

func distinct[T cmp.Ordered](all []T) []T { return slices.Compact(slices.Sorted(slices.Values(all))) }
