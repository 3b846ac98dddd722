package generating

import (
	"slices"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/service"
)

func plantedWorld(t *testing.T, seed uint64) *world {
	t.Helper()
	o, err := Options{Seed: seed, Planted: true, Customers: 60, Out: t.TempDir()}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	return newWorld(o)
}

// The truth names what the books have not, begins within two quarters after
// them, and knows its first year.
func TestTheTruthKnowsWhatPlantedCustomersBuyNext(t *testing.T) {
	w := plantedWorld(t, 5)
	billed := map[string]map[service.Category]bool{}
	for _, d := range w.documents() {
		if billed[d.client.id] == nil {
			billed[d.client.id] = map[service.Category]bool{}
		}
		for _, l := range d.lines {
			for _, s := range l.sold.shares {
				billed[d.client.id][s.category] = true
			}
		}
	}
	truth := w.plantedTruth()
	if len(truth) != 60 {
		t.Fatalf("%d customers", len(truth))
	}
	next := 0
	for _, c := range truth {
		if !slices.ContainsFunc(archetypes(), func(a *archetype) bool { return a.id == c.Archetype }) {
			t.Errorf("%s is a %q", c.Customer, c.Archetype)
		}
		for _, n := range c.Next {
			next++
			if billed[c.Customer][n.Category] {
				t.Errorf("%s has bought %s already", c.Customer, n.Category)
			}
			if end := w.month(w.options.Months); n.From < end || n.From >= end+aheadMonths || n.Amount.Sign() <= 0 {
				t.Errorf("%s: %+v", c.Customer, n)
			}
		}
	}
	if next < 10 {
		t.Errorf("only %d purchases ahead", next)
	}
}

func TestOnlyPlantedBooksHaveArchetypes(t *testing.T) {
	o, err := Options{Seed: 5, Customers: 60, Out: t.TempDir()}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	if got := newWorld(o).plantedTruth(); len(got) != 0 {
		t.Errorf("%d customers", len(got))
	}
}
