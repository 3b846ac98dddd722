package identity_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/identity"
)

// parts of names, so that drawn records meet often.
func drawName() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		brand := rapid.SampledFrom([]string{"Acme", "Acne", "Northwind", "上海云帆", "云帆", "Müller", "Фаберлик", "トヨタ", "B2", "AT&T"}).Draw(t, "brand")
		rest := rapid.SampledFrom([]string{"", " Robotics", " Foods", " (China)", " II", "科技", " & Sons", " Shanghai"}).Draw(t, "rest")
		form := rapid.SampledFrom([]string{"", " Ltd", " GmbH", "有限公司", " Inc.", "分公司"}).Draw(t, "form")
		return brand + rest + form
	})
}

func drawRecord(t *rapid.T, key string) identity.Record {
	some := func(label string, values ...string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(values), 0, 2, rapid.ID).Draw(t, key+label)
	}
	return identity.Record{
		Key:      key,
		Names:    rapid.SliceOfN(drawName(), 0, 2).Draw(t, key+"names"),
		Accounts: some("accounts", "111122223333", "444455556666", "777788889999"),
		TaxIDs:   some("tax", "DE123456789", "DE987654321", "FR12345678901", "91310115MA1K3XQX4H", "12-3456789"),
		DUNS:     some("duns", "150483782", "081466849"),
		LEI:      some("lei", "529900T8BM49AURSDO55", "213800WAVVOPS85N2205"),
		Domains:  some("domains", "acme.com", "northwind.io", "jo@gmail.com"),
		Country:  rapid.SampledFrom([]string{"", "DE", "CN"}).Draw(t, key+"country"),
		Payers:   some("payers", "000011112222"),
		Hints:    []identity.Hint{{Source: identity.HintTag, Value: drawName().Draw(t, key+"hint")}},
	}
}

func TestScoreIsSymmetric(t *testing.T) {
	m := identity.Shipped()
	rapid.Check(t, func(t *rapid.T) {
		a, b := identity.Prepare(drawRecord(t, "a")), identity.Prepare(drawRecord(t, "b"))
		there, back := m.Score(a, b), m.Score(b, a)
		if math.Abs(there.LogOdds-back.LogOdds) > 1e-9 || there.Veto != back.Veto || there.OnlyWeak != back.OnlyWeak || there.Exact != back.Exact {
			t.Fatalf("%+v\n%+v", there, back)
		}
	})
}

func TestScoreExplainsItself(t *testing.T) {
	m := identity.Shipped()
	rapid.Check(t, func(t *rapid.T) {
		a, b := identity.Prepare(drawRecord(t, "a")), identity.Prepare(drawRecord(t, "b"))
		s := m.Score(a, b)
		var sum float64
		for _, e := range s.Evidence {
			sum += e.Weight
			if e.Code.Supports() && e.Weight < 0 {
				t.Fatalf("%+v speaks against a pair", e)
			}
		}
		if math.Abs(sum-s.LogOdds) > 1e-9 {
			t.Fatalf("the evidence sums to %v, the score is %v", sum, s.LogOdds)
		}
		if s.Probability > 1/(1+math.Exp(-s.LogOdds))+1e-9 || s.Probability != m.Probability(a, b) {
			t.Fatalf("%v does not follow from %v", s.Probability, s.LogOdds)
		}
	})
}

// What both records get in common never makes them less alike.
func TestAgreeingEvidenceNeverLowers(t *testing.T) {
	m := identity.Shipped()
	add := map[string]func(r *identity.Record, name string){
		"name":    func(r *identity.Record, name string) { r.Names = append([]string{name}, r.Names...) },
		"account": func(r *identity.Record, _ string) { r.Accounts = append(r.Accounts, "999900001111") },
		"tax":     func(r *identity.Record, _ string) { r.TaxIDs = append(r.TaxIDs, "DE555555555") },
		"lei":     func(r *identity.Record, _ string) { r.LEI = append(r.LEI, "5493001KJTIIGC8Y1R12") },
		"duns":    func(r *identity.Record, _ string) { r.DUNS = append(r.DUNS, "123456789") },
		"ref":     func(r *identity.Record, _ string) { r.Refs = append(r.Refs, identity.Ref{System: "crm", Value: "77"}) },
		"domain":  func(r *identity.Record, _ string) { r.Domains = append(r.Domains, "shared.example") },
		"payer":   func(r *identity.Record, _ string) { r.Payers = append(r.Payers, "222211110000") },
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawRecord(t, "a"), drawRecord(t, "b")
		before := m.Score(identity.Prepare(a), identity.Prepare(b))
		what := rapid.SampledFrom([]string{"name", "account", "tax", "lei", "duns", "ref", "domain", "payer"}).Draw(t, "what")
		name := drawName().Draw(t, "name")
		add[what](&a, name)
		add[what](&b, name)
		after := m.Score(identity.Prepare(a), identity.Prepare(b))
		if after.LogOdds < before.LogOdds-1e-9 || after.Probability < before.Probability-1e-9 {
			t.Fatalf("%s: %v before\n%+v\n%v after\n%+v", what, before.Probability, before, after.Probability, after)
		}
	})
}

func TestWeakEvidenceNeverDecides(t *testing.T) {
	m := identity.Shipped()
	spend := []float64{0.1, 0.2, 0.05, 0.25, 0.1, 0.3}
	a := identity.Prepare(identity.Record{
		Key: "account:1", Accounts: []string{"111122223333"}, Payers: []string{"999"}, Spend: spend,
		Hints: []identity.Hint{
			{Source: identity.HintTag, Value: "northwind"}, {Source: identity.HintResource, Value: "northwind-web-01"},
			{Source: identity.HintEmail, Value: "aws+northwind@partner.example"}, {Source: identity.HintOrg, Value: "Northwind"},
		},
	})
	b := identity.Prepare(identity.Record{Key: "c", Names: []string{"Northwind Robotics"}, Payers: []string{"999"}, Spend: spend})
	s := m.Score(a, b)
	loose := identity.Thresholds{Accept: 0.5, Apart: 0.01}
	if !s.OnlyWeak || loose.Verdict(s) != identity.VerdictAsk {
		t.Errorf("%+v", s)
	}
	if s.Probability < 0.3 {
		t.Errorf("five suggestions are worth a question, not %v", s.Probability)
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("Acme Ltd", "acme", "DE123", "a@acme.com", "acme-prod")
	f.Add("上海云帆信息技术有限公司", "Shanghai Yunfan", "91310115MA1K3XQX4H", "云帆.cn", "云帆生产")
	f.Add("", "\xff", "EL999", "x@y", "--")
	m := identity.Shipped()
	f.Fuzz(func(t *testing.T, left, right, tax, domain, alias string) {
		a := identity.Prepare(identity.Record{Key: "a", Names: []string{left}, TaxIDs: []string{tax}, Domains: []string{domain}, Aliases: []string{alias}})
		b := identity.Prepare(identity.Record{Key: "b", Names: []string{right, left}, TaxIDs: []string{right}, Hints: []identity.Hint{{Source: identity.HintTag, Value: alias}}})
		s, back := m.Score(a, b), m.Score(b, a)
		if math.IsNaN(s.LogOdds) || s.Probability < 0 || s.Probability > 1 || math.Abs(s.LogOdds-back.LogOdds) > 1e-9 {
			t.Fatalf("%+v\n%+v", s, back)
		}
	})
}
