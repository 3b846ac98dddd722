package offering_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

func catalogue(t *testing.T) *offering.Catalogue {
	t.Helper()
	manage := []service.Weight{{Category: service.CategoryManage, Share: money.One}}
	c, err := offering.NewCatalogue([]offering.Offering{
		{ID: "zone", Name: "Landing zone", NameZH: "着陆区", Nature: service.NatureService, ItemCodes: []string{"LZ-1"}, Aliases: []string{"multi-account set-up"}},
		{ID: "zone-plus", Name: "Landing zone plus", Nature: service.NatureService},
		{ID: "care", Name: "Care", NameZH: "云管家服务", Nature: service.NatureService, Weights: manage, Projects: []string{"Project Elbe"}},
		{ID: "short", Name: "EDR", Nature: service.NatureService},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLinesAreLinkedByCodeThenProjectThenName(t *testing.T) {
	c := catalogue(t)
	for _, l := range []struct {
		item, project, text string
		want                offering.ID
		by                  offering.Link
	}{
		{"lz-1", "Project Elbe", "Care", "zone", offering.LinkItem},
		{"ＬＺ-1", "", "", "zone", offering.LinkItem},
		{"", "project  ELBE", "Landing zone", "care", offering.LinkProject},
		{"", "", "Landing zone plus, phase 2", "zone-plus", offering.LinkName},
		{"", "", "Your landing zone (AWS)", "zone", offering.LinkName},
		{"", "", "MULTI-ACCOUNT SET-UP", "zone", offering.LinkName},
		{"", "", "云管家服务费 2025", "care", offering.LinkName},
		{"", "", "着陆区实施", "zone", offering.LinkName},
		{"", "", "Crash landing zones", "", ""}, // part of another word
		{"", "", "Health care", "", ""},         // a name too short to be looked for
		{"", "", "EDR rollout", "", ""},
		{"X", "Y", "Z", "", ""},
		{"", "", "", "", ""},
	} {
		o, by, ok := c.Find(l.item, l.project, l.text)
		if o.ID != l.want || by != l.by || ok != (l.want != "") {
			t.Errorf("%+v: %s by %s", l, o.ID, by)
		}
	}
	if o, ok := c.Get("care"); !ok || o.Title(true) != "云管家服务" || o.Title(false) != "Care" {
		t.Errorf("care is %+v", o)
	}
	if o, _ := c.Get("zone-plus"); o.Title(true) != "Landing zone plus" {
		t.Errorf("a name in one language only is not shown in the other: %q", o.Title(true))
	}
}

func TestNoCatalogueLinksNothing(t *testing.T) {
	var c *offering.Catalogue
	if _, _, ok := c.Find("a", "b", "c"); ok || len(c.Offerings()) != 0 {
		t.Error("there is something in no catalogue")
	}
	if _, ok := c.Get("a"); ok {
		t.Error("there is an offering in no catalogue")
	}
}

func TestOneCodeBelongsToOneOffering(t *testing.T) {
	for _, c := range []struct {
		code string
		list []offering.Offering
	}{
		{"offering.twice", []offering.Offering{{ID: "a"}, {ID: "a"}}},
		{"offering.claimed_twice", []offering.Offering{{ID: "a", Name: "One"}, {ID: "b", Aliases: []string{"ONE"}}}},
		{"offering.claimed_twice", []offering.Offering{{ID: "a", Projects: []string{"P"}}, {ID: "b", Projects: []string{"p"}}}},
	} {
		if _, err := offering.NewCatalogue(c.list); fault.CodeOf(err) != c.code {
			t.Errorf("%v: %v", c.list, err)
		}
	}
	if _, err := offering.NewCatalogue([]offering.Offering{{ID: "a", Name: "One", Aliases: []string{"one", "ONE "}, ItemCodes: []string{"X", "x"}}}); err != nil {
		t.Errorf("an offering that says a thing twice: %v", err)
	}
}

func TestAnOfferingIsFoundByEveryCodeItClaims(t *testing.T) {
	codes := rapid.StringMatching(`[A-Za-z0-9\-]{1,12}`)
	rapid.Check(t, func(t *rapid.T) {
		claimed := rapid.SliceOfNDistinct(codes, 1, 8, rapid.ID[string]).Draw(t, "codes")
		c, err := offering.NewCatalogue([]offering.Offering{{ID: "a", Name: "Aaaaaa", ItemCodes: claimed}, {ID: "b", Name: "Bbbbbb"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, code := range claimed {
			if o, by, ok := c.Find(" "+code+" ", "", ""); !ok || o.ID != "a" || by != offering.LinkItem {
				t.Fatalf("%q: %s by %s", code, o.ID, by)
			}
		}
	})
}

func TestEveryModelIsValid(t *testing.T) {
	for _, d := range append(offering.DeliveryModels(), "") {
		for _, p := range append(offering.PriceModels(), "") {
			o := offering.Offering{ID: "a", Name: "A", Nature: service.NatureService, Delivery: d, Price: p}
			if err := o.Validate(); err != nil {
				t.Errorf("%s %s: %v", d, p, err)
			}
		}
	}
}
