package measuring

import (
	"context"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Sales are the lines that could be one sale twice.
type Sales struct {
	Marketplace []attribution.Sale // lines of marketplaces, by their nature
	Own         []attribution.Sale // services on the firm's own invoices
	Names       map[customer.ID]string
	Batches     []batch.ID // whose lines they are
}

// Sales reads every live service line as figures would: whose it is on its day
// of issue, and what it is.
func (m *Measurer) Sales(ctx context.Context) (Sales, error) {
	f := &Facts{}
	var err error
	if f.book, err = m.State.CustomerBook(ctx); err != nil {
		return Sales{}, err
	}
	f.index = f.book.Index()
	basis, err := m.State.CategoryBasis(ctx)
	if err != nil {
		return Sales{}, err
	}
	judge, out := category.NewJudge(basis), Sales{Names: f.Names()}
	books, err := m.State.LiveSlices(ctx, batch.KindServices)
	if err != nil {
		return Sales{}, err
	}
	if out.Batches = batchesOf(books); len(books) == 0 {
		return out, nil
	}
	lines := serviceLines(lineFiles(m.Lake, books))
	_, err = m.Engine.Each(ctx, engine.Query{Name: "sale lines", SQL: enginesql.SaleLines, Relations: []engine.Relation{lines}}, func(row engine.Row) error {
		s := attribution.Sale{Ref: LineRef(row.Text(0), row.Text(1), row.Int(2), money.New(row.Decimal(4), money.Currency(row.Text(3))))}
		s.Date, _ = row[5].(time.Time)
		s.Customer, _, _ = f.index.Find(customer.Query{Name: row.Text(6), TaxID: row.Text(7), Ref: row.Text(8), Email: row.Text(9)}, s.Date)
		class := judge.Classify(category.Subject{ItemCode: row.Text(10), AccountCode: row.Text(11), Project: row.Text(12),
			Description: row.Text(13), CategoryCode: row.Text(14), EngagementType: row.Text(15)})
		s.Text = row.Text(13) + " " + row.Text(12)
		switch class.Nature {
		case service.NatureMarketplaceServices:
			out.Marketplace = append(out.Marketplace, s)
		case service.NatureService:
			out.Own = append(out.Own, s)
		case service.NatureResoldCloud, service.NatureThirdPartySoftware, service.NatureHardware, service.NatureFunding,
			service.NatureOwnSoftware, service.NatureUnrelated, service.NatureInternal:
		}
		return nil
	})
	return out, err
}

// batchesOf lists the batches of slices, each once, in order.
func batchesOf(live []state.LiveSlice) []batch.ID {
	var ids []batch.ID
	seen := map[batch.ID]bool{}
	for _, s := range live {
		if !seen[s.BatchID] {
			seen[s.BatchID] = true
			ids = append(ids, s.BatchID)
		}
	}
	return ids
}

// LiveBooks lists the batches whose service lines count now.
func (m *Measurer) LiveBooks(ctx context.Context) ([]batch.ID, error) {
	books, err := m.State.LiveSlices(ctx, batch.KindServices)
	return batchesOf(books), err
}
