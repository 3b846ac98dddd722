package identity_test

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/identity"
)

func TestALabelThatIsTheBrandAloneNamesACustomerThatCallsItselfSo(t *testing.T) {
	customer := identity.Record{Key: "c", Kind: identity.KindCustomer, Names: []string{"Nettlegate Components Ltd"}, Domains: []string{"nettlegate.example"}}
	for _, c := range []struct {
		name, label string
		change      func(*identity.Record)
		says, agree bool
	}{
		{"its domain is the brand", "nettlegate-prod", nil, true, true},
		{"upper case and another word of technology", "NETTLEGATE_STAGING", nil, true, true},
		{"an address in its domain", "aws-prod@nettlegate.example", nil, true, true},
		{"an address of somebody who has accounts for others", "aws+acme@nettlegate.example", nil, false, false},
		{"the label of another of its accounts", "nettlegate-prod", func(r *identity.Record) { r.Domains, r.Aliases = nil, []string{"Nettlegate Dev"} }, true, true},
		{"nothing more is known of it", "nettlegate-prod", func(r *identity.Record) { r.Domains = nil }, true, false},
		{"its domain says more than the brand", "nettlegate-prod", func(r *identity.Record) { r.Domains = []string{"nettlegate-components.example"} }, false, false},
		{"the label says another trade", "nettlegate-press-prod", nil, false, false},
		{"the label has another letter", "nettlegale-prod", nil, false, false},
		{"only a label says the brand", "nettlegate-prod", func(r *identity.Record) { r.Names, r.Aliases = []string{"Corvane Ltd"}, []string{"nettlegate"} }, false, false},
		{"a word that many have", "delta-prod", func(r *identity.Record) { r.Names, r.Domains = []string{"Delta Components"}, []string{"delta.example"} }, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := customer
			if c.change != nil {
				c.change(&r)
			}
			account := identity.Prepare(identity.Record{Key: "a", Kind: identity.KindAccount, Aliases: []string{c.label}})
			if says, agree := identity.NamedAlone(account, identity.Prepare(r)); says != c.says || agree != c.agree {
				t.Errorf("%s and %+v: says %v, agrees %v", c.label, r, says, agree)
			}
		})
	}
}

func TestALabelMayBeMeantForWhoeverIsCalledByItsBrand(t *testing.T) {
	label := identity.Prepare(identity.Record{Key: "a", Kind: identity.KindAccount, Aliases: []string{"Nettlegate Prod"}})
	for _, c := range []struct {
		name   string
		other  identity.Record
		shares bool
	}{
		{"another trade", identity.Record{Names: []string{"Nettlegate Press Inc."}}, true},
		{"only its domain says so", identity.Record{Names: []string{"Corvane Ltd"}, Domains: []string{"nettlegate-press.example"}}, true},
		{"only an account of its says so", identity.Record{Aliases: []string{"nettlegate-press-dev"}}, true},
		{"its accounts have slips in them, its name has none", identity.Record{Names: []string{"Nettlegate Press"}, Aliases: []string{"nettlegaet-dev"}}, true},
		{"a letter away", identity.Record{Names: []string{"Kettlegate Press"}}, false},
		{"the word stands later", identity.Record{Names: []string{"Old Nettlegate Press"}}, false},
	} {
		if got := identity.SharesBrand(label, identity.Prepare(c.other)); got != c.shares {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	for text, more := range map[string]bool{"nettlegate-dev": false, "nettlegate-press-prod": true, "aws-prod@nettlegate-press.example": true, "kettlegate-press-prod": false, "prod-07": false, "": false} {
		if got := identity.SaysMore(label, identity.Prepare(identity.Record{Key: "b", Kind: identity.KindAccount, Aliases: []string{text}})); got != more {
			t.Errorf("%q says more than the brand: %v", text, got)
		}
	}
}
