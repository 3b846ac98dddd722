package ubl_test

import (
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/invoice"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/source/ubl"
)

// sample uses prefixes that nobody uses: the URI decides.
const sample = `<?xml version="1.0" encoding="UTF-8"?>
<x:Invoice xmlns:x="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
  xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:ext="urn:other">
  <ext:Extensions><b:ID>not this one</b:ID></ext:Extensions>
  <b:ID>INV-0042</b:ID>
  <b:IssueDate>2025-04-02+01:00</b:IssueDate>
  <b:InvoiceTypeCode>380</b:InvoiceTypeCode>
  <b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>
  <b:AccountingCost>4000</b:AccountingCost>
  <a:InvoicePeriod><b:StartDate>2025-01-01</b:StartDate><b:EndDate>2025-03-31</b:EndDate></a:InvoicePeriod>
  <a:ProjectReference><b:ID>P-7</b:ID></a:ProjectReference>
  <a:AccountingCustomerParty>
    <b:SupplierAssignedAccountID>C-100</b:SupplierAssignedAccountID>
    <a:Party>
      <b:EndpointID schemeID="EM">ap@acme.example</b:EndpointID>
      <a:PartyName><b:Name>Acme</b:Name></a:PartyName>
      <a:PostalAddress><a:Country><b:IdentificationCode>FI</b:IdentificationCode></a:Country></a:PostalAddress>
      <a:PartyTaxScheme><b:CompanyID>LOCAL 1</b:CompanyID><a:TaxScheme><b:ID>GST</b:ID></a:TaxScheme></a:PartyTaxScheme>
      <a:PartyTaxScheme><b:CompanyID>FI 2345 6789</b:CompanyID><a:TaxScheme><b:ID>VAT</b:ID></a:TaxScheme></a:PartyTaxScheme>
      <a:PartyLegalEntity><b:RegistrationName>Acme Oy</b:RegistrationName><b:CompanyID>2345678-9</b:CompanyID></a:PartyLegalEntity>
    </a:Party>
  </a:AccountingCustomerParty>
  {{adjustments}}
  <a:TaxTotal><b:TaxAmount currencyID="EUR">{{tax}}</b:TaxAmount>
    <a:TaxSubtotal><b:TaxAmount currencyID="EUR">{{tax}}</b:TaxAmount><a:TaxCategory><b:ID>S</b:ID><b:Percent>24.0</b:Percent></a:TaxCategory></a:TaxSubtotal>
  </a:TaxTotal>
  <a:LegalMonetaryTotal>
    <b:LineExtensionAmount currencyID="EUR">1000.00</b:LineExtensionAmount>
    <b:TaxExclusiveAmount currencyID="EUR">{{exclusive}}</b:TaxExclusiveAmount>
    <b:TaxInclusiveAmount currencyID="EUR">{{inclusive}}</b:TaxInclusiveAmount>
    <b:PayableRoundingAmount currencyID="EUR">{{rounding}}</b:PayableRoundingAmount>
    <b:PayableAmount currencyID="EUR">{{payable}}</b:PayableAmount>
  </a:LegalMonetaryTotal>
  <a:InvoiceLine>
    <b:ID>10</b:ID><b:InvoicedQuantity unitCode="HUR">20</b:InvoicedQuantity>
    <b:LineExtensionAmount currencyID="EUR">333.33</b:LineExtensionAmount>
    <b:AccountingCost>4010</b:AccountingCost>
    <a:InvoicePeriod><b:StartDate>2025-02-01</b:StartDate><b:EndDate>2025-02-28</b:EndDate></a:InvoicePeriod>
    <a:Item><b:Description>Well-Architected review, two workloads</b:Description><b:Name>Review</b:Name>
      <a:SellersItemIdentification><b:ID>WAR</b:ID></a:SellersItemIdentification>
      <a:ClassifiedTaxCategory><b:ID>S</b:ID><b:Percent>24</b:Percent></a:ClassifiedTaxCategory></a:Item>
    <a:Price><b:PriceAmount currencyID="EUR">100</b:PriceAmount><b:BaseQuantity>3</b:BaseQuantity></a:Price>
  </a:InvoiceLine>
  <a:InvoiceLine>
    <b:ID>20</b:ID><b:InvoicedQuantity unitCode="MON">1</b:InvoicedQuantity>
    <b:LineExtensionAmount currencyID="EUR">666.67</b:LineExtensionAmount>
    <a:Item><b:Name>Managed operations</b:Name>
      <a:ClassifiedTaxCategory><b:ID>S</b:ID><b:Percent>24</b:Percent></a:ClassifiedTaxCategory></a:Item>
    <a:Price><b:PriceAmount currencyID="EUR">666.67</b:PriceAmount></a:Price>
  </a:InvoiceLine>
</x:Invoice>`

// document fills the sample in; values are given as pairs.
func document(pairs ...string) string {
	pairs = append(pairs, "{{adjustments}}", "", "{{tax}}", "240.00", "{{exclusive}}", "1000", "{{inclusive}}", "1240",
		"{{rounding}}", "0", "{{payable}}", "1240.00")
	return strings.NewReplacer(pairs...).Replace(sample)
}

func adjustment(charge, amount, reason, category, rate string) string {
	return `<a:AllowanceCharge><b:ChargeIndicator>` + charge + `</b:ChargeIndicator><b:AllowanceChargeReason>` + reason +
		`</b:AllowanceChargeReason><b:Amount currencyID="EUR">` + amount + `</b:Amount><a:TaxCategory><b:ID>` + category +
		`</b:ID><b:Percent>` + rate + `</b:Percent></a:TaxCategory></a:AllowanceCharge>`
}

func read(t *testing.T, text string) invoice.Document {
	t.Helper()
	doc, err := ubl.Read(strings.NewReader(text), "inv.xml")
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestEveryFieldOfALine(t *testing.T) {
	doc := read(t, document())
	first, second := doc.Lines[0], doc.Lines[1]
	for what, pair := range map[string][2]string{
		"file":          {first.File, "inv.xml"},
		"number":        {first.Document, "INV-0042"},
		"line id":       {first.LineID, "10"},
		"issued":        {first.IssueDate.Format("2006-01-02"), "2025-04-02"},
		"customer":      {first.CustomerName, "Acme Oy"},
		"tax id":        {first.CustomerTaxID, "FI23456789"},
		"reference":     {first.CustomerRef, "C-100"},
		"e-mail":        {first.CustomerEmail, "ap@acme.example"},
		"from":          {first.ServiceFrom.Format("2006-01-02"), "2025-02-01"},
		"until":         {first.ServiceUntil.Format("2006-01-02"), "2025-03-01"},
		"item code":     {first.ItemCode, "WAR"},
		"description":   {first.Description, "Review: Well-Architected review, two workloads"},
		"project":       {first.Project, "P-7"},
		"account":       {first.AccountCode, "4010"},
		"quantity":      {first.Quantity.String(), "20"},
		"unit price":    {first.UnitPrice.String(), "33.333333333333"},
		"net":           {first.Net.String(), "333.33"},
		"tax":           {first.Tax.String(), "80"},
		"2nd account":   {second.AccountCode, "4000"},
		"2nd from":      {second.ServiceFrom.Format("2006-01-02"), "2025-01-01"},
		"2nd until":     {second.ServiceUntil.Format("2006-01-02"), "2025-04-01"},
		"2nd tax":       {second.Tax.String(), "160"},
		"trade name":    {doc.Buyer.TradeName, "Acme"},
		"register":      {doc.Buyer.LegalID, "2345678-9"},
		"endpoint":      {doc.Buyer.Endpoint, "EM:ap@acme.example"},
		"country":       {doc.Buyer.Country, "FI"},
		"document kind": {string(first.DocumentKind), string(service.DocumentInvoice)},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %q, want %q", what, pair[0], pair[1])
		}
	}
	if len(doc.Findings) != 0 {
		t.Errorf("findings %+v", doc.Findings)
	}
}

func TestAllowancesAndChargesOnTheDocument(t *testing.T) {
	for _, c := range []struct {
		name, adjustments, exclusive string
		nets                         string
	}{
		{"an allowance reduces each line in proportion", adjustment("false", "100", "Discount", "S", "24"), "900", "300 600"},
		{"a charge adds to each line", adjustment("true", "50", "Travel", "S", "24"), "1050", "350 700"},
		{"no line of its category: all lines", adjustment("false", "100", "Discount", "E", "0"), "900", "300 600"},
		{"several at once", adjustment("false", "100", "A", "S", "24") + adjustment("true", "100", "B", "S", "24"), "1000", "333.33 666.67"},
		{"to the last cent", adjustment("false", "0.01", "A", "S", "24"), "999.99", "333.33 666.66"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := read(t, document("{{adjustments}}", c.adjustments, "{{exclusive}}", c.exclusive))
			var nets []string
			for _, l := range doc.Lines {
				nets = append(nets, l.Net.String())
			}
			if got := strings.Join(nets, " "); got != c.nets {
				t.Errorf("nets %s, want %s", got, c.nets)
			}
			if net, _ := sums(doc); net != doc.Totals.TaxExclusive.String() {
				t.Errorf("the lines sum to %s, not to %s", net, doc.Totals.TaxExclusive)
			}
		})
	}
}

func TestAChargeOnLinesOfMixedSignBecomesALine(t *testing.T) {
	text := document("{{adjustments}}", adjustment("true", "25", "Insurance", "S", "24"), "{{exclusive}}", "-308.34",
		"{{tax}}", "-74", "{{inclusive}}", "-382.34", "{{payable}}", "-382.34")
	text = strings.ReplaceAll(text, ">666.67</b:Line", ">-666.67</b:Line")
	text = strings.Replace(text, ">1000.00</b:Line", ">-333.34</b:Line", 1)
	doc := read(t, text)
	if len(doc.Lines) != 3 {
		t.Fatalf("%d lines", len(doc.Lines))
	}
	own := doc.Lines[2]
	if own.Row != 3 || own.LineID != "adjustment-1" || own.Description != "Insurance" || own.Net.String() != "25" || own.CustomerName != "Acme Oy" {
		t.Errorf("own line %+v", own)
	}
	if net, tax := sums(doc); net != "-308.34" || tax != "-74" {
		t.Errorf("net %s, tax %s", net, tax)
	}
	checkFindings(t, doc, nil)
}

func TestRoundingIsNotRevenue(t *testing.T) {
	doc := read(t, document("{{rounding}}", "0.40", "{{payable}}", "1240.40"))
	if net, _ := sums(doc); net != "1000" || doc.Totals.Rounding.String() != "0.4" {
		t.Errorf("net %s, rounding %s", net, doc.Totals.Rounding)
	}
	checkFindings(t, doc, []string{"invoice.rounding 0.4"})
}

func TestTotalsThatContradictTheLinesAreReportedWithBothNumbers(t *testing.T) {
	text := strings.Replace(document("{{exclusive}}", "1001", "{{payable}}", "1250"), ">1000.00</b:Line", ">1010</b:Line", 1)
	checkFindings(t, read(t, text), []string{"invoice.line_sum 1000 ≠ 1010", "invoice.tax_exclusive 1000 ≠ 1001",
		"invoice.tax_inclusive 1241 ≠ 1240", "invoice.payable 1240 ≠ 1250"})
}

func TestACreditTypeCodeOnAnInvoiceIsACreditNote(t *testing.T) {
	doc := read(t, strings.Replace(document(), ">380<", ">381<", 1))
	if net, tax := sums(doc); doc.Kind != service.DocumentCreditNote || net != "-1000" || tax != "-240" || doc.Lines[0].Quantity.String() != "-20" {
		t.Errorf("%s, net %s, tax %s", doc.Kind, net, tax)
	}
	if !doc.Totals.Payable.Equal(money.MustParse("-1240")) {
		t.Errorf("payable %s", doc.Totals.Payable)
	}
}

func TestBadFilesAreRefusedWithAReason(t *testing.T) {
	good := document()
	laughs := `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]><lolz>&lol2;</lolz>`
	deep := strings.Replace(good, "<b:ID>INV-0042</b:ID>", "<a:Deep>"+strings.Repeat("<a:Deep>", 100)+strings.Repeat("</a:Deep>", 100)+"</a:Deep>", 1)
	for _, c := range []struct {
		name, text, code string
		kind             fault.Kind
		row              int64
		column           string
	}{
		{name: "empty", text: "", code: "xml.malformed"},
		{name: "not XML", text: "InvoiceNumber,Date\n1,2025-01-01\n", code: "xml.malformed"},
		{name: "truncated", text: good[:len(good)/2], code: "xml.truncated"},
		{name: "a broken tag", text: strings.Replace(good, "</b:IssueDate>", "</b:IssueDat>", 1), code: "xml.malformed"},
		{name: "billion laughs", text: laughs, code: "xml.doctype"},
		{name: "a doctype alone", text: strings.Replace(good, "<x:Invoice", "<!DOCTYPE html><x:Invoice", 1), code: "xml.doctype"},
		{name: "an unknown entity", text: strings.Replace(good, "INV-0042", "&xxe;", 1), code: "xml.malformed"},
		{name: "another root", text: `<html><body/></html>`, code: "xml.root"},
		{name: "the right name in another namespace", text: `<Invoice xmlns="urn:other"/>`, code: "xml.root"},
		{name: "another encoding", text: strings.Replace(good, "UTF-8", "Shift_JIS", 1), code: "xml.encoding"},
		{name: "too deep", text: deep, code: "xml.limit", kind: fault.KindLimit},
		{name: "text without end", text: strings.Replace(good, "INV-0042", strings.Repeat("9", 70<<10), 1), code: "xml.limit", kind: fault.KindLimit},
		{name: "two documents", text: good + good, code: "xml.malformed"},
		{name: "no number", text: strings.Replace(good, "<b:ID>INV-0042</b:ID>", "", 1), code: "xml.element_missing", column: "cbc:ID"},
		{name: "no date", text: strings.Replace(good, "<b:IssueDate>2025-04-02+01:00</b:IssueDate>", "", 1), code: "xml.element_missing", column: "cbc:IssueDate"},
		{name: "a bad date", text: strings.Replace(good, "2025-02-28", "2025-02-30", 1), code: "xml.date", row: 1, column: "cbc:EndDate"},
		{name: "a bad amount", text: strings.Replace(good, ">666.67</b:Line", ">666,67</b:Line", 1), code: "xml.number", row: 2, column: "cbc:LineExtensionAmount"},
		{name: "a line in another currency", text: strings.Replace(good, `"EUR">666.67</b:Line`, `"USD">666.67</b:Line`, 1), code: "xml.currency_conflict", row: 2, column: "cbc:LineExtensionAmount"},
		{name: "a total in another currency", text: strings.Replace(good, `"EUR">1240</b:TaxI`, `"USD">1240</b:TaxI`, 1), code: "xml.currency_conflict", column: "cbc:TaxInclusiveAmount"},
		{name: "a bad currency", text: strings.Replace(good, ">EUR<", ">Euro<", 1), code: "currency.malformed", column: "cbc:DocumentCurrencyCode"},
		{name: "no lines", text: good[:strings.Index(good, "<a:InvoiceLine>")] + "</x:Invoice>", code: "invoice.no_lines"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := ubl.Read(strings.NewReader(c.text), "bad.xml")
			f, ok := fault.As(err)
			if !ok || f.Code != c.code {
				t.Fatalf("got %v, want %s", err, c.code)
			}
			if c.kind == "" {
				c.kind = fault.KindInvalid
			}
			if f.Kind != c.kind || f.Place.File != "bad.xml" || f.Place.Row != c.row || f.Place.Column != c.column {
				t.Errorf("kind %s at %s", f.Kind, f.Place)
			}
			if len(doc.Lines) != 0 {
				t.Error("a refused document has lines")
			}
		})
	}
}

func TestAnAttachmentIsNotKept(t *testing.T) {
	attachment := `<a:AdditionalDocumentReference><a:Attachment><b:EmbeddedDocumentBinaryObject>` +
		strings.Repeat("QUJD", 100<<10) + `</b:EmbeddedDocumentBinaryObject></a:Attachment></a:AdditionalDocumentReference>`
	if doc := read(t, document("{{adjustments}}", attachment)); len(doc.Lines) != 2 {
		t.Errorf("%d lines", len(doc.Lines))
	}
}

func FuzzRead(f *testing.F) {
	f.Add(document())
	f.Add(document("{{adjustments}}", adjustment("true", "25", "Insurance", "S", "24")))
	f.Add(strings.Replace(document(), ">380<", ">381<", 1))
	f.Add(`<CreditNote xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"/>`)
	f.Add(`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`)
	f.Add("\ufeff<a")
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := ubl.Read(strings.NewReader(text), "f.xml")
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		net := money.Zero
		for _, l := range doc.Lines {
			net = net.Add(l.Net)
		}
		for _, found := range doc.Findings {
			switch found.Rule { // the document contradicts itself or says no total
			case invoice.RuleLineSum, invoice.RuleTaxExclusive, invoice.RuleTotalsMissing:
				return
			}
		}
		if !net.Equal(doc.Totals.TaxExclusive) {
			t.Fatalf("lines sum to %s, the document to %s", net, doc.Totals.TaxExclusive)
		}
	})
}
