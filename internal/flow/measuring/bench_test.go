package measuring_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/engine"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
	"github.com/sevenfold/sevenfold/internal/state"
)

// BenchmarkMeasure asks customer x category x month over a roll-up of about a
// million rows: 12 months, 500 accounts, 40 services, 4 regions.
func BenchmarkMeasure(b *testing.B) {
	books := rollup(b, 12, 500, 40, 4)
	for _, by := range [][]multiplier.Dimension{nil, {"customer", "category", "month"}, {"region"}} {
		b.Run(fmt.Sprint(by), func(b *testing.B) {
			var inside time.Duration
			for b.Loop() {
				r, err := books.Measurer.Run(context.Background(), measuring.Input{By: by, Currency: "USD", Policy: "average"})
				if err != nil {
					b.Fatal(err)
				}
				for _, q := range r.Queries {
					inside += q.Elapsed
				}
			}
			b.Logf("%v inside the engine for each run", inside/time.Duration(b.N))
		})
	}
}

// rollup writes charge_month as an import leaves it.
func rollup(b *testing.B, months, accounts, services, regions int) *measuringtest.Books {
	b.Helper()
	books, ctx := measuringtest.Empty(b), context.Background()
	id := batch.ID("01JBENCH000000000000000000")
	dir := filepath.Join(books.Measurer.Lake, "charge_month", "batch="+string(id))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.Fatal(err)
	}
	imported := batch.Batch{ID: id, Kind: batch.KindBill, Status: batch.StatusLive, ImportedAt: time.Unix(0, 0), Fingerprint: "bench"}
	january := period.NewMonth(2025, time.January)
	for m := range months {
		month := january + period.Month(m)
		r := engine.Relation{Name: "rollup", Columns: []engine.Column{
			{Name: "month", Type: engine.TypeDate}, {Name: "provider_name", Type: engine.TypeText}, {Name: "billing_account_id", Type: engine.TypeText},
			{Name: "sub_account_id", Type: engine.TypeText}, {Name: "service_name", Type: engine.TypeText}, {Name: "region_id", Type: engine.TypeText},
			{Name: "charge_category", Type: engine.TypeText}, {Name: "marketplace", Type: engine.TypeBool}, {Name: "support", Type: engine.TypeBool},
			{Name: "billing_currency", Type: engine.TypeText}, {Name: "billed_cost", Type: engine.TypeDecimal},
			{Name: "effective_cost", Type: engine.TypeDecimal}, {Name: "list_cost", Type: engine.TypeDecimal}}}
		for n := range accounts * services * regions {
			cost := money.NewInt(int64(n%9973 + 1)).Mul(money.MustParse("0.0123456789"))
			r.Rows = append(r.Rows, []any{month.Start(), "AWS", "900000000000", fmt.Sprintf("%012d", n%accounts), fmt.Sprint("Service ", n/accounts%services),
				fmt.Sprint("region-", n/accounts/services), "Usage", false, n%50 == 0, "USD", cost, cost, cost})
		}
		path := filepath.Join(dir, month.String()+".parquet")
		if err := books.Measurer.Engine.Write(ctx, r, path); err != nil {
			b.Fatal(err)
		}
		imported.Slices = append(imported.Slices, batch.Slice{Source: "AWS/900000000000", BillingPeriod: month, Currency: "USD", Live: true,
			RollupPath: "charge_month/batch=" + string(id) + "/" + filepath.Base(path)})
	}
	var customers []customer.Customer
	for n := range accounts {
		customers = append(customers, customer.Customer{ID: customer.ID(fmt.Sprint("c", n)), Name: fmt.Sprint("Customer ", n),
			Identifiers: []customer.Identifier{{Kind: customer.KindAccount, Value: fmt.Sprintf("%012d", n)}}})
	}
	for _, c := range []state.Commit{{Batch: imported}, {Batch: batch.Batch{ID: "01JBENCH000000000000000001", Kind: batch.KindCustomers,
		Status: batch.StatusLive, ImportedAt: time.Unix(0, 0), Fingerprint: "customers"}, Customers: customers}} {
		if _, err := books.Measurer.State.CommitBatch(ctx, c); err != nil {
			b.Fatal(err)
		}
	}
	books.Services("invoice_number,issue_date,customer_name,currency,net,category\nI-1,2025-01-10,Customer 1,USD,100,build\n")
	return books
}
