package awscur_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/bill"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source/awscur"
)

const legacyHeader = "bill/PayerAccountId,bill/BillingPeriodStartDate,lineItem/UsageAccountId,lineItem/LineItemType,lineItem/UsageStartDate," +
	"lineItem/CurrencyCode,lineItem/UnblendedCost,savingsPlan/SavingsPlanARN,reservation/ReservationARN,resourceTags/user:Name,costCategory/Team"

func headerFor(l awscur.Layout, raw string) string {
	i := slices.IndexFunc(l.Mapping.Raw, func(c bill.RawColumn) bool { return c.Name == raw })
	if i < 0 {
		return "(no such raw column)"
	}
	return l.Mapping.Raw[i].Header
}

func TestEverySpellingOfTheHeaderIsRecognised(t *testing.T) {
	for _, tc := range []struct {
		name, header string
		version      awscur.Version
		sp           string
	}{
		{"legacy", legacyHeader, awscur.VersionLegacy, "savingsPlan/SavingsPlanARN"},
		{"Athena", "bill_payer_account_id,bill_billing_period_start_date,line_item_line_item_type,line_item_usage_start_date," +
			"line_item_currency_code,line_item_unblended_cost,savings_plan_savings_plan_a_r_n", awscur.VersionLegacy, "savings_plan_savings_plan_a_r_n"},
		{"2.0", "bill_payer_account_id,bill_billing_period_start_date,line_item_line_item_type,line_item_usage_start_date," +
			"line_item_currency_code,line_item_unblended_cost,savings_plan_savings_plan_arn,product,resource_tags", awscur.Version2, "savings_plan_savings_plan_arn"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l, ok := awscur.Detect(strings.Split(tc.header, ","))
			if !ok || l.Version != tc.version || len(l.Missing) != 0 {
				t.Fatalf("recognised %v as %q, missing %v", ok, l.Version, l.Missing)
			}
			if got := headerFor(l, "savings_plan_savings_plan_arn"); got != tc.sp {
				t.Errorf("the Savings Plan is read from %q", got)
			}
			if err := l.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTagsAndCostCategoriesKeepTheirKeys(t *testing.T) {
	l, _ := awscur.Detect(strings.Split(legacyHeader+",noTags/user:app", ","))
	want := []bill.TagColumn{{Header: "resourceTags/user:Name", Key: "user:Name"}, {Header: "costCategory/Team", Key: "costCategory/Team"}}
	if !slices.Equal(l.Mapping.Tags, want) {
		t.Errorf("got %v, want %v", l.Mapping.Tags, want)
	}
}

func TestAReportWithoutWhatAChargeNeedsIsRefused(t *testing.T) {
	l, ok := awscur.Detect([]string{"line_item_usage_start_date", "line_item_unblended_cost", "bill_payer_account_id"})
	if !ok {
		t.Fatal("not recognised")
	}
	e, _ := fault.As(l.Check())
	if e == nil || e.Code != "bill.columns_missing" {
		t.Fatalf("got %v", l.Check())
	}
	if want := "bill_billing_period_start_date, line_item_line_item_type, line_item_currency_code"; e.Args["columns"] != want {
		t.Errorf("got %v, want %s", e.Args["columns"], want)
	}
}

func TestUnusedCommitmentsAreReadOnlyWhereTheFileCanTell(t *testing.T) {
	header := strings.Split(legacyHeader, ",")
	if l, _ := awscur.Detect(header); l.Unused.SQL != "" {
		t.Error("a file without commitment columns is read twice")
	}
	for _, more := range [][]string{{"reservation/UnusedRecurringFee"}, {"savingsPlan/TotalCommitmentToDate", "savingsPlan/UsedCommitment"}} {
		if l, _ := awscur.Detect(append(slices.Clone(header), more...)); l.Unused.SQL == "" {
			t.Errorf("%v is not used", more)
		}
	}
}

func TestAColumnThatStandsTwiceCountsOnce(t *testing.T) {
	l, _ := awscur.Detect(strings.Split(legacyHeader+",lineItem/UnblendedCost", ","))
	if !slices.Equal(l.Twice, []string{"lineItem/UnblendedCost"}) {
		t.Errorf("got %v", l.Twice)
	}
}

func TestMomentsAreNamedLikeMoments(t *testing.T) {
	l, _ := awscur.Detect(strings.Split(legacyHeader, ","))
	for _, c := range l.Mapping.Raw {
		if read := strings.Contains(l.Mapping.SQL, "sf_time("+c.Name+")"); c.IsTime() != read {
			t.Errorf("%s is named like a moment: %v; is read as one: %v", c.Name, c.IsTime(), read)
		}
	}
}

func FuzzDetect(f *testing.F) {
	f.Add(legacyHeader)
	f.Add("line_item_unblended_cost,line_item_usage_start_date,resource_tags_,/,_")
	f.Add("BilledCost,ChargeCategory")
	f.Fuzz(func(t *testing.T, text string) {
		header := strings.Split(text, ",")
		l, ok := awscur.Detect(header)
		if !ok {
			return
		}
		for _, c := range l.Mapping.Raw {
			if c.Header != "" && !slices.Contains(header, c.Header) {
				t.Errorf("%s is read from %q, which the file does not have", c.Name, c.Header)
			}
		}
		for _, c := range l.Mapping.Tags {
			if !slices.Contains(header, c.Header) {
				t.Errorf("a tag is read from %q, which the file does not have", c.Header)
			}
		}
	})
}
