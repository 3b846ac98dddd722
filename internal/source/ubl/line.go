package ubl

import (
	"github.com/sevenfold/sevenfold/internal/core/invoice"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/source/xmldoc"
)

// line reads an InvoiceLine or CreditNoteLine. LineExtensionAmount is the net
// after the line's own allowances and charges, which are therefore not read.
func (d *document) line(e *xmldoc.Element) invoice.Line {
	d.values.Row = int64(len(d.draft.Lines) + 1)
	item := e.Find("cac:Item")
	l := service.Line{
		Row:         d.values.Row,
		LineID:      e.Get("cbc:ID"),
		AccountCode: e.Get("cbc:AccountingCost"),
		ItemCode:    item.Get("cac:SellersItemIdentification/cbc:ID"),
		Description: invoice.Describe(item.Get("cbc:Name"), item.Get("cbc:Description")),
		Quantity:    d.values.Decimal(e, quantityOf(e)),
		UnitPrice: invoice.UnitPrice(d.values.Decimal(e, "cac:Price/cbc:PriceAmount"),
			d.values.Optional(e, "cac:Price/cbc:BaseQuantity")),
		Net: d.values.RequiredDecimal(e, "cbc:LineExtensionAmount"),
	}
	if l.ItemCode == "" {
		l.ItemCode = item.Get("cac:StandardItemIdentification/cbc:ID")
	}
	if p := e.Find("cac:InvoicePeriod"); p != nil {
		l.ServiceFrom, l.ServiceUntil = d.period(p)
	}
	d.sameCurrency(e, "cbc:LineExtensionAmount")
	return invoice.Line{Line: l, Category: d.category(item.Find("cac:ClassifiedTaxCategory"))}
}

func quantityOf(e *xmldoc.Element) string {
	if e.Name == "cac:CreditNoteLine" {
		return "cbc:CreditedQuantity"
	}
	return "cbc:InvoicedQuantity"
}
