package roster_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/source/roster"
)

const customersCSV = `customer_id,name,segment,industry,country,internal,kind,value,from,until,source,confidence,parent,role
acme,Acme Ltd,enterprise,retail,GB,,account,12345678901,2024-01,2025-07-17,CRM,90%,,
acme,,,,,,tax_id,GB 123456789,,,,,,
acme,,,,,,lei,5493001KJTIIGC8Y1R12,,,,,,
acme,,,,,,partner_central,PC-1,,,,,,
acme,,,,,,domain,acme.example,,,,,,
acme,,,,,,name,Acne Ltd,,2024/1/1,,,,
acme,,,,,,,,2025-01,,,,own,legal_entity
beta,贝塔科技有限公司,smb,,CN,,Account,111122223333,,,,,acme,Reseller
beta,,,,,,name,Beta Tech,,,,,,
own,Our Own,,,,yes,,,,,,,,group
`

const customersYAML = `
customers:
  - id: acme
    name: Acme Ltd
    segment: enterprise
    industry: retail
    country: GB
    accounts:
      - {value: 12345678901, from: 2024-01, until: 2025-07-17, source: CRM, confidence: 0.9}
    tax_ids: [GB 123456789]
    leis: [5493001KJTIIGC8Y1R12]
    partner_central: [PC-1]
    domains: [acme.example]
    names: [{value: Acne Ltd, until: 2024-01-01}]
    parents: [{parent: own, role: legal_entity, from: 2025-01}]
  - id: beta
    name: 贝塔科技有限公司
    segment: smb
    country: CN
    accounts: [111122223333]
    names: [Beta Tech]
    parents: [{parent: acme, role: reseller}]
  - id: own
    name: Our Own
    internal: 是
    parents: [{role: group}]
`

func wantCustomers() []customer.Customer {
	day := func(s string) time.Time { d, _ := time.Parse(time.DateOnly, s); return d }
	return []customer.Customer{
		{ID: "acme", Name: "Acme Ltd", Segment: "enterprise", Industry: "retail", Country: "GB", Identifiers: []customer.Identifier{
			{Kind: customer.KindAccount, Value: "012345678901", From: day("2024-01-01"), Until: day("2025-07-17"), Source: "CRM", Confidence: money.MustParse("0.9")},
			{Kind: customer.KindTaxID, Value: "GB 123456789"},
			{Kind: customer.KindLEI, Value: "5493001KJTIIGC8Y1R12"},
			{Kind: customer.KindPartnerCentral, Value: "PC-1"},
			{Kind: customer.KindDomain, Value: "acme.example"},
			{Kind: customer.KindName, Value: "Acne Ltd", Until: day("2024-01-01")},
		}, Parents: []customer.Parent{{ID: "own", Role: customer.RoleEntity, From: day("2025-01-01")}}},
		{ID: "beta", Name: "贝塔科技有限公司", Segment: "smb", Country: "CN", Identifiers: []customer.Identifier{
			{Kind: customer.KindAccount, Value: "111122223333"}, {Kind: customer.KindName, Value: "Beta Tech"},
		}, Parents: []customer.Parent{{ID: "acme", Role: customer.RoleReseller}}},
		{ID: "own", Name: "Our Own", Internal: true, Parents: []customer.Parent{{Role: customer.RoleGroup}}},
	}
}

// customersOf is what a list of one file says.
type customersOf struct {
	Customers []customer.Customer
	Findings  []batch.Finding
	Rejects   []batch.Reject
}

func readCustomers(text, name string) (customersOf, error) {
	list := roster.NewCustomers()
	file, err := list.Read(strings.NewReader(text), name)
	if err != nil {
		return customersOf{}, err
	}
	all, whole := list.End()
	return customersOf{all, slices.Concat(file.Findings, whole), file.Rejects}, nil
}

func TestCSVAndYAMLSayTheSame(t *testing.T) {
	for name, text := range map[string]string{"customers.csv": customersCSV, "customers.yaml": customersYAML} {
		got, err := readCustomers(text, name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(wantCustomers(), got.Customers); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		if len(got.Findings) != 1 || got.Findings[0].Rule != roster.RuleAccountPadded || got.Findings[0].Example != "12345678901 → 012345678901" {
			t.Errorf("%s: findings %+v", name, got.Findings)
		}
	}
}

func TestYAMLKeepsTheDigitsOfAnUnquotedAccount(t *testing.T) {
	got, err := readCustomers("customers:\n  - id: a\n    accounts: [012345678901, '000000000001']\n", "c.yml")
	if err != nil {
		t.Fatal(err)
	}
	ids := got.Customers[0].Identifiers
	if ids[0].Value != "012345678901" || ids[1].Value != "000000000001" {
		t.Errorf("%+v", ids)
	}
}

func TestAccountIdsAreMendedOnlyWhereTheyCanBe(t *testing.T) {
	for in, want := range map[string]struct{ value, rule string }{
		"12345678":       {"000012345678", roster.RuleAccountPadded},
		"1234567":        {"1234567", ""},
		"123456789012":   {"123456789012", ""},
		"1234567890123":  {"1234567890123", "roster.account_digits"},
		"12345678901234": {"12345678901234", ""},
		"1234-5678-90":   {"1234-5678-90", ""},
		"0f3a1c2e-77aa":  {"0f3a1c2e-77aa", ""},
		"12345678e90":    {"12345678e90", ""},
	} {
		got, err := readCustomers("customer_id,kind,value\na,account,"+in+"\n", "c.csv")
		if err != nil || len(got.Customers) != 1 {
			t.Errorf("%s: %+v, %v", in, got, err)
			continue
		}
		rule := ""
		if len(got.Findings) > 0 {
			rule = got.Findings[0].Rule
		}
		if value := got.Customers[0].Identifiers[0].Value; value != want.value || rule != want.rule {
			t.Errorf("%s became %s with %q, want %+v", in, value, rule, want)
		}
	}
}

func TestBadRowsAreRejects(t *testing.T) {
	got, err := readCustomers(`customer_id,name,internal,kind,value,from,until
,No id,,,,,
a,A,perhaps,,,,
a,A,,colour,red,,
a,A,,account,,,
a,A,,account,1.23457E+11,,
a,A,,account,1,2025-13,
a,A,,account,1,,31.12.2025
a,A,,account,1,2025-02,2025-02
a,A,,name,...,,
a,A,,account,222233334444,,
`, "c.csv")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"2 customer_id roster.id_missing", "3 internal roster.not_yes_or_no", "4 kind roster.kind", "5 value roster.value_missing",
		"6 value roster.account_scientific", "7 from roster.day", "8 until roster.day", "9 until roster.validity_empty",
		"10 value roster.value_empty"}
	var reasons []string
	for _, r := range got.Rejects {
		reasons = append(reasons, strings.Join([]string{number(r.Place.Row), r.Place.Column, r.Reason}, " "))
	}
	if diff := cmp.Diff(want, reasons); diff != "" {
		t.Error(diff)
	}
	if len(got.Customers) != 1 || len(got.Customers[0].Identifiers) != 1 {
		t.Errorf("customers %+v", got.Customers)
	}
}

func number(n int64) string { b, _ := json.Marshal(n); return string(b) }

func TestAnIdentifierBelongsToOneCustomerAtATime(t *testing.T) {
	const head = "customer_id,name,kind,value,from,until\n"
	for _, c := range []struct {
		name, rows string
		taken      bool
	}{
		{"at the same time", "a,A,account,111122223333,,\nb,B,account,1111-2222-3333,,\n", true},
		{"overlapping by a month", "a,A,account,111122223333,,2025-02\nb,B,account,111122223333,2025-01,\n", true},
		{"one after the other", "a,A,account,111122223333,,2025-01\nb,B,account,111122223333,2025-01,\n", false},
		{"the same customer twice", "a,A,account,111122223333,,\na,A,account,111122223333,,\n", false},
		{"another kind", "a,A,account,111122223333,,\nb,B,ref,111122223333,,\n", false},
		{"names, once normalised", "a,A,name,Gamma Ltd,,\nb,B,name,GAMMA Inc.,,\n", true},
	} {
		_, err := readCustomers(head+c.rows, "c.csv")
		f, _ := fault.As(err)
		if c.taken != (f != nil && f.Code == "roster.identifier_taken") {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if c.taken && (f.Place.Row != 3 || f.Args["first"] != "2" || f.Args["other"] != "a" || f.Args["customer"] != "b") {
			t.Errorf("%s: the fault names %v at %s", c.name, f.Args, f.Place)
		}
	}
}

func TestWhatCannotIdentifyIsReported(t *testing.T) {
	got, err := readCustomers("customer_id,name,kind,value\na,Acme GmbH,domain,gmail.com\nb,ACME Ltd,,\n", "c.csv")
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Findings) != 2 || got.Findings[0].Rule != roster.RuleFreeMail || got.Findings[1].Rule != roster.RuleNameShared {
		t.Errorf("findings %+v", got.Findings)
	}
	if len(got.Customers[0].Identifiers) != 0 {
		t.Errorf("identifiers %+v", got.Customers[0].Identifiers)
	}
}

func TestBadFilesOfCustomersAreRefused(t *testing.T) {
	for _, c := range []struct {
		file, text, code string
		row              int64
	}{
		{"c.csv", "", "roster.empty", 0},
		{"c.csv", "customer_id,colour\n", "roster.column_unknown", 1},
		{"c.csv", "customer_id,name,name\n", "roster.column_twice", 1},
		{"c.csv", "name\nA\n", "roster.column_missing", 1},
		{"c.csv", "customer_id,name\na,A\na,B\n", "roster.customer_differs", 3},
		{"c.csv", "customer_id,name\na,A,x\n", "source.csv_ragged", 2},
		{"c.yaml", "", "roster.empty", 0},
		{"c.yaml", "customers:\n  - id: a\n    colour: red\n", "roster.yaml_field", 3},
		{"c.yaml", "customers:\n  - id: [a]\n", "roster.yaml_shape", 2},
		{"c.yaml", "customers:\n  - id: a\n    accounts:\n      - {value: 1, colour: red}\n", "roster.yaml_field", 4},
		{"c.yaml", "customers: [\n", "roster.yaml", 0},
		{"c.yaml", "customers: []\n---\ncustomers: []\n", "roster.yaml_documents", 0},
		{"c.yaml", "customers:\n  - name: A\n", "roster.id_missing", 2},
		{"c.yaml", "customers:\n  - id: a\n    accounts:\n      - {value: '1', from: spring}\n", "roster.day", 4},
		{"c.yaml", "customers:\n  - id: a\n    accounts: ['1']\n  - id: b\n    accounts: ['1']\n", "roster.identifier_taken", 5},
	} {
		_, err := readCustomers(c.text, c.file)
		f, ok := fault.As(err)
		if !ok || f.Code != c.code || c.row != 0 && f.Place.Row != c.row || f.Place.File != c.file {
			t.Errorf("%s %q: %v; want %s in row %d", c.file, c.text, err, c.code, c.row)
		}
	}
}

func FuzzReadCustomers(f *testing.F) {
	f.Add(customersCSV, false)
	f.Add(customersYAML, true)
	f.Add("customers:\n  - &a {id: a, accounts: [1]}\n  - *a\n", true)
	f.Fuzz(func(t *testing.T, text string, asYAML bool) {
		name := "c.csv"
		if asYAML {
			name = "c.yaml"
		}
		got, err := readCustomers(text, name)
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		seen := map[customer.ID]bool{}
		for _, c := range got.Customers {
			if c.ID == "" || seen[c.ID] {
				t.Fatalf("customer %q stands twice or has no id", c.ID)
			}
			seen[c.ID] = true
		}
	})
}
