package explaining_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/explaining"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// totalFor explains the total to an account manager of the customers.
func totalFor(t *testing.T, b *measuringtest.Books, own ...customer.ID) explaining.Result {
	t.Helper()
	ctx := access.With(context.Background(), access.Viewer{Actor: "mia", Role: access.RoleAccountManager, Customers: own})
	r, err := b.Measurer.Run(ctx, measuring.Input{Currency: "USD", Policy: "average"})
	if err != nil {
		t.Fatal(err)
	}
	x, err := (&explaining.Explainer{Measurer: b.Measurer}).Run(ctx, explaining.Input{
		Address: measuring.Address{Question: r.ID, Row: multiplier.TotalRef(), Cell: multiplier.CellMultiplier}})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// An import may have a file per customer, called like it.
func TestFilesWithoutARowOfTheirsAreNotTold(t *testing.T) {
	b := measuringtest.Sample(t)
	dir := t.TempDir()
	head := "invoice_number,issue_date,customer_name,description,currency,net\n"
	for name, rows := range map[string]string{
		"Acme Ltd.csv": "N-1,2025-01-10,Acme,Managed operations,USD,300\n",
		"Beta Inc.csv": "N-2,2025-01-10,Beta Inc.,Managed operations,USD,20\nN-3,2025-01-11,Acme,Managed operations,USD,30\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(head+rows), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Importer.Services(context.Background(), importing.ServicesInput{Paths: []string{dir}, Source: "letters", MaxRejectShare: importing.DefaultMaxRejectShare}); err != nil {
		t.Fatal(err)
	}
	seen := false
	for _, s := range totalFor(t, b, "b").Batches {
		for _, f := range s.Batch.Files {
			name := filepath.Base(f.Name())
			if name == "Acme Ltd.csv" {
				t.Errorf("%s is told", name)
			}
			if name == "Beta Inc.csv" {
				if seen = true; f.Rows != 1 || f.SizeBytes != 0 {
					t.Errorf("%s is told to have %d rows in %d bytes, of which one row is theirs", name, f.Rows, f.SizeBytes)
				}
			}
		}
	}
	if !seen {
		t.Error("the file that has their row is not told")
	}
}

// How many rows a query over everybody gives says how many customers, accounts
// and kinds of lines there are.
func TestHowMuchThereIsOfOthersIsNotTold(t *testing.T) {
	before := totalFor(t, measuringtest.Sample(t), "b")
	b := measuringtest.Sample(t)
	b.ServicesOf("more", "invoice_number,issue_date,customer_name,description,currency,net\nN-1,2025-01-10,Acme,Something new,USD,300\nN-2,2025-01-10,Who Else,Something newer,USD,300\n")
	after := totalFor(t, b, "b")
	if len(before.Queries) == 0 || len(before.Queries) != len(after.Queries) {
		t.Fatalf("%d queries, and %d", len(before.Queries), len(after.Queries))
	}
	for i, q := range before.Queries {
		if got := after.Queries[i]; got.Name != q.Name || got.Rows != q.Rows {
			t.Errorf("%s gives %d rows, with lines of others %d", q.Name, q.Rows, got.Rows)
		}
	}
}

// Where the rows that customers divide cancel out, each of them still shows
// nothing beyond their part.
func TestRowsThatCancelOutAreNotShownWhole(t *testing.T) {
	b := measuringtest.Sample(t)
	b.Shares("subject_kind,subject,target_kind,target,share,from,until,reason\n" +
		"account,111111111111,customer,a,0.7,,,several_customers\naccount,111111111111,customer,b,0.3,,,several_customers\n")
	b.Bill(batch.SidePrice, measuringtest.Charge("900000000000", "111111111111", "2025-03", "Usage", "Amazon EC2", "us-east-1", "1234.5", "1234.5"),
		measuringtest.Charge("900000000000", "111111111111", "2025-03", "Usage", "Amazon EC2", "us-east-1", "-1234.5", "-1234.5"))
	found := 0
	for _, row := range totalFor(t, b, "b").Rows {
		if row.Month.String() != "2025-03" {
			continue
		}
		if found++; !row.Amount.IsZero() || !row.Counted.IsZero() {
			t.Errorf("of a row of 1234.5 that is theirs by 0.3, %s is shown and %s counted", row.Amount, row.Counted)
		}
	}
	if found != 2 {
		t.Errorf("%d rows are shown, not 2", found)
	}
}
