package customer_test

import (
	"slices"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/customer"
)

func TestHierarchyByLineAndDay(t *testing.T) {
	list := []customer.Customer{{ID: "group"}, {ID: "entity", Parents: []customer.Parent{{ID: "group", Role: customer.RoleEntity}}},
		{ID: "unit", Parents: []customer.Parent{{ID: "entity", Role: customer.RoleUnit}, {ID: "reseller", Role: customer.RoleEndCustomer, Until: day("2025-03-17")}}},
		{ID: "reseller", Parents: []customer.Parent{{ID: "distributor", Role: customer.RoleReseller}}}, {ID: "distributor", Parents: []customer.Parent{{Role: customer.RoleDistributor}}},
		{ID: "other"}}
	log := people(
		customer.Decision{Verb: customer.VerbParent, Customer: "unit", Into: "other", Role: customer.RoleUnit, From: day("2025-05-02"), Until: day("2025-06-01")},
		customer.Decision{Verb: customer.VerbMerge, Customer: "group", Into: "other"},
		customer.Decision{Verb: customer.VerbParent, Customer: "reseller", Role: customer.RoleReseller, From: day("2025-09-01")})
	book := customer.Fold(list, log)
	for _, c := range []struct {
		id   customer.ID
		line customer.Line
		on   string
		want []customer.ID
	}{
		{"unit", customer.LineOwnership, "2025-05-01", []customer.ID{"entity", "other"}},
		{"unit", customer.LineOwnership, "2025-05-02", []customer.ID{"other"}},
		{"unit", customer.LineOwnership, "2025-06-01", []customer.ID{"entity", "other"}},
		{"unit", customer.LineChannel, "2025-03-16", []customer.ID{"reseller", "distributor"}},
		{"unit", customer.LineChannel, "2025-03-17", nil},
		{"reseller", customer.LineChannel, "2025-09-01", nil},
		{"group", customer.LineOwnership, "2025-01-01", nil},
		{"nobody", customer.LineOwnership, "2025-01-01", nil},
	} {
		if got := book.Ancestors(c.id, c.line, day(c.on)); !slices.Equal(got, c.want) {
			t.Errorf("%s %s %s: %v, want %v", c.id, c.line, c.on, got, c.want)
		}
	}
	if got := book.Children("group", customer.LineOwnership, day("2025-05-10")); !slices.Equal(got, []customer.ID{"entity", "unit"}) {
		t.Errorf("children %v", got)
	}
	if p, ok := book.Parent("distributor", customer.LineChannel, day("2025-01-01")); !ok || p.ID != "" || p.Role != customer.RoleDistributor {
		t.Errorf("%+v %v", p, ok)
	}
}

func TestARosterThatGoesInACircleEnds(t *testing.T) {
	book := customer.Fold([]customer.Customer{{ID: "a", Parents: []customer.Parent{{ID: "b", Role: customer.RoleUnit}}},
		{ID: "b", Parents: []customer.Parent{{ID: "a", Role: customer.RoleUnit}}}}, nil)
	if got := book.Ancestors("a", customer.LineOwnership, day("2025-01-01")); !slices.Equal(got, []customer.ID{"b"}) {
		t.Errorf("%v", got)
	}
}
