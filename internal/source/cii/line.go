package cii

import (
	"github.com/sevenfold/sevenfold/internal/core/invoice"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/source/xmldoc"
)

// line reads one line item. LineTotalAmount is the net after the line's own
// allowances and charges, which are therefore not read.
func (d *document) line(e *xmldoc.Element) invoice.Line {
	d.values.Row = int64(len(d.draft.Lines) + 1)
	const price = "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/"
	product, settlement := e.Find("ram:SpecifiedTradeProduct"), e.Find("ram:SpecifiedLineTradeSettlement")
	l := service.Line{
		Row:         d.values.Row,
		LineID:      e.Get("ram:AssociatedDocumentLineDocument/ram:LineID"),
		AccountCode: settlement.Get("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"),
		ItemCode:    product.First("ram:SellerAssignedID", "ram:GlobalID"),
		Description: invoice.Describe(product.Get("ram:Name"), product.Get("ram:Description")),
		Quantity:    d.values.Decimal(e, "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"),
		UnitPrice: invoice.UnitPrice(d.values.Decimal(e, price+"ram:ChargeAmount"),
			d.values.Optional(e, price+"ram:BasisQuantity")),
		Net: d.values.RequiredDecimal(settlement, "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"),
	}
	l.ServiceFrom, l.ServiceUntil = d.period(settlement.Find("ram:BillingSpecifiedPeriod"))
	return invoice.Line{Line: l, Category: d.category(settlement.Find("ram:ApplicableTradeTax"))}
}
