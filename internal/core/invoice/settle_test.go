package invoice_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/invoice"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

func cents() *rapid.Generator[money.Decimal] {
	return rapid.Custom(func(t *rapid.T) money.Decimal {
		return money.NewInt(rapid.Int64Range(-100_000, 1_000_000).Draw(t, "cents")).Mul(money.MustParse("0.01"))
	})
}

func categories() *rapid.Generator[invoice.TaxCategory] {
	return rapid.SampledFrom([]invoice.TaxCategory{{Code: "S", Rate: money.NewInt(25)}, {Code: "S", Rate: money.NewInt(12)}, {Code: "E"}})
}

// drafts draws documents of a few lines whose stated totals are right.
func drafts() *rapid.Generator[invoice.Draft] {
	return rapid.Custom(func(t *rapid.T) invoice.Draft {
		d := invoice.Draft{File: "x.xml", Number: "1", Kind: service.DocumentInvoice,
			Currency: rapid.SampledFrom([]money.Currency{"EUR", "JPY", "KWD"}).Draw(t, "currency")}
		exclusive, tax := money.Zero, money.Zero
		for range rapid.IntRange(1, 6).Draw(t, "lines") {
			l := invoice.Line{Category: categories().Draw(t, "category"), Line: service.Line{Net: cents().Draw(t, "net"), Quantity: money.One}}
			d.Lines, exclusive = append(d.Lines, l), exclusive.Add(l.Net)
		}
		for range rapid.IntRange(0, 4).Draw(t, "adjustments") {
			a := invoice.Adjustment{Charge: rapid.Bool().Draw(t, "charge"), Amount: cents().Draw(t, "amount"), Category: categories().Draw(t, "category")}
			d.Adjustments = append(d.Adjustments, a)
			if a.Charge {
				exclusive = exclusive.Add(a.Amount)
			} else {
				exclusive = exclusive.Sub(a.Amount)
			}
		}
		for range rapid.IntRange(0, 3).Draw(t, "taxes") {
			x := invoice.Tax{Category: categories().Draw(t, "category"), Amount: cents().Draw(t, "tax")}
			d.Taxes, tax = append(d.Taxes, x), tax.Add(x.Amount)
		}
		d.Stated.TaxExclusive, d.Stated.Tax = &exclusive, &tax
		return d
	})
}

func TestLinesSumToTheTotalWithoutTaxExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drafts().Draw(t, "draft")
		doc := d.Settle()
		net, tax, left := money.Zero, money.Zero, money.Zero
		for _, l := range doc.Lines {
			net, tax = net.Add(l.Net), tax.Add(l.Tax)
		}
		for _, f := range doc.Findings {
			switch f.Rule {
			case invoice.RuleTaxUnassigned:
				left = money.MustParse(f.Example)
			case invoice.RuleTaxExclusive, invoice.RuleTaxSum:
				t.Fatalf("a document that is right is reported: %+v", f)
			}
		}
		if !net.Equal(*d.Stated.TaxExclusive) {
			t.Fatalf("the lines sum to %s, not %s", net, d.Stated.TaxExclusive)
		}
		if !tax.Add(left).Equal(*d.Stated.Tax) {
			t.Fatalf("tax %s and unassigned %s are not %s", tax, left, d.Stated.Tax)
		}
	})
}

func TestACreditNoteIsTheInvoiceTurnedAround(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drafts().Draw(t, "draft")
		bill := d.Settle()
		d.Kind = service.DocumentCreditNote
		credit := d.Settle()
		if !bill.Totals.TaxExclusive.Equal(credit.Totals.TaxExclusive.Neg()) || len(bill.Lines) != len(credit.Lines) {
			t.Fatalf("%+v and %+v", bill.Totals, credit.Totals)
		}
		for i := range bill.Lines {
			b, c := bill.Lines[i], credit.Lines[i]
			if !b.Net.Equal(c.Net.Neg()) || !b.Tax.Equal(c.Tax.Neg()) || !b.Quantity.Equal(c.Quantity.Neg()) {
				t.Fatalf("line %d: %+v and %+v", i, b, c)
			}
		}
	})
}

func TestSettleLeavesTheDraftAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drafts().Draw(t, "draft")
		var before []string
		for _, l := range d.Lines {
			before = append(before, l.Net.String())
		}
		d.Settle()
		var after []string
		for _, l := range d.Lines {
			after = append(after, l.Net.String())
		}
		if diff := cmp.Diff(before, after); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestDescribeSaysNothingTwice(t *testing.T) {
	for _, c := range [][3]string{
		{"Review", "", "Review"}, {"", "Long text", "Long text"}, {"Review", "Review of two workloads", "Review of two workloads"},
		{"Review of two workloads", "two workloads", "Review of two workloads"}, {"Review", "Two workloads", "Review: Two workloads"}, {"", "", ""},
	} {
		if got := invoice.Describe(c[0], c[1]); got != c[2] {
			t.Errorf("Describe(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestUnitPriceIsForOne(t *testing.T) {
	zero, three := money.Zero, money.NewInt(3)
	for _, c := range []struct {
		base *money.Decimal
		want string
	}{{nil, "100"}, {&zero, "100"}, {&three, "33.333333333333"}} {
		if got := invoice.UnitPrice(money.NewInt(100), c.base).String(); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}
