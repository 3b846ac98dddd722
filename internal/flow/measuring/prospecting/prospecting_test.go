package prospecting_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/prospecting"
)

// trade imports the books of twenty shops over eighteen months: each spends 100
// times its number a month, the even ones buy managed services for a fifth of
// that, one after the other, and C03 has workshops from the last month but one on.
func trade(t *testing.T) *prospecting.Prospector {
	t.Helper()
	b := measuringtest.Empty(t)
	var customers, services strings.Builder
	var charges []string
	customers.WriteString("customer_id,name,segment,industry,country,internal,kind,value,from,until\n")
	services.WriteString("invoice_number,issue_date,customer_name,customer_tax_id,item_code,description,currency,net,service_from,service_until,category\n")
	for i := 1; i <= 20; i++ {
		id, account := fmt.Sprintf("C%02d", i), fmt.Sprintf("1111111111%02d", i)
		fmt.Fprintf(&customers, "%s,Shop %s,Mid,Retail,US,,account,%s,,\n%s,Shop %s,Mid,Retail,US,,tax_id,TAX-%s,,\n", id, id, account, id, id, id)
		for m := range 18 {
			month := fmt.Sprintf("%d-%02d", 2024+m/12, 1+m%12)
			charges = append(charges, measuringtest.Charge("900000000000", account, month, "Usage", "Amazon EC2", "us-east-1", fmt.Sprint(100*i), fmt.Sprint(100*i)))
			if i%2 == 0 && m > i/2+6 {
				fmt.Fprintf(&services, "M-%s-%d,%s-05,Shop %s,TAX-%s,OPS,Operations,USD,%d,,,manage\n", id, m, month, id, id, 20*i)
			}
		}
	}
	services.WriteString("W-1,2025-05-05,Shop C03,TAX-C03,WS,Workshop,USD,50,,,adopt\nW-2,2025-06-05,Shop C03,TAX-C03,WS,Workshop,JPY,50,,,adopt\n")
	b.Customers(customers.String())
	b.Bill(batch.SideCost, charges...)
	b.Services(services.String())
	b.Measurer.Guard = access.Guarded
	return &prospecting.Prospector{Measurer: b.Measurer, References: func(context.Context) (benchmark.Table, error) { return benchmark.Shipped(), nil }}
}

func owner() context.Context { return access.With(context.Background(), access.Local()) }

func manager(ids ...customer.ID) context.Context {
	return access.With(context.Background(), access.Viewer{Actor: "mia", Role: access.RoleAccountManager, Customers: ids})
}

func usd() prospecting.Input { return prospecting.Input{Currency: "USD", Policy: "average"} }

func find(t *testing.T, r prospecting.Result, address string) whitespace.Cell {
	t.Helper()
	c, ok := r.Find(address)
	if !ok {
		t.Fatalf("no cell %s", address)
	}
	return c
}

func TestCellsAreWhatTheBooksSay(t *testing.T) {
	r, err := trade(t).Run(owner(), usd())
	if err != nil {
		t.Fatal(err)
	}
	if got := find(t, r, "C04/manage"); got.State != whitespace.StateBought || got.Amount.String() != "720" {
		t.Errorf("%s for %s", got.State, got.Amount)
	}
	if got := find(t, r, "C03/adopt"); got.State != whitespace.StateBought || got.Amount.String() != "50" {
		t.Errorf("what has no rate counts: %s for %s", got.State, got.Amount)
	}
	if diff := cmp.Diff([]money.Currency{"JPY"}, r.Unconverted); diff != "" {
		t.Error(diff)
	}
	// Ten shops pay a fifth of their cloud for it, so that is what it is worth to
	// the eleventh.
	white := find(t, r, "C05/manage")
	if white.State != whitespace.StateWhite || white.Ground.Ratio == nil || white.Ground.Ratio.String() != "0.2" || white.Ground.Cloud.String() != "6000" ||
		white.Size == nil || white.Size.Mid.String() != "1200" || white.Ground.Buyers != 10 {
		t.Errorf("%+v, size %+v", white, white.Size)
	}
	if r.From.String() != "2024-01" || r.Until.String() != "2025-07" {
		t.Errorf("books from %s until %s", r.From, r.Until)
	}
}

func TestAnAccountManagerSeesOwnCustomersAndLearnsOfNoOther(t *testing.T) {
	p := trade(t)
	all, err := p.Run(owner(), usd())
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Run(manager("C05", "C06"), usd())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Finding.Cells) != 12 || len(r.Names) != 2 {
		t.Errorf("%d cells, %d names", len(r.Finding.Cells), len(r.Names))
	}
	for _, c := range r.Finding.Cells {
		whole := find(t, all, prospecting.Address(c))
		for _, p := range c.Ground.Peers {
			if p.Customer != "C05" && p.Customer != "C06" {
				t.Errorf("%s names %s", prospecting.Address(c), p.Customer)
			}
		}
		for _, a := range c.Ground.Alike {
			if a.Customer != "C05" && a.Customer != "C06" {
				t.Errorf("%s names %s", prospecting.Address(c), a.Customer)
			}
		}
		if c.Ground.Buyers != whole.Ground.Buyers || c.Ground.Asked != whole.Ground.Asked {
			t.Errorf("%s rests on %d and %d, not %d and %d", prospecting.Address(c), c.Ground.Buyers, c.Ground.Asked, whole.Ground.Buyers, whole.Ground.Asked)
		}
		whole.Ground.Peers, whole.Ground.Alike, c.Ground.Peers, c.Ground.Alike = nil, nil, nil, nil
		if diff := cmp.Diff(whole, c, cmp.Comparer(money.Decimal.Equal)); diff != "" {
			t.Error(diff)
		}
	}
	if _, found := r.Find("C07/manage"); found {
		t.Error("sees another's cell")
	}
}

func TestWhoMayAsk(t *testing.T) {
	p := trade(t)
	if _, err := p.Run(context.Background(), usd()); err == nil {
		t.Error("nobody may ask")
	}
	if _, err := p.BackTest(manager("C05"), usd()); fault.CodeOf(err) != "access.denied" {
		t.Errorf("an account manager's back-test: %v", err)
	}
	link := access.With(context.Background(), access.Viewer{Actor: "link", Role: access.RoleOwner, Link: true})
	if r, err := p.Run(link, usd()); err != nil || len(r.Finding.Cells) != 0 || len(r.Names) != 0 {
		t.Errorf("who came by a link: %d cells, %v", len(r.Finding.Cells), err)
	}
}

func TestWhiteCategoriesAreProposedTheLargestFirst(t *testing.T) {
	p := trade(t)
	all, err := p.Proposals(owner(), usd())
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("nothing is proposed")
	}
	seen := map[move.Origin]bool{}
	for i, proposal := range all {
		if seen[proposal.Origin] {
			t.Errorf("%s twice", proposal.Origin)
		}
		seen[proposal.Origin] = true
		one := move.Move{Proposal: proposal, Title: "Offer it", State: move.StatePlanned}
		if err := one.Validate(); err != nil {
			t.Errorf("%s is no move: %v", proposal.Origin, err)
		}
		if proposal.Chance == nil || proposal.Chance.Cmp(money.MustParse("0.2")) < 0 {
			t.Errorf("%s has a chance of %v", proposal.Origin, proposal.Chance)
		}
		if i > 0 {
			if a, b := all[i-1].Expected(), proposal.Expected(); b != nil && (a == nil || a.Cmp(*b) < 0) {
				t.Errorf("%s stands after less", proposal.Origin)
			}
		}
	}
	if one := all[0]; one.Category != service.CategoryManage || one.Origin != (move.Origin{Kind: move.OriginWhitespace, Ref: string(one.Customer) + "/manage"}) {
		t.Errorf("%s of %s comes first", one.Origin, one.Category)
	}
	for _, proposal := range all {
		if proposal.Category == service.CategoryManage && proposal.Customer == "C04" {
			t.Error("what is bought is proposed")
		}
	}
}

// Where the measurer keeps facts, answers are kept too: of these books, with
// these references, and nobody's answer is another's.
func TestAnswersAreKeptWhileTheBooksStay(t *testing.T) {
	p := trade(t)
	p.Measurer.Keeps = true
	refs := benchmark.Shipped()
	p.References = func(context.Context) (benchmark.Table, error) { return refs, nil }
	one, err := p.Run(owner(), usd())
	if err != nil {
		t.Fatal(err)
	}
	own, err := p.Run(manager("C05"), usd())
	if err != nil {
		t.Fatal(err)
	}
	again, err := p.Run(owner(), usd())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(one.Finding, again.Finding, cmp.Comparer(money.Decimal.Equal)); diff != "" || len(own.Finding.Cells) != 6 {
		t.Errorf("%d cells of one's own, and for the owner\n%s", len(own.Finding.Cells), diff)
	}
	if &one.Finding.Cells[0] != &again.Finding.Cells[0] {
		t.Error("the same question was worked out twice")
	}
	value := money.MustParse("0.5")
	refs = benchmark.Table{{ID: "pem.category.design", Value: &value, Unit: "services per cloud", Source: "A study"}}
	other, err := p.Run(owner(), usd())
	if err != nil {
		t.Fatal(err)
	}
	if find(t, one, "C05/design").Size != nil || find(t, other, "C05/design").Size == nil {
		t.Error("new references change nothing")
	}
}
