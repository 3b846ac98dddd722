package comparing_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/quartile"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/comparing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/explaining"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// channel imports the books of 2025 of nine resellers, r1 to r9, each with a
// customer of its own, c1 to c9, who has 100 of cloud a month and in January
// 100 x n of services; r1 has a second, c10, without services. r1 to r6 are in
// DE, the others in FR. c0 is nobody's, and very large.
func channel(t *testing.T) *measuringtest.Books {
	t.Helper()
	b := measuringtest.Empty(t)
	customers := "customer_id,name,segment,country,kind,value,parent,role\n"
	lines := "invoice_number,issue_date,customer_name,customer_tax_id,item_code,description,currency,net,service_from,service_until,category\n"
	var charges []string
	for n := range 11 {
		parent, role := fmt.Sprintf("r%d", n), "end_customer"
		switch {
		case n == 0:
			parent, role = "", ""
		case n == 10:
			parent = "r1"
		default:
			country := "DE"
			if n > 6 {
				country = "FR"
			}
			customers += fmt.Sprintf("r%d,Reseller %d,gold,%s,name,Reseller %d,,reseller\n", n, n, country, n)
		}
		customers += fmt.Sprintf("c%d,Client %d,,DE,account,1111111111%02d,%s,%s\nc%d,Client %d,,DE,tax_id,TAX-%d,,\n", n, n, n, parent, role, n, n, n)
		for m := period.NewMonth(2025, 1); m < period.NewMonth(2026, 1); m++ {
			charges = append(charges, measuringtest.Charge("900000000000", fmt.Sprintf("1111111111%02d", n), m.String(), "Usage", "Amazon EC2", "us-east-1", "100", "100"))
		}
		if n < 10 {
			lines += fmt.Sprintf("I-%d,2025-01-05,Client %d,TAX-%d,X,Something,USD,%d,,,build\n", n, n, n, 100*max(n, 90*(1-n)))
		}
	}
	b.Customers(customers)
	b.Bill(batch.SideCost, charges...)
	b.Services(lines)
	b.Measurer.Guard = access.Guarded
	return b
}

func comparer(b *measuringtest.Books) *comparing.Comparer {
	return &comparing.Comparer{Measurer: b.Measurer, Dir: b.Dir, Judge: (&assessing.Assessor{Dir: b.Dir}).Needs,
		Terms: func() comparing.Terms { return comparing.Terms{Currency: "USD", Policy: "average"} }}
}

func owner() context.Context { return access.With(context.Background(), access.Local()) }

func manager(ids ...customer.ID) context.Context {
	return access.With(context.Background(), access.Viewer{Actor: "mia", Role: access.RoleAccountManager, Customers: ids})
}

func run(t *testing.T, ctx context.Context, b *measuringtest.Books) comparing.Result {
	t.Helper()
	r, err := comparer(b).Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func words(t *testing.T) *i18n.Localizer {
	t.Helper()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	return bundle.For("en")
}

// shown is a table as lines of text.
func shown(t *testing.T, r comparing.Result, m quartile.Measure) string {
	t.Helper()
	var all []string
	for _, row := range r.Figures(words(t), m, "").Rows {
		var cells []string
		for _, c := range row.Cells {
			if cells = append(cells, c.Value); c.Gap {
				cells[len(cells)-1] = "?"
			}
		}
		all = append(all, strings.Join(cells, " | "))
	}
	return strings.Join(all, "\n")
}

func TestPartnersAreResellersWithTheirCustomers(t *testing.T) {
	b := channel(t)
	r := run(t, owner(), b)
	if len(r.Own) != 9 || r.Own[0].ID != "r1" || !r.Own[0].Values[quartile.MeasureCloud].Equal(money.NewInt(2400)) || !r.Own[0].Values[quartile.MeasureServices].Equal(money.NewInt(100)) {
		t.Fatalf("partners are %+v", r.Own)
	}
	if _, known := r.Own[0].Values[quartile.MeasureAI]; known {
		t.Error("no offering is marked, and AI is known")
	}
	got := shown(t, r, quartile.MeasureServices)
	want := []string{
		"2025 | All partners | 5+ | 300 | 500 | 700 | 5000 | ",
		"2025 | Country: FR | ? | ? | ? | ? | ? | too few",
	}
	for _, line := range want {
		if !strings.Contains(got, line) {
			t.Errorf("no line %s in\n%s", line, got)
		}
	}
	// Beside the six of DE there are three: whoever knows both would know them.
	if !strings.Contains(got, "Country: DE | ? | ? | ? | ? | ? | ") {
		t.Errorf("DE is told:\n%s", got)
	}
}

func TestAPartnersFiguresOpenToTheirRows(t *testing.T) {
	b := channel(t)
	e := explaining.Explainer{Measurer: b.Measurer}
	for _, p := range run(t, owner(), b).Own {
		x, err := e.Run(owner(), explaining.Input{Address: *p.Figure, Largest: 100})
		if err != nil {
			t.Fatal(err)
		}
		if got := x.Figure.Total; !got.Cloud.Equal(p.Values[quartile.MeasureCloud]) || !got.Services.Sum().Equal(p.Values[quartile.MeasureServices]) || len(x.Rows) == 0 {
			t.Errorf("%s: %v is explained as %s and %s", p.ID, p.Values, got.Cloud, got.Services.Sum())
		}
	}
}

func TestWhoSeesSomeCustomersSeesGroupsAndWholePartners(t *testing.T) {
	b := channel(t)
	all := run(t, owner(), b)
	for _, c := range []struct {
		ctx  context.Context
		want string
	}{{manager("r2", "c2"), "r2"}, {manager("r1", "c1"), ""}, {manager("c1", "c10"), ""}, {manager("r1", "c1", "c10", "r3"), "r1"}, {manager(), ""}} {
		r := run(t, c.ctx, b)
		var own []string
		for _, p := range r.Own {
			own = append(own, string(p.ID))
			if _, err := (&explaining.Explainer{Measurer: b.Measurer}).Run(c.ctx, explaining.Input{Address: *p.Figure}); err != nil {
				t.Error(err)
			}
		}
		if strings.Join(own, " ") != c.want {
			t.Errorf("sees %s, not %q", own, c.want)
		}
		for _, m := range quartile.Measures() {
			if got, want := shown(t, r, m), shown(t, all, m); got != want {
				t.Errorf("%s is told differently:\n%s\n%s", m, got, want)
			}
		}
	}
	link := access.With(context.Background(), access.Viewer{Role: access.RoleOwner, Link: true})
	if r := run(t, link, b); len(r.Cells)+len(r.Own) != 0 {
		t.Error("who came by a link sees partners")
	}
	if _, err := comparer(b).Run(context.Background()); err == nil {
		t.Error("nobody is answered")
	}
}

func TestAYearThatIsNotWholeIsNotTold(t *testing.T) {
	b := channel(t)
	b.Bill(batch.SideCost, measuringtest.Charge("900000000000", "111111111101", "2026-01", "Usage", "Amazon EC2", "us-east-1", "100", "100"))
	if r := run(t, owner(), b); len(r.Years) != 1 || r.Years[0].Label != "2025" {
		t.Errorf("years are %v", r.Years)
	}
	if r := run(t, owner(), measuringtest.Sample(t)); !r.IsEmpty() || len(r.Partners(words(t)).Rows) != 0 {
		t.Errorf("a firm without partners has %+v", r.Groups)
	}
}

func TestTheWorkspacesOwnRuleHolds(t *testing.T) {
	b := channel(t)
	shipped, err := os.ReadFile("quartiles.yaml")
	if err != nil {
		t.Fatal(err)
	}
	write := func(old, next string) {
		text := strings.Replace(string(shipped), old, next, 1)
		if err := os.WriteFile(filepath.Join(b.Dir, comparing.RuleFile), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("minimum: 5", "minimum: 3")
	if r := run(t, owner(), b); r.RuleFile == "" || !strings.Contains(shown(t, r, quartile.MeasureServices), "Country: DE | 6+") {
		t.Errorf("by %s:\n%s", r.RuleFile, shown(t, r, quartile.MeasureServices))
	}
	for code, change := range map[string][2]string{"quartile.minimum": {"minimum: 5", "minimum: 1"}, "quartile.number": {"0.25", "a quarter"}, "quartile.not_yaml": {"minimum:", "least:"}} {
		write(change[0], change[1])
		if _, err := comparer(b).Run(owner()); fault.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func FuzzParseRule(f *testing.F) {
	shipped, err := os.ReadFile("quartiles.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(shipped))
	f.Add("name: x\nversion: 1\nminimum: 3\nsteps: {multiplier: 1e-9}\n")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := comparing.ParseRule("rule.yaml", []byte(text))
		if err == nil && (r.Validate() != nil || r.Minimum < quartile.LeastMinimum) {
			t.Errorf("a rule was read that is none: %+v", r)
		}
	})
}
