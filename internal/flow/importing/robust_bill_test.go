package importing_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/state"
)

// charge is one row of an invented FOCUS bill. What is empty has a default.
type charge struct {
	account, month, currency, service, resource, cost string
}

var focusHeader = []string{"BillingAccountId", "BillingCurrency", "BillingPeriodStart", "BillingPeriodEnd", "BilledCost", "EffectiveCost", "ListCost",
	"ContractedCost", "ChargeCategory", "ChargePeriodStart", "ChargePeriodEnd", "ProviderName", "ServiceName", "SubAccountId", "ResourceId", "Tags"}

func (c charge) fields() []string {
	or := func(text, otherwise string) string {
		if text == "" {
			return otherwise
		}
		return text
	}
	month := or(c.month, "2025-01")
	cost := or(c.cost, "1.25")
	return []string{or(c.account, "999999999999"), or(c.currency, "USD"), month + "-01T00:00:00Z", month + "-28T00:00:00Z", cost, cost, cost, cost,
		"Usage", month + "-02T00:00:00Z", month + "-03T00:00:00Z", "AWS", or(c.service, "Amazon S3"), "000000000042", c.resource, ""}
}

// book is a bill of many rows with known order: resource r1, r2, ...
func book(rows int, cost func(int) string) []charge {
	charges := make([]charge, rows)
	for i := range charges {
		charges[i] = charge{resource: fmt.Sprintf("r%d", i+1), service: fmt.Sprintf("Service %d", i%3), cost: cost(i + 1)}
	}
	return charges
}

func focusCSV(charges []charge) string {
	rows := []string{strings.Join(focusHeader, ",")}
	for _, c := range charges {
		rows = append(rows, strings.Join(c.fields(), ","))
	}
	return strings.Join(rows, "\n") + "\n"
}

// file writes a file into a fresh folder.
func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// refused imports what must not be imported and checks the reason and that
// nothing of it stays, reject files aside.
func refused(t *testing.T, im *importing.Importer, in importing.BillInput, code string) *fault.Error {
	t.Helper()
	before := standing(t, im)
	if in.MaxRejectShare.IsZero() {
		in.MaxRejectShare = importing.DefaultMaxRejectShare
	}
	r, err := im.Bill(context.Background(), in)
	if err == nil {
		t.Fatalf("imported %+v, want %s", r.Batch, code)
	}
	f, ok := fault.As(err)
	if !ok || f.Code != code {
		t.Fatalf("want %s, got %v", code, err)
	}
	if after := standing(t, im); after != before {
		t.Errorf("a refused import changed something:\n%s\nbecame\n%s", before, after)
	}
	return f
}

// standing is all that counts and all the lake's files, as text.
func standing(t *testing.T, im *importing.Importer) string {
	t.Helper()
	slices, err := im.State.LiveSlices(context.Background(), batch.KindBill)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, s := range slices {
		lines = append(lines, fmt.Sprint(s.BatchID, s.Slice))
	}
	return strings.Join(append(lines, lakeFiles(t, im.Lake)...), "\n")
}

// lakeFiles lists the files below the lake, lock and staging left out.
func lakeFiles(t *testing.T, lake string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(lake, "*", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, p := range paths {
		if rel, err := filepath.Rel(lake, p); err == nil && !strings.HasPrefix(rel, ".") {
			files = append(files, rel)
		}
	}
	return files
}

// imported is a charge as the lake has it.
type imported struct {
	file, row              int64 // ordinal of the file; number of the row as a spreadsheet shows it
	account, sub, service  string
	resource, tags, period string
	cost                   money.Decimal
}

// charges gives a batch's rows in the lake's order, with their provenance.
func charges(t *testing.T, im *importing.Importer, b batch.Batch) (rows []imported) {
	t.Helper()
	for _, f := range b.Files {
		if f.LakePath == "" {
			continue
		}
		n := int64(0)
		_, err := im.Engine.Each(context.Background(), engine.Query{Name: "charges",
			SQL: `SELECT source_row, billing_account_id, sub_account_id, service_name, resource_id, tags, CAST(billing_period_start AS VARCHAR), billed_cost
				FROM charge ORDER BY file_row_number`,
			Relations: []engine.Relation{{Name: "charge", Files: []string{filepath.Join(im.Lake, f.LakePath)}, Varied: true, Columns: enginesql.ChargeColumns()}}}, func(r engine.Row) error {
			text := func(i int) string { s, _ := r[i].(string); return s }
			row := imported{file: int64(f.Ordinal), row: f.FirstRow + n, account: text(1), sub: text(2), service: text(3), resource: text(4),
				tags: text(5), period: text(6), cost: r[7].(money.Decimal)}
			if at, ok := r[0].(int64); ok {
				row.row = at
			}
			n++
			rows = append(rows, row)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if n != f.Rows {
			t.Errorf("%s has %d rows, the batch says %d", f.LakePath, n, f.Rows)
		}
	}
	return rows
}

func liveSlices(t *testing.T, im *importing.Importer) []state.LiveSlice {
	t.Helper()
	slices, err := im.State.LiveSlices(context.Background(), batch.KindBill)
	if err != nil {
		t.Fatal(err)
	}
	return slices
}
