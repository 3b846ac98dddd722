package focus_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/focus"
)

func TestTheColumnsAreThoseOfTheSpecification(t *testing.T) {
	count := map[focus.Version]int{}
	seen := map[string]bool{}
	for _, c := range focus.Columns() {
		count[c.Since]++
		if seen[c.Name] || seen[c.Snake] {
			t.Errorf("%s stands twice", c.Name)
		}
		seen[c.Name], seen[c.Snake] = true, true
		if focus.Snake(c.Name) != c.Snake {
			t.Errorf("%s is written %s in the lake, want %s", c.Name, c.Snake, focus.Snake(c.Name))
		}
		if c.Type == focus.TypeDecimal != (strings.HasSuffix(c.Name, "Cost") || strings.HasSuffix(c.Name, "Price") || strings.HasSuffix(c.Name, "Quantity")) {
			t.Errorf("%s has the type %s", c.Name, c.Type)
		}
	}
	want := map[focus.Version]int{focus.Version10: 43, focus.Version11: 7, focus.Version12: 7, focus.Version13: 8}
	for v, n := range want {
		if count[v] != n {
			t.Errorf("%d columns came with %s, want %d", count[v], v, n)
		}
	}
}

func TestFindTakesAnyWritingAndOlderNames(t *testing.T) {
	for header, want := range map[string]string{
		"BilledCost": "BilledCost", "billed_cost": "BilledCost", " BILLEDCOST ": "BilledCost",
		"AmortizedCost": "EffectiveCost", "Region": "RegionId", "usage_quantity": "ConsumedQuantity",
		"x_BilledCost": "", "": "", "Cost": "",
	} {
		if c, ok := focus.Find(header); ok != (want != "") || c.Name != want {
			t.Errorf("Find(%q) = %q, %v", header, c.Name, ok)
		}
	}
}

func TestRulesAreComplete(t *testing.T) {
	rules := focus.Rules()
	if len(rules) > 25 {
		t.Errorf("%d rules no longer fit into one cheap pass", len(rules))
	}
	severities := []batch.Severity{batch.SeverityError, batch.SeverityWarning, batch.SeverityInfo}
	seen := map[string]bool{}
	for _, r := range rules {
		key := r.ID + " " + r.Column
		if seen[key] {
			t.Errorf("%s stands twice", key)
		}
		seen[key] = true
		if !slices.Contains(severities, r.Severity) || r.Predicate == "" || strings.ContainsAny(r.Predicate, "{}") != (r.ID == "tags_not_object") {
			t.Errorf("%s: %s", key, r.Predicate)
		}
		if c, ok := focus.Find(r.Column); !ok || c.Snake != r.Example || c.Since > r.Since {
			t.Errorf("%s is about no column of its version", key)
		}
	}
}

func TestTheRulesNameTheValuesOfTheSpecification(t *testing.T) {
	i := slices.IndexFunc(focus.Rules(), func(r focus.Rule) bool { return r.ID == "value_unknown" && r.Column == "ChargeCategory" })
	want := "charge_category NOT IN ('Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment')"
	if got := focus.Rules()[i].Predicate; got != want {
		t.Errorf("got %s", got)
	}
	if focus.Values("Tags") != nil {
		t.Error("tags have no list of values")
	}
}

func TestSnake(t *testing.T) {
	for header, want := range map[string]string{
		"SkuMeterID": "sku_meter_id", "BilledCostInUsd": "billed_cost_in_usd", "bill/PayerAccountId": "bill_payer_account_id",
		"already_snake": "already_snake", "  two words ": "two_words", "HTTPServer2Name": "http_server2_name", "账户 名称": "账户_名称", "___": "",
	} {
		if got := focus.Snake(header); got != want {
			t.Errorf("Snake(%q) = %q, want %q", header, got, want)
		}
	}
}

func TestExtraNamesAreNeverGivenTwice(t *testing.T) {
	var names focus.ExtraNames
	var got []string
	for _, h := range []string{"x_A", "A", "a", "X_a", "x_", "!", "x_a_2"} {
		got = append(got, names.Add(h))
	}
	want := []string{"x_a", "x_a_2", "x_a_3", "x_a_4", "x_column", "x_column_2", "x_a_2_2"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
