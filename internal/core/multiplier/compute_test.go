package multiplier_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

var january = period.NewMonth(2025, time.January)

// exchange knows one rate: 1 USD = 7 CNY on every day of 2025-01 and 2025-02.
func exchange() *multiplier.Exchange {
	var rates []rate.Rate
	for d := january.Start(); d.Before((january + 1).End()); d = d.AddDate(0, 0, 1) {
		rates = append(rates, rate.Rate{Date: d, From: "USD", To: "CNY", Value: money.NewInt(7)})
	}
	return multiplier.NewExchange(rate.NewTable(rates), "CNY", rate.PolicyAverage)
}

func charge(id customer.ID, m period.Month, provider, amount string) multiplier.CloudFact {
	d := money.MustParse(amount)
	return multiplier.CloudFact{Customer: id, Month: m, Provider: provider, Region: provider + "-1", Currency: "CNY",
		Effective: d, Billed: d, List: d, Resold: true}
}

func sold(id customer.ID, m period.Month, c service.Category, amount string) multiplier.ServiceFact {
	return multiplier.ServiceFact{Customer: id, Month: m, Basis: service.BasisRecognised, Nature: service.NatureService,
		Category: c, Currency: "CNY", Net: money.MustParse(amount)}
}

func input(cloud []multiplier.CloudFact, services ...multiplier.ServiceFact) multiplier.Input {
	return multiplier.Input{Definition: multiplier.Standard(), Cloud: cloud, Services: services, Exchange: exchange(),
		Customers:   map[customer.ID]customer.Customer{"in": {ID: "in", Internal: true}, "a": {ID: "a", Name: "Acme"}},
		FirstCharge: map[customer.ID]period.Month{"a": january - 12, "b": january}}
}

func compute(t *testing.T, in multiplier.Input) multiplier.Result {
	t.Helper()
	r, err := multiplier.Compute(in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// line is a row as a test writes it: key, kind, cloud, services.
func lines(rows []multiplier.Row) [][]string {
	var out [][]string
	for _, r := range rows {
		key := ""
		for i, v := range r.Key {
			if i > 0 {
				key += "/"
			}
			key += v
		}
		out = append(out, []string{key, string(r.Kind), r.Cloud.String(), r.Services.Sum().String()})
	}
	return out
}

func expect(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func TestTheMultiplierIsServicesOverCloud(t *testing.T) {
	r := compute(t, input(
		[]multiplier.CloudFact{charge("a", january, "AWS", "100"), charge("b", january, "AWS", "50"), charge("", january, "AWS", "50")},
		sold("a", january, service.CategoryBuild, "300"), sold("a", january, service.CategoryManage, "100"),
		sold("c", january, service.CategoryAdvise, "60"), sold("", january, service.CategoryBuild, "20"), sold("a", january, "", "20")))
	expect(t, "rows", lines(r.Rows), [][]string{{"", "", "150", "480"}, {"", "unmatched", "50", "20"}})
	m, _ := r.Total.Multiplier()
	expect(t, "M", m.String(), "2.5")
	build, _ := r.Total.MultiplierOf("build")
	expect(t, "M of build", build.String(), "1.6")
	rest, _ := r.Total.MultiplierOf(multiplier.PartUncategorised)
	expect(t, "M of what has no category", rest.String(), "0.1")
	expect(t, "customers", r.Total.Customers, 3)
	share, _ := r.Total.CoverageOf("build")
	expect(t, "coverage of build: a of a, b, c", share.Fixed(4), "0.3333")
	expect(t, "run rate: only a is past its first year", [2]string{r.Total.RunRate.Cloud.String(), r.Total.RunRate.Services.String()}, [2]string{"100", "420"})
}

func TestNoCloudIsAGapAndNotAZero(t *testing.T) {
	r := compute(t, input(nil, sold("a", january, service.CategoryBuild, "300")))
	if m, ok := r.Total.Multiplier(); ok {
		t.Errorf("M = %s without cloud", m)
	}
}

func TestPlannedIsAGapUntilThereIsAPipeline(t *testing.T) {
	in := input([]multiplier.CloudFact{charge("a", january, "AWS", "100")}, sold("a", january, service.CategoryBuild, "300"))
	in.Definition = multiplier.Planned()
	r := compute(t, in)
	expect(t, "gap", r.Gap, multiplier.GapNoPipeline)
	expect(t, "rows", len(r.Rows), 0)
}

func TestADefinitionDecidesWhatCounts(t *testing.T) {
	plain := charge("a", january, "AWS", "100")
	plain.Billed, plain.List = money.NewInt(90), money.NewInt(120)
	with := func(change func(*multiplier.CloudFact)) multiplier.CloudFact { f := plain; change(&f); return f }
	cloud := []multiplier.CloudFact{plain,
		with(func(f *multiplier.CloudFact) { f.Tax = true }), with(func(f *multiplier.CloudFact) { f.Credit = true }),
		with(func(f *multiplier.CloudFact) { f.Marketplace = true }), with(func(f *multiplier.CloudFact) { f.Support = true }),
		with(func(f *multiplier.CloudFact) { f.Customer = "in" }), with(func(f *multiplier.CloudFact) { f.Resold = false })}
	own := sold("a", january, service.CategoryBuild, "7")
	own.Nature = service.NatureOwnSoftware
	funding := sold("a", january, "", "5")
	funding.Nature = service.NatureFunding
	hardware := sold("a", january, "", "3")
	hardware.Nature = service.NatureHardware
	invoiced := sold("a", january, service.CategoryBuild, "1000")
	invoiced.Basis = service.BasisInvoiced
	services := []multiplier.ServiceFact{sold("a", january, service.CategoryBuild, "1"), own, funding, hardware, invoiced, sold("a", january, "", "2")}

	for name, c := range map[string]struct {
		change          func(*multiplier.Definition)
		cloud, services string
	}{
		"as shipped":      {func(*multiplier.Definition) {}, "300", "3"},
		"billed":          {func(d *multiplier.Definition) { d.Denominator.Valuation = multiplier.ValuationBilled }, "270", "3"},
		"list":            {func(d *multiplier.Definition) { d.Denominator.Valuation = multiplier.ValuationList }, "360", "3"},
		"after credits":   {func(d *multiplier.Definition) { d.Denominator.BeforeCredits = false }, "400", "3"},
		"marketplace":     {func(d *multiplier.Definition) { d.Denominator.Marketplace = true }, "400", "3"},
		"without support": {func(d *multiplier.Definition) { d.Denominator.Support = false }, "200", "3"},
		"internal use":    {func(d *multiplier.Definition) { d.Denominator.InternalUse = true }, "400", "3"},
		"resold":          {func(d *multiplier.Definition) { d.Denominator.Scope = multiplier.ScopeResold }, "200", "3"},
		"influenced":      {func(d *multiplier.Definition) { d.Denominator.Scope = multiplier.ScopeInfluenced }, "100", "3"},
		"own software":    {func(d *multiplier.Definition) { d.Numerator.OwnSoftware = true }, "300", "10"},
		"funding":         {func(d *multiplier.Definition) { d.Numerator.Funding = true }, "300", "8"},
		"invoiced":        {func(d *multiplier.Definition) { d.Numerator.Basis = service.BasisInvoiced }, "300", "1000"},
		"build only": {func(d *multiplier.Definition) {
			d.Numerator.Categories = []service.Category{service.CategoryBuild}
		}, "300", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			in := input(cloud, services...)
			c.change(&in.Definition)
			r := compute(t, in)
			expect(t, "cloud and services", [2]string{r.Total.Cloud.String(), r.Total.Services.Sum().String()}, [2]string{c.cloud, c.services})
			left := money.Zero
			for _, e := range r.Excluded {
				left = left.Add(e.Amount)
			}
			all := map[multiplier.Valuation]int64{multiplier.ValuationEffective: 700, multiplier.ValuationBilled: 630, multiplier.ValuationList: 840}[in.Definition.Denominator.Valuation]
			sum := int64(18)
			if in.Definition.Numerator.Basis == service.BasisInvoiced {
				sum = 1000
			}
			expect(t, "counted and left out are everything", left.Add(r.Total.Cloud).Add(r.Total.Services.Sum()).String(), money.NewInt(all+sum).String())
		})
	}
}

func TestAMissingRateIsARowOfItsOwn(t *testing.T) {
	dollars, yen := sold("a", january, service.CategoryBuild, "10"), sold("a", january, service.CategoryBuild, "500")
	dollars.Currency, yen.Currency = "USD", "JPY"
	r := compute(t, input([]multiplier.CloudFact{charge("a", january, "AWS", "100")}, dollars, yen))
	expect(t, "rows", lines(r.Rows), [][]string{{"", "", "100", "70"}})
	expect(t, "unconverted", lines(r.Unconverted), [][]string{{"", "unconverted", "0", "500"}})
	expect(t, "its currency", r.Unconverted[0].Currency, money.Currency("JPY"))
}

func TestServicesFollowTheCustomersCloudAndSayso(t *testing.T) {
	in := input([]multiplier.CloudFact{charge("a", january, "AWS", "200"), charge("a", january, "Azure", "100"),
		charge("a", january, "GCP", "-5"), charge("b", january, "AWS", "100")},
		sold("a", january, service.CategoryBuild, "100"), sold("c", january, service.CategoryBuild, "9"), sold("", january, service.CategoryBuild, "4"))
	in.By = []multiplier.Dimension{multiplier.DimensionProvider}
	named := sold("b", january, service.CategoryManage, "11")
	named.Provider = "Azure"
	in.Services = append(in.Services, named)
	r := compute(t, in)
	expect(t, "rows", lines(r.Rows), [][]string{
		{"AWS", "", "300", "66.666666666666666667"}, {"Azure", "", "100", "44.333333333333333333"}, {"GCP", "", "-5", "0"},
		{"", "", "0", "9"}, {"", "unmatched", "0", "4"}})
	expect(t, "allocated", [2]string{r.Rows[0].Allocated.String(), r.Rows[1].Allocated.String()}, [2]string{"66.666666666666666667", "33.333333333333333333"})
	expect(t, "nothing is lost", r.Total.Services.Sum().String(), "124")
}

func TestCategoriesShareTheGroupsCloud(t *testing.T) {
	in := input([]multiplier.CloudFact{charge("a", january, "AWS", "100"), charge("b", january, "AWS", "40")},
		sold("a", january, service.CategoryManage, "50"), sold("a", january, service.CategoryBuild, "30"))
	in.By = []multiplier.Dimension{multiplier.DimensionCustomer, multiplier.DimensionCategory}
	r := compute(t, in)
	expect(t, "rows", lines(r.Rows), [][]string{{"a/build", "", "100", "30"}, {"a/manage", "", "100", "50"}, {"b/none", "", "40", "0"}})
	expect(t, "cloud counts once in the total", r.Total.Cloud.String(), "140")
}

func TestTopSumsTheOthers(t *testing.T) {
	in := input([]multiplier.CloudFact{charge("a", january, "AWS", "100"), charge("b", january, "AWS", "40"), charge("c", january, "AWS", "60"), charge("", january, "AWS", "1")},
		sold("b", january, service.CategoryManage, "50"))
	in.By, in.Top = []multiplier.Dimension{multiplier.DimensionCustomer}, 1
	r := compute(t, in)
	expect(t, "rows", lines(r.Rows), [][]string{{"a", "", "100", "0"}, {"", "others", "100", "50"}, {"", "unmatched", "1", "0"}})
	expect(t, "others", r.Rows[1].Others, 2)
}

func TestWhereKeepsByAnyDimension(t *testing.T) {
	for name, c := range map[string]struct {
		where multiplier.Filter
		want  []string
	}{
		"customer by id":    {multiplier.Filter{Dimension: "customer", Values: []string{"b"}}, []string{"", "", "40", "50"}},
		"customer by name":  {multiplier.Filter{Dimension: "customer", Values: []string{"ACME"}}, []string{"", "", "100", "8"}},
		"one of two":        {multiplier.Filter{Dimension: "customer", Values: []string{"a", "b"}}, []string{"", "", "140", "58"}},
		"category":          {multiplier.Filter{Dimension: "category", Values: []string{"manage"}}, []string{"", "", "140", "50"}},
		"provider, by part": {multiplier.Filter{Dimension: "provider", Values: []string{"aws"}}, []string{"", "", "90", "54"}},
		"quarter":           {multiplier.Filter{Dimension: "quarter", Values: []string{"2025q1"}}, []string{"", "", "140", "58"}},
		"cohort":            {multiplier.Filter{Dimension: "cohort", Values: []string{"2"}}, []string{"", "", "100", "8"}},
	} {
		t.Run(name, func(t *testing.T) {
			in := input([]multiplier.CloudFact{charge("a", january, "AWS", "50"), charge("a", january, "Azure", "50"), charge("b", january, "AWS", "40")},
				sold("b", january, service.CategoryManage, "50"), sold("a", january, service.CategoryBuild, "8"))
			in.Where = []multiplier.Filter{c.where}
			expect(t, "rows", lines(compute(t, in).Rows), [][]string{c.want})
		})
	}
}

func TestABadQuestionIsRefused(t *testing.T) {
	for code, change := range map[string]func(*multiplier.Input){
		"definition.name":    func(in *multiplier.Input) { in.Definition.Name = "No good" },
		"definition.version": func(in *multiplier.Input) { in.Definition.Version = 0 },
		"definition.origin":  func(in *multiplier.Input) { in.Definition.Origin = "stars" },
		"definition.basis":   func(in *multiplier.Input) { in.Definition.Numerator.Basis = "cash" },
		"definition.categories": func(in *multiplier.Input) {
			in.Definition.Numerator.Categories = []service.Category{"advise", "advise"}
		},
		"definition.scope":     func(in *multiplier.Input) { in.Definition.Denominator.Scope = "half" },
		"definition.valuation": func(in *multiplier.Input) { in.Definition.Denominator.Valuation = "fair" },
		"dimension.twice":      func(in *multiplier.Input) { in.By = []multiplier.Dimension{"month", "month"} },
		"measure.top_negative": func(in *multiplier.Input) { in.Top = -1 },
	} {
		in := input(nil)
		change(&in)
		if _, err := multiplier.Compute(in); fault.CodeOf(err) != code {
			t.Errorf("got %v, want %s", err, code)
		}
	}
	if _, err := multiplier.ParseDimension("colour"); fault.CodeOf(err) != "dimension.unknown" {
		t.Error(err)
	}
}
