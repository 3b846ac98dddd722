package matching

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/identity"
)

func scoreOf(a, b Party) identity.Score {
	return identity.Shipped().Score(identity.Prepare(a.record()), identity.Prepare(b.record()))
}

func has(s identity.Score, code identity.Code) bool {
	return slices.ContainsFunc(s.Evidence, func(e identity.Evidence) bool { return e.Code == code })
}

func TestReferencesOfTwoProgramsAreNeverCompared(t *testing.T) {
	xero := Party{ID: "book:1", Kind: identity.KindBook, Names: []string{"Halden Systems"}, Ref: "77", RefSystem: "xero"}
	other := Party{ID: "book:2", Kind: identity.KindBook, Names: []string{"Quokka Freight"}, Ref: "77", RefSystem: "quickbooks"}
	if s := scoreOf(xero, other); has(s, identity.CodeRefSame) || has(s, identity.CodeRefDiffers) {
		t.Errorf("compared: %+v", s.Evidence)
	}
	other.RefSystem = "xero"
	if s := scoreOf(xero, other); !has(s, identity.CodeRefSame) {
		t.Errorf("not compared: %+v", s.Evidence)
	}
}

func TestAReferenceThatStandsForAnybodyIsNotCompared(t *testing.T) {
	ps := &parties{}
	for _, name := range []string{"Alder", "Birch", "Cedar", "Dogwood", "Elder", "Fir", "Ginkgo"} {
		ps.all = append(ps.all, &Party{Kind: identity.KindBook, Names: []string{name}, Ref: "cash", RefSystem: "xero"})
	}
	ps.all = append(ps.all, &Party{Kind: identity.KindBook, Names: []string{"Alder"}, Ref: "77", RefSystem: "xero"},
		&Party{Kind: identity.KindBook, Names: []string{"Alder"}, Ref: "EM:ap@alder.example", RefSystem: "invoice-xml"})
	ps.markShared(ps.all)
	for i, want := range []int{0: 0, 7: 1, 8: 0} {
		if got := len(ps.all[i].record().Refs); (i == 0 || i > 6) && got != want {
			t.Errorf("%+v: %d references", ps.all[i], got)
		}
	}
	if d := ps.all[8].record().Domains; len(d) != 1 || d[0] != "ap@alder.example" {
		t.Errorf("a mail address as reference is a domain: %v", d)
	}
}

func TestAnAccountsNumberOrMailIsNoNameOfACustomer(t *testing.T) {
	p := Party{ID: "account:1", Kind: identity.KindAccount, Account: "123456789012",
		Names: []string{"123456789012", "1234-5678-9012", "aws@acme.example", "acme-prod"}, Payer: "999999999999", PayerName: "Globex"}
	r := p.record()
	if diff := cmp.Diff([]string{"acme-prod"}, p.labels()); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"acme-prod", "aws@acme.example"}, r.Aliases); diff != "" { // whose domain it is, identity knows
		t.Errorf("aliases (-want +got):\n%s", diff)
	}
	want := []identity.Hint{{Source: identity.HintEmail, Value: "aws@acme.example"}, {Source: identity.HintOrg, Value: "Globex"}}
	if diff := cmp.Diff(want, r.Hints); diff != "" {
		t.Errorf("hints (-want +got):\n%s", diff)
	}
	if r.Payers != nil {
		t.Errorf("a payer that may be the partner's own says nothing: %v", r.Payers)
	}
}

func TestOnlyTellingTagsAreHints(t *testing.T) {
	for tags, want := range map[string][]identity.Hint{
		"":          nil,
		"no json":   nil,
		`["a"]`:     nil,
		`{"env":1}`: nil,
		`{"environment":"prod","user_Customer":" Acme ","Owner":"ops@acme.example","organization":"Acme Group","项目":"艾克米"}`: {
			{Source: identity.HintEmail, Value: "ops@acme.example"}, {Source: identity.HintOrg, Value: "Acme Group"},
			{Source: identity.HintTag, Value: "Acme"}, {Source: identity.HintTag, Value: "艾克米"}},
	} {
		if diff := cmp.Diff(want, tagHints(tags)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tags, diff)
		}
	}
}

func FuzzTagHints(f *testing.F) {
	for _, seed := range []string{"", "{}", `{"customer":"Acme"}`, `{"owner":"a@b.c","x":[1]}`, `{"客户":"\u0000"}`, "{"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, tags string) {
		for _, h := range tagHints(tags) {
			if h.Value == "" || h.Source == "" {
				t.Errorf("%q gives %+v", tags, h)
			}
		}
	})
}
