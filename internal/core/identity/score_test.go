package identity_test

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/identity"
)

func prepared(names ...string) *identity.Prepared {
	return identity.Prepare(identity.Record{Names: names})
}

func TestContradictingTaxNumbersVeto(t *testing.T) {
	m := identity.Shipped()
	a := identity.Prepare(identity.Record{Names: []string{"Acme Robotics"}, TaxIDs: []string{"91310115MA1K3XQX4H"}})
	b := identity.Prepare(identity.Record{Names: []string{"Acme Robotics"}, TaxIDs: []string{"91310115MA1K3XQX5F"}})
	s := m.Score(a, b)
	if s.Veto != identity.CodeTaxDiffers || identity.DefaultThresholds().Verdict(s) != identity.VerdictApart {
		t.Errorf("%+v", s)
	}
}
