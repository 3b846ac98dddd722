package generating

import (
	"encoding/csv"
	"strconv"
)

// writeXero writes the sales ledger in the columns of Xero's sales invoice
// CSV. Amounts are without tax. There is no column for a service period, so
// its lines have none and count in the month of their invoice. A credit note's
// lines have negative quantities.
func writeXero(root string, ds []*document) error {
	rows := [][]string{{"*ContactName", "EmailAddress", "POAddressLine1", "POAddressLine2", "POAddressLine3", "POAddressLine4",
		"POCity", "PORegion", "POPostalCode", "POCountry", "*InvoiceNumber", "Reference", "*InvoiceDate", "*DueDate",
		"InventoryItemCode", "*Description", "*Quantity", "*UnitAmount", "Discount", "*AccountCode", "*TaxType",
		"TrackingName1", "TrackingOption1", "TrackingName2", "TrackingOption2", "Currency", "BrandingTheme"}}
	for _, d := range ds {
		reference := ""
		if d.credits != nil {
			reference = "Credit for " + d.credits.number
		}
		for _, i := range d.lines {
			discount := ""
			if i.discount != 0 {
				discount = strconv.FormatInt(i.discount, 10)
			}
			rows = append(rows, []string{d.buyer.name, d.buyer.mail("accounts"), "", "", "", "", "", "", "", d.client.place.country,
				d.number, reference, d.issued.Format("2006-01-02"), d.due().Format("2006-01-02"), i.sold.code, i.sold.label(),
				i.quantity(), i.unit.String(), discount, revenueAccount(i.sold), xeroTax(i.taxRate), "", "", "", "", d.currency, ""})
		}
	}
	return writeCSV(root, bookXero.path(), rows)
}

// revenueAccount is the ledger's account of a line.
func revenueAccount(o *offering) string {
	switch o.code[:3] {
	case "RES":
		return "210"
	case "HWD", "LIC":
		return "220"
	default:
		return "200"
	}
}

func xeroTax(rate int64) string {
	if rate == 20 {
		return "20% (VAT on Income)"
	}
	return "Zero Rated Income"
}

// writeQuickBooks writes the ledger of the American company in the columns of
// QuickBooks Online's invoice CSV, dates month first. The service date lies in
// the month of the invoice. A credit memo's lines are negative.
func writeQuickBooks(root string, ds []*document) error {
	rows := [][]string{{"InvoiceNo", "Customer", "InvoiceDate", "DueDate", "Terms", "Location", "Memo", "Item(Product/Service)",
		"ItemDescription", "ItemQuantity", "ItemRate", "ItemAmount", "Currency", "Service Date"}}
	for _, d := range ds {
		memo := ""
		if d.credits != nil {
			memo = "Credit for invoice " + d.credits.number
		}
		for _, i := range d.lines {
			rows = append(rows, []string{d.number, d.buyer.name, d.issued.Format("01/02/2006"), d.due().Format("01/02/2006"), "Net 30", "",
				memo, i.sold.code, i.sold.label(), i.quantity(), i.unit.String(), i.net.String(), d.currency, d.issued.Format("01/02/2006")})
		}
	}
	return writeCSV(root, bookQuickBooks.path(), rows)
}

func writeCSV(root, name string, rows [][]string) error {
	file, err := create(root, name)
	if err != nil {
		return err
	}
	err = csv.NewWriter(file).WriteAll(rows)
	if closed := file.Close(); err == nil {
		err = closed
	}
	return writing(err, name)
}
