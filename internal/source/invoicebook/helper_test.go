package invoicebook_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/invoicebook"
)

// file writes a file and gives its entries.
func file(t *testing.T, name string, content []byte) []source.Entry {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	entries, err := source.Expand(context.Background(), []string{path}, source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func mapping(t *testing.T, text string) *invoicebook.Mapping {
	t.Helper()
	m, err := invoicebook.ParseMapping(strings.NewReader(text), "test")
	if err != nil {
		t.Fatal(err)
	}
	return &m
}

func read(t *testing.T, entries []source.Entry, opts invoicebook.Options) invoicebook.Book {
	t.Helper()
	book, err := invoicebook.Read(context.Background(), entries, opts)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// show writes what matters of a book, a line each, so that a test reads as a
// table: lines, rejects, findings, totals.
func show(b invoicebook.Book) []string {
	var out []string
	for _, l := range b.Lines {
		s := fmt.Sprintf("%d %s %s %s net %s tax %s %s", l.Row, l.Document, l.CustomerName, l.IssueDate.Format("2006-01-02"), l.Net, l.Tax, l.Currency)
		if !l.ServiceFrom.IsZero() {
			s += fmt.Sprintf(" %s..%s", l.ServiceFrom.Format("2006-01-02"), l.ServiceUntil.Format("2006-01-02"))
		}
		if l.DocumentKind != "invoice" {
			s += " " + string(l.DocumentKind)
		}
		out = append(out, s)
	}
	for _, r := range b.Rejects {
		out = append(out, fmt.Sprintf("reject %d %s %q %q", r.Place.Row, r.Reason, r.Place.Column, r.Place.Value))
	}
	for _, f := range b.Findings {
		out = append(out, fmt.Sprintf("finding %s %d %s", f.Rule, f.Count, f.Example))
	}
	for _, t := range b.Totals {
		s := fmt.Sprintf("total %s %d net %s tax %s", t.Currency, t.Lines, t.Net, t.Tax)
		if t.StatedInvoices > 0 {
			s += fmt.Sprintf(" stated %s of %d difference %s", t.Stated, t.StatedInvoices, t.Difference)
		}
		out = append(out, s)
	}
	return out
}

func expect(t *testing.T, b invoicebook.Book, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, show(b)); diff != "" {
		t.Error(diff)
	}
}

// workbook makes an XLSX of sheets, in order; cells that parse as numbers are stored as such.
func workbook(t *testing.T, sheets ...sheet) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, s := range sheets {
		if i == 0 {
			_ = f.SetSheetName("Sheet1", s.name)
		} else if _, err := f.NewSheet(s.name); err != nil {
			t.Fatal(err)
		}
		for r, cells := range s.rows {
			if err := f.SetSheetRow(s.name, fmt.Sprintf("A%d", r+1), &cells); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type sheet struct {
	name string
	rows [][]any
}

func net(b invoicebook.Book) money.Decimal {
	total := money.Zero
	for _, l := range b.Lines {
		total = total.Add(l.Net)
	}
	return total
}
