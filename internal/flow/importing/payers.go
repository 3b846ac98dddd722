package importing

import (
	"context"
	"path/filepath"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// Payer is a payer account that the bills name.
type Payer struct {
	Provider, Account string
	Period            period.Range   // from the first month to the last that it has a bill of
	Billed            []money.Amount // one a currency, by code
}

// Payers lists the payer accounts of the bills that count, by provider and id.
// What customers are charged is not among them.
func (im *Importer) Payers(ctx context.Context) (_ []Payer, err error) {
	defer fault.Wrap(&err, "importing.Payers")
	if _, err := im.Guard.Allow(ctx, access.RightBooks); err != nil {
		return nil, err
	}
	live, err := im.State.LiveSlices(ctx, batch.KindBill)
	if err != nil {
		return nil, err
	}
	bills := engine.Relation{Name: "charge_month"}
	for _, l := range live {
		if l.Side == batch.SideCost {
			bills.Files = append(bills.Files, filepath.Join(im.Lake, l.Slice.RollupPath))
		}
	}
	if len(bills.Files) == 0 {
		return nil, nil
	}
	var all []Payer
	_, err = im.Engine.Each(ctx, engine.Query{Name: "payers", SQL: enginesql.Payers, Relations: []engine.Relation{bills}}, func(row engine.Row) error {
		provider, account := row.Text(0), row.Text(1)
		months := period.Range{From: row.Month(3), Until: row.Month(4) + 1}
		if n := len(all); n == 0 || all[n-1].Provider != provider || all[n-1].Account != account {
			all = append(all, Payer{Provider: provider, Account: account, Period: months})
		}
		p := &all[len(all)-1]
		p.Period.From, p.Period.Until = min(p.Period.From, months.From), max(p.Period.Until, months.Until)
		p.Billed = append(p.Billed, money.New(row.Decimal(5), money.Currency(row.Text(2))))
		return nil
	})
	return all, err
}
