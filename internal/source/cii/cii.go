// Package cii reads invoices and credit notes in the UN/CEFACT Cross Industry
// Invoice, D16B: the other syntax of EN 16931, as XRechnung, Factur-X and
// ZUGFeRD 2 carry it.
//
// It owns which CII element is what. What a document means once it is read
// (allowances, tax, totals, signs) is core/invoice's business. The PDF around a
// Factur-X invoice is not read here.
package cii

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
	nsInvoice     = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
	nsAggregate   = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
	nsUnqualified = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
	nsQualified   = "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"
)

const (
	rootInvoice = "rsm:CrossIndustryInvoice"
	transaction = "rsm:SupplyChainTradeTransaction"
	dateLayout  = "20060102" // format 102 of UNTDID 2379, the only one EN 16931 allows
)

func schema() xmldoc.Schema {
	return xmldoc.Schema{
		Prefixes: map[string]string{nsInvoice: "rsm", nsAggregate: "ram", nsUnqualified: "udt", nsQualified: "qdt"},
		Roots:    []string{rootInvoice},
		Enter:    []string{transaction},
		Opaque:   []string{"ram:AttachmentBinaryObject"},
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
	if _, err := xmldoc.Read(r, path, schema(), d.visit); err != nil {
		return invoice.Document{}, err
	}
	d.finish()
	if err := d.values.Err(); err != nil {
		return invoice.Document{}, err
	}
	return d.draft.Settle(), nil
}

// Is reports whether a root element, by namespace and local name, is one that
// Read reads.
func Is(namespace, local string) bool {
	return namespace == nsInvoice && local == "CrossIndustryInvoice"
}

// document gathers the draft while the parts of the transaction go by.
type document struct {
	values xmldoc.Values
	draft  invoice.Draft
	totals *xmldoc.Element
}

func (d *document) visit(parent string, e *xmldoc.Element) error {
	d.values.Row = 0
	switch e.Name {
	case "rsm:ExchangedDocument":
		d.header(e)
	case "ram:IncludedSupplyChainTradeLineItem":
		if parent == transaction {
			d.draft.Lines = append(d.draft.Lines, d.line(e))
		}
	case "ram:ApplicableHeaderTradeAgreement":
		d.draft.Buyer = buyer(e.Find("ram:BuyerTradeParty"))
		d.draft.Project = e.First("ram:SpecifiedProcuringProject/ram:ID", "ram:SpecifiedProcuringProject/ram:Name")
	case "ram:ApplicableHeaderTradeSettlement":
		d.settlement(e)
	}
	return d.values.Err()
}

func (d *document) header(e *xmldoc.Element) {
	d.draft.Number = e.Get("ram:ID")
	d.draft.IssueDate = d.date(e, "ram:IssueDateTime/udt:DateTimeString")
	d.draft.Kind = service.DocumentInvoice
	if invoice.IsCreditCode(e.Get("ram:TypeCode")) {
		d.draft.Kind = service.DocumentCreditNote
	}
}

func (d *document) settlement(e *xmldoc.Element) {
	d.values.Required(e, "ram:InvoiceCurrencyCode") // every amount below is judged by it
	d.draft.Currency = d.values.Currency(e, "ram:InvoiceCurrencyCode")
	d.draft.TaxCurrency = d.values.Currency(e, "ram:TaxCurrencyCode")
	d.draft.AccountCode = e.Get("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID")
	d.draft.ServiceFrom, d.draft.ServiceUntil = d.period(e.Find("ram:BillingSpecifiedPeriod"))
	for _, a := range e.All("ram:SpecifiedTradeAllowanceCharge") {
		d.draft.Adjustments = append(d.draft.Adjustments, d.adjustment(a))
	}
	for _, t := range e.All("ram:ApplicableTradeTax") {
		d.draft.Taxes = append(d.draft.Taxes, invoice.Tax{
			Category: d.category(t), Amount: d.values.Decimal(t, "ram:CalculatedAmount")})
	}
	d.totals = e.Find("ram:SpecifiedTradeSettlementHeaderMonetarySummation")
	d.stated()
}

func (d *document) stated() {
	amount := func(name string) *money.Decimal {
		d.values.SameCurrency(d.totals, name, d.draft.Currency)
		return d.values.Optional(d.totals, name)
	}
	d.draft.Stated = invoice.Stated{
		LineExtension:  amount("ram:LineTotalAmount"),
		AllowanceTotal: amount("ram:AllowanceTotalAmount"),
		ChargeTotal:    amount("ram:ChargeTotalAmount"),
		TaxExclusive:   amount("ram:TaxBasisTotalAmount"),
		TaxInclusive:   amount("ram:GrandTotalAmount"),
		Prepaid:        amount("ram:TotalPrepaidAmount"),
		Rounding:       amount("ram:RoundingAmount"),
		Payable:        amount("ram:DuePayableAmount"),
	}
	// The tax total may stand twice: in the invoice's currency and in the tax's.
	for _, e := range d.totals.All("ram:TaxTotalAmount") {
		holder := &xmldoc.Element{Children: []*xmldoc.Element{e}}
		total, currency := d.values.Optional(holder, e.Name), e.Attr("currencyID")
		switch {
		case currency == "" || strings.EqualFold(currency, string(d.draft.Currency)):
			d.draft.Stated.Tax = total
		case strings.EqualFold(currency, string(d.draft.TaxCurrency)):
			d.draft.OtherTax = total
		default:
			d.values.SameCurrency(holder, e.Name, d.draft.Currency)
		}
	}
}

func (d *document) finish() {
	d.values.Row = 0
	for _, must := range []struct {
		missing bool
		element string
	}{
		{d.draft.Number == "", "rsm:ExchangedDocument/ram:ID"},
		{d.draft.IssueDate.IsZero(), "ram:IssueDateTime"},
		{d.totals == nil, "ram:SpecifiedTradeSettlementHeaderMonetarySummation"},
	} {
		if must.missing {
			d.values.Missing(must.element)
		}
	}
	if len(d.draft.Lines) == 0 {
		d.values.Fail(invoice.NoLines(d.values.File))
	}
}

func (d *document) category(e *xmldoc.Element) invoice.TaxCategory {
	return invoice.TaxCategory{Code: e.Get("ram:CategoryCode"), Rate: d.values.Decimal(e, "ram:RateApplicablePercent")}
}

func (d *document) adjustment(e *xmldoc.Element) invoice.Adjustment {
	indicator := e.Get("ram:ChargeIndicator/udt:Indicator")
	return invoice.Adjustment{
		Charge:   indicator == "true" || indicator == "1",
		Amount:   d.values.RequiredDecimal(e, "ram:ActualAmount"),
		Reason:   e.First("ram:Reason", "ram:ReasonCode"),
		Category: d.category(e.Find("ram:CategoryTradeTax")),
	}
}

// period gives the days of a period, the end exclusive: CII's EndDateTime is
// the last day of it.
func (d *document) period(e *xmldoc.Element) (from, until time.Time) {
	from = d.date(e, "ram:StartDateTime/udt:DateTimeString")
	until = d.date(e, "ram:EndDateTime/udt:DateTimeString")
	if !until.IsZero() {
		until = until.AddDate(0, 0, 1)
	}
	return from, until
}

func (d *document) date(e *xmldoc.Element, path string) time.Time {
	return d.values.Date(e, path, dateLayout)
}
