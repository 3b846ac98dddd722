package importing_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/flow/generating"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

type truth struct {
	Payers []struct {
		Account string
		Folder  string
	}
	Bills []struct {
		Payer, Month, Currency              string
		Rows, Charges                       int64
		Billed, Effective, List, Contracted money.Decimal
	}
}

// The books of an invented partner, in every bill format, come out of the lake
// as the generator knows them, to the last decimal.
func TestGeneratedBillsEqualTheTruth(t *testing.T) {
	dir := t.TempDir()
	books := filepath.Join(dir, "books")
	if _, err := generating.Run(context.Background(), generating.Options{Seed: 3, RowsTotal: 9_000, Months: 4, Out: books}, nil); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(books, "truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want truth
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	im := workspace(t)
	got := map[string]batch.Slice{}
	for _, p := range want.Payers {
		for _, s := range bill(t, im, filepath.Join(books, p.Folder)).Batch.Slices {
			got[s.Source+" "+s.BillingPeriod.String()] = s
		}
	}
	for _, b := range want.Bills {
		key := "AWS/" + b.Payer + " " + b.Month
		s, ok := got[key]
		if !ok {
			t.Errorf("%s is not in the lake", key)
			continue
		}
		if s.Rows != b.Charges || string(s.Currency) != b.Currency {
			t.Errorf("%s: %d charges in %s, want %d in %s", key, s.Rows, s.Currency, b.Charges, b.Currency)
		}
		equal(t, key+" billed", s.Totals.Billed, b.Billed.String())
		equal(t, key+" effective", s.Totals.Effective, b.Effective.String())
		equal(t, key+" list", s.Totals.List, b.List.String())
		equal(t, key+" contracted", s.Totals.Contracted, b.Contracted.String())
		delete(got, key)
	}
	for key := range got {
		t.Errorf("%s is in the lake and not in the truth", key)
	}
}

// Every services book of the invented partner is read by a preset without
// being told which, and all its lines come in.
func TestGeneratedInvoiceBooksAreDetected(t *testing.T) {
	books := filepath.Join(t.TempDir(), "books")
	if _, err := generating.Run(context.Background(), generating.Options{Seed: 3, RowsTotal: 9_000, Months: 4, Out: books}, nil); err != nil {
		t.Fatal(err)
	}
	for file, preset := range map[string]string{"xero.csv": "xero", "quickbooks.csv": "quickbooks", "quanliang.xlsx": "quanliang", "ubl": importing.FormatInvoiceXML} {
		r, err := workspace(t).Services(context.Background(), importing.ServicesInput{Paths: []string{filepath.Join(books, "invoices", file)},
			MaxRejectShare: importing.DefaultMaxRejectShare})
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if r.Batch.Format != preset || len(r.Batch.Slices) == 0 || r.Batch.Rejected != 0 {
			t.Errorf("%s: read as %s, %d slices, %d rejected", file, r.Batch.Format, len(r.Batch.Slices), r.Batch.Rejected)
		}
		for _, f := range r.Batch.Findings {
			t.Logf("%s: %+v", file, f)
		}
	}
}
