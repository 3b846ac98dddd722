package focus_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/bill"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	spec "github.com/sevenfold/sevenfold/internal/core/focus"
	"github.com/sevenfold/sevenfold/internal/source/focus"
)

// headerOfVersion is every column that a version has.
func headerOfVersion(v spec.Version) []string {
	var header []string
	for _, c := range spec.Columns() {
		if c.Since <= v && (v != spec.Version14 || c.Name != "ProviderName" && c.Name != "PublisherName") {
			header = append(header, c.Name)
		}
	}
	return header
}

func sourceOf(l focus.Layout, raw string) string {
	i := slices.IndexFunc(l.Mapping.Raw, func(c bill.RawColumn) bool { return c.Name == raw })
	if i < 0 {
		return "(no such raw column)"
	}
	return l.Mapping.Raw[i].Header
}

func TestEveryVersionIsRecognisedByItsColumns(t *testing.T) {
	for _, v := range []spec.Version{spec.Version10, spec.Version11, spec.Version12, spec.Version13, spec.Version14} {
		t.Run(string(v), func(t *testing.T) {
			header := headerOfVersion(v)
			slices.Reverse(header) // order means nothing
			l, ok := focus.Detect(header)
			if !ok || l.Version != v {
				t.Fatalf("recognised %v, as %s", ok, l.Version)
			}
			if len(l.Missing)+len(l.Renamed)+len(l.Unknown)+len(l.Twice) > 0 {
				t.Errorf("complained: %+v", l)
			}
			if err := l.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestHeadersAreReadInAnyWriting(t *testing.T) {
	l, ok := focus.Detect([]string{"billed_cost", "CHARGECATEGORY", " BillingPeriodStart", "Billing_Currency", "chargeperiodstart"})
	if !ok {
		t.Fatal("not recognised")
	}
	for raw, want := range map[string]string{"billed_cost": "billed_cost", "charge_category": "CHARGECATEGORY",
		"billing_period_start": " BillingPeriodStart", "billing_currency": "Billing_Currency", "effective_cost": ""} {
		if got := sourceOf(l, raw); got != want {
			t.Errorf("%s is read from %q, want %q", raw, got, want)
		}
	}
}

func TestOlderNamesServeWhereTheNewOneIsAbsent(t *testing.T) {
	base := []string{"BilledCost", "BillingPeriodStart", "BillingCurrency", "ChargePeriodStart"}
	l, _ := focus.Detect(append(slices.Clone(base), "ChargeType", "AmortizedCost", "Region"))
	want := []focus.Renamed{{Header: "ChargeType", Column: "ChargeCategory"}, {Header: "AmortizedCost", Column: "EffectiveCost"}, {Header: "Region", Column: "RegionId"}}
	if !slices.Equal(l.Renamed, want) || sourceOf(l, "effective_cost") != "AmortizedCost" {
		t.Errorf("got %v", l.Renamed)
	}
	l, _ = focus.Detect(append(slices.Clone(base), "ChargeType", "ChargeCategory"))
	if sourceOf(l, "charge_category") != "ChargeCategory" || len(l.Renamed) != 0 ||
		!slices.Equal(l.Mapping.Extra, []bill.ExtraColumn{{Header: "ChargeType", LakeName: "x_charge_type"}}) {
		t.Errorf("the present name must win and the old one be kept: %+v", l)
	}
}

func TestWhatTheSpecificationDoesNotKnowIsKept(t *testing.T) {
	header := append(headerOfVersion(spec.Version10), "Id", "x_SkuMeterID", "x_sku_meter_id", "X_Credits", "x_PublisherCategory", "", "Tags")
	l, _ := focus.Detect(header)
	want := []bill.ExtraColumn{{Header: "Id", LakeName: "x_id"}, {Header: "x_SkuMeterID", LakeName: "x_sku_meter_id"}, {Header: "x_sku_meter_id", LakeName: "x_sku_meter_id_2"},
		{Header: "X_Credits", LakeName: "x_credits"}, {Header: "x_PublisherCategory", LakeName: "x_publisher_category"}}
	if !slices.Equal(l.Mapping.Extra, want) {
		t.Errorf("got %v", l.Mapping.Extra)
	}
	if !slices.Equal(l.Unknown, []string{"Id"}) || !slices.Equal(l.Twice, []string{"Tags"}) || l.Credits != "X_Credits" {
		t.Errorf("unknown %v, twice %v, credits %q", l.Unknown, l.Twice, l.Credits)
	}
	if got := sourceOf(l, "sf_publisher_category"); got != "x_PublisherCategory" {
		t.Errorf("the publisher's category is read from %q", got)
	}
}

func TestMissingColumnsAreNamed(t *testing.T) {
	header := slices.DeleteFunc(headerOfVersion(spec.Version10), func(h string) bool { return h == "EffectiveCost" || h == "Tags" })
	l, _ := focus.Detect(header)
	if !slices.Equal(l.Missing, []string{"EffectiveCost"}) {
		t.Errorf("got %v", l.Missing)
	}
	l, _ = focus.Detect([]string{"BilledCost", "ChargeCategory", "BillingPeriodStart"})
	e, _ := fault.As(l.Check())
	if e == nil || e.Code != "bill.columns_missing" || e.Args["columns"] != "BillingCurrency, ChargePeriodStart" {
		t.Errorf("got %v", l.Check())
	}
}

func TestOtherFilesAreNotFocus(t *testing.T) {
	for _, header := range [][]string{nil, {""}, {"Date", "Amount"}, {"lineItem/UnblendedCost", "lineItem/UsageStartDate"}, {"BilledCost", "InvoiceId"}} {
		if _, ok := focus.Detect(header); ok {
			t.Errorf("%v was taken for FOCUS", header)
		}
	}
}

func TestTheMappingReadsMomentsAndNumbersAsSuch(t *testing.T) {
	l, _ := focus.Detect(headerOfVersion(spec.Version13))
	for _, c := range l.Mapping.Raw {
		if read := strings.Contains(l.Mapping.SQL, "sf_time("+c.Name+")"); c.IsTime() != read {
			t.Errorf("%s is named like a moment: %v; is read as one: %v", c.Name, c.IsTime(), read)
		}
		if read := strings.Contains(l.Mapping.SQL, "sf_decimal("+c.Name+")"); (c.Native && !c.IsTime()) != read {
			t.Errorf("%s is a number: %v; is read as one: %v", c.Name, c.Native && !c.IsTime(), read)
		}
	}
}

// A lake column that is left out where the source lacks one column must be made
// of that one and of nothing else.
func TestColumnsThatStandAloneAreMadeOfOne(t *testing.T) {
	l, _ := focus.Detect(headerOfVersion(spec.Version13))
	alone := 0
	for _, c := range l.Mapping.Raw {
		if c.Alone != "" {
			alone++
			var found []string
			for _, item := range selectItems(l.Mapping.SQL) {
				if item == c.Alone || strings.HasSuffix(item, " AS "+c.Alone) {
					found = append(found, item)
				}
			}
			bare := []string{c.Name, "sf_decimal(" + c.Name + ") AS " + c.Alone, "sf_time(" + c.Name + ") AS " + c.Alone}
			padded := strings.HasSuffix(c.Name, "account_id") && len(found) == 1 && strings.Contains(found[0], "ELSE "+c.Name+" END AS ")
			if len(found) != 1 || !padded && !slices.Contains(bare, found[0]) {
				t.Errorf("%s is made of %q", c.Alone, found)
			}
		}
		if c.Residue != "" && !strings.Contains(l.Mapping.SQL, "sf_residue("+c.Name+") AS "+c.Residue+",") {
			t.Errorf("%s is not the residue of %s", c.Residue, c.Name)
		}
	}
	if all := len(spec.Columns()) - 2; alone != all {
		t.Errorf("%d columns stand alone, want all but the provider's two names: %d", alone, all)
	}
}

// selectItems are the items of a mapping, each on one line.
func selectItems(sql string) []string {
	_, sql, _ = strings.Cut(sql, "SELECT\n")
	sql, _, _ = strings.Cut(sql, "\nFROM raw")
	items := strings.Split(sql, ",\n    ")
	for i := range items {
		items[i] = strings.Join(strings.Fields(items[i]), " ")
	}
	return items
}

func FuzzDetect(f *testing.F) {
	f.Add(strings.Join(headerOfVersion(spec.Version12), ","))
	f.Add("BilledCost,ChargeType,BillingPeriodStart,x_,X_a,x_A,_,世界,x_世界")
	f.Add("BilledCost,BilledCost,billed_cost,ChargeCategory,BillingPeriodStart")
	f.Fuzz(func(t *testing.T, text string) {
		header := strings.Split(text, ",")
		l, ok := focus.Detect(header)
		if !ok {
			return
		}
		names := map[string]bool{}
		for _, c := range spec.Columns() {
			names[c.Snake] = true
		}
		for _, c := range l.Mapping.Raw {
			if c.Header != "" && !slices.Contains(header, c.Header) {
				t.Errorf("%s is read from %q, which the file does not have", c.Name, c.Header)
			}
		}
		for _, c := range l.Mapping.Extra {
			if names[c.LakeName] || !strings.HasPrefix(c.LakeName, "x_") {
				t.Errorf("%q became %q, which is taken or not ours", c.Header, c.LakeName)
			}
			names[c.LakeName] = true
		}
	})
}
