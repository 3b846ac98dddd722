package explaining_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/explaining"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

func ask(t *testing.T, b *measuringtest.Books, in measuring.Input) measuring.Result {
	t.Helper()
	in.Currency, in.Policy = "USD", "average"
	r, err := b.Measurer.Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func explain(t *testing.T, b *measuringtest.Books, address string, largest int) explaining.Result {
	t.Helper()
	a, err := measuring.ParseAddress(address)
	if err != nil {
		t.Fatal(err)
	}
	r, err := (&explaining.Explainer{Measurer: b.Measurer}).Run(context.Background(), explaining.Input{Address: a, Largest: largest})
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return r
}

// want is what the rows behind a cell must sum to, by side and currency.
func want(row multiplier.Row, cell multiplier.Cell) map[string]string {
	out := map[string]string{}
	add := func(side multiplier.Side, c money.Currency, d money.Decimal) {
		if !d.IsZero() {
			out[fmt.Sprint(side, " ", c)] = d.String()
		}
	}
	for _, n := range row.Native {
		switch cell {
		case multiplier.CellMultiplier:
			add(multiplier.SideCloud, n.Currency, n.Cloud)
			add(multiplier.SideServices, n.Currency, n.Services.Sum())
		case multiplier.CellCloud:
			add(multiplier.SideCloud, n.Currency, n.Cloud)
		case multiplier.CellServices:
			add(multiplier.SideServices, n.Currency, n.Services.Sum())
		default:
			add(multiplier.SideServices, n.Currency, n.Services.Of(multiplier.Part(cell)))
		}
	}
	return out
}

func TestTheRowsBehindEveryFigureSumToItBeforeConversion(t *testing.T) {
	priced := measuringtest.Sample(t)
	priced.Bill(batch.SidePrice, measuringtest.Charge("900000000000", "111111111111", "2025-02", "Usage", "Amazon EC2", "us-east-1", "70.5", "71"))
	piped := measuringtest.Sample(t)
	piped.Pipeline(measuringtest.Deals)
	t.Run("pipeline", func(t *testing.T) { everyFigure(t, piped, "planned") })
	t.Run("priced", func(t *testing.T) { everyFigure(t, priced, "standard", "resold-billed") })
	t.Run("shared", func(t *testing.T) { everyFigure(t, shared(t), "standard") })
}

// shared is the sample with everything that divides a row: shares in every
// direction, an account that moves within a month, estimates, a pair.
func shared(t *testing.T) *measuringtest.Books {
	t.Helper()
	b := measuringtest.Sample(t)
	b.Shares(`subject_kind,subject,target_kind,target,share,from,until,reason
document,I-1,customer,a,0.333,,,several_customers
document,I-1,customer,b,0.3,,,several_customers
line,I-2#1,partner,Other Ltd,0.4,,,co_delivery
customer,b,provider,Azure,0.25,,,several_clouds
account,111111111111,customer,a,0.7,,,several_customers
account,111111111111,partner,Other Ltd,0.1,,,co_delivery
`)
	b.Influenced("account,customer,provider,month,amount,currency,basis\n555555555555,c,AWS,2025-01,1000.5,USD,other\n555555555555,c,AWS,2025-02,7,JPY,other\n")
	b.Bill(batch.SideCost, measuringtest.ChargeOn("900000000001", "333333333333", "2025-01-15", "3"), measuringtest.ChargeOn("900000000001", "333333333333", "2025-01-16", "5"))
	day := time.Date(2025, 1, 16, 0, 0, 0, 0, time.UTC)
	b.Decide(customer.Decision{ID: "01JD0000000000000000000001", At: day, Actor: "ann", Verb: customer.VerbLink, Party: customer.AccountParty("333333333333"), Customer: "c", From: day})
	return b
}

func everyFigure(t *testing.T, b *measuringtest.Books, definitions ...string) {
	t.Helper()
	for _, by := range [][]multiplier.Dimension{nil, {"customer"}, {"region", "month"}, {"provider", "category"}, {"payer", "account", "family"}} {
		r := ask(t, b, measuring.Input{By: by, Definitions: definitions})
		for i, f := range r.Figures {
			for n, left := range f.Excluded {
				address := measuring.Address{Question: r.ID, Definition: i, Row: multiplier.Ref{Kind: multiplier.RowExcluded, At: n}, Cell: multiplier.CellMultiplier}.String()
				x := explain(t, b, address, 0)
				if len(x.Sums) != 1 || !x.Sums[0].Counted.Equal(left.Amount) || x.Sums[0].Side != left.Side {
					t.Errorf("%v %s: rows come to %v, left out are %v", by, address, x.Sums, left)
				}
			}
			refs := []multiplier.Ref{multiplier.TotalRef()}
			for n := range f.Rows {
				refs = append(refs, multiplier.Ref{At: n})
			}
			for n := range f.Unconverted {
				refs = append(refs, multiplier.Ref{Kind: multiplier.RowUnconverted, At: n})
			}
			for _, ref := range refs {
				cells := []multiplier.Cell{multiplier.CellMultiplier}
				if ref.Kind == multiplier.RowTotal {
					cells = append(cells, multiplier.CellCloud, multiplier.CellServices, "build", "uncategorised")
				}
				for _, cell := range cells {
					address := measuring.Address{Question: r.ID, Definition: i, Row: ref, Cell: cell}.String()
					x := explain(t, b, address, 0)
					got, rows := map[string]string{}, map[string]money.Decimal{}
					for _, s := range x.Sums {
						if !s.Counted.IsZero() {
							got[fmt.Sprint(s.Side, " ", s.Currency)] = s.Counted.String()
						}
					}
					for _, row := range x.Rows {
						k := fmt.Sprint(row.Side, " ", row.Currency)
						rows[k] = rows[k].Add(row.Counted)
					}
					sameInShort(t, b, address, x)
					row, _ := f.Find(ref)
					if d := cmp.Diff(want(row, cell), got); d != "" {
						t.Errorf("%v %s (-figure +rows):\n%s", by, address, d)
					}
					for k, sum := range got {
						if rows[k].String() != sum {
							t.Errorf("%s: the rows given sum to %s, all of them to %s", address, rows[k], sum)
						}
					}
				}
			}
		}
	}
}

// sameInShort demands that who asks for the largest rows only is told the same
// sums and imports, and the rows that stand first among all.
func sameInShort(t *testing.T, b *measuringtest.Books, address string, whole explaining.Result) {
	t.Helper()
	const largest = 2
	short := explain(t, b, address, largest)
	rowsOf := func(x explaining.Result) (imports []string) {
		for _, s := range x.Batches {
			imports = append(imports, fmt.Sprint(s.Batch.ID, " ", s.Rows))
		}
		return imports
	}
	if d := cmp.Diff(fmt.Sprint(whole.Sums), fmt.Sprint(short.Sums)); d != "" {
		t.Errorf("%s: the sums of a short explanation differ:\n%s", address, d)
	}
	if d := cmp.Diff(rowsOf(whole), rowsOf(short)); d != "" {
		t.Errorf("%s: the imports of a short explanation differ:\n%s", address, d)
	}
	taken := explainTaking(t, b, address)
	if d := cmp.Diff(named(whole.Rows), named(taken)); d != "" {
		t.Errorf("%s: the rows taken one by one differ:\n%s", address, d)
	}
	var want, got []string
	seen := map[multiplier.Side]int{}
	for _, r := range whole.Rows {
		if seen[r.Side]++; seen[r.Side] <= largest {
			want = append(want, fmt.Sprint(r.Side, r.Counted.Abs()))
		}
	}
	for _, r := range short.Rows {
		got = append(got, fmt.Sprint(r.Side, r.Counted.Abs()))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s: the largest rows differ:\n%s", address, d)
	}
}

func TestARowIsNamedByItsFileAndNumber(t *testing.T) {
	b := measuringtest.Sample(t)
	january, err := period.Parse("2025-01")
	if err != nil {
		t.Fatal(err)
	}
	r := ask(t, b, measuring.Input{Period: january, By: []multiplier.Dimension{"customer"}, Definitions: []string{"standard"}})
	type line struct {
		Side, File string
		Number     int64
		Amount     string
		Counted    string
	}
	var got []line
	x := explain(t, b, string(r.ID)+":1.1", 0) // customer a
	for _, row := range x.Rows {
		got = append(got, line{string(row.Side), filepath.Base(row.File.Path), row.Number, row.Amount.String(), row.Counted.String()})
	}
	if d := cmp.Diff([]line{{"cloud", "bill.csv", 2, "100", "100"}, {"cloud", "bill.csv", 3, "50", "50"},
		{"services", "services.csv", 2, "300", "300"}, {"services", "services.csv", 3, "31", "31"}, {"services", "services.csv", 7, "10", "10"}}, got); d != "" {
		t.Error(d)
	}
	if len(x.Batches) != 2 || x.Batches[0].Rows != 2 || x.Batches[1].Rows != 3 || len(x.Batches[0].Batch.Files[0].SHA256) != 64 {
		t.Errorf("batches: %+v", x.Batches)
	}
	var names []string
	for _, q := range x.Queries {
		names = append(names, q.Name)
	}
	if d := cmp.Diff([]string{"cloud facts", "first charges", "service facts", "charge rows", "line rows"}, names); d != "" {
		t.Error(d)
	}

	build := explain(t, b, string(r.ID)+":1.1:build", 1)
	if len(build.Rows) != 1 || build.Rows[0].Counted.String() != "210" || build.Rows[0].Amount.String() != "300" {
		t.Errorf("70 %% of the landing zone: %+v", build.Rows)
	}
	most := explain(t, b, string(r.ID)+":1.total", 1)
	if len(most.Rows) != 2 || most.Sums[0].Rows != 4 {
		t.Errorf("the largest row of each side, and sums over all: %d rows, %+v", len(most.Rows), most.Sums)
	}
}

func TestWhatCannotBeExplainedSaysWhy(t *testing.T) {
	b := measuringtest.Sample(t)
	r := ask(t, b, measuring.Input{})
	x := &explaining.Explainer{Measurer: b.Measurer}
	fails := func(address, code string) {
		t.Helper()
		a, err := measuring.ParseAddress(address)
		if err == nil {
			_, err = x.Run(context.Background(), explaining.Input{Address: a})
		}
		if fault.CodeOf(err) != code {
			t.Errorf("%s: %v, want %s", address, err, code)
		}
	}
	fails("zzzzzz:1.total", "figure.unknown")
	fails(string(r.ID)+":9.total", "figure.unknown")
	fails(string(r.ID)+":1.99", "figure.unknown")
	fails(string(r.ID)+":3.total", "figure.unknown") // planned has no figure
	b.Rates("date,from,to,rate\n2025-01-02,CNY,USD,0.2\n")
	fails(string(r.ID)+":1.total", "figure.outdated")
}

func TestARowSaysWhoHasWhichShareOfItAndFromWhomItsCategoryIsKnown(t *testing.T) {
	b := shared(t)
	r := ask(t, b, measuring.Input{Definitions: []string{"standard"}})
	x := explain(t, b, string(r.ID)+":1.total", 0)
	seen := map[string]bool{}
	for _, row := range x.Rows {
		switch {
		case row.Estimate:
			seen["estimate"] = row.File.Path != "" && row.Number == 2 && row.Subject == "555555555555"
		case row.Subject == "I-1 ACME LIMITED":
			seen["line"] = len(row.Shares) == 5 && row.Shares[0].To.Value == "a" && row.Shares[2].IsRest() && row.Class.Reason == "rule" && row.Class.By == "zone"
		case row.Side == multiplier.SideCloud && row.Subject == "Amazon S3 111111111111":
			seen["charge"] = len(row.Shares) > 0 && row.Counted.String() == "45" && row.Amount.String() == "50"
		}
	}
	if d := cmp.Diff(map[string]bool{"estimate": true, "line": true, "charge": true}, seen); d != "" {
		t.Error(d)
	}
}

// explainTaking gives the rows that are handed on one by one.
func explainTaking(t *testing.T, b *measuringtest.Books, address string) (taken []explaining.Row) {
	t.Helper()
	a, err := measuring.ParseAddress(address)
	if err != nil {
		t.Fatal(err)
	}
	x := &explaining.Explainer{Measurer: b.Measurer}
	r, err := x.Run(context.Background(), explaining.Input{Address: a, Take: func(r explaining.Row) error { taken = append(taken, r); return nil }})
	if err != nil || len(r.Rows) > 0 {
		t.Fatalf("%s: %d rows given beside those taken: %v", address, len(r.Rows), err)
	}
	return taken
}

// named words rows, in order.
func named(rows []explaining.Row) []string {
	var names []string
	for _, r := range rows {
		names = append(names, fmt.Sprint(r.Side, " ", r.Batch, " ", r.File.Ordinal, " ", r.Number, " ", r.Counted))
	}
	slices.Sort(names)
	return names
}
