package cii_test

import (
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/invoice"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/source/cii"
)

const sample = `<?xml version='1.0' encoding='UTF-8'?>
<i:CrossIndustryInvoice xmlns:i="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
  xmlns:r="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
  xmlns:u="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<i:ExchangedDocument><r:ID>RE-2025-17</r:ID><r:TypeCode>380</r:TypeCode>
  <r:IssueDateTime><u:DateTimeString format="102">20250402</u:DateTimeString></r:IssueDateTime></i:ExchangedDocument>
<i:SupplyChainTradeTransaction>
  <r:IncludedSupplyChainTradeLineItem>
    <r:AssociatedDocumentLineDocument><r:LineID>1</r:LineID></r:AssociatedDocumentLineDocument>
    <r:SpecifiedTradeProduct><r:SellerAssignedID>MIG</r:SellerAssignedID><r:Name>Migration</r:Name><r:Description>Migration of ERP</r:Description></r:SpecifiedTradeProduct>
    <r:SpecifiedLineTradeAgreement><r:NetPriceProductTradePrice><r:ChargeAmount>1000</r:ChargeAmount><r:BasisQuantity unitCode="DAY">1</r:BasisQuantity></r:NetPriceProductTradePrice></r:SpecifiedLineTradeAgreement>
    <r:SpecifiedLineTradeDelivery><r:BilledQuantity unitCode="DAY">8</r:BilledQuantity></r:SpecifiedLineTradeDelivery>
    <r:SpecifiedLineTradeSettlement>
      <r:ApplicableTradeTax><r:TypeCode>VAT</r:TypeCode><r:CategoryCode>S</r:CategoryCode><r:RateApplicablePercent>19.00</r:RateApplicablePercent></r:ApplicableTradeTax>
      <r:BillingSpecifiedPeriod><r:StartDateTime><u:DateTimeString format="102">20250101</u:DateTimeString></r:StartDateTime><r:EndDateTime><u:DateTimeString format="102">20250131</u:DateTimeString></r:EndDateTime></r:BillingSpecifiedPeriod>
      <r:SpecifiedTradeSettlementLineMonetarySummation><r:LineTotalAmount>8000.00</r:LineTotalAmount></r:SpecifiedTradeSettlementLineMonetarySummation>
      <r:ReceivableSpecifiedTradeAccountingAccount><r:ID>8400</r:ID></r:ReceivableSpecifiedTradeAccountingAccount>
    </r:SpecifiedLineTradeSettlement>
  </r:IncludedSupplyChainTradeLineItem>
  <r:IncludedSupplyChainTradeLineItem>
    <r:AssociatedDocumentLineDocument><r:LineID>2</r:LineID></r:AssociatedDocumentLineDocument>
    <r:SpecifiedTradeProduct><r:Name>Training</r:Name></r:SpecifiedTradeProduct>
    <r:SpecifiedLineTradeDelivery><r:BilledQuantity unitCode="C62">1</r:BilledQuantity></r:SpecifiedLineTradeDelivery>
    <r:SpecifiedLineTradeSettlement>
      <r:ApplicableTradeTax><r:CategoryCode>E</r:CategoryCode><r:RateApplicablePercent>0</r:RateApplicablePercent></r:ApplicableTradeTax>
      <r:SpecifiedTradeSettlementLineMonetarySummation><r:LineTotalAmount>2000</r:LineTotalAmount></r:SpecifiedTradeSettlementLineMonetarySummation>
    </r:SpecifiedLineTradeSettlement>
  </r:IncludedSupplyChainTradeLineItem>
  <r:ApplicableHeaderTradeAgreement>
    <r:SellerTradeParty><r:ID>SELLER</r:ID><r:Name>Seller GmbH</r:Name></r:SellerTradeParty>
    <r:BuyerTradeParty><r:ID>10042</r:ID><r:Name>Muster AG</r:Name>
      <r:SpecifiedLegalOrganization><r:ID>HRB 1234</r:ID><r:TradingBusinessName>Muster</r:TradingBusinessName></r:SpecifiedLegalOrganization>
      <r:DefinedTradeContact><r:EmailURIUniversalCommunication><r:URIID>einkauf@muster.example</r:URIID></r:EmailURIUniversalCommunication></r:DefinedTradeContact>
      <r:PostalTradeAddress><r:CountryID>DE</r:CountryID></r:PostalTradeAddress>
      <r:URIUniversalCommunication><r:URIID schemeID="EM">rechnung@muster.example</r:URIID></r:URIUniversalCommunication>
      <r:SpecifiedTaxRegistration><r:ID schemeID="FC">12/345</r:ID></r:SpecifiedTaxRegistration>
      <r:SpecifiedTaxRegistration><r:ID schemeID="VA">DE 123 456 789</r:ID></r:SpecifiedTaxRegistration>
    </r:BuyerTradeParty>
    <r:SpecifiedProcuringProject><r:ID>P-9</r:ID><r:Name>Project nine</r:Name></r:SpecifiedProcuringProject>
  </r:ApplicableHeaderTradeAgreement>
  <r:ApplicableHeaderTradeDelivery/>
  <r:ApplicableHeaderTradeSettlement>
    <r:TaxCurrencyCode>CHF</r:TaxCurrencyCode>
    <r:InvoiceCurrencyCode>EUR</r:InvoiceCurrencyCode>
    <r:ApplicableTradeTax><r:CalculatedAmount>1501.00</r:CalculatedAmount><r:CategoryCode>S</r:CategoryCode><r:RateApplicablePercent>19</r:RateApplicablePercent></r:ApplicableTradeTax>
    <r:ApplicableTradeTax><r:CalculatedAmount>0</r:CalculatedAmount><r:CategoryCode>E</r:CategoryCode><r:RateApplicablePercent>0</r:RateApplicablePercent></r:ApplicableTradeTax>
    <r:BillingSpecifiedPeriod><r:StartDateTime><u:DateTimeString format="102">20250201</u:DateTimeString></r:StartDateTime><r:EndDateTime><u:DateTimeString format="102">20250228</u:DateTimeString></r:EndDateTime></r:BillingSpecifiedPeriod>
    <r:SpecifiedTradeAllowanceCharge><r:ChargeIndicator><u:Indicator>false</u:Indicator></r:ChargeIndicator><r:ActualAmount>100</r:ActualAmount><r:Reason>Rabatt</r:Reason><r:CategoryTradeTax><r:CategoryCode>S</r:CategoryCode><r:RateApplicablePercent>19</r:RateApplicablePercent></r:CategoryTradeTax></r:SpecifiedTradeAllowanceCharge>
    <r:SpecifiedTradeSettlementHeaderMonetarySummation>
      <r:LineTotalAmount>10000.00</r:LineTotalAmount><r:ChargeTotalAmount>0</r:ChargeTotalAmount><r:AllowanceTotalAmount>100</r:AllowanceTotalAmount>
      <r:TaxBasisTotalAmount>9900.00</r:TaxBasisTotalAmount>
      <r:TaxTotalAmount currencyID="EUR">1501.00</r:TaxTotalAmount><r:TaxTotalAmount currencyID="CHF">1430.20</r:TaxTotalAmount>
      <r:RoundingAmount>0.00</r:RoundingAmount><r:GrandTotalAmount>11401.00</r:GrandTotalAmount><r:TotalPrepaidAmount>401</r:TotalPrepaidAmount><r:DuePayableAmount>11000.00</r:DuePayableAmount>
    </r:SpecifiedTradeSettlementHeaderMonetarySummation>
    <r:ReceivableSpecifiedTradeAccountingAccount><r:ID>8000</r:ID></r:ReceivableSpecifiedTradeAccountingAccount>
  </r:ApplicableHeaderTradeSettlement>
</i:SupplyChainTradeTransaction></i:CrossIndustryInvoice>`

func read(t *testing.T, text string) invoice.Document {
	t.Helper()
	doc, err := cii.Read(strings.NewReader(text), "re.xml")
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestEveryFieldOfADocument(t *testing.T) {
	doc := read(t, sample)
	if len(doc.Lines) != 2 {
		t.Fatalf("%d lines", len(doc.Lines))
	}
	one, two := doc.Lines[0], doc.Lines[1]
	for what, pair := range map[string][2]string{
		"number":        {one.Document, "RE-2025-17"},
		"issued":        {one.IssueDate.Format("2006-01-02"), "2025-04-02"},
		"line id":       {two.LineID, "2"},
		"customer":      {one.CustomerName, "Muster AG"},
		"tax id":        {one.CustomerTaxID, "DE123456789"},
		"reference":     {one.CustomerRef, "10042"},
		"e-mail":        {one.CustomerEmail, "einkauf@muster.example"},
		"register":      {doc.Buyer.LegalID, "HRB1234"},
		"endpoint":      {doc.Buyer.Endpoint, "EM:rechnung@muster.example"},
		"country":       {doc.Buyer.Country, "DE"},
		"project":       {two.Project, "P-9"},
		"item":          {one.ItemCode, "MIG"},
		"description":   {one.Description, "Migration of ERP"},
		"account":       {one.AccountCode, "8400"},
		"2nd account":   {two.AccountCode, "8000"},
		"from":          {one.ServiceFrom.Format("2006-01-02"), "2025-01-01"},
		"until":         {one.ServiceUntil.Format("2006-01-02"), "2025-02-01"},
		"2nd from":      {two.ServiceFrom.Format("2006-01-02"), "2025-02-01"},
		"2nd until":     {two.ServiceUntil.Format("2006-01-02"), "2025-03-01"},
		"quantity":      {one.Quantity.String(), "8"},
		"unit price":    {one.UnitPrice.String(), "1000"},
		"net":           {one.Net.String(), "7900"}, // the allowance belongs to category S
		"2nd net":       {two.Net.String(), "2000"},
		"tax":           {one.Tax.String(), "1501"},
		"2nd tax":       {two.Tax.String(), "0"},
		"tax exclusive": {doc.Totals.TaxExclusive.String(), "9900"},
		"payable":       {doc.Totals.Payable.String(), "11000"},
		"prepaid":       {doc.Totals.Prepaid.String(), "401"},
		"currencies":    {string(doc.Currency + doc.TaxCurrency), "EURCHF"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %q, want %q", what, pair[0], pair[1])
		}
	}
	if len(doc.Findings) != 1 || doc.Findings[0].Rule != invoice.RuleTaxCurrency || doc.Findings[0].Example != "1430.2 CHF" {
		t.Errorf("findings %+v", doc.Findings)
	}
}

func TestACreditNoteIsNegativeRevenue(t *testing.T) {
	doc := read(t, strings.Replace(sample, ">380<", ">381<", 1))
	if doc.Kind != service.DocumentCreditNote || doc.Lines[0].Net.String() != "-7900" || doc.Lines[0].Tax.String() != "-1501" ||
		doc.Totals.TaxExclusive.String() != "-9900" || doc.Totals.Payable.String() != "-11000" {
		t.Errorf("%s %+v", doc.Kind, doc.Totals)
	}
}

func TestANegativeInvoiceStaysNegativeAndANegativeCreditNoteIsReported(t *testing.T) {
	negative := strings.NewReplacer(">8000.00<", ">-8000<", ">2000<", ">-2000<", ">10000.00<", ">-10000<", ">100<", ">-100<",
		">9900.00<", ">-9900<", ">1501.00<", ">-1501<", ">11401.00<", ">-11401<", ">401<", ">-401<", ">11000.00<", ">-11000<").Replace(sample)
	doc := read(t, negative)
	if doc.Kind != service.DocumentInvoice || doc.Lines[0].Net.String() != "-7900" || doc.Totals.TaxExclusive.String() != "-9900" {
		t.Errorf("%s %+v", doc.Kind, doc.Totals)
	}
	doc = read(t, strings.Replace(negative, ">380<", ">381<", 1))
	if doc.Lines[0].Net.String() != "7900" {
		t.Errorf("net %s", doc.Lines[0].Net)
	}
	if last := doc.Findings[len(doc.Findings)-1]; last.Rule != invoice.RuleNegativeCredit {
		t.Errorf("findings %+v", doc.Findings)
	}
}

func TestBadFilesAreRefusedWithAReason(t *testing.T) {
	for _, c := range []struct {
		name, text, code string
		row              int64
	}{
		{name: "empty", code: "xml.malformed"},
		{name: "truncated", text: sample[:len(sample)-200], code: "xml.truncated"},
		{name: "doctype", text: `<!DOCTYPE x [<!ENTITY a "b">]>` + sample[38:], code: "xml.doctype"},
		{name: "UBL", text: `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>`, code: "xml.root"},
		{name: "no currency", text: strings.Replace(sample, "<r:InvoiceCurrencyCode>EUR</r:InvoiceCurrencyCode>", "", 1), code: "xml.element_missing"},
		{name: "no totals", text: strings.ReplaceAll(sample, "SpecifiedTradeSettlementHeaderMonetarySummation", "Other"), code: "xml.element_missing"},
		{name: "no lines", text: strings.ReplaceAll(sample, "IncludedSupplyChainTradeLineItem", "Other"), code: "invoice.no_lines"},
		{name: "a bad amount", text: strings.Replace(sample, ">2000<", ">2.000,00<", 1), code: "xml.number", row: 2},
		{name: "a bad date", text: strings.Replace(sample, "20250131", "31.01.25", 1), code: "xml.date", row: 1},
		{name: "a total in another currency", text: strings.Replace(sample, `currencyID="EUR"`, `currencyID="USD"`, 1), code: "xml.currency_conflict"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := cii.Read(strings.NewReader(c.text), "bad.xml")
			f, ok := fault.As(err)
			if !ok || f.Code != c.code || f.Place.File != "bad.xml" || f.Place.Row != c.row {
				t.Errorf("got %v, want %s in row %d", err, c.code, c.row)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Add(strings.Replace(sample, ">380<", ">381<", 1))
	f.Add(`<!DOCTYPE a><a/>`)
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := cii.Read(strings.NewReader(text), "f.xml")
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
			case invoice.RuleTaxExclusive, invoice.RuleTotalsMissing:
				return
			}
		}
		if !net.Equal(doc.Totals.TaxExclusive) {
			t.Fatalf("lines sum to %s, the document to %s", net, doc.Totals.TaxExclusive)
		}
	})
}
