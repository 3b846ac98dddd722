package multiplier_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

func amounts(least int64) *rapid.Generator[money.Decimal] {
	return rapid.Custom(func(t *rapid.T) money.Decimal {
		whole := money.NewInt(rapid.Int64Range(least, 1e12).Draw(t, "units"))
		return whole.Mul(money.MustParse("0.000000001"))
	})
}

func customers() *rapid.Generator[customer.ID] {
	return rapid.SampledFrom([]customer.ID{"", "a", "b", "c", "in"})
}

func months() *rapid.Generator[period.Month] {
	return rapid.Custom(func(t *rapid.T) period.Month { return january + period.Month(rapid.IntRange(0, 1).Draw(t, "month")) })
}

// currencies: CNY is the report's, USD has rates, JPY has none.
func currencies() *rapid.Generator[money.Currency] {
	return rapid.SampledFrom([]money.Currency{"CNY", "USD", "JPY"})
}

func cloudFacts() *rapid.Generator[multiplier.CloudFact] {
	return rapid.Custom(func(t *rapid.T) multiplier.CloudFact {
		return multiplier.CloudFact{
			Customer: customers().Draw(t, "customer"), Month: months().Draw(t, "month"), Currency: currencies().Draw(t, "currency"),
			Provider: rapid.SampledFrom([]string{"AWS", "Azure"}).Draw(t, "provider"),
			Region:   rapid.SampledFrom([]string{"", "r1", "r2"}).Draw(t, "region"),
			Service:  rapid.SampledFrom([]string{"EC2", "S3"}).Draw(t, "service"),
			Resold:   rapid.Bool().Draw(t, "resold"),
			Credit:   rapid.Bool().Draw(t, "credit"),
			AtCost:   rapid.Bool().Draw(t, "at cost"), Estimate: rapid.Bool().Draw(t, "estimate"),
			Attribution: attributions().Draw(t, "attribution"),
			Effective:   amounts(-1e11).Draw(t, "effective"), Billed: amounts(-1e11).Draw(t, "billed"),
		}
	})
}

func serviceFacts() *rapid.Generator[multiplier.ServiceFact] {
	return rapid.Custom(func(t *rapid.T) multiplier.ServiceFact {
		return multiplier.ServiceFact{
			Customer: customers().Draw(t, "customer"), Month: months().Draw(t, "month"), Currency: currencies().Draw(t, "currency"),
			Basis: service.BasisRecognised, Nature: rapid.SampledFrom(service.Natures()).Draw(t, "nature"),
			Category: rapid.SampledFrom(append(service.Categories(), "")).Draw(t, "category"),
			Provider: rapid.SampledFrom([]string{"", "AWS", "GCP"}).Draw(t, "provider"),
			Net:      amounts(-1e11).Draw(t, "net"), ProviderRest: rapid.Bool().Draw(t, "provider rest"),
			Attribution: attributions().Draw(t, "attribution"),
		}
	})
}

func attributions() *rapid.Generator[multiplier.Attribution] {
	return rapid.Custom(func(t *rapid.T) multiplier.Attribution {
		return multiplier.Attribution{Unattributed: rapid.Bool().Draw(t, "unattributed"),
			Out: rapid.SampledFrom([]multiplier.Reason{"", "", "", multiplier.ReasonPartner, multiplier.ReasonPaired}).Draw(t, "out")}
	})
}

func books(t *rapid.T) multiplier.Input {
	return input(rapid.SliceOfN(cloudFacts(), 0, 12).Draw(t, "cloud"), rapid.SliceOfN(serviceFacts(), 0, 12).Draw(t, "services")...)
}

func answer(t *rapid.T, in multiplier.Input) multiplier.Result {
	r, err := multiplier.Compute(in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// whole sums what rows say; cloud is left to the caller where categories share it.
func whole(rows []multiplier.Row) (cloud, services money.Decimal) {
	for _, r := range rows {
		cloud, services = cloud.Add(r.Cloud), services.Add(r.Services.Sum())
	}
	return cloud, services
}

func TestPartsSumToTheWholeForEveryGrouping(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := books(t)
		plain := answer(t, in)
		in.By = rapid.SliceOfNDistinct(rapid.SampledFrom(multiplier.Dimensions()), 0, 3, rapid.ID).Draw(t, "by")
		in.Top = rapid.IntRange(0, 3).Draw(t, "top")
		cut := answer(t, in)
		cloud, services := whole(cut.Rows)
		if !services.Equal(plain.Total.Services.Sum()) {
			t.Fatalf("services of the rows are %s, of the whole %s", services, plain.Total.Services.Sum())
		}
		if !slices.Contains(in.By, multiplier.DimensionCategory) && !cloud.Equal(plain.Total.Cloud) {
			t.Fatalf("cloud of the rows is %s, of the whole %s", cloud, plain.Total.Cloud)
		}
		for _, same := range []struct {
			name     string
			got, was money.Decimal
		}{
			{"cloud", cut.Total.Cloud, plain.Total.Cloud}, {"services", cut.Total.Services.Sum(), plain.Total.Services.Sum()},
			{"run rate cloud", cut.Total.RunRate.Cloud, plain.Total.RunRate.Cloud},
			{"run rate services", cut.Total.RunRate.Services, plain.Total.RunRate.Services},
			{"at cost", cut.Total.AtCost, plain.Total.AtCost}, {"estimated", cut.Total.Estimated, plain.Total.Estimated},
		} {
			if !same.got.Equal(same.was) {
				t.Fatalf("total %s is %s cut, %s whole", same.name, same.got, same.was)
			}
		}
		for i, p := range multiplier.Parts() {
			if !cut.Total.Services[i].Equal(plain.Total.Services[i]) {
				t.Fatalf("total of %s is %s cut, %s whole", p, cut.Total.Services[i], plain.Total.Services[i])
			}
		}
		if cut.Total.Customers != plain.Total.Customers {
			t.Fatalf("%d customers cut, %d whole", cut.Total.Customers, plain.Total.Customers)
		}
	})
}

func TestNothingIsLostBetweenFactsAndFigure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := books(t)
		in.By = rapid.SliceOfNDistinct(rapid.SampledFrom(multiplier.Dimensions()), 0, 2, rapid.ID).Draw(t, "by")
		in.By = slices.DeleteFunc(in.By, func(d multiplier.Dimension) bool { return d == multiplier.DimensionCategory })
		r := answer(t, in)
		want, got := map[money.Currency]money.Decimal{}, map[money.Currency]money.Decimal{}
		for _, f := range in.Cloud {
			want[f.Currency] = want[f.Currency].Add(f.Effective)
		}
		for _, f := range in.Services {
			want[f.Currency] = want[f.Currency].Add(f.Net)
		}
		for _, row := range slices.Concat(r.Rows, r.Unconverted) {
			for _, n := range row.Native {
				got[n.Currency] = got[n.Currency].Add(n.Cloud).Add(n.Services.Sum())
			}
		}
		for _, e := range r.Excluded {
			got[e.Currency] = got[e.Currency].Add(e.Amount)
		}
		for _, c := range []money.Currency{"CNY", "USD", "JPY"} {
			if !got[c].Equal(want[c]) {
				t.Fatalf("%s: facts %s, figure and exclusions %s", c, want[c], got[c])
			}
		}
	})
}

func TestExchangeConserves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := books(t)
		in.By = []multiplier.Dimension{multiplier.DimensionCurrency}
		for _, row := range answer(t, in).Rows {
			native, by := row.Native[0], map[string]money.Decimal{"CNY": money.One, "USD": money.NewInt(7)}[row.Key[0]]
			if !row.Cloud.Equal(native.Cloud.Mul(by)) || !row.Services.Sum().Equal(native.Services.Sum().Mul(by)) {
				t.Fatalf("%v: %s and %s came of %s and %s", row.Key, row.Cloud, row.Services.Sum(), native.Cloud, native.Services.Sum())
			}
		}
	})
}

func TestTheReportCurrencyDoesNotChangeTheMultiplierOfOneCurrency(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := books(t)
		for i := range in.Cloud {
			in.Cloud[i].Currency, in.Cloud[i].Month = "USD", january
		}
		for i := range in.Services {
			in.Services[i].Currency, in.Services[i].Month = "USD", january
		}
		yuan := answer(t, in)
		in.Exchange = multiplier.NewExchange(rate.NewTable(nil), "USD", rate.PolicyAverage)
		dollars := answer(t, in)
		m1, ok1 := yuan.Total.Multiplier()
		m2, ok2 := dollars.Total.Multiplier()
		if ok1 != ok2 || !m1.Equal(m2) {
			t.Fatalf("M is %s in CNY, %s in USD", m1, m2)
		}
	})
}

func TestWeightsConserve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := serviceFacts().Draw(t, "fact")
		n := rapid.IntRange(1, 6).Draw(t, "categories")
		weights := make([]service.Weight, n)
		for i := range weights {
			weights[i] = service.Weight{Category: service.Categories()[i], Share: amounts(1).Draw(t, "share")}
		}
		total := money.Zero
		for _, part := range f.Split(service.Classification{Nature: service.NatureService, Weights: weights}) {
			total = total.Add(part.Net)
		}
		if !total.Equal(f.Net) {
			t.Fatalf("the parts of %s sum to %s", f.Net, total)
		}
	})
}

func TestTheOrderOfFactsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := books(t)
		in.By = rapid.SliceOfNDistinct(rapid.SampledFrom(multiplier.Dimensions()), 0, 3, rapid.ID).Draw(t, "by")
		in.Top = rapid.IntRange(0, 3).Draw(t, "top")
		first := answer(t, in)
		in.Cloud = rapid.Permutation(in.Cloud).Draw(t, "cloud order")
		in.Services = rapid.Permutation(in.Services).Draw(t, "services order")
		if d := cmp.Diff(first, answer(t, in)); d != "" {
			t.Fatal(d)
		}
	})
}
