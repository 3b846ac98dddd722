package attributing_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/attributing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/explaining"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// purchase is a charge of customer a for what somebody sold on a marketplace.
func purchase(day, amount, what, seller string) string {
	row := measuringtest.ChargeOn("888888888888", "111111111111", day, amount)
	row = strings.Replace(row, "Use,Amazon EC2", what+",AWS Marketplace", 1)
	return strings.TrimSuffix(row, "AWS,AWS,AWS") + "AWS," + seller + ",AWS Marketplace"
}

// billed is the sample with purchases in a bill: I-1 (300) was bought through a
// marketplace in two rows; I-6 (10) may have been, with a fee of 3 % on top; the
// third is somebody else's, for an amount that is on an invoice too.
func billed(t *testing.T) (*measuringtest.Books, *attributing.Attributor) {
	t.Helper()
	b := measuringtest.Sample(t)
	b.Bill(batch.SideCost, purchase("2025-01-09", "299.99", "Landing zone", "Our Firm LLC"), purchase("2025-01-10", "0.01", "Landing zone", "Our Firm LLC"),
		purchase("2025-01-02", "10.31", "Advice", "OUR FIRM"), purchase("2025-01-15", "59", "Scanner", "Vendor Inc"))
	for _, d := range []string{"in", "in-billed", "in-list"} {
		valuation := map[string]string{"in": "effective", "in-billed": "billed", "in-list": "list"}[d]
		text := "name: " + d + "\nversion: 1\nnumerator:\n  marketplace_services: true\ndenominator:\n  marketplace: true\n  valuation: " + valuation + "\n"
		if _, err := b.Measurer.Define(context.Background(), []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	return b, &attributing.Attributor{Measurer: b.Measurer, Threshold: attributing.DefaultAccept(), Actor: "ann", Now: time.Now,
		Partner: func() []string { return []string{"Our Firm Inc."} }}
}

func figures(t *testing.T, b *measuringtest.Books) measuring.Result {
	t.Helper()
	r, err := b.Measurer.Run(context.Background(), measuring.Input{Definitions: []string{"standard", "resold-billed", "in", "in-billed", "in-list"},
		By: []multiplier.Dimension{"customer", "month"}, Currency: "USD", Policy: "average"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// sides gives what counts, of cloud and services, under each definition.
func sides(r measuring.Result) (out []string) {
	for _, f := range r.Figures {
		out = append(out, f.Total.Cloud.String()+" "+f.Total.Services.Sum().String())
	}
	return out
}

// whole gives, under each definition, the cloud and the services that count or
// are left out.
func whole(r measuring.Result) (out []string) {
	for _, f := range r.Figures {
		sum := map[multiplier.Side]money.Decimal{multiplier.SideCloud: f.Total.Cloud, multiplier.SideServices: f.Total.Services.Sum()}
		for _, e := range f.Excluded {
			if e.Currency == "USD" {
				sum[e.Side] = sum[e.Side].Add(e.Amount)
			}
		}
		out = append(out, sum[multiplier.SideCloud].String()+" "+sum[multiplier.SideServices].String())
	}
	return out
}

func expect(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func TestWhatABillChargesForTheFirmsOwnServicesCountsOnce(t *testing.T) {
	b, a := billed(t)
	ctx := context.Background()
	before := figures(t, b)
	ran, err := a.Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(ran.Paired) != 1 || ran.Paired[0].Line.String() != "I-1#1" || ran.Charges != 3 || ran.Questions != 1 ||
		!slices.Contains(ran.Paired[0].Evidence, attribution.EvidenceSeller) {
		t.Fatalf("%+v", ran)
	}
	after := figures(t, b)
	expect(t, "the whole", whole(after), whole(before))
	// Where the marketplace is out of the cloud nothing moves; where it is in, the
	// charge leaves it, and the line counts as before.
	want := sides(before)
	for i, d := range []string{"in", "in-billed", "in-list"} {
		f := before.Figures[2+i]
		want[2+i] = f.Total.Cloud.Sub(money.NewInt(300)).String() + " " + f.Total.Services.Sum().String()
		for _, e := range after.Figures[2+i].Excluded {
			if e.Side == multiplier.SideCloud && e.Reason == multiplier.ReasonPaired && e.Amount.String() != "300" {
				t.Errorf("%s leaves out %s", d, e.Amount)
			}
		}
	}
	expect(t, "what counts", sides(after), want)

	page, err := a.Queue(ctx, 10)
	if err != nil || len(page.Questions) != 1 || page.Stale || page.Questions[0].Sale().Ref.Net.String() != "10.31" {
		t.Fatalf("%+v, %v", page, err)
	}
	answered, err := a.Accept(ctx, attributing.AnswerInput{Question: page.Questions[0].ID})
	if err != nil {
		t.Fatal(err)
	}
	both := figures(t, b)
	expect(t, "the whole", whole(both), whole(before))
	if got, want := both.Figures[2].Total.Cloud, before.Figures[2].Total.Cloud.Sub(money.MustParse("310.31")); got.Cmp(want) != 0 {
		t.Errorf("cloud is %s, not %s", got, want)
	}
	if _, err := a.Undo(ctx, answered.Decision.ID, ""); err != nil {
		t.Fatal(err)
	}
	expect(t, "after undo", sides(figures(t, b)), sides(after))
}

func TestBothSidesOfAPairWithABillAreExplained(t *testing.T) {
	b, a := billed(t)
	ctx := context.Background()
	if _, err := a.Run(ctx); err != nil {
		t.Fatal(err)
	}
	r := figures(t, b)
	explain := func(row multiplier.Ref, largest int) explaining.Result {
		t.Helper()
		x, err := (&explaining.Explainer{Measurer: b.Measurer}).Run(ctx, explaining.Input{Largest: largest,
			Address: measuring.Address{Question: r.ID, Definition: 2, Row: row, Cell: multiplier.CellMultiplier}})
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	total := explain(multiplier.TotalRef(), 50)
	line := slices.IndexFunc(total.Rows, func(r explaining.Row) bool { return r.Document == "I-1" })
	if line < 0 || total.Rows[line].Billed == nil || !total.Rows[line].Billed.Left.IsCharge() {
		t.Errorf("the line does not show its charge: %+v", total.Rows)
	}
	for _, s := range total.Sums {
		if s.Side == multiplier.SideCloud && s.Counted.Cmp(total.Row.Cloud) != 0 {
			t.Errorf("the charges come to %s of %s", s.Counted, total.Row.Cloud)
		}
	}
	if slices.ContainsFunc(total.Rows, func(r explaining.Row) bool { return r.Side == multiplier.SideCloud && r.Text == "Landing zone" }) {
		t.Error("the paired charge is among those that count")
	}
	n := slices.IndexFunc(r.Figures[2].Excluded, func(e multiplier.Excluded) bool { return e.Reason == multiplier.ReasonPaired })
	for _, largest := range []int{0, 50} {
		out := explain(multiplier.Ref{Kind: multiplier.RowExcluded, At: n}, largest)
		if len(out.Rows) != 2 || out.Rows[0].Billed == nil || out.Rows[0].Billed.Kept.Document != "I-1" || out.Sums[0].Counted.String() != "300" {
			t.Errorf("of the largest %d: %+v", largest, out.Rows)
		}
	}
}

// Whatever is answered and taken back, in any order, the same comes out of the
// books: what counts and what is left out.
func TestNoAnswerChangesWhatCountsAndIsLeftOutTogether(t *testing.T) {
	b, a := billed(t)
	ctx := context.Background()
	want := whole(figures(t, b))
	r := rand.New(rand.NewPCG(3, 1))
	var made []string
	for range 14 {
		page, err := a.Queue(ctx, 10)
		if err != nil {
			t.Fatal(err)
		}
		var did attributing.Answered
		switch n := r.IntN(4); {
		case n == 0 && len(made) > 0:
			last := len(made) - 1
			_, err = a.Undo(ctx, made[last], "")
			made = made[:last]
		case n == 1 || len(page.Questions) == 0:
			_, err = a.Run(ctx)
		default:
			in := attributing.AnswerInput{Question: page.Questions[r.IntN(len(page.Questions))].ID}
			if answer := a.Accept; n == 2 {
				did, err = answer(ctx, in)
			} else {
				did, err = a.Reject(ctx, in)
			}
			made = append(made, did.Decision.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		expect(t, "the whole", whole(figures(t, b)), want)
	}
}

func TestWithoutANameOfTheFirmNoChargeIsItsOwn(t *testing.T) {
	_, a := billed(t)
	a.Partner = func() []string { return []string{""} }
	ran, err := a.Run(context.Background())
	if err != nil || len(ran.Paired) != 0 || ran.Questions != 0 {
		t.Errorf("%+v, %v", ran, err)
	}
}
