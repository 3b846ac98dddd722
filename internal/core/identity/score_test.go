package identity_test

import (
	"slices"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/identity"
)

func prepared(names ...string) *identity.Prepared {
	return identity.Prepare(identity.Record{Names: names})
}

func codes(s identity.Score) []identity.Code {
	var out []identity.Code
	for _, e := range s.Evidence {
		out = append(out, e.Code)
	}
	return out
}

// What identifiers say to each other; both sides have the same name.
func TestIdentifiersAgreeContradictOrSayNothing(t *testing.T) {
	tax := func(country string, ids ...string) identity.Record {
		return identity.Record{Country: country, TaxIDs: ids}
	}
	for _, c := range []struct {
		name        string
		left, right identity.Record
		want        identity.Code // empty: none of the family
		verdict     identity.Verdict
	}{
		{"one USCC", tax("", "91310115MA1K3XQX4H"), tax("", "9131 0115 MA1K 3XQX 4H"), identity.CodeTaxSame, identity.VerdictAccept},
		{"a USCC in full width", tax("", "９１３１０１１５ＭＡ１Ｋ３ＸＱＸ４Ｈ"), tax("", "91310115ma1k3xqx4h"), identity.CodeTaxSame, identity.VerdictAccept},
		{"the tax number before the USCC", tax("CN", "310115MA1K3XQX4"), tax("", "91310115MA1K3XQX4H"), identity.CodeTaxSame, identity.VerdictAccept},
		{"two USCC", tax("", "91310115MA1K3XQX4H"), tax("", "91310115MA1K3XQX5F"), identity.CodeTaxDiffers, identity.VerdictApart},
		{"a VAT number with and without its country", tax("", "DE 123456789"), tax("", "123456789"), identity.CodeTaxSame, identity.VerdictAccept},
		{"a VAT number whose country stands elsewhere", tax("", "DE123456789"), tax("de", "123/456/789"), identity.CodeTaxSame, identity.VerdictAccept},
		{"Greece", tax("", "EL123456789"), tax("", "GR123456789"), identity.CodeTaxSame, identity.VerdictAccept},
		{"two VAT numbers of a country", tax("", "DE123456789"), tax("", "DE987654321"), identity.CodeTaxDiffers, identity.VerdictApart},
		{"VAT numbers of two countries", tax("", "DE123456789"), tax("", "FR12345678901"), identity.CodeTaxDiffersCountry, identity.VerdictAccept},
		{"one of several", tax("", "DE123456789", "FR12345678901"), tax("", "FR12345678901"), identity.CodeTaxSame, identity.VerdictAccept},
		{"two EIN", tax("", "12-3456789"), tax("", "98-7654321"), identity.CodeTaxDiffers, identity.VerdictApart},
		{"numbers of no known kind", tax("", "778899001"), tax("", "665544332"), "", identity.VerdictAccept},
		{"no number at all", tax("", "n/a"), tax("", "unknown"), "", identity.VerdictAccept},
		{"two LEI", identity.Record{LEI: []string{"529900T8BM49AURSDO55"}}, identity.Record{LEI: []string{"213800WAVVOPS85N2205"}}, identity.CodeLEIDiffers, identity.VerdictApart},
		{"two DUNS, of two sites", identity.Record{DUNS: []string{"150483782"}}, identity.Record{DUNS: []string{"15-048-3790"}}, identity.CodeDUNSDiffers, identity.VerdictAccept},
		{"two countries", identity.Record{Country: "DE"}, identity.Record{Country: "AT"}, identity.CodeCountryDiffers, identity.VerdictAsk},
		{"two accounts", identity.Record{Accounts: []string{"111122223333"}}, identity.Record{Accounts: []string{"444455556666"}}, "", identity.VerdictAccept},
		{"an account that lost its zero", identity.Record{Accounts: []string{"11122223333"}}, identity.Record{Accounts: []string{"0111-2222-3333"}}, identity.CodeAccountSame, identity.VerdictAccept},
		{"ids of two systems", identity.Record{Refs: []identity.Ref{{System: "crm", Value: "1"}}}, identity.Record{Refs: []identity.Ref{{System: "sap", Value: "2"}}}, "", identity.VerdictAccept},
		{"two ids of one system", identity.Record{Refs: []identity.Ref{{System: "crm", Value: "1"}}}, identity.Record{Refs: []identity.Ref{{System: "CRM", Value: "2"}}}, identity.CodeRefDiffers, identity.VerdictAccept},
		{"a host of the domain", identity.Record{Domains: []string{"jo@mail.halden.co.uk"}}, identity.Record{Domains: []string{"https://www.halden.co.uk/about"}}, identity.CodeDomainSame, identity.VerdictAccept},
		{"two of one registry", identity.Record{Domains: []string{"halden.co.uk"}}, identity.Record{Domains: []string{"beta.co.uk"}}, identity.CodeDomainDiffers, identity.VerdictAccept},
		{"free mail", identity.Record{Domains: []string{"jo@gmail.com"}}, identity.Record{Domains: []string{"jo@gmail.com"}}, "", identity.VerdictAccept},
	} {
		c.left.Names, c.right.Names = []string{"Halden Systems Engineering"}, []string{"Halden Systems Engineering"}
		s := identity.Shipped().Score(identity.Prepare(c.left), identity.Prepare(c.right))
		of := []identity.Code{
			identity.CodeTaxSame, identity.CodeTaxDiffers, identity.CodeTaxDiffersBranch, identity.CodeTaxDiffersCountry, identity.CodeLEISame, identity.CodeLEIDiffers,
			identity.CodeDUNSSame, identity.CodeDUNSDiffers, identity.CodeCountryDiffers, identity.CodeAccountSame, identity.CodeRefSame, identity.CodeRefDiffers,
			identity.CodeDomainSame, identity.CodeDomainDiffers,
		}
		var got identity.Code
		for _, code := range codes(s) {
			if slices.Contains(of, code) {
				got = code
			}
		}
		if verdict := identity.DefaultThresholds().Verdict(s); got != c.want || verdict != c.verdict {
			t.Errorf("%s: %q and %s (%.3f), want %q and %s", c.name, got, verdict, s.Probability, c.want, c.verdict)
		}
	}
}

func TestABranchHasATaxNumberOfItsOwn(t *testing.T) {
	branch := identity.Prepare(identity.Record{Names: []string{"广州远望软件有限公司深圳分公司"}, TaxIDs: []string{"91440300MA5DA1B23C"}})
	firm := identity.Prepare(identity.Record{Names: []string{"广州远望软件有限公司"}, TaxIDs: []string{"91440101MA59X8Y77D"}})
	s := identity.Shipped().Score(branch, firm)
	if s.Veto != "" || !slices.Contains(codes(s), identity.CodeTaxDiffersBranch) || identity.DefaultThresholds().Verdict(s) == identity.VerdictApart {
		t.Errorf("%+v", s)
	}
}

// When one identifier agrees and another contradicts, somebody's data is wrong.
func TestAVetoBesideAnAgreeingIdentifierIsAQuestion(t *testing.T) {
	a := identity.Prepare(identity.Record{Names: []string{"Halden"}, Accounts: []string{"111122223333"}, TaxIDs: []string{"DE123456789"}})
	b := identity.Prepare(identity.Record{Names: []string{"Halden"}, Accounts: []string{"111122223333"}, TaxIDs: []string{"DE987654321"}})
	s := identity.Shipped().Score(a, b)
	if s.Veto != identity.CodeTaxDiffers || !s.Exact || identity.DefaultThresholds().Verdict(s) != identity.VerdictAsk {
		t.Errorf("%+v", s)
	}
}

// An account's label loses what people add to it.
func TestLabelsOfAccounts(t *testing.T) {
	customer := prepared("Northwind Robotics Ltd")
	for _, label := range []string{"northwind-robotics-prod", "NorthwindRoboticsProd01", "aws_northwind_robotics_euw1_sandbox", "Northwind Robotics - Production"} {
		s := identity.Shipped().Score(identity.Prepare(identity.Record{Aliases: []string{label}}), customer)
		if identity.DefaultThresholds().Verdict(s) == identity.VerdictApart || s.Probability < 0.8 {
			t.Errorf("%s: %.3f", label, s.Probability)
		}
	}
	for _, label := range []string{"prod", "dev-01", "security-audit", "sandbox", "生产环境", "123456789012"} {
		s := identity.Shipped().Score(identity.Prepare(identity.Record{Aliases: []string{label}}), customer)
		if identity.DefaultThresholds().Verdict(s) == identity.VerdictAccept || s.Probability > 0.1 {
			t.Errorf("%s: %.3f", label, s.Probability)
		}
	}
}

// A rejected pair is asked again for what is new, and for nothing else.
func TestFreshIsWhatWasNotThereBefore(t *testing.T) {
	m := identity.Shipped()
	a, b := identity.Record{Names: []string{"Halden"}}, identity.Record{Names: []string{"Halden GmbH"}}
	before := m.Score(identity.Prepare(a), identity.Prepare(b))
	a.Accounts, b.Country = []string{"111122223333"}, "DE" // says nothing for the pair
	same := m.Score(identity.Prepare(a), identity.Prepare(b))
	if same.Key() != before.Key() || len(same.Fresh(before.Marks())) != 0 {
		t.Errorf("nothing is new, and yet: %v", same.Fresh(before.Marks()))
	}
	a.Domains, b.Domains = []string{"halden.de"}, []string{"halden.de"}
	after := m.Score(identity.Prepare(a), identity.Prepare(b))
	fresh := after.Fresh(before.Marks())
	if after.Key() == before.Key() || !slices.ContainsFunc(fresh, func(e identity.Evidence) bool { return e.Code == identity.CodeDomainSame && e.Left == "halden.de" }) {
		t.Errorf("the domain is new: %v", fresh)
	}
}
