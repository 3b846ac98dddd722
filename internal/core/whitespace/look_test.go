package whitespace_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/core/whitespace"
)

func category(c service.Category) whitespace.Column { return whitespace.Column{Category: c} }

func TestACellIsBoughtWhiteOrNotApplicableWithAReason(t *testing.T) {
	b := firm(40)
	own, gone, azure := newHistory("OWN", "retail", 100), newHistory("GONE", "retail", 100), newHistory("AZURE", "retail", 100)
	own.Customer.Internal = true
	gone.Cloud = gone.Cloud[:months-4]
	azure.Providers["azure"] = azure.Providers["AWS"]
	azure.buy(service.CategoryBuild, first+20, first+months, 50)
	hardware := care()
	hardware.ID, hardware.Nature = "box", service.NatureHardware
	weightless := care()
	weightless.ID, weightless.Weights = "air", nil
	b.Histories = append(b.Histories, own.History, gone.History, azure.History)
	b.Offerings = []offering.Offering{care(), hardware, weightless}
	b.Columns = whitespace.NewColumns(b.Offerings)
	f := whitespace.Look(b, nil)
	column := func(id offering.ID) whitespace.Column {
		return b.Columns[slices.IndexFunc(b.Columns, func(c whitespace.Column) bool { return c.Offering == id })]
	}
	for _, c := range []struct {
		who    customer.ID
		column whitespace.Column
		state  whitespace.State
		reason whitespace.Reason
	}{
		{"OWN", category(service.CategoryManage), whitespace.StateNotApplicable, whitespace.ReasonInternal},
		{"GONE", category(service.CategoryManage), whitespace.StateNotApplicable, whitespace.ReasonNoCloud},
		{"C0001", column("care"), whitespace.StateNotApplicable, whitespace.ReasonProvider},
		{"AZURE", column("care"), whitespace.StateWhite, ""},
		{"AZURE", column("box"), whitespace.StateNotApplicable, whitespace.ReasonNature},
		{"AZURE", column("air"), whitespace.StateNotApplicable, whitespace.ReasonNoWeight},
		{"AZURE", category(service.CategoryManage), whitespace.StateWhite, ""},
		{"AZURE", category(service.CategoryBuild), whitespace.StateBought, ""},
	} {
		if cell := cellOf(f, c.who, c.column); cell.State != c.state || cell.Reason != c.reason {
			t.Errorf("%s %v: %s %s", c.who, c.column, cell.State, cell.Reason)
		}
	}
	if got := cellOf(f, "AZURE", category(service.CategoryBuild)).Amount; got.String() != "200" {
		t.Errorf("bought for %s", got)
	}
}

// Who is in trade and has just had something built buys operations next; a
// school does not.
func TestAlikeCustomersSayWhatComesNextAndHowMuch(t *testing.T) {
	b := firm(120)
	shop, school := newHistory("SHOP", "retail", 5000), newHistory("SCHOOL", "education", 5000)
	shop.buy(service.CategoryBuild, first+months-4, first+months, 30)
	b.Histories = append(b.Histories, shop.History, school.History)
	f := whitespace.Look(b, map[customer.ID]bool{"SHOP": true, "SCHOOL": true})
	likely, unlikely := cellOf(f, "SHOP", category(service.CategoryManage)), cellOf(f, "SCHOOL", category(service.CategoryManage))
	if likely.Chance.Cmp(money.MustParse("0.6")) < 0 || unlikely.Chance.Cmp(money.MustParse("0.1")) > 0 {
		t.Errorf("chances %s and %s", likely.Chance, unlikely.Chance)
	}
	// 20 to 39 % of 60,000 a year.
	if s := likely.Size; s == nil || s.Basis != estimate.BasisSimilar || s.Mid.Cmp(money.NewInt(12_000)) < 0 || s.Mid.Cmp(money.NewInt(23_400)) > 0 || s.Level.String() != "0.9" {
		t.Errorf("size %+v", s)
	}
	if err := likely.Size.Validate(); err != nil {
		t.Error(err)
	}
	g := likely.Ground
	if len(g.Peers) < whitespace.MinPeers || len(g.Alike) != g.Buyers || g.Buyers < whitespace.MinPeers || len(g.Pushes) == 0 || g.Ratio == nil || g.Cloud.String() != "60000" || g.Months != 12 {
		t.Errorf("ground %+v", g)
	}
	for _, p := range g.Peers {
		if p.Customer == "SHOP" || p.At > b.Until-whitespace.Horizon {
			t.Errorf("peer %+v", p)
		}
	}
	if got := cellOf(f, "SHOP", category(service.CategoryProcure)); got.Size != nil || got.Chance.Cmp(money.MustParse("0.05")) > 0 {
		t.Errorf("what nobody ever bought has size %v and chance %s", got.Size, got.Chance)
	}
}

// Whoever is asked for, everybody is compared with, and the same comes out.
func TestACellDoesNotDependOnWhoElseIsAskedFor(t *testing.T) {
	b := firm(60)
	all, one := whitespace.Look(b, nil), whitespace.Look(b, map[customer.ID]bool{"C0007": true})
	if len(one.Cells) != len(b.Columns) {
		t.Fatalf("%d cells", len(one.Cells))
	}
	for _, c := range one.Cells {
		if diff := cmp.Diff(cellOf(all, "C0007", c.Column), c, cmp.Comparer(money.Decimal.Equal)); diff != "" {
			t.Error(diff)
		}
	}
}

// Chances need customers that were in the same place, sizes buyers: with four of
// them a reference is asked, and without one the cell stays unsized.
func TestWithoutEnoughCustomersReferencesSizeOrNobodyDoes(t *testing.T) {
	b := firm(4)
	cell := cellOf(whitespace.Look(b, nil), "C0002", category(service.CategoryManage))
	if cell.Chance != nil || cell.Size != nil || cell.Ground.Ratio != nil || len(cell.Ground.Alike) > 0 {
		t.Errorf("of thin air: %+v", cell)
	}
	low, high := money.MustParse("0.1"), money.MustParse("0.3")
	for name, c := range map[string]struct {
		ref  benchmark.Reference
		want bool
	}{
		"with source":    {benchmark.Reference{ID: "pem.category.manage", Low: &low, High: &high, Unit: "services per cloud", Source: "A study", Year: 2025}, true},
		"without source": {benchmark.Reference{ID: "pem.category.manage", Low: &low, High: &high, Unit: "services per cloud"}, false},
		"another unit":   {benchmark.Reference{ID: "pem.category.manage", Low: &low, High: &high, Unit: "share", Source: "A study"}, false},
		"one end":        {benchmark.Reference{ID: "pem.category.manage", High: &high, Unit: "services per cloud", Source: "A study"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			b.References = benchmark.Table{c.ref}
			cell := cellOf(whitespace.Look(b, nil), "C0002", category(service.CategoryManage))
			if (cell.Size != nil) != c.want {
				t.Fatalf("size %+v", cell.Size)
			}
			if cell.Size == nil {
				return
			}
			if err := cell.Size.Validate(); err != nil || cell.Size.References[0] != c.ref.ID || !cell.Size.Level.IsZero() {
				t.Errorf("%+v: %v", cell.Size, err)
			}
			if want := cell.Ground.Cloud.Mul(money.MustParse("0.2")); !cell.Size.Mid.Equal(want) {
				t.Errorf("middle %s, want %s", cell.Size.Mid, want)
			}
		})
	}
}

func TestBooksWithoutAnythingGiveNothing(t *testing.T) {
	b := whitespace.Books{Columns: whitespace.NewColumns(nil), Currency: "USD"}
	if f := whitespace.Look(b, nil); len(f.Cells) != 0 {
		t.Errorf("%d cells", len(f.Cells))
	}
	if r := whitespace.BackTest(b); r.Trust != whitespace.TrustUnknown {
		t.Errorf("%+v", r)
	}
}

func TestWhatIsExpectedMostComesFirst(t *testing.T) {
	sized := func(mid int64, chance string) whitespace.Cell {
		c := whitespace.Cell{Size: &estimate.Range{Mid: money.NewInt(mid)}}
		if chance != "" {
			p := money.MustParse(chance)
			c.Chance = &p
		}
		return c
	}
	p := money.MustParse("0.9")
	cells := []whitespace.Cell{{Chance: &p}, sized(100, ""), sized(100, "0.5"), sized(60, "0.9")}
	slices.SortFunc(cells, whitespace.Compare)
	if cells[0].Size.Mid.String() != "60" || cells[1].Size.Mid.String() != "100" || cells[1].Chance == nil || cells[2].Size != nil || cells[3].Chance != nil {
		t.Errorf("%+v", cells)
	}
}
