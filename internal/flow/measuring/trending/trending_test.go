package trending_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/explaining"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/trending"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// offerings are what the shop of these tests sells: one of two is about AI.
const offerings = `id,name,categories,ai,item_codes
agents,AI agents,build=1,yes,AI
ops,Operations,manage=1,no,OPS
`

// shop imports the books of two customers over five quarters, each month but
// those of 2024Q3, of which nobody has anything:
//
//	A: cloud 100 a month, operations 10 a month, from 2025 on 12; AI in its bill
//	   and 30 of AI agents in 2025-01
//	B: cloud 300 a month, and 5 a month that no offering claims
//	nobody: 2 in 2025-02; through a marketplace: 8 in 2025-03
func shop(t *testing.T) *measuringtest.Books {
	t.Helper()
	b := measuringtest.Empty(t)
	b.Customers("customer_id,name,segment,industry,country,internal,kind,value,from,until\n" +
		"a,Acme,,,,,account,111111111111,,\na,Acme,,,,,tax_id,TAX-A,,\nb,Beta,,,,,account,222222222222,,\nb,Beta,,,,,tax_id,TAX-B,,\n")
	b.Categories("id,field,equals,contains,pattern,nature,category,share\nmp,item_code,MP,,,marketplace_services,build,1\nx,item_code,X,,,service,advise,1\n")
	var charges []string
	lines := "invoice_number,issue_date,customer_name,customer_tax_id,item_code,description,currency,net,service_from,service_until,category\n"
	for m := period.NewMonth(2024, 1); m < period.NewMonth(2025, 4); m++ {
		if m.QuarterLabel() == "2024Q3" {
			continue
		}
		month, ops := m.String(), 10
		if m.Year() == 2025 {
			ops = 12
		}
		charges = append(charges, measuringtest.Charge("900000000000", "111111111111", month, "Usage", "Amazon EC2", "us-east-1", "90", "90"),
			measuringtest.Charge("900000000000", "222222222222", month, "Usage", "Amazon EC2", "us-east-1", "300", "300"))
		ai := "Amazon S3"
		if m.Year() == 2025 {
			ai = "Amazon Bedrock"
		}
		charges = append(charges, measuringtest.Charge("900000000000", "111111111111", month, "Usage", ai, "us-east-1", "10", "10"))
		lines += fmt.Sprintf("O-%s,%s-05,Acme,TAX-A,OPS,Running it,USD,%d,,,\nX-%s,%s-05,Beta,TAX-B,X,Something,USD,5,,,\n", month, month, ops, month, month)
	}
	lines += "A-1,2025-01-07,Acme,TAX-A,AI,Building it,USD,30,,,\nN-1,2025-02-07,Who,,X,Something,USD,2,,,\nM-1,2025-03-07,Beta,TAX-B,MP,Sold there,USD,8,,,\n"
	b.Bill(batch.SideCost, charges...)
	b.Services(lines)
	b.Measurer.Guard = access.Guarded
	return b
}

func sell(t *testing.T, b *measuringtest.Books, text string) {
	t.Helper()
	path := filepath.Join(b.Dir, "offerings.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Importer.Offerings(owner(), importing.RosterInput{Paths: []string{path}, Strict: true}); err != nil {
		t.Fatal(err)
	}
}

func owner() context.Context { return access.With(context.Background(), access.Local()) }

func manager(ids ...customer.ID) context.Context {
	return access.With(context.Background(), access.Viewer{Actor: "mia", Role: access.RoleAccountManager, Customers: ids})
}

func trender(b *measuringtest.Books) *trending.Trender {
	return &trending.Trender{Measurer: b.Measurer, References: func(context.Context) (benchmark.Table, error) { return benchmark.Shipped(), nil }}
}

func run(t *testing.T, ctx context.Context, b *measuringtest.Books) trending.Result {
	t.Helper()
	r, err := trender(b).Run(ctx, trending.Input{Currency: "USD", Policy: "average"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func percent(d money.Decimal, ok bool) string {
	if !ok {
		return "unknown"
	}
	return d.Mul(money.NewInt(100)).Fixed(2)
}

func TestQuartersSayWhatTheBooksSay(t *testing.T) {
	b := shop(t)
	sell(t, b, offerings)
	r := run(t, owner(), b)
	if len(r.Quarters) != 5 || r.Quarters[4].Label != "2025Q1" {
		t.Fatalf("%d quarters", len(r.Quarters))
	}
	// Services 36 + 15 + 30 + 2 = 83, cloud 1200.
	last := r.Quarters[4]
	for what, x := range map[string][2]string{
		"services":                {last.Services.String(), "83"},
		"AI in services":          {percent(last.AIShare()), "36.14"},
		"customers buying AI":     {percent(last.AICustomers()), "50.00"},
		"without an offering":     {percent(last.UnlinkedShare()), "20.48"},
		"without a customer":      {last.Unmatched.String(), "2"},
		"marketplace in services": {percent(last.MarketplaceShare()), "8.79"},
		"customers with AI bills": {percent(last.CloudAICustomers()), "50.00"},
		"AI in bills":             {last.CloudAI.Amount.String(), "30"},
		"marketplace in cloud":    {percent(last.CloudMarketplaceShare()), "0.00"},
		"AI a year before":        {percent(r.Quarters[0].AIShare()), "0.00"},
		"AI in bills before":      {percent(r.Quarters[0].CloudAICustomers()), "0.00"},
		"growth of manage":        {percent(last.Growth["manage"], true), "20.00"},
		"growth of advise":        {percent(last.Growth["advise"], true), "13.33"},
	} {
		if x[0] != x[1] {
			t.Errorf("%s: %s, not %s", what, x[0], x[1])
		}
	}
	if _, grew := last.Growth["build"]; grew {
		t.Error("what was not there a year before grows")
	}
}

func TestAQuarterWithoutDataIsAGap(t *testing.T) {
	b := shop(t)
	sell(t, b, offerings)
	r := run(t, owner(), b)
	q := r.Quarters[2]
	if q.Label != "2024Q3" || q.Services != nil || q.AI != nil || q.Cloud != nil || q.CloudAI != nil || q.Growth != nil || q.Lines+q.Bills != 0 {
		t.Errorf("%+v", q)
	}
	l := english(t)
	for _, row := range r.Shares(l).Rows {
		if row.Cells[0].Value == "2024Q3" && (!row.Cells[1].Gap || !row.Cells[2].Gap || !row.Cells[6].Gap) {
			t.Errorf("the table fills the gap: %v", row)
		}
	}
	// A month more of books makes a quarter that is not whole: it grows from nothing.
	b.ServicesOf("later", "invoice_number,issue_date,customer_name,customer_tax_id,item_code,description,currency,net,service_from,service_until,category\nL-1,2025-04-05,Acme,TAX-A,OPS,Running it,USD,12,2025-04-01,2026-04-01,\n")
	r = run(t, owner(), b)
	if q := r.Quarters[len(r.Quarters)-1]; q.Label != "2025Q2" || q.Lines != 1 || q.Bills != 0 || q.Growth != nil || q.Cloud != nil || q.Services == nil {
		t.Errorf("%+v", q)
	}
	if now := r.Study(l); !strings.Contains(now.Title, "2025Q1") {
		t.Errorf("the study is held against a part of a quarter: %s", now.Title)
	}
}

func TestNobodyKnowsWhatIsAIWhereNothingIsMarked(t *testing.T) {
	b := shop(t)
	sell(t, b, "id,name,categories,ai,item_codes\nops,Operations,manage=1,no,OPS\n")
	r := run(t, owner(), b)
	if _, known := r.Quarters[4].AIShare(); known || r.Marked != 0 {
		t.Error("without a marked offering AI is taken for zero")
	}
	if _, known := run(t, manager("a"), b).Quarters[4].MarketplaceShare(); known {
		t.Error("without a line sold through a marketplace the share is taken for zero")
	}
	if notes := strings.Join(r.Shares(english(t)).Notes, " "); !strings.Contains(notes, "not zero") {
		t.Errorf("nobody is told: %s", notes)
	}
}

func TestAnAccountManagerSeesOwnCustomersOnly(t *testing.T) {
	b := shop(t)
	sell(t, b, offerings)
	r := run(t, manager("b"), b)
	last := r.Quarters[4]
	if last.Services.String() != "15" || percent(last.AIShare()) != "0.00" || percent(last.CloudAICustomers()) != "0.00" || !last.Unmatched.IsZero() || last.Cloud.String() != "900" || !r.Limited {
		t.Errorf("%+v", last)
	}
	link := access.With(context.Background(), access.Viewer{Actor: "guest", Role: access.RoleOwner, Link: true})
	if r := run(t, link, b); len(r.Quarters) != 0 {
		t.Error("who came by a link sees trends")
	}
	if _, err := trender(b).Run(context.Background(), trending.Input{Currency: "USD", Policy: "average"}); err == nil {
		t.Error("nobody is answered")
	}
}

func TestAQuarterOpensToItsRows(t *testing.T) {
	b := shop(t)
	r := run(t, owner(), b)
	e := explaining.Explainer{Measurer: b.Measurer}
	for _, q := range r.Quarters {
		if q.Services == nil {
			continue
		}
		x, err := e.Run(owner(), explaining.Input{Address: q.Figure, Largest: 100})
		if err != nil {
			t.Fatal(err)
		}
		if got := x.Figure.Total.Services.Sum(); !got.Equal(*q.Services) || q.Figure.Row != multiplier.TotalRef() || len(x.Rows) == 0 {
			t.Errorf("%s: %s, explained as %s by %d rows", q.Label, q.Services, got, len(x.Rows))
		}
	}
}

// The lines behind a quarter's services that belong to offerings about AI are the
// AI of the quarter, and those of no offering what is unlinked.
func TestTheAIShareIsThatOfTheLinesBehindIt(t *testing.T) {
	b := shop(t)
	sell(t, b, offerings)
	e := explaining.Explainer{Measurer: b.Measurer}
	found := 0
	for _, q := range run(t, owner(), b).Quarters {
		if q.Services == nil {
			continue
		}
		x, err := e.Run(owner(), explaining.Input{Address: q.Figure, Largest: 100})
		if err != nil {
			t.Fatal(err)
		}
		ai, unlinked := money.Zero, money.Zero
		for _, row := range x.Rows {
			switch row.Class.Offering {
			case "agents":
				ai = ai.Add(row.Counted)
				found++
			case "":
				unlinked = unlinked.Add(row.Counted)
			}
		}
		share, _ := multiplier.Ratio(ai, x.Figure.Total.Services.Sum())
		if got, known := q.AIShare(); !known || !got.Equal(share) || !q.AI.Amount.Equal(ai) || !q.Unlinked.Equal(unlinked) {
			t.Errorf("%s: AI is %s, share %s, unlinked %s; its lines say %s, %s, %s", q.Label, q.AI.Amount, got, q.Unlinked, ai, share, unlinked)
		}
	}
	if found == 0 {
		t.Error("no line is about AI")
	}
}

func TestWhatIsPublishedShowsSourceAndYear(t *testing.T) {
	b := shop(t)
	sell(t, b, offerings)
	t1 := run(t, owner(), b).Study(english(t))
	found := map[string]bool{}
	for _, row := range t1.Rows {
		cells := map[string]report.Cell{}
		for i, c := range t1.Columns {
			cells[c.Key] = row.Cells[i]
		}
		if cells["published"].Value == "" && cells["publishes"].Value == "" {
			continue
		}
		found[cells["measure"].Code] = true
		if cells["year"].Value != "2025" || !strings.Contains(cells["source"].Value, "Omdia") || !strings.HasPrefix(cells["url"].Value, "https://") || cells["confidence"].Code != "primary" {
			t.Errorf("%v", row)
		}
	}
	for _, want := range []string{"ai_share", "ai_customers", "marketplace_share", "growth_build", "growth_manage"} {
		if !found[want] {
			t.Errorf("%s stands beside nothing", want)
		}
	}
	if found["growth_advise"] {
		t.Error("the study is said to name advise")
	}
}

func TestEmptyBooksHaveNoQuarters(t *testing.T) {
	b := measuringtest.Empty(t)
	if r := run(t, owner(), b); len(r.Quarters) != 0 || len(r.Shares(english(t)).Rows)+len(r.Study(english(t)).Rows) != 0 {
		t.Errorf("%+v", r.Quarters)
	}
}

func english(t *testing.T) *i18n.Localizer {
	t.Helper()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	return bundle.For("en")
}
