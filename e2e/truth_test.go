package e2e

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/flow/generating"
)

// definitions by basis: the truth knows both.
func definitions() map[service.Basis]string {
	return map[service.Basis]string{service.BasisRecognised: "standard", service.BasisInvoiced: "invoiced"}
}

// amounts are exact sums by what they are of, written out.
type amounts map[string]money.Decimal

func (a amounts) add(d money.Decimal, of ...any) {
	key := fmt.Sprint(of...)
	a[key] = a[key].Add(d)
}

// text drops zeros, so that "nothing" and "a sum of nothing" are the same.
func (a amounts) text() map[string]string {
	out := map[string]string{}
	for k, d := range a {
		if !d.IsZero() {
			out[k] = d.String()
		}
	}
	return out
}

func TestWhatIsMeasuredIsTheTruthToTheLastDecimal(t *testing.T) {
	for _, seed := range []uint64{1, 7} {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			f := newFirm(t, seed)
			f.importAll()
			a := f.open()
			if len(f.truth.Multiplier) != 2 {
				t.Fatalf("the truth has %d multipliers, want one of each basis", len(f.truth.Multiplier))
			}
			by := []multiplier.Dimension{multiplier.DimensionCustomer, multiplier.DimensionMonth, multiplier.DimensionCurrency}
			for _, valuation := range []string{"billed", "list"} {
				checkCloud(t, f.truth, f.measure(a, valuation, period.Range{}, by...).Figures[0])
			}
			for _, want := range f.truth.Multiplier {
				t.Run(string(want.Basis), func(t *testing.T) {
					definition := definitions()[want.Basis]
					checkWhole(t, want, f.measure(a, definition, f.period).Figures[0])
					parts := f.measure(a, definition, period.Range{}, by...).Figures[0]
					checkCloud(t, f.truth, parts)
					checkServices(t, f.truth, want.Basis, parts)
					checkExcluded(t, f.truth, want.Basis, parts)
				})
			}
		})
	}
}

// checkWhole compares the one number and its decomposition.
func checkWhole(t *testing.T, want generating.TruthMultiplier, got multiplier.Result) {
	t.Helper()
	if len(got.Unconverted) > 0 {
		t.Errorf("%d rows have no rate within the period of the books", len(got.Unconverted))
	}
	unmatched := multiplier.Row{}
	for _, r := range got.Rows {
		if r.Kind == multiplier.RowUnmatched {
			unmatched = r
		}
	}
	total := got.Total
	facts := map[string]string{
		"services": total.Services.Sum().String(), "cloud": total.Cloud.String(),
		"ratio":              total.Services.Sum().Quo(total.Cloud, 6).String(),
		"uncategorised":      total.Services.Of(multiplier.PartUncategorised).String(),
		"unmatched services": unmatched.Services.Sum().String(), "unmatched cloud": unmatched.Cloud.String(),
	}
	truth := map[string]string{
		"services": want.Services.String(), "cloud": want.Cloud.String(), "ratio": want.Ratio,
		"uncategorised":      want.Uncategorised.String(),
		"unmatched services": want.Unmatched.String(), "unmatched cloud": want.UnmatchedCloud.String(),
	}
	for _, c := range service.Categories() {
		facts[string(c)], truth[string(c)] = total.Services.Of(multiplier.Part(c)).String(), want.ByCategory[c].String()
	}
	if diff := cmp.Diff(truth, facts); diff != "" {
		t.Errorf("the multiplier of %s (-truth +measured):\n%s", want.Basis, diff)
	}
	if m, ok := total.Multiplier(); !ok || m.Round(6).String() != want.Ratio {
		t.Errorf("the figure shows %s, the truth is %s", m, want.Ratio)
	}
}

// natives are the rows of a figure before conversion, those without a rate
// included: the month after the last bill may have none.
func natives(r multiplier.Result) []multiplier.Row { return slices.Concat(r.Rows, r.Unconverted) }

func checkCloud(t *testing.T, truth generating.Truth, r multiplier.Result) {
	t.Helper()
	want, got := amounts{}, amounts{}
	for _, c := range truth.Cloud {
		cost := map[multiplier.Valuation]money.Decimal{multiplier.ValuationEffective: c.Effective,
			multiplier.ValuationBilled: c.Billed, multiplier.ValuationList: c.List}[r.Definition.Denominator.Valuation]
		if !c.Internal {
			want.add(cost, c.Customer, " ", c.Month, " ", c.Currency)
		}
	}
	for _, row := range natives(r) {
		for _, n := range row.Native {
			got.add(n.Cloud, row.Key[0], " ", row.Key[1], " ", n.Currency)
		}
	}
	if len(want) < 50 {
		t.Fatalf("only %d amounts of cloud to compare", len(want))
	}
	if diff := cmp.Diff(want.text(), got.text()); diff != "" {
		t.Errorf("cloud at %s cost by customer, month and currency (-truth +measured):\n%s", r.Definition.Denominator.Valuation, diff)
	}
}

func checkServices(t *testing.T, truth generating.Truth, basis service.Basis, r multiplier.Result) {
	t.Helper()
	want, got := amounts{}, amounts{}
	for _, s := range truth.Services {
		part := multiplier.Part(s.Category)
		if s.Category == "" {
			part = multiplier.PartUncategorised
		}
		if s.Basis == basis {
			want.add(s.Net, s.Customer, " ", s.Month, " ", part, " ", s.Currency)
		}
	}
	for _, row := range natives(r) {
		for _, n := range row.Native {
			for _, p := range multiplier.Parts() {
				got.add(n.Services.Of(p), row.Key[0], " ", row.Key[1], " ", p, " ", n.Currency)
			}
		}
	}
	if len(want) < 50 {
		t.Fatalf("only %d amounts of services to compare", len(want))
	}
	if diff := cmp.Diff(want.text(), got.text()); diff != "" {
		t.Errorf("services by customer, month, category and currency (-truth +measured):\n%s", diff)
	}
}

// checkExcluded compares what the definition leaves out: credits, tax and
// marketplace of the cloud, the partner's own use, and lines that are no
// services. A credit on the partner's own use is a credit to the truth and own
// use to the figure, so that the two are compared together.
func checkExcluded(t *testing.T, truth generating.Truth, basis service.Basis, r multiplier.Result) {
	t.Helper()
	reasons := map[string]multiplier.Reason{"credits": multiplier.ReasonCredit, "tax": multiplier.ReasonTax, "marketplace": multiplier.ReasonMarketplace}
	reason := func(r multiplier.Reason) multiplier.Reason {
		if r == multiplier.ReasonInternalUse {
			return multiplier.ReasonCredit
		}
		return r
	}
	want, got := amounts{}, amounts{}
	for _, x := range truth.Excluded {
		want.add(x.Effective, multiplier.SideCloud, " ", reasons[x.Reason], " ", x.Currency)
	}
	for _, c := range truth.Cloud {
		if c.Internal {
			want.add(c.Effective, multiplier.SideCloud, " ", multiplier.ReasonCredit, " ", c.Currency)
		}
	}
	for _, n := range truth.Natures {
		if n.Basis == basis {
			want.add(n.Net, multiplier.SideServices, " ", n.Nature, " ", n.Currency)
		}
	}
	for _, x := range r.Excluded {
		got.add(x.Amount, x.Side, " ", reason(x.Reason), " ", x.Currency)
	}
	if len(want.text()) < 5 {
		t.Fatalf("only %d kinds of excluded amounts to compare", len(want))
	}
	if diff := cmp.Diff(want.text(), got.text()); diff != "" {
		t.Errorf("what is left out (-truth +measured):\n%s", diff)
	}
}
