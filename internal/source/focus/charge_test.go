package focus_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write makes a FOCUS file of the columns that matter and those that must be.
func write(t *testing.T, header string, rows ...string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("BilledCost,ChargeCategory,BillingPeriodStart,BillingCurrency," + header + "\n")
	for _, r := range rows {
		b.WriteString("1,Usage,2025-01-01T00:00:00Z,USD," + r + "\n")
	}
	path := filepath.Join(t.TempDir(), "focus.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatARowBecomes(t *testing.T) {
	e := open(t)
	for _, tc := range []struct {
		name, header string
		rows         []string
		sql          string
		want         []string
	}{
		{"1.4 names the provider otherwise", "ServiceProviderName", []string{"AWS"},
			"SELECT provider_name, service_provider_name FROM charge", []string{"AWS|AWS"}},
		{"before 1.3 there is only one provider", "ProviderName", []string{"Oracle"},
			"SELECT provider_name, service_provider_name FROM charge", []string{"Oracle|Oracle"}},
		{"Marketplace, as each provider shows it", "ProviderName,PublisherName,x_PublisherCategory", []string{
			"AWS,\"Amazon Web Services, Inc.\",", "AWS,Red Hat Inc.,", "AWS,Beijing Sinnet Technology Co. Ltd.,", "AWS,,",
			"Microsoft,Microsoft,Cloud Provider", "Microsoft,SendGrid,Vendor", "Microsoft,SendGrid,",
			"Google Cloud,MongoDB,", "Acme,Other Co,"},
			"SELECT sf_marketplace FROM charge", []string{"false", "true", "false", "false", "false", "true", "true", "true", "false"}},
		{"support, by name, code or subcategory", "ServiceName,x_ServiceCode,ServiceSubcategory", []string{
			"AWS Support (Business),,", "AmazonEC2,OCBPremiumSupport,", "Azure plan,,Support", "Virtual Machines,,"},
			"SELECT sf_support FROM charge", []string{"true", "true", "true", "false"}},
		{"account ids of AWS get their zeros back, others stay", "ProviderName,SubAccountId,BillingAccountId", []string{
			"AWS,12345678,1234567890", "AWS,1.2345E+11,1234567890123", "Oracle,12345678,1234567890", ",12345678,"},
			"SELECT sub_account_id, billing_account_id, sf_account_padded FROM charge", []string{
				"000012345678|001234567890|true", "1.2345E+11|1234567890123|false", "12345678|1234567890|false", "12345678|null|false"}},
		{"credits are kept and never added", "EffectiveCost,x_Credits", []string{`2,"[{""amount"":-1}]"`},
			"SELECT billed_cost, effective_cost, x_credits FROM charge", []string{`1|2|[{"amount":-1}]`}},
		{"null in every writing, numbers with exponents and long tails", "ListCost,EffectiveCost,ResourceId", []string{
			`NULL,6.123E-7,""`, `null,0.1234567890123456785,NULL`},
			"SELECT list_cost, effective_cost, effective_cost_residue, resource_id FROM charge", []string{
				"null|0.0000006123|null|null", "null|0.123456789012345678|0.0000000000000000005|null"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := query(t, e, ingest(t, e, write(t, tc.header, tc.rows...)), tc.sql)
			if strings.Join(got, "\n") != strings.Join(tc.want, "\n") {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
		})
	}
}
