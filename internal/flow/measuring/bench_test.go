package measuring_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/engine"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
	"github.com/sevenfold/sevenfold/internal/state"
)

// BenchmarkMeasure asks customer x category x month over a roll-up of about
// 300,000 rows in sixty files: 12 months, 5 payers, 200 accounts, 12 services, 2
// regions.
func BenchmarkMeasure(b *testing.B) {
	books := rollup(b, book{months: 12, payers: 5, accounts: 200, services: 12, regions: 2})
	for _, by := range [][]multiplier.Dimension{nil, {"customer", "category", "month"}, {"region"}, {"family"}, {"account"}} {
		b.Run(fmt.Sprint(by), func(b *testing.B) {
			inside, runs := map[string]time.Duration{}, 0
			for b.Loop() {
				runs++
				r, err := books.Measurer.Run(context.Background(), measuring.Input{By: by, Definitions: []string{"standard"}, Currency: "USD", Policy: "average"})
				if err != nil {
					b.Fatal(err)
				}
				for _, q := range r.Queries {
					inside[q.Name] += q.Elapsed
					inside["all"] += q.Elapsed
				}
			}
			for _, name := range slices.Sorted(maps.Keys(inside)) {
				b.Logf("%v inside the engine: %s", inside[name]/time.Duration(runs), name)
			}
		})
	}
}

// book says how large a roll-up is.
type book struct{ months, payers, accounts, services, regions int }

// rollup writes charge_month as an import leaves it.
func rollup(b *testing.B, size book) *measuringtest.Books {
	b.Helper()
	books, ctx := measuringtest.Empty(b), context.Background()
	id := batch.ID("01JBENCH000000000000000000")
	dir := filepath.Join(books.Measurer.Lake, "charge_month", "batch="+string(id))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.Fatal(err)
	}
	imported := batch.Batch{ID: id, Kind: batch.KindBill, Status: batch.StatusLive, ImportedAt: time.Unix(0, 0), Fingerprint: "bench"}
	january := period.NewMonth(2025, time.January)
	for slice := range size.months * size.payers {
		month, payer := january+period.Month(slice%size.months), fmt.Sprint(900_000_000_000+slice/size.months)
		r := engine.Relation{Name: "rollup", Columns: []engine.Column{
			{Name: "month", Type: engine.TypeDate}, {Name: "provider_name", Type: engine.TypeText}, {Name: "billing_account_id", Type: engine.TypeText},
			{Name: "sub_account_id", Type: engine.TypeText}, {Name: "service_name", Type: engine.TypeText}, {Name: "service_category", Type: engine.TypeText}, {Name: "region_id", Type: engine.TypeText},
			{Name: "charge_category", Type: engine.TypeText}, {Name: "marketplace", Type: engine.TypeBool}, {Name: "support", Type: engine.TypeBool},
			{Name: "billing_currency", Type: engine.TypeText}, {Name: "billed_cost", Type: engine.TypeDecimal},
			{Name: "effective_cost", Type: engine.TypeDecimal}, {Name: "list_cost", Type: engine.TypeDecimal}}}
		for n := range size.accounts * size.services * size.regions {
			cost := money.NewInt(int64(n%9973 + 1)).Mul(money.MustParse("0.0123456789"))
			r.Rows = append(r.Rows, []any{month.Start(), "AWS", payer, fmt.Sprintf("%012d", n%size.accounts), fmt.Sprint("Service ", n/size.accounts%size.services), fmt.Sprint("Family ", n/size.accounts%size.services/3),
				fmt.Sprint("region-", n/size.accounts/size.services), "Usage", false, n%50 == 0, "USD", cost, cost, cost})
		}
		path := filepath.Join(dir, fmt.Sprintf("%s-%s.parquet", payer, month))
		if err := books.Measurer.Engine.Write(ctx, r, path); err != nil {
			b.Fatal(err)
		}
		imported.Slices = append(imported.Slices, batch.Slice{Source: "AWS/" + payer, BillingPeriod: month, Currency: "USD", Live: true,
			RollupPath: "charge_month/batch=" + string(id) + "/" + filepath.Base(path)})
	}
	var customers []customer.Customer
	for n := range size.accounts / 4 {
		c := customer.Customer{ID: customer.ID(fmt.Sprint("c", n)), Name: fmt.Sprint("Customer ", n)}
		for i := range 4 {
			c.Identifiers = append(c.Identifiers, customer.Identifier{Kind: customer.KindAccount, Value: fmt.Sprintf("%012d", 4*n+i)})
		}
		customers = append(customers, c)
	}
	for _, c := range []state.Commit{{Batch: imported}, {Batch: batch.Batch{ID: "01JBENCH000000000000000001", Kind: batch.KindCustomers,
		Status: batch.StatusLive, ImportedAt: time.Unix(0, 0), Fingerprint: "customers"}, Customers: customers}} {
		if _, err := books.Measurer.State.CommitBatch(ctx, c); err != nil {
			b.Fatal(err)
		}
	}
	var lines strings.Builder
	lines.WriteString("invoice_number,issue_date,customer_name,currency,net,category\n")
	for n := range size.accounts / 4 {
		for m := range size.months {
			for _, k := range service.Categories() {
				fmt.Fprintf(&lines, "I-%d-%d,%s-15,Customer %d,USD,100.25,%s\n", n, m, january+period.Month(m), n, k)
			}
		}
	}
	books.Services(lines.String())
	return books
}
