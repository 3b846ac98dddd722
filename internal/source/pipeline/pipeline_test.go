package pipeline_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/opportunity"
	"github.com/sevenfold/sevenfold/internal/source/pipeline"
)

func describe(p pipeline.Pipeline) string {
	out := []string{p.Format}
	values := func(vs []opportunity.Value) (all []string) {
		for _, v := range vs {
			all = append(all, fmt.Sprintf("%s/%d", v.Amount, v.Months))
		}
		return all
	}
	for _, o := range p.Opportunities {
		line := fmt.Sprintf("%d %s(%s)|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|spend %v|deal %v|%s|%v|%v", o.Row, o.ID, o.CRMID, o.Customer.Name, o.Customer.Account,
			o.Customer.DUNS, o.Customer.Website, o.Customer.Industry, o.Customer.Country, o.Stage, o.Status, o.Close.Format("2006-01-02"), o.Delivery,
			values(o.Spend), values(o.Deal), o.GenAI, o.Solutions, o.Offers)
		if o.Deleted {
			line = fmt.Sprintf("%d %s deleted", o.Row, o.Key)
		}
		out = append(out, line)
	}
	for _, r := range p.Rejects {
		out = append(out, fmt.Sprintf("reject %d %s %s=%q", r.Place.Row, r.Reason, r.Place.Column, r.Place.Value))
	}
	for _, f := range p.Findings {
		out = append(out, fmt.Sprintf("finding %s x%d %q", f.Rule, f.Count, f.Example))
	}
	return strings.Join(out, "\n")
}

func read(t *testing.T, text string, opts pipeline.Options) pipeline.Pipeline {
	t.Helper()
	p, err := pipeline.Read(strings.NewReader(text), "p", opts)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func same(t *testing.T, got, want string) {
	t.Helper()
	if d := cmp.Diff(strings.TrimSpace(want), got); d != "" {
		t.Error(d)
	}
}

const manager = `Opportunity ID,Partner CRM Unique Identifier,Customer Company Name,Customer AWS Account ID,Customer Data Universal Number System (DUNS),Customer Website,Industry Vertical,Country,Postal Code,Stage,Status,Target Close Date,Delivery Model,Estimated AWS Monthly Recurring Revenue,Currency,Customer Software Value,Solution offered,Offer ID
O1,D-1,Acme Ltd,9090909090,12-345-6789,www.acme.com,Retail,China,99999,Technical Validation,Approved,2026-03-31,Managed Services;Professional Services,"12,500.50",EUR,90000,S-0001111;Other,offer-1
O2,,Accept to View,accept to view,,,,Accept to View,,Prospect,In review,2026-04-01,Teleport,0,,,,
O3,,Beta,1.2E+11,12,,,,,Won,Odd,31/12/2026,,10,,,,
,,Nobody,,,,,,,Prospect,,,,,,,,
O5,,Gamma,,,,,,,Closed Lost,,2025-01-31,Resell,-4,,,,
`

func TestThePipelineManagersColumns(t *testing.T) {
	// The column Currency is of the software value; the revenue is US dollars. A
	// postal code of 99999 is none, and none is kept.
	same(t, describe(read(t, manager, pipeline.Options{})), `
pipeline-manager
2 O1(D-1)|Acme Ltd|009090909090|123456789|www.acme.com|Retail|China|technical_validation|approved|2026-03-31|[managed_services professional_services]|spend [12500.5 USD/1]|deal []||[S-0001111]|[offer-1]
3 O2()|||||||prospect|in_review|2026-04-01|[]|spend []|deal []||[]|[]
reject 4 opportunity.date Target Close Date="31/12/2026"
reject 5 opportunity.id_missing Opportunity ID=""
reject 6 opportunity.amount_negative Estimated AWS Monthly Recurring Revenue="-4"
finding pipeline.masked x3 "Accept to View"
finding pipeline.delivery_unknown x1 "Teleport"
finding pipeline.amount_zero x1 "0"
finding pipeline.account_unreadable x1 "1.2E+11"
finding pipeline.duns_unreadable x1 "12"
finding pipeline.stage_unknown x1 "Won"
finding pipeline.status_unknown x1 "Odd"`)
}

func TestTheAPIsAnswer(t *testing.T) {
	list := `{"OpportunitySummaries": [
  {"Catalog":"AWS","Id":"O1","PartnerOpportunityIdentifier":"D-1","LastModifiedDate":"2026-01-05T10:00:00+08:00",
   "LifeCycle":{"Stage":"Committed","ReviewStatus":"Approved","TargetCloseDate":"2026-03-31"},
   "Customer":{"Account":{"CompanyName":"Acme","WebsiteUrl":"https://acme.com","AwsAccountId":"009090909090","Duns":"123456789","Industry":"Retail","Address":{"CountryCode":"US","PostalCode":"99999"}}},
   "Project":{"Title":"Zone","DeliveryModels":["Professional Services"],"ExpectedContractDuration":{"Term":"Months","Value":"36"},
     "ExpectedCustomerSpend":[{"Amount":"1000.00","CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"AWS"},{"Amount":"72000.00","CurrencyCode":"USD","Frequency":"None","TargetCompany":"Self"}]},
   "RelatedEntityIdentifiers":{"Solutions":["S-1"],"AwsMarketplaceOffers":["arn:offer"]}},
  {"Id":"O2","LifeCycle":{"Stage":"Prospect"},"Customer":{"Account":{"CompanyName":"Accept to View"}},
   "Project":{"ExpectedCustomerSpend":[{"Amount":"5","CurrencyCode":"USD","Frequency":"None","TargetCompany":"Self"},{"Amount":"6","CurrencyCode":"USD","Frequency":"None","TargetCompany":"AWS"},{"Amount":"7","CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"Reseller"}]}},
  {"Id":"O3","LifeCycle":{},"Customer":{"Account":{"CompanyName":"C"}},"Project":{"ExpectedContractDuration":{"Term":"Months","Value":"145"}}},
  {"ClientToken":"a-request","LifeCycle":{"Stage":"Prospect"},"Customer":{"Account":{"CompanyName":"D"}}}]}`
	got := read(t, list, pipeline.Options{})
	same(t, describe(got), `
partner-central-api
1 O1(D-1)|Acme|009090909090|123456789|https://acme.com|Retail|US|committed|approved|2026-03-31|[professional_services]|spend [1000 USD/1]|deal [72000 USD/36]||[S-1]|[arn:offer]
2 O2()|||||||prospect||0001-01-01|[]|spend []|deal [5 USD/0]||[]|[]
reject 3 opportunity.months Project.ExpectedContractDuration.Value="145"
reject 4 opportunity.id_missing Id=""
finding pipeline.masked x1 "Accept to View"
finding pipeline.months_missing x1 "5 USD"
finding pipeline.frequency_unknown x1 "None"
finding pipeline.spend_of_others x1 "Reseller"`)
	if at := got.Opportunities[0].Modified; at.Hour() != 2 {
		t.Errorf("UTC: %s", at)
	}
	// One object, and one a line, say the same as a list.
	one := `{"Id":"O9","LifeCycle":{"Stage":"Qualified"},"Customer":{"Account":{"CompanyName":"A"}}}`
	for _, text := range []string{one, "[" + one + "]", one + "\n" + one} {
		if p := read(t, text, pipeline.Options{}); len(p.Opportunities) == 0 || p.Opportunities[0].ID != "O9" {
			t.Errorf("%s: %+v", text, p)
		}
	}
}

func TestTheChangeFeed(t *testing.T) {
	p := read(t, `opportunity_id_pk,opportunity_id,row_type,row_modified_date,customer_company_name,opportunity_stage_name,delivery_model,is_genai_opportunity,currency,opportunity_target_close_date
7,O7,INSERT,2026-01-01 10:00:00,Acme,Qualified,Managed Services,true,USD,2026-06-30
7,O7,UPDATE,2026-01-02 10:00:00,Acme,Committed,Managed Services,false,USD,2026-06-30
8,,DELETE,2026-01-03 10:00:00,,,,,,
9,O9,UPSERT,2026-01-03 10:00:00,,,,,,
9,O9,INSERT,,,,,,,
`, pipeline.Options{})
	if !p.Feed {
		t.Error("a feed adds")
	}
	same(t, describe(p), `
opportunity-pipeline
2 O7()|Acme||||||qualified||2026-06-30|[managed_services]|spend []|deal []|yes|[]|[]
3 O7()|Acme||||||committed||2026-06-30|[managed_services]|spend []|deal []|no|[]|[]
4 8 deleted
reject 5 opportunity.change row_type="UPSERT"
reject 6 opportunity.modified_missing row_modified_date=""
finding pipeline.amounts_not_read x1 "opportunity-pipeline"`)
}

const crm = `
name: crm
columns:
  id: 商机编号
  customer_name: [公司, 客户]
  customer_ref: 客户号
  stage: 阶段
  close_date: 预计日期
  spend: 云消费
  deal: 合同额
  deal_months: 期限
constants: { spend_currency: CNY, deal_currency: CNY }
months: { spend: 12 }
stages: { 谈判: Business Validation, 赢单: launched }
dates: [yyyy年m月d日]
decimal: ","
`

func TestAnyCRMByAMapping(t *testing.T) {
	m, err := pipeline.ParseMapping(strings.NewReader(crm), "crm.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p := read(t, "商机报表;;;;;;;\n商机编号;公司;客户;客户号;阶段;预计日期;云消费;合同额;期限\nD-1;;艾克米;K-1;谈判;2026年3月5日;1.200,50;90000;36\nD-2;贝塔;;;赢单;;;5;\nD-3;;;;;;1;2\n", pipeline.Options{Mapping: &m})
	same(t, describe(p), `
crm
3 D-1()|艾克米||||||business_validation||2026-03-05|[]|spend [1200.5 CNY/12]|deal [90000 CNY/36]||[]|[]
4 D-2()|贝塔||||||launched||0001-01-01|[]|spend []|deal [5 CNY/0]||[]|[]
5 D-3()|||||||||0001-01-01|[]|spend [1 CNY/12]|deal [2 CNY/0]||[]|[]
finding pipeline.months_missing x2 "5 CNY"`)
}

func TestOurOwnLayout(t *testing.T) {
	p := read(t, "id,customer_name,stage,close_date,spend,spend_currency,deal,deal_currency,deal_months\nD-1,Acme,qualified,2026-03-05,10,EUR,€120,,12\nD-2,Acme,qualified,2026-03-05,10,,,,\n", pipeline.Options{})
	same(t, describe(p), `
plain
2 D-1()|Acme||||||qualified||2026-03-05|[]|spend [10 EUR/1]|deal [120 EUR/12]||[]|[]
reject 3 opportunity.currency_missing spend="10"`)
	if p := read(t, "id,customer_name,stage,close_date,spend\nD-2,Acme,qualified,,10\n", pipeline.Options{Currency: "EUR"}); len(p.Opportunities) != 1 {
		t.Errorf("--currency: %+v", p)
	}
}

func TestWhatIsNoPipelineIsRefused(t *testing.T) {
	for text, code := range map[string]string{
		"":                      "pipeline.empty",
		"\n\n":                  "pipeline.empty",
		"[]":                    "pipeline.empty",
		"a,b\n1,2\n":            "pipeline.format_unknown",
		`{"Catalog":"AWS"}`:     "pipeline.format_unknown",
		`{"a":`:                 "pipeline.json",
		`[1]`:                   "pipeline.format_unknown",
		strings.Repeat("[", 20): "pipeline.json",
		strings.Repeat("[", 20) + "{}" + strings.Repeat("]", 20):                                                                  "pipeline.format_unknown",
		`[{"Id":"O1","LifeCycle":{},"Customer":{}},{"apnCrmUniqueIdentifier":"O2","customerCompanyName":"A","stage":"Prospect"}]`: "pipeline.formats_mixed",
	} {
		if _, err := pipeline.Read(strings.NewReader(text), "p", pipeline.Options{}); fault.CodeOf(err) != code {
			t.Errorf("%q: %v, want %s", text, err, code)
		}
	}
}

func TestAMappingIsReadStrictly(t *testing.T) {
	for _, text := range []string{"colour: red", "columns: {id: a}", "columns: {stage: a}\ndates: [iso]", "columns: {id: a, mood: b}\ndates: [iso]",
		"columns: {id: a}\ndates: [iso]\nstages: {Won: yes}", "columns: {id: a}\ndates: [iso]\nmonths: {deal: 200}", "columns: {id: a}\ndates: [qq]",
		"columns: {id: a}\ndates: [iso]\ndecimal: x", "columns: {id: a, change: c}\ndates: [iso]", "columns: {id: a}\ndates: [iso]\nconstants: {x: y}"} {
		if _, err := pipeline.ParseMapping(strings.NewReader(text), "m"); fault.CodeOf(err) != "pipeline.mapping_invalid" {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := pipeline.FindPreset("nope"); fault.CodeOf(err) != "pipeline.preset_unknown" {
		t.Error(err)
	}
	for _, m := range pipeline.Presets() {
		if m.Title["en"] == "" || m.Title["zh-CN"] == "" || len(m.Detect.Headers) == 0 {
			t.Errorf("%s: title and headers", m.Name)
		}
	}
}

func TestTheCorpusIsReadOrRefusedForTheRightReason(t *testing.T) {
	root := os.Getenv("SEVENFOLD_CORPUS")
	if root == "" {
		t.Skip("no corpus of third-party files: set SEVENFOLD_CORPUS")
	}
	paths, err := filepath.Glob(filepath.Join(root, "ace", "api-payloads", "*.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%v, %v", paths, err)
	}
	paths = append(paths, filepath.Join(root, "ace", "Opportunity-Outbound-Sample.json"), filepath.Join(root, "ace", "createOpportunity.json"), filepath.Join(root, "ace", "updateOpportunity.json"))
	counts := map[string]int{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.ToLower(filepath.Base(path))
		p, err := pipeline.Read(strings.NewReader(string(text)), name, pipeline.Options{})
		want := "refused"
		switch {
		case err == nil && len(p.Opportunities) == 1 && len(p.Rejects) == 0 && len(p.Opportunities[0].Spend) == 1 && p.Opportunities[0].Stage != "":
			want = "read"
		case err == nil && len(p.Opportunities) == 0 && len(p.Rejects) == 1 && p.Rejects[0].Reason == "opportunity.id_missing":
			want = "a request"
		case fault.CodeOf(err) != "pipeline.format_unknown":
			t.Errorf("%s: %v\n%s", name, err, describe(p))
		}
		counts[want]++
	}
	same(t, fmt.Sprint(counts), "map[a request:7 read:10 refused:9]")
}

func FuzzRead(f *testing.F) {
	f.Add(manager)
	f.Add(`{"Id":"O9","LifeCycle":{"Stage":"Qualified"},"Customer":{"Account":{"CompanyName":"A"}},"Project":{"ExpectedCustomerSpend":[{"Amount":"1e3","CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"AWS"}]}}`)
	f.Add(`{"opportunities":[{"apnCrmUniqueIdentifier":"O2","customerCompanyName":"A","stage":"Prospect","expectedMonthlyAwsRevenue":100.0,"awsProducts":["a",null]}]}`)
	f.Add("opportunity_id_pk,opportunity_id,row_type,row_modified_date\n7,O7,INSERT,2026-01-01 10:00:00\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := pipeline.Read(strings.NewReader(text), "p", pipeline.Options{})
		if err != nil {
			if fault.KindOf(err) != fault.KindInvalid && fault.KindOf(err) != fault.KindLimit {
				t.Fatalf("not the user's to mend: %v", err)
			}
			return
		}
		for _, o := range p.Opportunities {
			if err := o.Validate(); err != nil {
				t.Fatalf("accepted what is not valid: %+v", o)
			}
			for _, v := range slices.Concat(o.Spend, o.Deal) {
				if v.Amount.Currency == "" || v.Amount.Decimal.Sign() <= 0 {
					t.Fatalf("an amount that says nothing: %+v", o)
				}
			}
		}
	})
}

func FuzzParseMapping(f *testing.F) {
	f.Add(crm)
	f.Add("columns: {id: a}\ndates: [iso]")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := pipeline.ParseMapping(strings.NewReader(text), "m")
		if err != nil {
			if fault.KindOf(err) != fault.KindInvalid {
				t.Fatal(err)
			}
			return
		}
		if len(m.Columns[pipeline.FieldID]) == 0 {
			t.Fatalf("%q: no id", text)
		}
	})
}
