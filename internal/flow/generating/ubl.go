package generating

import (
	"encoding/xml"
	"strconv"
	"strings"
	"time"
)

// writeUBL writes one UBL 2.1 file per document. The service period stands in
// the line's InvoicePeriod, both days included. A credit note is a CreditNote
// with positive amounts.
func writeUBL(root string, ds []*document) error {
	for _, d := range ds {
		if err := writeFile(root, bookUBL.path()+"/"+d.number+".xml", ublDocument(d)); err != nil {
			return err
		}
	}
	return nil
}

// xmlWriter writes indented elements.
type xmlWriter struct {
	b     strings.Builder
	depth int
}

func (w *xmlWriter) open(name string) { w.line("<" + name + ">"); w.depth++ }
func (w *xmlWriter) close(name string) {
	w.depth--
	w.line("</" + name + ">")
}

func (w *xmlWriter) line(s string) { w.b.WriteString(strings.Repeat("  ", w.depth) + s + "\n") }

// leaf writes an element with text; attributes come as in ` currencyID="EUR"`.
func (w *xmlWriter) leaf(name, attributes, text string) {
	var escaped strings.Builder
	// A strings.Builder takes everything: there is no error to lose.
	_ = xml.EscapeText(&escaped, []byte(text))
	w.line("<" + name + attributes + ">" + escaped.String() + "</" + name + ">")
}

func ublDocument(d *document) []byte {
	root, typeCode, typeName := "Invoice", "380", "cbc:InvoiceTypeCode"
	sign := cents(1)
	if d.credits != nil {
		root, typeCode, typeName, sign = "CreditNote", "381", "cbc:CreditNoteTypeCode", -1
	}
	w := &xmlWriter{}
	w.line(`<?xml version="1.0" encoding="UTF-8"?>`)
	w.line(`<` + root + ` xmlns="urn:oasis:names:specification:ubl:schema:xsd:` + root + `-2"` +
		` xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"` +
		` xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">`)
	w.depth++
	w.leaf("cbc:CustomizationID", "", "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0")
	w.leaf("cbc:ProfileID", "", "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0")
	w.leaf("cbc:ID", "", d.number)
	w.leaf("cbc:IssueDate", "", d.issued.Format(time.DateOnly))
	if d.credits == nil {
		w.leaf("cbc:DueDate", "", d.due().Format(time.DateOnly))
	}
	w.leaf(typeName, "", typeCode)
	w.leaf("cbc:DocumentCurrencyCode", "", d.currency)
	w.leaf("cbc:BuyerReference", "", d.client.alias)
	if d.credits != nil {
		w.open("cac:BillingReference")
		w.open("cac:InvoiceDocumentReference")
		w.leaf("cbc:ID", "", d.credits.number)
		w.close("cac:InvoiceDocumentReference")
		w.close("cac:BillingReference")
	}
	w.party("cac:AccountingSupplierParty", "Sevenbrook Cloud B.V.", "invoices@sevenbrook.example", "NL", "NL999999999B07")
	w.party("cac:AccountingCustomerParty", d.buyer.name, d.buyer.mail("invoices"), d.client.place.country, d.buyer.taxID)
	w.totals(d, sign)
	for n, i := range d.lines {
		w.item(d, i, n+1, sign)
	}
	w.close(root)
	return []byte(w.b.String())
}

func (w *xmlWriter) party(role, name, mail, country, vat string) {
	w.open(role)
	w.open("cac:Party")
	if mail != "" {
		w.leaf("cbc:EndpointID", ` schemeID="EM"`, mail)
	}
	w.open("cac:PartyName")
	w.leaf("cbc:Name", "", name)
	w.close("cac:PartyName")
	w.open("cac:PostalAddress")
	w.open("cac:Country")
	w.leaf("cbc:IdentificationCode", "", country)
	w.close("cac:Country")
	w.close("cac:PostalAddress")
	if vat != "" {
		w.open("cac:PartyTaxScheme")
		w.leaf("cbc:CompanyID", "", vat)
		w.vatScheme()
		w.close("cac:PartyTaxScheme")
	}
	w.open("cac:PartyLegalEntity")
	w.leaf("cbc:RegistrationName", "", name)
	w.close("cac:PartyLegalEntity")
	w.close("cac:Party")
	w.close(role)
}

func (w *xmlWriter) vatScheme() {
	w.open("cac:TaxScheme")
	w.leaf("cbc:ID", "", "VAT")
	w.close("cac:TaxScheme")
}

func (w *xmlWriter) taxCategory(name string, rate int64) {
	w.open(name)
	w.leaf("cbc:ID", "", "S")
	w.leaf("cbc:Percent", "", strconv.FormatInt(rate, 10))
	w.vatScheme()
	w.close(name)
}

func (w *xmlWriter) totals(d *document, sign cents) {
	in := ` currencyID="` + d.currency + `"`
	net, tax := (d.net() * sign).String(), (d.tax() * sign).String()
	gross := ((d.net() + d.tax()) * sign).String()
	w.open("cac:TaxTotal")
	w.leaf("cbc:TaxAmount", in, tax)
	w.open("cac:TaxSubtotal")
	w.leaf("cbc:TaxableAmount", in, net)
	w.leaf("cbc:TaxAmount", in, tax)
	w.taxCategory("cac:TaxCategory", d.lines[0].taxRate)
	w.close("cac:TaxSubtotal")
	w.close("cac:TaxTotal")
	w.open("cac:LegalMonetaryTotal")
	w.leaf("cbc:LineExtensionAmount", in, net)
	w.leaf("cbc:TaxExclusiveAmount", in, net)
	w.leaf("cbc:TaxInclusiveAmount", in, gross)
	w.leaf("cbc:PayableAmount", in, gross)
	w.close("cac:LegalMonetaryTotal")
}

func (w *xmlWriter) item(d *document, i item, n int, sign cents) {
	name, quantity := "cac:InvoiceLine", "cbc:InvoicedQuantity"
	if d.credits != nil {
		name, quantity = "cac:CreditNoteLine", "cbc:CreditedQuantity"
	}
	in := ` currencyID="` + d.currency + `"`
	i.halves *= int64(sign)
	w.open(name)
	w.leaf("cbc:ID", "", strconv.Itoa(n))
	w.leaf(quantity, ` unitCode="C62"`, i.quantity())
	w.leaf("cbc:LineExtensionAmount", in, (i.net * sign).String())
	if !i.from.IsZero() {
		w.open("cac:InvoicePeriod")
		w.leaf("cbc:StartDate", "", i.from.Format(time.DateOnly))
		w.leaf("cbc:EndDate", "", i.until.AddDate(0, 0, -1).Format(time.DateOnly))
		w.close("cac:InvoicePeriod")
	}
	w.open("cac:Item")
	w.leaf("cbc:Name", "", i.sold.label())
	w.open("cac:SellersItemIdentification")
	w.leaf("cbc:ID", "", i.sold.code)
	w.close("cac:SellersItemIdentification")
	w.taxCategory("cac:ClassifiedTaxCategory", i.taxRate)
	w.close("cac:Item")
	w.open("cac:Price")
	w.leaf("cbc:PriceAmount", in, i.unit.String())
	w.close("cac:Price")
	w.close(name)
}
