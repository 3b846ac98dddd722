package roster_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/source/roster"
)

func monthOf(t *testing.T, s string) period.Month {
	t.Helper()
	m, err := period.ParseMonth(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const shareCSV = `subject_kind,subject,target_kind,target,share,from,until,reason,note,id
Engagement,P-7,customer,acme,30 %,2025-01,2025-04,several_customers,both use it,S1
account,111122223333,partner,self,0.6,2025-02,,,,
`

const shareYAML = `shares:
  - subject_kind: engagement
    subject: P-7
    target_kind: customer
    target: acme
    share: 30 %
    from: 2025-01
    until: 2025-04
    reason: several_customers
    note: both use it
    id: S1
  - {subject_kind: account, subject: 111122223333, target_kind: partner, target: self, share: 0.6, from: 2025-02}
`

func TestSharesReadTheSameFromCSVAndYAML(t *testing.T) {
	want := []attribution.Share{
		{Subject: attribution.Subject{Kind: "project", Value: "P-7"}, To: attribution.Target{Kind: "customer", Value: "acme"}, Share: money.MustParse("0.3"),
			From: monthOf(t, "2025-01"), Until: monthOf(t, "2025-04"), Reason: "several_customers", Note: "both use it", ID: "S1", Row: 2},
		{Subject: attribution.Subject{Kind: "account", Value: "111122223333"}, To: attribution.Target{Kind: "partner", Value: "self"}, Share: money.MustParse("0.6"),
			From: monthOf(t, "2025-02"), Reason: "other", Row: 3},
	}
	for path, text := range map[string]string{"shares.csv": shareCSV, "shares.yaml": shareYAML} {
		got, err := roster.ReadShares(strings.NewReader(text), path)
		if err != nil {
			t.Fatal(err)
		}
		if path == "shares.yaml" { // rows are lines there
			for i := range got.Shares {
				got.Shares[i].Row = int64(i + 2)
			}
		}
		if d := cmp.Diff(want, got.Shares); d != "" {
			t.Errorf("%s (-want +got):\n%s", path, d)
		}
		if got.Layout != roster.SharesList || len(got.Findings) != 1 || got.Findings[0].Rule != roster.ShareRest || got.Findings[0].Example != "P-7: 70 %" {
			t.Errorf("%s: %s %+v", path, got.Layout, got.Findings)
		}
	}
}

func TestAllocationsReadAsTheAPIGivesThem(t *testing.T) {
	csv := `RevenueAttributionAllocationId,Arn,EntityType,EntityIdentifier,CustomerAwsAccountId,RevenueSharePercent,EffectiveFrom,EffectiveUntil,Status,TenancyModel
raa-1,arn:aws:x,OPPORTUNITY,O123,11122223333,40.5,2026-01-01,2026-06-30,ACTIVE,SINGLE_TENANT
raa-2,arn:aws:y,OFFER,offer-1,444455556666,100,2026-02-01,,ACTIVE,SINGLE_TENANT
raa-3,arn:aws:z,OFFER,offer-1,444455556666,100,2026-02-01,,INACTIVE,SINGLE_TENANT
`
	list := `{"RevenueAttributionAllocations": [
  {"RevenueAttributionAllocationId": "raa-1", "EntityType": "OPPORTUNITY", "EntityIdentifier": "O123", "CustomerAwsAccountId": "011122223333",
   "RevenueSharePercent": "40.5", "EffectiveFrom": "2026-01-01T00:00:00Z", "EffectiveUntil": "2026-06-30T23:59:59Z", "Status": "ACTIVE", "Tags": [{"Key": "a"}]},
  {"RevenueAttributionAllocationId": "raa-2", "EntityType": "OFFER", "EntityIdentifier": "offer-1", "CustomerAwsAccountId": "444455556666",
   "RevenueSharePercent": 100, "EffectiveFrom": 1769904000, "Status": "ACTIVE"},
  {"RevenueAttributionAllocationId": "raa-3", "CustomerAwsAccountId": "444455556666", "RevenueSharePercent": 100, "EffectiveFrom": "2026-02-01", "Status": "INACTIVE"}
], "NextToken": null}`
	account := func(id string) attribution.Subject { return attribution.Subject{Kind: "account", Value: id} }
	self := attribution.Target{Kind: "partner", Value: "self"}
	want := []attribution.Share{
		{Subject: account("011122223333"), To: self, Share: money.MustParse("0.405"), From: monthOf(t, "2026-01"), Until: monthOf(t, "2026-07"),
			Reason: "revenue_attribution", Note: "OPPORTUNITY O123", ID: "raa-1"},
		{Subject: account("444455556666"), To: self, Share: money.One, From: monthOf(t, "2026-02"), Reason: "revenue_attribution", Note: "OFFER offer-1", ID: "raa-2"},
	}
	for path, text := range map[string]string{"a.csv": csv, "a.json": list} {
		got, err := roster.ReadShares(strings.NewReader(text), path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got.Shares {
			got.Shares[i].Row = 0
		}
		if d := cmp.Diff(want, got.Shares, cmp.Comparer(money.Decimal.Equal)); d != "" {
			t.Errorf("%s (-want +got):\n%s", path, d)
		}
		if got.Layout != roster.SharesAllocations || len(got.Findings) != 1 || got.Findings[0].Rule != roster.ShareInactive {
			t.Errorf("%s: %s %+v", path, got.Layout, got.Findings)
		}
	}
}

func TestABadFileOfSharesIsRefusedWhereItIsWrong(t *testing.T) {
	header := "subject_kind,subject,target_kind,target,share,from,until,reason\n"
	allocation := "RevenueAttributionAllocationId,CustomerAwsAccountId,RevenueSharePercent,EffectiveFrom,EffectiveUntil,Status\n"
	for _, c := range []struct{ path, text, code string }{
		{"s.csv", "", "roster.empty"},
		{"s.csv", header, "roster.empty"},
		{"s.csv", "subject_kind,subject,colour\n", "roster.column_unknown"},
		{"s.csv", "subject_kind,subject\nline,a\n", "roster.column_missing"},
		{"s.csv", header + "project,P,customer,a,a lot,,,\n", "attribution.share_malformed"},
		{"s.csv", header + "project,P,customer,a,1.5,,,\n", "attribution.share_range"},
		{"s.csv", header + "project,P,customer,a,0.5,March,,\n", "attribution.month"},
		{"s.csv", header + "project,P,customer,a,0.5,2025-03,2025-03,\n", "attribution.period_empty"},
		{"s.csv", header + "account,1,provider,AWS,0.5,,,\n", "attribution.target_not_permitted"},
		{"s.yaml", "shares:\n  - {subject: a, colour: red}\n", "roster.yaml_field"},
		{"s.yaml", "shares:\n  - {subject: a, subject: b}\n", "roster.yaml_twice"},
		{"s.yaml", "shares: 7\n", "roster.yaml_shape"},
		{"s.yaml", "shares: [7]\n", "roster.yaml_shape"},
		{"s.yaml", "parts: []\n", "roster.yaml_field"},
		{"a.csv", allocation + "r,1111222233334,5,2026-01-01,,ACTIVE\n", "attribution.account_digits"},
		{"a.csv", allocation + "r,111122223333,5,2026-01-02,,ACTIVE\n", "attribution.not_month_aligned"},
		{"a.csv", allocation + "r,111122223333,5,2026-01-01,2026-02-27,ACTIVE\n", "attribution.not_month_aligned"},
		{"a.csv", allocation + "r,111122223333,5,2026-01-01,,PENDING\n", "attribution.status"},
		{"a.json", `{"a": 1}`, "attribution.allocations_json"},
		{"a.json", `[{"CustomerAwsAccountId": "1"`, "attribution.allocations_json"},
		{"a.json", `["x"]`, "attribution.allocations_json"},
		{"a.json", strings.Repeat("[", 20) + strings.Repeat("]", 20), "attribution.allocations_json"},
	} {
		if _, err := roster.ReadShares(strings.NewReader(c.text), c.path); fault.CodeOf(err) != c.code {
			t.Errorf("%q: got %v, want %s", c.text, err, c.code)
		}
	}
}

func TestAccountsThatCustomersPayAreDeclaredOrEstimated(t *testing.T) {
	text := "account,customer,provider,month,from,until,amount,currency,basis,note\n" +
		"0111-2222-3333,acme,AWS,2025-03,,,1200.50,USD,calculator,\n111122223334,,,,2025-01,,,,,we run it\n"
	got, err := roster.ReadInfluenced(strings.NewReader(text), "a.csv")
	if err != nil {
		t.Fatal(err)
	}
	march := monthOf(t, "2025-03")
	if d := cmp.Diff([]attribution.Influence{
		{Account: "0111-2222-3333", Customer: "acme", Provider: "AWS", From: march, Until: march + 1, Amount: money.MustParse("1200.5"), Currency: "USD", Basis: "calculator", Row: 2},
		{Account: "111122223334", From: monthOf(t, "2025-01"), Note: "we run it", Row: 3}}, got.Accounts, cmp.Comparer(money.Decimal.Equal)); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	for code, row := range map[string]string{
		"attribution.account_missing":   ",,,2025-01,,,1,USD,,",
		"attribution.estimate_currency": "1,,,2025-01,,,1,,,",
		"attribution.estimate_open":     "1,,,,2025-01,,1,USD,,",
		"attribution.estimate_basis":    "1,,,2025-01,,,1,USD,guess,",
		"attribution.estimate_negative": "1,,,2025-01,,,-1,USD,,",
		"attribution.month":             "1,,,soon,,,1,USD,,",
		"roster.account_scientific":     "1.11122E+11,,,,,,,,,",
		"attribution.period_empty":      "1,,,,2025-02,2025-01,,,,",
		"number.malformed":              "1,,,2025-01,,,many,USD,,",
	} {
		_, err := roster.ReadInfluenced(strings.NewReader("account,customer,provider,month,from,until,amount,currency,basis,note\n"+row+"\n"), "a.csv")
		if got := fault.CodeOf(err); got != code {
			t.Errorf("%s: %v, want %s", row, err, code)
		}
	}
}

func FuzzShares(f *testing.F) {
	f.Add(shareCSV, false)
	f.Add(shareYAML, true)
	f.Add(`[{"CustomerAwsAccountId": "111122223333", "RevenueSharePercent": "5", "EffectiveFrom": "2026-01-01"}]`, false)
	f.Add("RevenueAttributionAllocationId,CustomerAwsAccountId,RevenueSharePercent,EffectiveFrom\nr,1,5,2026-01-01\n", false)
	f.Fuzz(func(t *testing.T, text string, yaml bool) {
		path := map[bool]string{true: "s.yaml", false: "s.csv"}[yaml]
		got, err := roster.ReadShares(strings.NewReader(text), path)
		if err != nil {
			if fault.CodeOf(err) == "" {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		for _, s := range got.Shares {
			if err := s.Validate(); err != nil {
				t.Fatalf("%+v: %v", s, err)
			}
		}
	})
}

func FuzzInfluenced(f *testing.F) {
	f.Add("account,amount,currency,month\n1,2,USD,2025-01\n", false)
	f.Add("accounts:\n  - {account: 1, amount: 2, currency: USD, month: 2025-01}\n", true)
	f.Fuzz(func(t *testing.T, text string, yaml bool) {
		path := map[bool]string{true: "a.yaml", false: "a.csv"}[yaml]
		got, err := roster.ReadInfluenced(strings.NewReader(text), path)
		if err != nil {
			if fault.CodeOf(err) == "" {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		for _, i := range got.Accounts {
			if err := i.Validate(); err != nil {
				t.Fatalf("%+v: %v", i, err)
			}
		}
	})
}
