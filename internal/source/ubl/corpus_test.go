package ubl_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/invoice"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/source/ubl"
)

// corpus gives a file that others wrote, or skips where the folder is absent.
func corpus(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("SEVENFOLD_CORPUS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no corpus: set SEVENFOLD_CORPUS to the folder that has %s", name)
	}
	return path
}

func readFile(t *testing.T, path string) invoice.Document {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := ubl.Read(f, path)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func sums(doc invoice.Document) (net, tax string) {
	n, x := money.Zero, money.Zero
	for _, l := range doc.Lines {
		n, x = n.Add(l.Net), x.Add(l.Tax)
	}
	return n.String(), x.String()
}

// The amounts were taken from the files by hand.
func TestOfficialPeppolExamples(t *testing.T) {
	for _, c := range []struct {
		file          string
		kind          service.DocumentKind
		currency      money.Currency
		nets          []string
		net, tax      string // of all lines
		inclusive     string
		prepaid       string
		payable       string
		findings      []string
		customer      string
		taxID, ref    string
		from, until   string // of the first line
		code, account string // of the first line
	}{
		{file: "Allowance-example.xml", kind: service.DocumentInvoice, currency: "EUR",
			nets: []string{"4000", "1000", "900"}, net: "5900", tax: "1225", inclusive: "7125", prepaid: "1000", payable: "6125",
			findings: []string{"invoice.tax_currency 9324 SEK"},
			customer: "Buyer Official Name", taxID: "SE4598375937", ref: "4598375937",
			from: "2017-12-01", until: "2018-01-01", code: "97iugug876", account: "Konteringsstreng"},
		{file: "base-example.xml", kind: service.DocumentInvoice, currency: "EUR",
			nets: []string{"2800", "-1500", "25"}, net: "1325", tax: "331.25", inclusive: "1656.25", prepaid: "0", payable: "1656.25",
			customer: "Buyer Official Name", taxID: "SE4598375937", ref: "FR23342", code: "21382183120983", account: "Konteringsstreng"},
		{file: "base-negative-inv-correction.xml", kind: service.DocumentInvoice, currency: "EUR",
			nets: []string{"-2800", "1500", "-25"}, net: "-1325", tax: "-331.25", inclusive: "-1656.25", prepaid: "0", payable: "-1656.25",
			customer: "Buyer Official Name", taxID: "SE4598375937", ref: "FR23342", code: "21382183120983", account: "Konteringsstreng"},
		{file: "base-creditnote-correction.xml", kind: service.DocumentCreditNote, currency: "EUR",
			nets: []string{"-2800", "1500", "-25"}, net: "-1325", tax: "-331.25", inclusive: "-1656.25", prepaid: "0", payable: "-1656.25",
			customer: "Buyer Official Name", taxID: "SE4598375937", ref: "FR23342", code: "21382183120983", account: "Konteringsstreng"},
		{file: "vat-category-E.xml", kind: service.DocumentInvoice, currency: "GBP",
			nets: []string{"1200"}, net: "1200", tax: "0", inclusive: "1200", prepaid: "0", payable: "1200",
			customer: "The Buyercompany", ref: "0184:12345678", code: "192387129837129873"},
	} {
		t.Run(c.file, func(t *testing.T) {
			doc := readFile(t, corpus(t, filepath.Join("invoices", "peppol", c.file)))
			if doc.Kind != c.kind || doc.Currency != c.currency {
				t.Errorf("%s in %s", doc.Kind, doc.Currency)
			}
			if len(doc.Lines) != len(c.nets) {
				t.Fatalf("%d lines, want %d", len(doc.Lines), len(c.nets))
			}
			for i, l := range doc.Lines {
				if l.Net.String() != c.nets[i] {
					t.Errorf("line %d is %s, want %s", i+1, l.Net, c.nets[i])
				}
				if l.Row != int64(i+1) || l.CustomerName != c.customer || l.CustomerTaxID != c.taxID || l.CustomerRef != c.ref {
					t.Errorf("line %d: row %d, customer %q %q %q", i+1, l.Row, l.CustomerName, l.CustomerTaxID, l.CustomerRef)
				}
			}
			net, tax := sums(doc)
			if net != c.net || net != doc.Totals.TaxExclusive.String() || tax != c.tax || tax != doc.Totals.Tax.String() {
				t.Errorf("net %s (stated %s), tax %s (stated %s)", net, doc.Totals.TaxExclusive, tax, doc.Totals.Tax)
			}
			got := doc.Totals
			if got.TaxInclusive.String() != c.inclusive || got.Prepaid.String() != c.prepaid || got.Payable.String() != c.payable {
				t.Errorf("totals %+v", got)
			}
			checkFindings(t, doc, c.findings)
			checkFirstLine(t, doc.Lines[0], c.from, c.until, c.code, c.account)
		})
	}
}

func checkFindings(t *testing.T, doc invoice.Document, want []string) {
	t.Helper()
	if len(doc.Findings) != len(want) {
		t.Fatalf("findings %+v, want %v", doc.Findings, want)
	}
	for i, f := range doc.Findings {
		if got := f.Rule + " " + f.Example; got != want[i] {
			t.Errorf("finding %q, want %q", got, want[i])
		}
	}
}

func checkFirstLine(t *testing.T, l service.Line, from, until, code, account string) {
	t.Helper()
	show := func(s string) string {
		if s == "" {
			return "0001-01-01"
		}
		return s
	}
	if l.ServiceFrom.Format("2006-01-02") != show(from) || l.ServiceUntil.Format("2006-01-02") != show(until) {
		t.Errorf("service period %s to %s", l.ServiceFrom, l.ServiceUntil)
	}
	if l.ItemCode != code || l.AccountCode != account {
		t.Errorf("item code %q, account %q", l.ItemCode, l.AccountCode)
	}
}
