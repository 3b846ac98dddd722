package generating

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// record is a row by column name.
type record map[string]string

func (r record) amount(t *testing.T, names ...string) money.Decimal {
	t.Helper()
	for _, n := range names {
		if text := r[n]; text != "" {
			d, err := money.ParseDecimal(text)
			if err != nil {
				t.Fatalf("column %s: %v", n, err)
			}
			return d
		}
	}
	return money.Zero
}

func (r record) has(names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return r[n] != "" })
}

func readRecords(t *testing.T, path string) []record {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var in io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(file); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	var rs []record
	for _, row := range rows[1:] {
		r := record{}
		for i, name := range rows[0] {
			r[name] = row[i]
		}
		rs = append(rs, r)
	}
	return rs
}

// charge is a FOCUS charge as the test understands a row.
type charge struct {
	account, currency, group            string
	billed, effective, list, contracted money.Decimal
}

// fromFocus takes a FOCUS row as it is.
func fromFocus(t *testing.T, r record) []charge {
	c := charge{account: r["SubAccountId"], currency: r["BillingCurrency"], billed: r.amount(t, "BilledCost"), effective: r.amount(t, "EffectiveCost"),
		list: r.amount(t, "ListCost"), contracted: r.amount(t, "ContractedCost")}
	switch {
	case r["ChargeCategory"] == "Tax":
		c.group = "tax"
	case r["ChargeCategory"] == "Credit":
		c.group = "credits"
	case r["InvoiceIssuerName"] == "AWS Marketplace":
		c.group = "marketplace"
	}
	return []charge{c}
}

// fromCUR turns a line item into charges by the published mapping, written
// here a second time from the rules, over text and decimals.
func fromCUR(t *testing.T, r record) []charge {
	unblended := r.amount(t, "lineItem/UnblendedCost", "line_item_unblended_cost")
	paid := r.amount(t, "line_item_net_unblended_cost", "lineItem/UnblendedCost")
	public := unblended
	if r.has("pricing/publicOnDemandCost", "pricing_public_on_demand_cost") {
		public = r.amount(t, "pricing/publicOnDemandCost", "pricing_public_on_demand_cost")
	}
	arn := r.has("reservation/ReservationARN", "reservation_reservation_a_r_n")
	c := charge{account: r["lineItem/UsageAccountId"] + r["line_item_usage_account_id"], currency: r["lineItem/CurrencyCode"] + r["line_item_currency_code"],
		billed: paid, effective: paid, list: unblended, contracted: unblended}
	kind := r["lineItem/LineItemType"] + r["line_item_line_item_type"]
	if strings.Contains(r["bill/BillingEntity"]+r["bill_billing_entity"], "Marketplace") {
		c.group = "marketplace"
	}
	var unused money.Decimal
	switch kind {
	case "Usage":
		c.list = public
	case "DiscountedUsage":
		c.billed, c.list, c.contracted = money.Zero, public, public
		c.effective = r.amount(t, "reservation/EffectiveCost", "reservation_effective_cost")
	case "SavingsPlanCoveredUsage":
		c.billed, c.list, c.contracted = money.Zero, public, public
		c.effective = r.amount(t, "savingsPlan/SavingsPlanEffectiveCost", "savings_plan_savings_plan_effective_cost")
	case "SavingsPlanNegation":
		c.billed, c.effective, c.list, c.contracted = money.Zero, money.Zero, money.Zero, money.Zero
	case "RIFee":
		c.effective = money.Zero
		unused = r.amount(t, "reservation/UnusedAmortizedUpfrontFeeForBillingPeriod", "reservation_unused_amortized_upfront_fee_for_billing_period").
			Add(r.amount(t, "reservation/UnusedRecurringFee", "reservation_unused_recurring_fee"))
	case "SavingsPlanRecurringFee":
		c.effective = money.Zero
		unused = r.amount(t, "savingsPlan/TotalCommitmentToDate", "savings_plan_total_commitment_to_date").
			Sub(r.amount(t, "savingsPlan/UsedCommitment", "savings_plan_used_commitment"))
	case "SavingsPlanUpfrontFee":
		c.effective = money.Zero
	case "Fee":
		if arn {
			c.effective = money.Zero
		}
	case "EdpDiscount", "BundledDiscount", "PrivateRateDiscount":
		c.list = money.Zero
	case "Credit":
		c.group = "credits"
	case "Tax":
		c.group = "tax"
	case "Refund":
	default:
		t.Fatalf("line item type %q", kind)
	}
	if unused.IsZero() {
		return []charge{c}
	}
	return []charge{c, {account: c.account, currency: c.currency, effective: unused}}
}

// deliveredFiles follows the manifests, as a reader must: the period's own
// manifest of a legacy report, the one in metadata/ of an export.
func deliveredFiles(t *testing.T, root string, p TruthPayer, month string) []string {
	t.Helper()
	export := filepath.Base(p.Folder)
	pattern := filepath.Join(root, p.Folder, "metadata", "BILLING_PERIOD="+month, export+"-Manifest.json")
	if p.Format == FormatCUR {
		pattern = filepath.Join(root, p.Folder, strings.ReplaceAll(month, "-", "")+"01-*", export+"-Manifest.json")
	}
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %v, %v", pattern, found, err)
	}
	content, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Bucket                string
		ReportKeys, DataFiles []string
	}
	if err := json.Unmarshal(content, &m); err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, k := range append(m.ReportKeys, m.DataFiles...) {
		files = append(files, "bills/"+strings.TrimPrefix(k, "s3://"+bucket+"/"))
	}
	return files
}

// identifiers is customers.csv by kind and value.
func identifiers(t *testing.T, root string) func(kind, value, month string) string {
	t.Helper()
	rows := readRecords(t, filepath.Join(root, "customers.csv"))
	return func(kind, value, month string) string {
		for _, r := range rows {
			if r["kind"] == kind && strings.EqualFold(r["value"], value) && r["from"] <= month && (r["until"] == "" || month < r["until"]) {
				return r["customer_id"]
			}
		}
		return ""
	}
}

func TestTruthOfBillsIsWhatAnIndependentReaderFinds(t *testing.T) {
	for name, o := range map[string]Options{
		"mixed":   {Seed: 21, Customers: 14, Months: 6, RowsTotal: 5_000},
		"gzipped": {Seed: 22, Customers: 8, Months: 3, RowsTotal: 1_500, Compress: true},
		"focus":   {Seed: 23, Customers: 8, Months: 3, RowsTotal: 1_500, Format: FormatFocus},
		"cur2":    {Seed: 24, Customers: 8, Months: 3, RowsTotal: 1_500, Format: FormatCUR2},
		"cur":     {Seed: 25, Customers: 8, Months: 3, RowsTotal: 1_500, Format: FormatCUR, partBytes: 90_000},
	} {
		t.Run(name, func(t *testing.T) { rereadBills(t, o) })
	}
}

func rereadBills(t *testing.T, o Options) {
	root, summary, truth := generated(t, o)
	who := identifiers(t, root)
	payers := map[string]TruthPayer{}
	for _, p := range truth.Payers {
		payers[p.Account] = p
	}
	var rows int64
	cloud, excluded := map[string]TruthCloud{}, map[string]TruthExcluded{}
	for _, b := range truth.Bills {
		p, month := payers[b.Payer], b.Month.String()
		files := deliveredFiles(t, root, p, month)
		if diff := cmp.Diff(b.Files, files); diff != "" {
			t.Errorf("%s %s: files (-truth +manifest):\n%s", p.Name, month, diff)
		}
		got := TruthBill{Payer: b.Payer, Format: b.Format, Month: b.Month, Currency: b.Currency, Files: files}
		for _, f := range files {
			for _, r := range readRecords(t, filepath.Join(root, f)) {
				got.Rows++
				read := fromCUR
				if p.Format == FormatFocus {
					read = fromFocus
				}
				for _, c := range read(t, r) {
					if c.currency != string(p.Currency) {
						t.Fatalf("a charge in %s in a bill in %s", c.currency, p.Currency)
					}
					got.Charges++
					got.Billed, got.Effective = got.Billed.Add(c.billed), got.Effective.Add(c.effective)
					got.List, got.Contracted = got.List.Add(c.list), got.Contracted.Add(c.contracted)
					count(cloud, excluded, who("account", c.account, month), b, c)
				}
			}
		}
		rows += got.Rows
		if diff := cmp.Diff(b, got, sameDecimal()); diff != "" {
			t.Errorf("%s %s (-truth +read):\n%s", p.Name, month, diff)
		}
	}
	if rows != summary.Rows {
		t.Errorf("read %d rows, the summary says %d", rows, summary.Rows)
	}
	wantCloud, wantExcluded := map[string]TruthCloud{}, map[string]TruthExcluded{}
	for _, c := range truth.Cloud {
		c.Internal = false
		wantCloud[c.Customer+c.Month.String()+string(c.Currency)] = c
	}
	for _, e := range truth.Excluded {
		wantExcluded[e.Reason+e.Month.String()+string(e.Currency)] = e
	}
	if diff := cmp.Diff(wantCloud, cloud, sameDecimal()); diff != "" {
		t.Errorf("cloud (-truth +read):\n%s", diff)
	}
	// A tax that rounds to nothing is a row to a reader and nothing to the truth.
	maps.DeleteFunc(excluded, func(_ string, e TruthExcluded) bool { return e.Billed.IsZero() && e.List.IsZero() })
	if diff := cmp.Diff(wantExcluded, excluded, sameDecimal()); diff != "" {
		t.Errorf("left out (-truth +read):\n%s", diff)
	}
}

func count(cloud map[string]TruthCloud, excluded map[string]TruthExcluded, customer string, b TruthBill, c charge) {
	if c.group != "" {
		k := c.group + b.Month.String() + string(b.Currency)
		e := excluded[k]
		e.Reason, e.Month, e.Currency = c.group, b.Month, b.Currency
		e.Effective, e.Billed, e.List = e.Effective.Add(c.effective), e.Billed.Add(c.billed), e.List.Add(c.list)
		excluded[k] = e
		return
	}
	k := customer + b.Month.String() + string(b.Currency)
	s := cloud[k]
	s.Customer, s.Month, s.Currency = customer, b.Month, b.Currency
	s.Effective, s.Billed, s.List = s.Effective.Add(c.effective), s.Billed.Add(c.billed), s.List.Add(c.list)
	cloud[k] = s
}

// sameDecimal compares numbers, not how they are written.
func sameDecimal() cmp.Option {
	return cmp.Comparer(func(a, b money.Decimal) bool { return a.Equal(b) })
}

func TestEveryLineItemTypeOccurs(t *testing.T) {
	root, _, truth := generated(t, Options{Seed: 31, Customers: 12, Months: 3, RowsTotal: 4_000})
	seen, categories, entities := map[string]bool{}, map[string]bool{}, map[string]bool{}
	var legacyUnused, upfrontFee bool
	for _, b := range truth.Bills {
		for _, f := range b.Files {
			for _, r := range readRecords(t, filepath.Join(root, f)) {
				seen[r["lineItem/LineItemType"]+r["line_item_line_item_type"]] = true
				entities[r["bill/BillingEntity"]+r["bill_billing_entity"]] = true
				categories[r["ChargeCategory"]+"/"+r["ChargeClass"]+"/"+r["CommitmentDiscountStatus"]] = true
				if r["lineItem/LineItemType"] == "RIFee" && r.has("reservation/UnusedRecurringFee") {
					legacyUnused = true
				}
				if r["lineItem/LineItemType"] == "Fee" && r.has("reservation/ReservationARN") {
					upfrontFee = true
				}
				if region := r["product/regionCode"]; strings.HasPrefix(region, "cn-") {
					want := map[string][2]string{"cn-north-1": {"Beijing", "CNN1-"}, "cn-northwest-1": {"Ningxia", "CNW1-"}}[region]
					if r["bill/BillingEntity"] != want[0] || !strings.HasPrefix(r["lineItem/UsageType"], want[1]) && r["lineItem/UsageType"] != "" || r["lineItem/CurrencyCode"] != "CNY" {
						t.Fatalf("a row of %s: %v", region, r)
					}
				}
			}
		}
	}
	for k := kindUsage; k < kindUnused; k++ {
		if !seen[k.lineItemType()] {
			t.Errorf("no %s", k.lineItemType())
		}
	}
	for _, e := range []string{"AWS", "AWS Marketplace", "Beijing", "Ningxia"} {
		if !entities[e] {
			t.Errorf("no line of %s, only of %v", e, slices.Sorted(maps.Keys(entities)))
		}
	}
	for _, c := range []string{"Usage//", "Usage//Used", "Usage//Unused", "Purchase//", "Credit//", "Tax//", "Usage/Correction/"} {
		if !categories[c] {
			t.Errorf("no FOCUS row %s, only %v", c, slices.Sorted(maps.Keys(categories)))
		}
	}
	if !legacyUnused || !upfrontFee {
		t.Errorf("unused part of a reservation: %t, its upfront fee: %t", legacyUnused, upfrontFee)
	}
}

func TestStaleAssemblyLiesBesideTheOneThatCounts(t *testing.T) {
	root, _, truth := generated(t, Options{Seed: 41, Customers: 8, Months: 2, RowsTotal: 1_500})
	for _, p := range truth.Payers {
		if p.Format != FormatCUR {
			continue
		}
		found, err := filepath.Glob(filepath.Join(root, p.Folder, "*", "*", "*.csv"))
		if err != nil || len(found) != 3 {
			t.Fatalf("%s: %v, %v", p.Name, found, err)
		}
		for _, b := range truth.Bills {
			if b.Payer == p.Account {
				found = slices.DeleteFunc(found, func(f string) bool { return f == filepath.Join(root, b.Files[0]) })
			}
		}
		if len(found) != 1 || len(readRecords(t, found[0])) == 0 {
			t.Errorf("%s: stale deliveries %v", p.Name, found)
		}
	}
}

// Commitments must add up: what usage was charged and what went unused is what
// was paid for the month, upfront part included.
func TestAmortisedCostEqualsWhatCommitmentsCost(t *testing.T) {
	root, _, truth := generated(t, Options{Seed: 51, Customers: 12, Months: 2, RowsTotal: 3_000})
	for _, b := range truth.Bills {
		used, paid := map[string]money.Decimal{}, map[string]money.Decimal{}
		for _, f := range b.Files {
			for _, r := range readRecords(t, filepath.Join(root, f)) {
				arn := r["reservation/ReservationARN"] + r["reservation_reservation_a_r_n"] + r["savingsPlan/SavingsPlanARN"] + r["savings_plan_savings_plan_a_r_n"]
				kind := r["lineItem/LineItemType"] + r["line_item_line_item_type"]
				for i, c := range chargesOf(t, b, r) {
					if arn != "" && (kind == "DiscountedUsage" || kind == "SavingsPlanCoveredUsage" || i == 1) {
						used[arn] = used[arn].Add(c.effective)
					}
				}
				if kind == "RIFee" || kind == "SavingsPlanRecurringFee" {
					paid[arn] = paid[arn].Add(r.amount(t, "lineItem/UnblendedCost", "line_item_unblended_cost")).
						Add(r.amount(t, "reservation/AmortizedUpfrontFeeForBillingPeriod", "reservation_amortized_upfront_fee_for_billing_period")).
						Add(r.amount(t, "savingsPlan/AmortizedUpfrontCommitmentForBillingPeriod", "savings_plan_amortized_upfront_commitment_for_billing_period"))
				}
			}
		}
		if diff := cmp.Diff(paid, used, sameDecimal()); diff != "" {
			t.Errorf("%s %s (-paid +used):\n%s", b.Payer, b.Month, diff)
		}
	}
}

func chargesOf(t *testing.T, b TruthBill, r record) []charge {
	t.Helper()
	if b.Format == FormatFocus {
		return nil
	}
	return fromCUR(t, r)
}
