// Package ubl reads invoices and credit notes in UBL 2.1: Peppol BIS Billing 3,
// the other profiles of EN 16931, and plain UBL.
//
// It owns which UBL element is what. What a document means once it is read
// (allowances, tax, totals, signs) is core/invoice's business.
package ubl

import (
	"io"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/invoice"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/source/xmldoc"
)

const (
	nsInvoice    = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
	nsCreditNote = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
	nsAggregate  = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
	nsBasic      = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
)

const (
	rootInvoice    = "inv:Invoice"
	rootCreditNote = "cn:CreditNote"
)

func schema() xmldoc.Schema {
	return xmldoc.Schema{
		Prefixes: map[string]string{nsInvoice: "inv", nsCreditNote: "cn", nsAggregate: "cac", nsBasic: "cbc"},
		Roots:    []string{rootInvoice, rootCreditNote},
		Opaque:   []string{"cbc:EmbeddedDocumentBinaryObject"},
	}
}

// Read reads one document. Rows count its lines from 1. A credit note's amounts
// come out negative; a negative invoice stays as it is; see invoice.Draft for
// what happens to allowances, charges, rounding and a second currency.
//
// Faults: those of xmldoc.Read; xml.element_missing, xml.number, xml.date,
// xml.currency_conflict, currency.malformed, invoice.no_lines.
func Read(r io.Reader, path string) (invoice.Document, error) {
	d := &document{values: xmldoc.Values{File: path}}
	d.draft.File = path
	root, err := xmldoc.Read(r, path, schema(), d.visit)
	if err != nil {
		return invoice.Document{}, err
	}
	d.finish(root)
	if err := d.values.Err(); err != nil {
		return invoice.Document{}, err
	}
	return d.draft.Settle(), nil
}

// Is reports whether a root element, by namespace and local name, is one that
// Read reads.
func Is(namespace, local string) bool {
	return namespace == nsInvoice && local == "Invoice" || namespace == nsCreditNote && local == "CreditNote"
}

// document gathers the draft while the elements of the root go by.
type document struct {
	values   xmldoc.Values
	draft    invoice.Draft
	typeCode string
	taxes    []*xmldoc.Element
	totals   *xmldoc.Element
}

// visit takes one child of the root. The faults of values are met at the end.
func (d *document) visit(_ string, e *xmldoc.Element) error {
	switch e.Name {
	case "cbc:ID":
		d.draft.Number = e.Text
	case "cbc:IssueDate":
		d.draft.IssueDate = d.date(wrap(e), e.Name)
	case "cbc:InvoiceTypeCode", "cbc:CreditNoteTypeCode":
		d.typeCode = e.Text
	case "cbc:DocumentCurrencyCode":
		d.draft.Currency = d.values.Currency(wrap(e), e.Name)
	case "cbc:TaxCurrencyCode":
		d.draft.TaxCurrency = d.values.Currency(wrap(e), e.Name)
	case "cbc:AccountingCost":
		d.draft.AccountCode = e.Text
	case "cac:ProjectReference":
		d.draft.Project = e.Get("cbc:ID")
	case "cac:InvoicePeriod":
		d.draft.ServiceFrom, d.draft.ServiceUntil = d.period(e)
	case "cac:AccountingCustomerParty":
		d.draft.Buyer = buyer(e)
	case "cac:AllowanceCharge":
		d.draft.Adjustments = append(d.draft.Adjustments, d.adjustment(e))
	case "cac:TaxTotal":
		d.taxes = append(d.taxes, e)
	case "cac:LegalMonetaryTotal":
		d.totals = e
	case "cac:InvoiceLine", "cac:CreditNoteLine":
		d.draft.Lines = append(d.draft.Lines, d.line(e))
	}
	return d.values.Err()
}

// wrap makes an element findable by its own name.
func wrap(e *xmldoc.Element) *xmldoc.Element {
	return &xmldoc.Element{Children: []*xmldoc.Element{e}}
}

func (d *document) finish(root string) {
	d.draft.Kind = service.DocumentInvoice
	if root == rootCreditNote || invoice.IsCreditCode(d.typeCode) { // some systems write credit notes as Invoice
		d.draft.Kind = service.DocumentCreditNote
	}
	d.values.Row = 0
	for _, must := range []struct {
		missing bool
		element string
	}{
		{d.draft.Number == "", "cbc:ID"},
		{d.draft.IssueDate.IsZero(), "cbc:IssueDate"},
		{d.draft.Currency == "", "cbc:DocumentCurrencyCode"},
		{d.totals == nil, "cac:LegalMonetaryTotal"},
	} {
		if must.missing {
			d.values.Missing(must.element)
		}
	}
	if len(d.draft.Lines) == 0 {
		d.values.Fail(invoice.NoLines(d.values.File))
	}
	d.stated()
	d.tax()
}

func (d *document) stated() {
	amount := func(name string) *money.Decimal {
		d.values.SameCurrency(d.totals, name, d.draft.Currency)
		return d.values.Optional(d.totals, name)
	}
	d.draft.Stated = invoice.Stated{
		LineExtension:  amount("cbc:LineExtensionAmount"),
		AllowanceTotal: amount("cbc:AllowanceTotalAmount"),
		ChargeTotal:    amount("cbc:ChargeTotalAmount"),
		TaxExclusive:   amount("cbc:TaxExclusiveAmount"),
		TaxInclusive:   amount("cbc:TaxInclusiveAmount"),
		Prepaid:        amount("cbc:PrepaidAmount"),
		Rounding:       amount("cbc:PayableRoundingAmount"),
		Payable:        amount("cbc:PayableAmount"),
	}
}

// tax takes the total in the document's currency with its categories, and the
// one in the tax currency as information.
func (d *document) tax() {
	for _, e := range d.taxes {
		total := d.values.Optional(e, "cbc:TaxAmount")
		currency := e.Find("cbc:TaxAmount").Attr("currencyID")
		if currency != "" && !strings.EqualFold(currency, string(d.draft.Currency)) {
			if !strings.EqualFold(currency, string(d.draft.TaxCurrency)) {
				d.values.SameCurrency(e, "cbc:TaxAmount", d.draft.Currency)
			}
			d.draft.OtherTax = total
			continue
		}
		d.draft.Stated.Tax = total
		for _, sub := range e.All("cac:TaxSubtotal") {
			d.draft.Taxes = append(d.draft.Taxes, invoice.Tax{
				Category: d.category(sub.Find("cac:TaxCategory")),
				Amount:   d.values.Decimal(sub, "cbc:TaxAmount"),
			})
		}
	}
}

func (d *document) category(e *xmldoc.Element) invoice.TaxCategory {
	return invoice.TaxCategory{Code: e.Get("cbc:ID"), Rate: d.values.Decimal(e, "cbc:Percent")}
}

func (d *document) adjustment(e *xmldoc.Element) invoice.Adjustment {
	d.sameCurrency(e, "cbc:Amount")
	return invoice.Adjustment{
		Charge:   isTrue(e.Get("cbc:ChargeIndicator")),
		Amount:   d.values.RequiredDecimal(e, "cbc:Amount"),
		Reason:   e.First("cbc:AllowanceChargeReason", "cbc:AllowanceChargeReasonCode"),
		Category: d.category(e.Find("cac:TaxCategory")),
	}
}

// sameCurrency checks an amount that stands before the totals: UBL's sequence
// puts the document's currency before every amount.
func (d *document) sameCurrency(e *xmldoc.Element, path string) {
	if d.draft.Currency != "" {
		d.values.SameCurrency(e, path, d.draft.Currency)
	}
}

func isTrue(s string) bool { return s == "true" || s == "1" }

// period gives the days of a period, the end exclusive: UBL's EndDate is the
// last day of it.
func (d *document) period(e *xmldoc.Element) (from, until time.Time) {
	from, until = d.date(e, "cbc:StartDate"), d.date(e, "cbc:EndDate")
	if !until.IsZero() {
		until = until.AddDate(0, 0, 1)
	}
	return from, until
}

func (d *document) date(e *xmldoc.Element, path string) time.Time {
	return d.values.Date(e, path, time.DateOnly)
}
