package measuring_test

import (
	"context"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// What somebody may not see is not in a profile either: not the customer, and
// not those above and below it.
func TestAProfileTellsOfCustomersThatTheAskerSees(t *testing.T) {
	b := measuringtest.Sample(t)
	now := time.Now().UTC()
	b.Decide(customer.Decision{ID: "01P", At: now, Actor: "ann", Verb: customer.VerbParent, Customer: "b", Into: "a", Role: customer.RoleEntity},
		customer.Decision{ID: "01L", At: now, Actor: "ann", Verb: customer.VerbLink, Customer: "b", Party: customer.AccountParty("333333333333")})
	owner := access.With(context.Background(), access.Local())
	manager := access.With(context.Background(), access.Viewer{Actor: "bo", Role: access.RoleAccountManager, Customers: []customer.ID{"b"}})
	p, err := b.Measurer.Profile(owner, "b")
	if err != nil || len(p.Parents) != 1 || p.Parents[0].Name != "Acme Ltd" || p.Parents[0].Place.Role != customer.RoleEntity {
		t.Fatalf("%+v, %v", p, err)
	}
	if d := p.Words["01L"]; d.Actor != "ann" {
		t.Errorf("the account stands on nobody's word: %+v", p)
	}
	if p, err = b.Measurer.Profile(owner, "a"); err != nil || len(p.Children) != 1 || p.Children[0].ID != "b" {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err = b.Measurer.Profile(manager, "b"); err != nil || len(p.Parents) != 0 || p.Customer.Name != "Beta Inc" {
		t.Errorf("%+v, %v", p, err)
	}
	for _, id := range []customer.ID{"a", "zzz"} {
		if p, err = b.Measurer.Profile(manager, id); fault.CodeOf(err) != "customer.unknown" || p.Customer.ID != "" {
			t.Errorf("%s: %+v, %v", id, p, err)
		}
	}
}
