package awscur_test

import (
	"encoding/csv"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/source/awscur"
)

// charges writes a 2.0 report of line items, each given by the cells that matter.
func charges(t *testing.T, items ...map[string]string) string {
	t.Helper()
	base := map[string]string{
		"bill_payer_account_id": "123456789012", "bill_billing_period_start_date": "2025-01-01T00:00:00.000Z",
		"line_item_usage_account_id": "123456789012", "line_item_usage_start_date": "2025-01-01T00:00:00.000Z",
		"line_item_usage_end_date": "2025-01-01T01:00:00.000Z", "line_item_currency_code": "USD",
		"line_item_line_item_type": "Usage", "line_item_unblended_cost": "1",
	}
	names := maps.Clone(base)
	for _, item := range items {
		maps.Copy(names, item)
	}
	header := slices.Sorted(maps.Keys(names))
	records := [][]string{header}
	for _, item := range items {
		row := maps.Clone(base)
		maps.Copy(row, item)
		record := make([]string, len(header))
		for i, h := range header {
			record[i] = row[h]
		}
		records = append(records, record)
	}
	path := filepath.Join(t.TempDir(), "report.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := csv.NewWriter(f).WriteAll(records); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

type cells = map[string]string

func TestWhatALineItemBecomes(t *testing.T) {
	e := open(t)
	for _, tc := range []struct {
		name  string
		items []cells
		sql   string
		want  []string
	}{
		{"China: the operator issues the invoice", []cells{
			{"bill_billing_entity": "Ningxia", "line_item_currency_code": "CNY", "line_item_usage_type": "CNW1-BoxUsage:m5.large",
				"line_item_product_code": "AmazonEC2", "line_item_line_item_description": "CNY 0.4455 hourly fee"},
			{"bill_billing_entity": "Beijing", "line_item_currency_code": "CNY", "line_item_usage_type": "CNN1-BoxUsage:m5.large"},
			{"bill_billing_entity": "Ningxia", "line_item_currency_code": "CNY", "line_item_line_item_type": "Tax", "line_item_tax_type": "VAT",
				"bill_invoicing_entity": "宁夏西云数据科技有限公司"},
			{"bill_billing_entity": "Ningxia", "line_item_currency_code": "CNY", "line_item_product_code": "OCBPremiumSupport", "line_item_line_item_type": "Fee"},
		}, "SELECT provider_name, billing_currency, invoice_issuer_name, publisher_name, region_id, charge_category, sf_support FROM charge", []string{
			"AWS|CNY|Ningxia Western Cloud Data Technology Co., Ltd.|Ningxia Western Cloud Data Technology Co., Ltd.|cn-northwest-1|Usage|false",
			"AWS|CNY|Beijing Sinnet Technology Co., Ltd.|Beijing Sinnet Technology Co., Ltd.|cn-north-1|Usage|false",
			"AWS|CNY|宁夏西云数据科技有限公司|Ningxia Western Cloud Data Technology Co., Ltd.|null|Tax|false",
			"AWS|CNY|Ningxia Western Cloud Data Technology Co., Ltd.|Ningxia Western Cloud Data Technology Co., Ltd.|null|Purchase|true",
		}},
		{"Marketplace: the seller publishes, AWS issues", []cells{
			{"bill_billing_entity": "AWS Marketplace", "line_item_legal_entity": "Acme, Inc.", "bill_invoicing_entity": "Amazon Web Services, Inc."},
			{"bill_billing_entity": "AWS Marketplace", "line_item_legal_entity": "Acme, Inc."},
			{"bill_billing_entity": "AWS", "line_item_legal_entity": "Amazon Web Services EMEA SARL"},
		}, "SELECT sf_marketplace, publisher_name, invoice_issuer_name FROM charge", []string{
			"true|Acme, Inc.|Amazon Web Services, Inc.", "true|Acme, Inc.|null", "false|Amazon Web Services EMEA SARL|Amazon Web Services EMEA SARL"}},
		{"account ids get their zeros back and nothing else", []cells{
			{"line_item_usage_account_id": "12345678"}, {"line_item_usage_account_id": "1.2345E+11"},
			{"line_item_usage_account_id": "1234567890123"}, {"line_item_usage_account_id": "012345678901"}, {"line_item_usage_account_id": ""},
		}, "SELECT sub_account_id, sf_account_padded FROM charge", []string{
			"000012345678|true", "1.2345E+11|false", "1234567890123|false", "012345678901|false", "null|false"}},
		{"maps as JSON text give what the flat columns would", []cells{
			{"product": `{"product_name":"Amazon EC2","region":"eu-west-1","location":"EU (Ireland)"}`, "line_item_product_code": "AmazonEC2",
				"resource_tags": `{"user_team":"a"}`, "cost_category": `{"unit":"b"}`, "discount": `{"edp":"-1"}`},
			{"line_item_product_code": "AmazonNewThing", "product": `{}`},
		}, "SELECT service_name, service_category, region_id, region_name, tags, x_cost_categories, x_discounts FROM charge", []string{
			`Amazon EC2|Compute|eu-west-1|EU (Ireland)|{"user_team":"a"}|{"unit":"b"}|{"edp":"-1"}`, "AmazonNewThing|Other|null|null|null|null|null"}},
		{"numbers and moments in any writing", []cells{
			{"line_item_unblended_cost": "6.123E-7", "line_item_usage_start_date": "2025-01-01 00:00:00", "line_item_usage_end_date": "2025-01-01T08:00:00+08:00"},
			{"line_item_unblended_cost": "0.1234567890123456785", "line_item_usage_start_date": "2025-01-01T00:00:00Z"},
		}, "SELECT billed_cost, billed_cost_residue, x_unblended_cost, charge_period_start, charge_period_end FROM charge", []string{
			"0.0000006123|null|0.0000006123|2025-01-01 00:00:00 +0000 UTC|2025-01-01 00:00:00 +0000 UTC",
			"0.123456789012345678|0.0000000000000000005|0.123456789012345678|2025-01-01 00:00:00 +0000 UTC|2025-01-01 01:00:00 +0000 UTC"}},
		{"the end of a billing period is known even where the file does not say", []cells{{}},
			"SELECT billing_period_start, billing_period_end FROM charge", []string{"2025-01-01 00:00:00 +0000 UTC|2025-02-01 00:00:00 +0000 UTC"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := charges(t, tc.items...)
			ask(t, e, ingest(t, e, path, detect(t, path).Mapping), []question{{"charges", tc.sql, tc.want}})
		})
	}
}

func TestAmortisedAndInvoicedCostsAgreeOverACommitment(t *testing.T) {
	e := open(t)
	// A Savings Plan of 10 an hour, 7 of it used for what would cost 9 on demand,
	// and a reservation with 5 a month of which 2 were not used.
	path := charges(t,
		cells{"line_item_line_item_type": "SavingsPlanCoveredUsage", "line_item_unblended_cost": "9", "savings_plan_savings_plan_arn": spARN,
			"savings_plan_savings_plan_effective_cost": "7", "pricing_public_on_demand_cost": "9"},
		cells{"line_item_line_item_type": "SavingsPlanNegation", "line_item_unblended_cost": "-9", "savings_plan_savings_plan_arn": spARN},
		cells{"line_item_line_item_type": "SavingsPlanRecurringFee", "line_item_unblended_cost": "10", "savings_plan_savings_plan_arn": spARN,
			"savings_plan_total_commitment_to_date": "10", "savings_plan_used_commitment": "7"},
		cells{"line_item_line_item_type": "DiscountedUsage", "line_item_unblended_cost": "0", "reservation_reservation_arn": riARN,
			"reservation_effective_cost": "3", "pricing_public_on_demand_cost": "4"},
		cells{"line_item_line_item_type": "RIFee", "line_item_unblended_cost": "5", "reservation_reservation_arn": riARN,
			"reservation_unused_recurring_fee": "2", "reservation_unused_amortized_upfront_fee_for_billing_period": "0"},
		cells{"line_item_line_item_type": "RIFee", "line_item_unblended_cost": "0", "reservation_unused_recurring_fee": "0"},
	)
	l := detect(t, path)
	const sums = "SELECT count(*), sum(billed_cost), sum(effective_cost), sum(list_cost), sum(contracted_cost) FROM charge"
	ask(t, e, ingest(t, e, path, l.Mapping), []question{{"charges", sums, []string{"6|15|10|28|28"}}})
	unused := ingest(t, e, path, l.Unused)
	ask(t, e, unused, []question{
		{"unused", sums, []string{"2|0|5|0|0"}},
		{"what it says", "SELECT commitment_discount_id, commitment_discount_status, commitment_discount_quantity, commitment_discount_unit, effective_cost, x_unblended_cost FROM charge",
			[]string{spARN + "|Unused|3|USD|3|null", riARN + "|Unused|null|null|2|null"}},
	})
}

func TestAProFormaReportIsSuspectedOnlyWhenNothingSpeaksAgainstIt(t *testing.T) {
	e := open(t)
	march := time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		name  string
		items []cells
		now   time.Time
		want  string
	}{
		{"no invoice in a closed month", []cells{{}, {"bill_invoice_id": ""}}, march, "true"},
		{"the month is not final yet", []cells{{"bill_invoice_id": ""}}, time.Date(2025, 2, 10, 0, 0, 0, 0, time.UTC), "false"},
		{"an invoice number", []cells{{}, {"bill_invoice_id": "42"}}, march, "false"},
		{"tax", []cells{{}, {"line_item_line_item_type": "Tax"}}, march, "false"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := charges(t, tc.items...)
			ask(t, e, ingest(t, e, path, detect(t, path).Mapping), []question{{"suspected", "SELECT " + awscur.ProForma(tc.now) + " FROM charge", []string{tc.want}}})
		})
	}
}
