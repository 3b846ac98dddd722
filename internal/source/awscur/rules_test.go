package awscur_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/bill"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	"github.com/sevenfold/sevenfold/internal/source/awscur"
)

var update = flag.Bool("update", false, "rewrite the table in docs/mapping-aws-cur.md")

// Every amount of a test line item is another number, so that an amount in the
// result says which column it came from.
var amounts = map[string]string{
	"line_item_unblended_cost":                                        "1",
	"line_item_net_unblended_cost":                                    "2",
	"pricing_public_on_demand_cost":                                   "3",
	"savings_plan_savings_plan_effective_cost":                        "4",
	"savings_plan_net_savings_plan_effective_cost":                    "5",
	"reservation_effective_cost":                                      "6",
	"reservation_net_effective_cost":                                  "7",
	"reservation_unused_amortized_upfront_fee_for_billing_period":     "10",
	"reservation_unused_recurring_fee":                                "20",
	"reservation_net_unused_amortized_upfront_fee_for_billing_period": "40",
	"reservation_net_unused_recurring_fee":                            "80",
	"savings_plan_total_commitment_to_date":                           "400",
	"savings_plan_used_commitment":                                    "100",
}

var meanings = map[string]string{
	"0": "0", "1": "unblended", "2": "net unblended", "3": "public on-demand",
	"4": "SP effective", "5": "net SP effective", "6": "RI effective", "7": "net RI effective",
	"30": "RI unused", "120": "net RI unused", "300": "SP commitment - used", "null": "",
}

const (
	spARN       = "arn:aws:savingsplans::123456789012:savingsplan/x"
	riARN       = "arn:aws:ec2:us-east-1:123456789012:reserved-instances/x"
	capacityARN = "arn:aws:ec2:us-east-1:123456789012:capacity-reservation/cr-x"
)

// lineItem is one kind of row that a report may carry.
type lineItem struct {
	name  string
	cells map[string]string
}

func lineItems() []lineItem {
	item := func(name, kind string, more ...string) lineItem {
		cells := map[string]string{"line_item_line_item_type": kind}
		for i := 0; i < len(more); i += 2 {
			cells[more[i]] = more[i+1]
		}
		return lineItem{name, cells}
	}
	sp, ri := "savings_plan_savings_plan_arn", "reservation_reservation_arn"
	usage := "line_item_usage_type"
	return []lineItem{
		item("Usage", "Usage"),
		item("Usage (spot)", "Usage", "pricing_term", "Spot"),
		item("Usage (capacity reservation)", "Usage", ri, capacityARN),
		item("SavingsPlanCoveredUsage", "SavingsPlanCoveredUsage", sp, spARN),
		item("SavingsPlanNegation", "SavingsPlanNegation", sp, spARN),
		item("DiscountedUsage", "DiscountedUsage", ri, riARN),
		item("SavingsPlanUpfrontFee", "SavingsPlanUpfrontFee", sp, spARN),
		item("SavingsPlanRecurringFee", "SavingsPlanRecurringFee", sp, spARN),
		item("RIFee", "RIFee", ri, riARN),
		item("Fee", "Fee"),
		item("Fee (reservation, upfront)", "Fee", ri, riARN),
		item("Fee (capacity block)", "Fee", ri, capacityARN),
		item("Tax", "Tax", "line_item_tax_type", "VAT"),
		item("Credit", "Credit"),
		item("Refund (of tax)", "Refund", "line_item_tax_type", "VAT"),
		item("Refund (of a commitment)", "Refund", ri, riARN),
		item("Refund (of usage)", "Refund", usage, "BoxUsage:m5.large"),
		item("Refund (no context)", "Refund"),
		item("EdpDiscount", "EdpDiscount"),
		item("SppDiscount", "SppDiscount"),
		item("PrivateRateDiscount", "PrivateRateDiscount"),
		item("BundledDiscount", "BundledDiscount"),
		item("RiVolumeDiscount", "RiVolumeDiscount"),
		item("DistributorDiscount", "DistributorDiscount"),
		item("Discount", "Discount"),
		item("any other type", "SomethingNew"),
	}
}

// report writes the line items as a 2.0 report, with or without net columns.
func report(t *testing.T, items []lineItem, net bool) string {
	t.Helper()
	base := map[string]string{
		"bill_payer_account_id": "123456789012", "bill_billing_period_start_date": "2025-01-01T00:00:00.000Z",
		"line_item_usage_account_id": "123456789012", "line_item_usage_start_date": "2025-01-01T00:00:00.000Z",
		"line_item_usage_end_date": "2025-01-01T01:00:00.000Z", "line_item_currency_code": "USD",
		"line_item_usage_type": "", "line_item_tax_type": "", "pricing_term": "",
		"savings_plan_savings_plan_arn": "", "reservation_reservation_arn": "", "line_item_line_item_type": "",
	}
	for name, amount := range amounts {
		if net || !strings.Contains(name, "_net_") {
			base[name] = amount
		}
	}
	var header []string
	for name := range base {
		header = append(header, name)
	}
	slices.Sort(header)
	var b strings.Builder
	b.WriteString(strings.Join(header, ",") + "\n")
	for _, item := range items {
		cells := make([]string, len(header))
		for i, name := range header {
			if cells[i] = base[name]; item.cells[name] != "" {
				cells[i] = item.cells[name]
			}
		}
		b.WriteString(strings.Join(cells, ",") + "\n")
	}
	path := filepath.Join(t.TempDir(), "report.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const columnsOfTheTable = `charge_category, charge_class, pricing_category, charge_frequency, commitment_discount_type,
	commitment_discount_status, billed_cost, effective_cost, list_cost, contracted_cost`

func mapped(t *testing.T, e *duckdb.Engine, items []lineItem, net bool, pick func(awscur.Layout) bill.Mapping) []string {
	t.Helper()
	path := report(t, items, net)
	return query(t, e, ingest(t, e, path, pick(detect(t, path))), "SELECT "+columnsOfTheTable+" FROM charge")
}

// rows of the table: where net columns change an amount, both are shown.
func tableRows(names, plain, net []string) []string {
	rows := make([]string, len(names))
	for i, name := range names {
		a, b := strings.Split(plain[i], "|"), strings.Split(net[i], "|")
		for c := range a {
			cost := c >= 6
			if cost && a[c] != b[c] {
				a[c] = meanings[a[c]] + ", or " + meanings[b[c]]
			} else if cost {
				a[c] = meanings[a[c]]
			} else if a[c] == "null" {
				a[c] = ""
			}
		}
		rows[i] = "| " + name + " | " + strings.Join(a, " | ") + " |"
	}
	return rows
}

func TestTheDocumentedTableIsWhatTheMappingDoes(t *testing.T) {
	e := open(t)
	items := lineItems()
	names := make([]string, len(items))
	for i, item := range items {
		names[i] = item.name
	}
	charges := func(l awscur.Layout) bill.Mapping { return l.Mapping }
	unused := func(l awscur.Layout) bill.Mapping { return l.Unused }
	table := []string{
		"| line item type | ChargeCategory | ChargeClass | PricingCategory | ChargeFrequency | commitment | status | BilledCost | EffectiveCost | ListCost | ContractedCost |",
		"|---|---|---|---|---|---|---|---|---|---|---|",
	}
	table = append(table, tableRows(names, mapped(t, e, items, false, charges), mapped(t, e, items, true, charges))...)
	table = append(table, tableRows([]string{"*extra charge for* SavingsPlanRecurringFee", "*extra charge for* RIFee"},
		mapped(t, e, items, false, unused), mapped(t, e, items, true, unused))...)

	path := filepath.Join("..", "..", "..", "docs", "mapping-aws-cur.md")
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- table: line items -->\n", "<!-- end of table -->"
	before, rest, ok1 := strings.Cut(string(page), begin)
	documented, after, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		t.Fatalf("%s has no place for the table", path)
	}
	want := strings.Join(table, "\n") + "\n"
	if *update {
		if err := os.WriteFile(path, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if documented != want {
		t.Errorf("docs/mapping-aws-cur.md says otherwise (run with -update after reading the difference):\n%s", want)
	}
}

func TestUnusedCommitmentsHaveTheColumnsOfCharges(t *testing.T) {
	e := open(t)
	path := report(t, lineItems(), true)
	l := detect(t, path)
	columns := func(m bill.Mapping) string {
		return strings.Join(query(t, e, ingest(t, e, path, m), "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM charge)"), "\n")
	}
	if charges, unused := columns(l.Mapping), columns(l.Unused); charges != unused {
		t.Errorf("columns differ:\n%s\n\n%s", charges, unused)
	}
}
