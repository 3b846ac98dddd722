// Package invoicebook reads service lines out of the tables that invoicing and
// accounting programs export: CSV in any encoding, and XLSX.
//
// What a column means is not code but a mapping, a YAML file; the presets are
// such files. The package owns the mapping language, the choice of a preset by
// what a file looks like, and the arithmetic between what a table states and
// the net amount of a line: credit notes, discounts, tax in prices, totals
// repeated on every row. It does not decide whose a line is or what category it
// has (core/customer, core/service), and reads no XML or JSON invoices.
package invoicebook

import (
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/source"
)

// Book is what a set of files says. Every data row of every table is in exactly
// one of Lines (one or, for totals taken once per invoice, none), Rejects, or
// the count of a finding.
type Book struct {
	Lines    []service.Line // in file and row order
	Rejects  []batch.Reject // in file and row order
	Findings []batch.Finding
	Files    []FileInfo
	Totals   []Total // by currency code
}

// FileInfo is one table: a CSV file, or one sheet of a workbook.
type FileInfo struct {
	Name     string // how Line.File and Reject.Place.File name it: "path!member#sheet"
	Path     string
	Member   string // path inside an archive
	Sheet    string // empty for CSV
	Rows     int64  // data rows, those that were skipped or rejected included
	FirstRow int64  // number of the first row after the header
	Encoding source.Encoding
	Preset   string // the mapping's name
	TotalsOf string // the mapping whose lines this table states the totals of; empty for tables of lines
}

// Total is what the lines of one currency come to, and what the source itself
// says they do, for the invoices where it says so.
type Total struct {
	Currency money.Currency
	Lines    int64
	Net      money.Decimal // excluding tax
	Tax      money.Decimal
	// Stated sums the invoice totals that the source states; Computed sums the
	// lines of the same invoices on the same basis (net, or with tax where only
	// that is stated). Difference is Computed less Stated.
	StatedInvoices int64
	Stated         money.Decimal
	Computed       money.Decimal
	Difference     money.Decimal
}
