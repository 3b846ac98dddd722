package importing_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
)

// What customers are charged stands beside what the partner pays.
func TestThePriceSideNeverReplacesTheCost(t *testing.T) {
	im, ctx := workspace(t), context.Background()
	cost := bill(t, im, file(t, "cost.csv", focusCSV([]charge{{cost: "10"}}))).Batch
	price, err := im.Bill(ctx, importing.BillInput{Paths: []string{file(t, "price.csv", focusCSV([]charge{{cost: "12"}}))},
		Side: batch.SidePrice, MaxRejectShare: importing.DefaultMaxRejectShare})
	if err != nil {
		t.Fatal(err)
	}
	if len(price.Replaced) != 0 {
		t.Errorf("the price replaced %+v", price.Replaced)
	}
	live, err := im.State.LiveSlices(ctx, batch.KindBill)
	if err != nil {
		t.Fatal(err)
	}
	sides := map[batch.Side]string{}
	for _, s := range live {
		sides[s.Side] = s.Slice.Totals.Billed.String()
	}
	if len(live) != 2 || sides[batch.SideCost] != "10" || sides[batch.SidePrice] != "12" {
		t.Errorf("live: %v; the cost came as %s", sides, cost.ID)
	}
}

const plainBook = "invoice_number,customer_name,issue_date,item_code,description,category,currency,net,tax\n"

// Mended rows of an invoice book join the month that the rest came in with.
func TestAMendedServicesRejectFileAdds(t *testing.T) {
	im, ctx := workspace(t), context.Background()
	in := func(path string) importing.ServicesInput {
		return importing.ServicesInput{Paths: []string{path}, MaxRejectShare: money.MustParse("0.5")}
	}
	first, err := im.Services(ctx, in(file(t, "book.csv", plainBook+
		"1,Acme,2025-01-10,A,work,build,USD,100.10,0\n2,Acme,2025-01-11,A,work,build,USD,20O.20,0\n3,Acme,2025-01-12,A,work,build,USD,300.30,0\n")))
	if err != nil {
		t.Fatal(err)
	}
	if first.Batch.Rejected != 1 || first.Batch.RejectFile == "" {
		t.Fatalf("%d rejected, in %q", first.Batch.Rejected, first.Batch.RejectFile)
	}
	text, err := os.ReadFile(first.Batch.RejectFile)
	if err != nil {
		t.Fatal(err)
	}
	mended := filepath.Join(t.TempDir(), "mended.csv")
	if err := os.WriteFile(mended, []byte(strings.ReplaceAll(string(text), "20O.20", "200.20")), 0o600); err != nil {
		t.Fatal(err)
	}
	second, err := im.Services(ctx, in(mended))
	if err != nil {
		t.Fatal(err)
	}
	if len(second.Replaced) != 0 {
		t.Errorf("the mended rows replaced %+v", second.Replaced)
	}
	live, err := im.State.LiveSlices(ctx, batch.KindServices)
	if err != nil {
		t.Fatal(err)
	}
	sum := money.Zero
	for _, s := range live {
		sum = sum.Add(s.Slice.Totals.Billed)
	}
	equal(t, "the month", sum, "600.60")
}

// A list that is one whole is mended in its own file.
func TestARejectFileOfCustomersIsRefused(t *testing.T) {
	im := workspace(t)
	path := file(t, "rejects.csv", "sevenfold_file,sevenfold_row,sevenfold_column,sevenfold_value,sevenfold_reason,customer_id,name,kind,value\n"+
		"c.csv,2,kind,x,roster.kind,C1,Acme,account,123456789012\n")
	_, err := im.Customers(context.Background(), importing.RosterInput{Paths: []string{path}, MaxRejectShare: money.One})
	if fault.CodeOf(err) != "books.rejects_of_a_whole" {
		t.Errorf("got %v", err)
	}
}

// A stray delimiter before an empty last field shifts what stands between: the
// row is a reject, on the fast way too, and never a charge with other fields.
func TestAShiftedRowIsRejected(t *testing.T) {
	good := focusCSV([]charge{{resource: "r1"}, {resource: "r2"}, {resource: "r3"}})
	lines := strings.Split(strings.TrimRight(good, "\n"), "\n")
	fields := strings.Split(lines[2], ",")
	fields[0] += ",stray"
	lines[2] = strings.Join(fields[:len(fields)-1], ",") + ","
	_, err := workspace(t).Bill(context.Background(), importing.BillInput{Paths: []string{file(t, "bill.csv", strings.Join(lines, "\n")+"\n")},
		Strict: true, MaxRejectShare: importing.DefaultMaxRejectShare})
	if e, ok := fault.As(err); !ok || e.Place.Row != 3 {
		t.Errorf("got %v", err)
	}
}
