package generating

import (
	"path/filepath"

	"github.com/sevenfold/sevenfold/internal/core/batch"
)

// Book is a file or folder that Run wrote, and what it is imported as.
type Book struct {
	Kind batch.Kind
	Path string
}

// Books lists what Run wrote into a folder, in the order in which a person would
// import it: who the customers are, what lines are, rates; then bills, invoice
// books and the pipeline.
func Books(out string) []Book {
	var all []Book
	for _, b := range []Book{{batch.KindCustomers, "customers.csv"}, {batch.KindCategories, "categories.csv"}, {batch.KindRates, "rates.csv"},
		{batch.KindBill, "bills/focus"}, {batch.KindBill, "bills/cur2"}, {batch.KindBill, "bills/cur"}, {batch.KindBill, "bills/cur-china"},
		{batch.KindServices, "invoices/xero.csv"}, {batch.KindServices, "invoices/quickbooks.csv"}, {batch.KindServices, "invoices/quanliang.xlsx"},
		{batch.KindServices, "invoices/ubl"}, {batch.KindPipeline, PipelineFile}} {
		all = append(all, Book{b.Kind, filepath.Join(out, filepath.FromSlash(b.Path))})
	}
	return all
}
