package generating

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// readLines reads every book back in the product's own terms.
func readLines(t *testing.T, root string) map[string][]service.Line {
	t.Helper()
	return map[string][]service.Line{
		"xero":       xeroLines(t, root),
		"quickbooks": quickBooksLines(t, root),
		"quanliang":  quanliangLines(t, root),
		"ubl":        ublLines(t, root),
	}
}

func day(t *testing.T, layout, text string) time.Time {
	t.Helper()
	d, err := time.Parse(layout, text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func xeroLines(t *testing.T, root string) []service.Line {
	var lines []service.Line
	for _, r := range readRecords(t, filepath.Join(root, "invoices/xero.csv")) {
		kept := money.NewInt(100).Sub(r.amount(t, "Discount"))
		net := r.amount(t, "*Quantity").Mul(r.amount(t, "*UnitAmount")).Mul(kept).Quo(money.NewInt(100), 2)
		rate := money.Zero
		if strings.HasPrefix(r["*TaxType"], "20%") {
			rate = money.MustParse("0.2")
		}
		lines = append(lines, service.Line{Document: r["*InvoiceNumber"], CustomerName: r["*ContactName"], CustomerEmail: r["EmailAddress"],
			IssueDate: day(t, time.DateOnly, r["*InvoiceDate"]), ItemCode: r["InventoryItemCode"], Description: r["*Description"],
			Currency: money.Currency(r["Currency"]), Net: net, Tax: net.Mul(rate).Round(2)})
	}
	return lines
}

func quickBooksLines(t *testing.T, root string) []service.Line {
	var lines []service.Line
	for _, r := range readRecords(t, filepath.Join(root, "invoices/quickbooks.csv")) {
		net := r.amount(t, "ItemAmount")
		if !net.Equal(r.amount(t, "ItemQuantity").Mul(r.amount(t, "ItemRate"))) {
			t.Errorf("invoice %s: amount is not quantity x rate", r["InvoiceNo"])
		}
		issued := day(t, "01/02/2006", r["InvoiceDate"])
		if served := day(t, "01/02/2006", r["Service Date"]); period.MonthOf(served) != period.MonthOf(issued) {
			t.Errorf("invoice %s: service date in another month", r["InvoiceNo"])
		}
		lines = append(lines, service.Line{Document: r["InvoiceNo"], CustomerName: r["Customer"], IssueDate: issued, ItemCode: r["Item(Product/Service)"],
			Description: r["ItemDescription"], Currency: money.Currency(r["Currency"]), Net: net})
	}
	return lines
}

func sheet(t *testing.T, f *excelize.File, name string) []record {
	t.Helper()
	rows, err := f.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	var rs []record
	for _, row := range rows[1:] {
		r := record{}
		for i, cell := range row {
			r[rows[0][i]] = cell
		}
		if r["数电发票号码"] != "" { // not the row of totals
			rs = append(rs, r)
		}
	}
	if len(rs) != len(rows)-2 {
		t.Errorf("%s: %d rows and %d invoices or lines, want one row of totals", name, len(rows), len(rs))
	}
	return rs
}

func quanliangLines(t *testing.T, root string) []service.Line {
	f, err := excelize.OpenFile(filepath.Join(root, "invoices/quanliang.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	totals := map[string]money.Decimal{}
	for _, r := range sheet(t, f, "发票基础信息") {
		if len(r["数电发票号码"]) != 20 {
			t.Errorf("invoice number %q has not twenty digits", r["数电发票号码"])
		}
		totals[r["数电发票号码"]] = r.amount(t, "价税合计")
		if negative := r.amount(t, "金额").Sign() < 0; negative != (r["是否正数发票"] == "否") {
			t.Errorf("invoice %s: red is not negative", r["数电发票号码"])
		}
	}
	var lines []service.Line
	for _, r := range sheet(t, f, "信息汇总表") {
		net, tax := r.amount(t, "金额"), r.amount(t, "税额")
		totals[r["数电发票号码"]] = totals[r["数电发票号码"]].Sub(net).Sub(tax)
		lines = append(lines, service.Line{Document: r["数电发票号码"], CustomerName: r["购买方名称"], CustomerTaxID: r["购方识别号"],
			IssueDate: day(t, time.DateTime, r["开票日期"]).Truncate(24 * time.Hour), Description: r["货物或应税劳务名称"], Currency: "CNY", Net: net, Tax: tax})
	}
	for number, rest := range totals {
		if !rest.IsZero() {
			t.Errorf("invoice %s: head and lines differ by %s", number, rest)
		}
	}
	return lines
}

func ublLines(t *testing.T, root string) []service.Line {
	type xmlLine struct {
		Net   string `xml:"LineExtensionAmount"`
		From  string `xml:"InvoicePeriod>StartDate"`
		Until string `xml:"InvoicePeriod>EndDate"`
		Name  string `xml:"Item>Name"`
		Code  string `xml:"Item>SellersItemIdentification>ID"`
		Rate  string `xml:"Item>ClassifiedTaxCategory>Percent"`
	}
	var lines []service.Line
	paths, err := filepath.Glob(filepath.Join(root, "invoices/ubl/*.xml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var d struct {
			XMLName  xml.Name
			ID       string    `xml:"ID"`
			Issued   string    `xml:"IssueDate"`
			Currency string    `xml:"DocumentCurrencyCode"`
			TaxID    string    `xml:"AccountingCustomerParty>Party>PartyTaxScheme>CompanyID"`
			Buyer    string    `xml:"AccountingCustomerParty>Party>PartyLegalEntity>RegistrationName"`
			Payable  string    `xml:"LegalMonetaryTotal>PayableAmount"`
			Invoiced []xmlLine `xml:"InvoiceLine"`
			Credited []xmlLine `xml:"CreditNoteLine"`
		}
		if err := xml.Unmarshal(content, &d); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		sign := money.One
		if d.XMLName.Local == "CreditNote" {
			sign = money.NewInt(-1)
		}
		rest := money.MustParse(d.Payable)
		for _, x := range append(d.Invoiced, d.Credited...) {
			net := money.MustParse(x.Net)
			tax := net.Mul(money.MustParse(x.Rate)).Quo(money.NewInt(100), 2)
			rest = rest.Sub(net).Sub(tax)
			l := service.Line{Document: d.ID, CustomerName: d.Buyer, CustomerTaxID: d.TaxID, IssueDate: day(t, time.DateOnly, d.Issued), ItemCode: x.Code,
				Description: x.Name, Currency: money.Currency(d.Currency), Net: net.Mul(sign), Tax: tax.Mul(sign)}
			if x.From != "" {
				l.ServiceFrom, l.ServiceUntil = day(t, time.DateOnly, x.From), day(t, time.DateOnly, x.Until).AddDate(0, 0, 1)
			}
			lines = append(lines, l)
		}
		if !rest.IsZero() {
			t.Errorf("%s: payable and lines differ by %s", path, rest)
		}
	}
	return lines
}

// readRules reads categories.csv: consecutive rows of one id are one rule.
func readRules(t *testing.T, root string) service.Rules {
	t.Helper()
	var rules service.Rules
	for _, r := range readRecords(t, filepath.Join(root, "categories.csv")) {
		if n := len(rules); n == 0 || rules[n-1].ID != r["id"] {
			next := service.Rule{ID: r["id"], Field: service.Field(r["field"]), Equals: r["equals"], Contains: r["contains"], Nature: service.Nature(r["nature"])}
			if next.Nature == "" {
				next.Nature = service.NatureService
			}
			if r["pattern"] != "" {
				next.Pattern = regexp.MustCompile(r["pattern"])
			}
			rules = append(rules, next)
		}
		if r["category"] != "" {
			last := &rules[len(rules)-1]
			last.Weights = append(last.Weights, service.Weight{Category: service.Category(r["category"]), Share: r.amount(t, "share")})
		}
	}
	for _, r := range rules {
		if err := r.Validate(); err != nil {
			t.Error(err)
		}
	}
	return rules
}

func TestTruthOfBooksIsWhatAnIndependentReaderFinds(t *testing.T) {
	root, _, truth := generated(t, Options{Seed: 61, Customers: 24, Months: 15, RowsTotal: 12_000})
	rules, who := readRules(t, root), identifiers(t, root)
	match := func(l service.Line) string {
		month := period.MonthOf(l.IssueDate).String()
		_, domain, _ := strings.Cut(l.CustomerEmail, "@")
		for _, try := range [][2]string{{"tax_id", l.CustomerTaxID}, {"domain", domain}, {"name", l.CustomerName}} {
			if id := who(try[0], try[1], month); try[1] != "" && id != "" {
				return id
			}
		}
		return ""
	}
	var services, natures ledger[truthKey]
	books := map[string]TruthBook{}
	documents := map[string]map[string]bool{}
	spread := false
	for preset, lines := range readLines(t, root) {
		for _, l := range lines {
			k := preset + string(l.Currency)
			b := books[k]
			b.Preset, b.Currency, b.Lines = preset, l.Currency, b.Lines+1
			b.Net, b.Tax = b.Net.Add(l.Net), b.Tax.Add(l.Tax)
			books[k] = b
			if documents[k] == nil {
				documents[k] = map[string]bool{}
			}
			documents[k][l.Document] = true
			c := rules.Classify(l)
			for _, basis := range []service.Basis{service.BasisRecognised, service.BasisInvoiced} {
				pieces := l.Recognise(basis)
				spread = spread || len(pieces) > 1
				for _, p := range pieces {
					key := truthKey{customer: match(l), month: p.Month, basis: basis, currency: l.Currency}
					switch {
					case c.Nature != service.NatureService:
						key.label = string(c.Nature)
						natures.add(key, p.Net)
					case len(c.Weights) == 0:
						services.add(key, p.Net)
					}
					for _, w := range c.Weights {
						key.label = string(w.Category)
						services.add(key, p.Net.Mul(w.Share))
					}
				}
			}
		}
	}
	if !spread {
		t.Error("no line is spread over a service period")
	}
	var gotServices []TruthService
	services.each(compareKeys, func(k truthKey, d []money.Decimal) {
		gotServices = append(gotServices, TruthService{k.customer, k.month, k.basis, service.Category(k.label), k.currency, d[0]})
	})
	if diff := cmp.Diff(truth.Services, gotServices, sameDecimal()); diff != "" {
		t.Errorf("services (-truth +read):\n%s", diff)
	}
	var gotNatures []TruthNature
	natures.each(compareKeys, func(k truthKey, d []money.Decimal) {
		gotNatures = append(gotNatures, TruthNature{k.customer, k.month, k.basis, service.Nature(k.label), k.currency, d[0]})
	})
	if diff := cmp.Diff(truth.Natures, gotNatures, sameDecimal()); diff != "" {
		t.Errorf("left out (-truth +read):\n%s", diff)
	}
	for _, b := range truth.Books {
		k := b.Preset + string(b.Currency)
		got := books[k]
		got.Path, got.Documents = b.Path, len(documents[k])
		if diff := cmp.Diff(b, got, sameDecimal()); diff != "" {
			t.Errorf("%s (-truth +read):\n%s", b.Path, diff)
		}
		delete(books, k)
	}
	if len(books) > 0 {
		t.Errorf("books the truth does not know: %v", books)
	}
	checkMultiplier(t, root, truth)
}

// checkMultiplier adds both sides up again from the truth's parts and the rates as
// they stand in the file.
func checkMultiplier(t *testing.T, root string, truth Truth) {
	var rs []rate.Rate
	for _, r := range readRecords(t, filepath.Join(root, "rates.csv")) {
		d := day(t, time.DateOnly, r["date"])
		if d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
			t.Errorf("a rate on a weekend: %s", r["date"])
		}
		rs = append(rs, rate.Rate{Date: d, From: money.Currency(r["from"]), To: money.Currency(r["to"]), Value: r.amount(t, "rate"), Source: r["source"]})
	}
	table := rate.NewTable(rs)
	usd := func(d money.Decimal, m period.Month, c money.Currency) money.Decimal {
		v, err := table.Month(m, c, "USD", rate.PolicyAverage)
		if err != nil {
			t.Fatal(err)
		}
		return d.Mul(v)
	}
	whole, err := period.Parse(truth.Period)
	if err != nil {
		t.Fatal(err)
	}
	if len(truth.Multiplier) != 2 {
		t.Fatalf("multipliers = %v", truth.Multiplier)
	}
	for _, m := range truth.Multiplier {
		var services, cloud money.Decimal
		for _, s := range truth.Services {
			if s.Basis == m.Basis && whole.Contains(s.Month) {
				services = services.Add(usd(s.Net, s.Month, s.Currency))
			}
		}
		for _, c := range truth.Cloud {
			if !c.Internal {
				cloud = cloud.Add(usd(c.Effective, c.Month, c.Currency))
			}
		}
		if !services.Equal(m.Services) || !cloud.Equal(m.Cloud) || services.Quo(cloud, 6).String() != m.Ratio {
			t.Errorf("%s: %s / %s, want %s / %s = %s", m.Basis, services, cloud, m.Services, m.Cloud, m.Ratio)
		}
		parts := m.Uncategorised
		for _, d := range m.ByCategory {
			parts = parts.Add(d)
		}
		if !parts.Equal(m.Services) {
			t.Errorf("%s: the categories come to %s, services to %s", m.Basis, parts, m.Services)
		}
	}
}

func TestTaxIDsHaveValidCheckDigits(t *testing.T) {
	// The second is a code in real use that fails the check.
	for code, valid := range map[string]bool{"91350100M000100Y43": true, "91350100M0001TGQXM": false} {
		if got := usccCheck(code[:17]) == code[17]; got != valid {
			t.Errorf("%s valid = %t", code, got)
		}
	}
	root, _, _ := generated(t, Options{Seed: 71, Customers: 30, Months: 1, RowsTotal: 1_000})
	found := 0
	for _, r := range readRecords(t, filepath.Join(root, "customers.csv")) {
		if r["kind"] != "tax_id" || r["country"] != "CN" {
			continue
		}
		found++
		if v := r["value"]; len(v) != 18 || usccCheck(v[:17]) != v[17] || !strings.HasPrefix(v, "91999999") {
			t.Errorf("tax id %q", v)
		}
	}
	if found == 0 {
		t.Error("no Chinese customer")
	}
}

func TestCustomersFileKnowsWhatChangesHands(t *testing.T) {
	root, _, truth := generated(t, Options{Seed: 81, Customers: 30, Months: 8, RowsTotal: 5_000})
	owners, zeros, bounded, internal := map[string]int{}, 0, 0, 0
	for _, r := range readRecords(t, filepath.Join(root, "customers.csv")) {
		if r["internal"] == "true" {
			internal++
		}
		if r["kind"] != "account" {
			continue
		}
		owners[r["value"]]++
		if _, err := strconv.Atoi(r["value"]); err != nil || len(r["value"]) != 12 {
			t.Errorf("account %q", r["value"])
		}
		if strings.HasPrefix(r["value"], "00") {
			zeros++
		}
		if r["from"] != "" || r["until"] != "" {
			bounded++
		}
	}
	moved := 0
	for _, n := range owners {
		if n > 1 {
			moved++
		}
	}
	if moved != 1 || bounded != 2 {
		t.Errorf("%d accounts with two owners in %d dated rows, want 1 in 2", moved, bounded)
	}
	if zeros == 0 || internal == 0 {
		t.Errorf("%d account ids with leading zeros, %d rows of the partner's own, want some of both", zeros, internal)
	}
	unmatched := false
	for _, c := range truth.Cloud {
		unmatched = unmatched || c.Customer == ""
	}
	if !unmatched {
		t.Error("every account is somebody's")
	}
}
