package invoicebook_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source/invoicebook"
)

const simple = `
detect: { headers: [No, Date, Customer, Amount] }
columns: { document: No, issue_date: Date, customer_name: Customer, amount: Amount, tax: Tax, tax_rate: Rate, currency: Cur }
dates: [iso]
constants: { currency: EUR }
`

// Each trap of real books, on a small file made by hand.
func TestTraps(t *testing.T) {
	tests := []struct {
		name    string
		mapping string
		in      string
		want    []string
	}{
		{
			name: "a row per line repeats the invoice's total",
			mapping: simple + `
columns: { document: No, issue_date: Date, customer_name: Customer, amount: Amount, tax: Tax, invoice_gross: Total }
`,
			in: "No,Date,Customer,Amount,Tax,Total\n1,2025-01-02,A,100,19,238\n1,2025-01-02,A,100,19,238\n2,2025-01-03,B,50,9.50,60\n",
			want: []string{"2 1 A 2025-01-02 net 100 tax 19 EUR", "3 1 A 2025-01-02 net 100 tax 19 EUR", "4 2 B 2025-01-03 net 50 tax 9.5 EUR",
				"finding invoicebook.total_differs 1 2: 59.5 / 60", "total EUR 3 net 250 tax 47.5 stated 298 of 2 difference -0.5"},
		},
		{
			name:    "only the repeated total is an amount: once for each invoice",
			mapping: simple + "grain: invoice_repeated\n",
			in:      "No,Date,Customer,Amount\n1,2025-01-02,A,238\n1,2025-01-02,A,238\n2,2025-01-03,B,60\n2,2025-01-03,B,61\n",
			want: []string{"2 1 A 2025-01-02 net 238 tax 0 EUR", "4 2 B 2025-01-03 net 60 tax 0 EUR",
				"finding invoicebook.total_varies 1 2", "total EUR 2 net 298 tax 0"},
		},
		{
			name: "a ledger that has income twice",
			mapping: simple + `
columns: { document: No, issue_date: Date, customer_name: Customer, account_code: Account, credit: Credit, debit: Debit }
detect: { headers: [No, Account, Credit] }
amounts: { from: [credit_minus_debit] }
keep: [{ column: Type, equals: [Income] }]
`,
			in: "No,Date,Customer,Account,Type,Debit,Credit\n1,2025-01-02,A,1200,Asset,119,\n1,2025-01-02,A,4000,Income,,100\n1,2025-01-02,A,2200,Liability,,19\n2,2025-01-05,A,4000,income,30,\n",
			want: []string{"3 1 A 2025-01-02 net 100 tax 0 EUR", "5 2 A 2025-01-05 net -30 tax 0 EUR",
				"finding invoicebook.skipped_ledger 2 1 | 2025-01-02 | A | 1200", "total EUR 2 net 70 tax 0"},
		},
		{
			name:    "the header on line four, a total at the end",
			mapping: simple + "skip: [{ column: No, starts_with: [total], reason: total }]\n",
			in:      "Acme Consulting\nSales by customer,,,\n\nNo,Date,Customer,Amount\n1,2025-01-02,A,100\nTotal,,,100\n",
			want: []string{"5 1 A 2025-01-02 net 100 tax 0 EUR", "finding invoicebook.skipped_total 1 Total | 100",
				"total EUR 1 net 100 tax 0"},
		},
		{
			name:    "the header's row is named",
			mapping: strings.Replace(simple, "detect: { headers: [No, Date, Customer, Amount] }", "header_row: 3", 1),
			in:      "No,Date,Customer,Amount\nx,y,z,w\nNo,Date,Customer,Amount\n1,2025-01-02,A,100\n",
			want:    []string{"4 1 A 2025-01-02 net 100 tax 0 EUR", "finding invoicebook.column_absent 1 Cur", "finding invoicebook.column_absent 1 Tax", "finding invoicebook.column_absent 1 Rate", "total EUR 1 net 100 tax 0"},
		},
		{
			name:    "decimal commas",
			mapping: simple + "numbers: { decimal: \",\" }\n",
			in:      "No;Date;Customer;Amount;Tax;Rate;Cur\n1;2025-01-02;A;1.234,50;;;EUR\n2;2025-01-02;A;1234.50;;;EUR\n",
			want: []string{"2 1 A 2025-01-02 net 1234.5 tax 0 EUR", `reject 3 source.number_malformed "Amount" "1234.50"`,
				"total EUR 1 net 1234.5 tax 0"},
		},
		{
			name:    "numbers that can be read in two ways",
			mapping: simple + "numbers: { decimal: either }\n",
			in:      "No;Date;Customer;Amount\n1;2025-01-02;A;1,234\n2;2025-01-02;A;1,25\n3;2025-01-02;A;1,234.5\n",
			want: []string{"3 2 A 2025-01-02 net 1.25 tax 0 EUR", "4 3 A 2025-01-02 net 1234.5 tax 0 EUR",
				`reject 2 source.number_ambiguous "Amount" "1,234"`, "total EUR 2 net 1235.75 tax 0"},
		},
		{
			name: "a discount after the line, as a rate and as an amount",
			mapping: simple + `
columns: { document: No, issue_date: Date, customer_name: Customer, amount: Amount, discount_percent: Pct, discount_amount: Off }
amounts: { discount: apply }
`,
			in:   "No,Date,Customer,Amount,Pct,Off\n1,2025-01-02,A,99.99,10,\n1,2025-01-02,A,100,,5\n1,2025-01-02,A,100,2.5%,\n",
			want: []string{"2 1 A 2025-01-02 net 89.99 tax 0 EUR", "3 1 A 2025-01-02 net 95 tax 0 EUR", "4 1 A 2025-01-02 net 97.5 tax 0 EUR", "total EUR 3 net 282.49 tax 0"},
		},
		{
			name: "a discount on the whole invoice is spread to the last cent",
			mapping: simple + `
columns: { document: No, issue_date: Date, customer_name: Customer, amount: Amount, invoice_discount_amount: Off, invoice_net: Net }
`,
			in: "No,Date,Customer,Amount,Off,Net\n1,2025-01-02,A,100,10,290\n1,2025-01-02,A,100,10,290\n1,2025-01-02,A,100,10,290\n",
			want: []string{"2 1 A 2025-01-02 net 96.67 tax 0 EUR", "3 1 A 2025-01-02 net 96.67 tax 0 EUR", "4 1 A 2025-01-02 net 96.66 tax 0 EUR",
				"total EUR 3 net 290 tax 0 stated 290 of 1 difference 0"},
		},
		{
			name: "a rate of discount on the whole invoice",
			mapping: simple + `
columns: { document: No, issue_date: Date, customer_name: Customer, amount: Amount, invoice_discount_percent: Pct, invoice_lines_net: Sub }
`,
			in: "No,Date,Customer,Amount,Pct,Sub\n1,2025-01-02,A,100,10,150\n1,2025-01-02,A,50,10,150\n",
			want: []string{"2 1 A 2025-01-02 net 90 tax 0 EUR", "3 1 A 2025-01-02 net 45 tax 0 EUR",
				"total EUR 2 net 135 tax 0 stated 135 of 1 difference 0"},
		},
		{
			name:    "prices with tax: the tax is stated, or only its rate",
			mapping: simple + "amounts: { tax: included }\n",
			in:      "No,Date,Customer,Amount,Tax,Rate,Cur\n1,2025-01-02,A,119,19,,EUR\n2,2025-01-02,A,100,,19%,EUR\n3,2025-01-02,A,106,,6,CNY\n",
			want: []string{"2 1 A 2025-01-02 net 100 tax 19 EUR", "3 2 A 2025-01-02 net 84.03 tax 15.97 EUR", "4 3 A 2025-01-02 net 100 tax 6 CNY",
				"total CNY 1 net 100 tax 6", "total EUR 2 net 184.03 tax 34.97"},
		},
		{
			name:    "tax from its rate on prices without it",
			mapping: simple,
			in:      "No,Date,Customer,Amount,Tax,Rate,Cur\n1,2025-01-02,A,100,,6%,\n2,2025-01-02,A,100,,免税,\n",
			want:    []string{"2 1 A 2025-01-02 net 100 tax 6 EUR", "3 2 A 2025-01-02 net 100 tax 0 EUR", "total EUR 2 net 200 tax 6"},
		},
		{
			name: "the total says whether prices include tax",
			mapping: simple + `
columns: { document: No, issue_date: Date, customer_name: Customer, amount: Amount, tax: Tax, invoice_gross: Total }
amounts: { tax: by_total }
`,
			in: "No,Date,Customer,Amount,Tax,Total\n1,2025-01-02,A,100,19,119\n2,2025-01-02,B,119,19,119\n",
			want: []string{"2 1 A 2025-01-02 net 100 tax 19 EUR", "3 2 B 2025-01-02 net 100 tax 19 EUR",
				"total EUR 2 net 200 tax 38 stated 238 of 2 difference 0"},
		},
		{
			name: "credit notes as positive numbers",
			mapping: simple + `
columns: { document: No, issue_date: Date, customer_name: Customer, amount: Amount, tax: Tax, invoice_gross: Total }
credit: { when: [{ column: Kind, equals: [credit note] }], amounts: positive }
`,
			in: "No,Date,Customer,Amount,Tax,Total,Kind\n1,2025-01-02,A,100,19,119,Invoice\nC1,2025-01-03,A,40,7.60,47.60,Credit Note\n",
			want: []string{"2 1 A 2025-01-02 net 100 tax 19 EUR", "3 C1 A 2025-01-03 net -40 tax -7.6 EUR credit_note",
				"total EUR 2 net 60 tax 11.4 stated 71.4 of 2 difference 0"},
		},
		{
			name:    "drafts and voided invoices",
			mapping: simple + "skip:\n  - { column: Status, equals: [draft, 草稿], reason: draft }\n  - { column: Status, contains: [作废, void], reason: void }\n",
			in:      "No,Date,Customer,Amount,Status\n1,2025-01-02,A,100,Paid\n2,2025-01-02,A,100,Draft\n3,2025-01-02,A,100,已作废\n4,2025-01-02,A,100,Voided\n",
			want: []string{"2 1 A 2025-01-02 net 100 tax 0 EUR", "finding invoicebook.skipped_void 2 3 | 2025-01-02 | A | 100",
				"finding invoicebook.skipped_draft 1 2 | 2025-01-02 | A | 100", "total EUR 1 net 100 tax 0"},
		},
		{
			name:    "what cannot be read is rejected with its place",
			mapping: simple,
			in:      "No,Date,Customer,Amount,Tax,Rate,Cur\n1,2025-02-30,A,100,,,\n2,,A,100,,,\n3,2025-01-02,A,,,,\n4,2025-01-02,A,abc,,,\n5,2025-01-02,A\n6,2025-01-02,A,€5,,,USD\n7,2025-01-02,A,5,,,Euro\n2.5332E+19,2025-01-02,A,5,,,\n",
			want: []string{`reject 2 source.date_malformed "Date" "2025-02-30"`, `reject 3 invoicebook.date_missing "Date" ""`,
				`reject 4 invoicebook.amount_missing "Amount" ""`, `reject 5 source.number_malformed "Amount" "abc"`, `reject 6 source.csv_ragged "" ""`,
				`reject 7 invoicebook.currency_conflict "Amount" "€5"`, `reject 8 currency.malformed "Cur" "Euro"`,
				`reject 9 invoicebook.document_damaged "No" "2.5332E+19"`},
		},
		{
			name:    "a blank cell is named by a header that the table has",
			mapping: strings.Replace(simple, "amount: Amount,", "amount: [Nett, Amount, Net amount],", 1),
			in:      "No,Date,Customer,Amount,Tax,Rate,Cur\n1,2025-01-02,A,,,,\n2,2025-01-02,A,5,,,\n",
			want:    []string{"3 2 A 2025-01-02 net 5 tax 0 EUR", `reject 2 invoicebook.amount_missing "Amount" ""`, "total EUR 1 net 5 tax 0"},
		},
		{
			name:    "one day above twelve decides the order of the table's dates",
			mapping: strings.Replace(simple, "dates: [iso]", "dates: [dd/mm/yyyy, mm/dd/yyyy]", 1),
			in:      "No,Date,Customer,Amount\n1,02/01/2025,A,1\n2,31/01/2025,A,1\n",
			want:    []string{"2 1 A 2025-01-02 net 1 tax 0 EUR", "3 2 A 2025-01-31 net 1 tax 0 EUR", "total EUR 2 net 2 tax 0"},
		},
		{
			name:    "nothing decides the order: rejected, not guessed",
			mapping: strings.Replace(simple, "dates: [iso]", "dates: [dd/mm/yyyy, mm/dd/yyyy]", 1),
			in:      "No,Date,Customer,Amount\n1,02/01/2025,A,1\n2,03/03/2025,A,1\n",
			want:    []string{"3 2 A 2025-03-03 net 1 tax 0 EUR", `reject 2 source.date_ambiguous "Date" "02/01/2025"`, "total EUR 1 net 1 tax 0"},
		},
		{
			name:    "service periods, last day included",
			mapping: strings.Replace(simple, "amount: Amount,", "amount: Amount, service_from: From, service_until: To,", 1) + "service_until: inclusive\n",
			in:      "No,Date,Customer,Amount,From,To\n1,2025-01-02,A,1,2025-01-01,2025-03-31\n2,2025-01-02,A,1,2025-02-01,2025-01-01\n3,2025-01-02,A,1,,\n",
			want: []string{"2 1 A 2025-01-02 net 1 tax 0 EUR 2025-01-01..2025-04-01", "4 3 A 2025-01-02 net 1 tax 0 EUR",
				`reject 3 invoicebook.period_backwards "To" "2025-01-01"`, "total EUR 2 net 2 tax 0"},
		},
		{
			name: "an invoice's fields on its first row only; quantity times price",
			mapping: `
columns: { document: No, issue_date: Date, customer_name: Customer, quantity: Qty, unit_price: Price, discount_percent: Disc }
detect: { headers: [No, Qty, Price] }
fill_down: [document, issue_date, customer_name]
dates: [iso]
constants: { currency: EUR }
skip: [{ blank: [Qty, Price], reason: text }]
`,
			in: "No,Date,Customer,Qty,Price,Disc\n1,2025-01-02,A,3,33.333,\n,,,1.5,10,50\n,,,,,\n2,2025-01-03,B,1,1,\n",
			want: []string{"2 1 A 2025-01-02 net 100 tax 0 EUR", "3 1 A 2025-01-02 net 7.5 tax 0 EUR", "5 2 B 2025-01-03 net 1 tax 0 EUR",
				"finding invoicebook.skipped_text 1 ", "total EUR 3 net 108.5 tax 0"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := tt.mapping
			// A later columns or detect block replaces the simple one.
			for _, key := range []string{"columns:", "detect:"} {
				if strings.Count(text, "\n"+key) == 2 {
					i := strings.Index(text, "\n"+key)
					text = text[:i] + text[i+1+strings.Index(text[i+1:], "\n"):]
				}
			}
			book := read(t, file(t, "book.csv", []byte(tt.in)), invoicebook.Options{Mapping: mapping(t, text)})
			var got []string
			for _, s := range show(book) {
				if !strings.HasPrefix(s, "finding invoicebook.column_absent") || strings.Contains(tt.name, "named") {
					got = append(got, s)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			rows := int64(len(book.Lines) + len(book.Rejects))
			for _, f := range book.Findings {
				if strings.HasPrefix(f.Rule, "invoicebook.skipped_") {
					rows += f.Count
				}
			}
			if tt.name != "only the repeated total is an amount: once for each invoice" && rows != book.Files[0].Rows {
				t.Errorf("%d rows accounted for, the file has %d", rows, book.Files[0].Rows)
			}
		})
	}
}

func TestCurrencyMustComeFromSomewhere(t *testing.T) {
	m := mapping(t, strings.Replace(simple, "constants: { currency: EUR }", "", 1))
	without := file(t, "a.csv", []byte("No,Date,Customer,Amount\n1,2025-01-02,A,1\n"))
	_, err := invoicebook.Read(context.Background(), without, invoicebook.Options{Mapping: m})
	if f, _ := fault.As(err); f == nil || f.Code != "invoicebook.currency_missing" || f.Place.File != without[0].Path {
		t.Errorf("%v", err)
	}
	book := read(t, without, invoicebook.Options{Mapping: m, Currency: "SEK"})
	if len(book.Lines) != 1 || book.Lines[0].Currency != "SEK" {
		t.Errorf("%v", show(book))
	}
	mixed := file(t, "b.csv", []byte("No,Date,Customer,Amount,Cur\n1,2025-01-02,A,1,usd\n2,2025-01-02,A,1,\n"))
	book = read(t, mixed, invoicebook.Options{Mapping: m})
	if len(book.Lines) != 1 || book.Lines[0].Currency != "USD" || len(book.Rejects) != 1 || book.Rejects[0].Reason != "invoicebook.currency_missing" {
		t.Errorf("%v", show(book))
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	m := mapping(t, simple)
	tests := []struct {
		name    string
		content []byte
		mapping *invoicebook.Mapping
		code    string
	}{
		{"empty", nil, nil, "invoicebook.file_empty"},
		{"a PDF", []byte("%PDF-1.7 ..."), nil, "invoicebook.kind_unsupported"},
		{"an old workbook", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), nil, "invoicebook.old_workbook"},
		{"nothing fits", []byte("a,b\n1,2\n"), nil, "invoicebook.format_unknown"},
		{"the mapping's header is not there", []byte("a,b\n1,2\n"), m, "invoicebook.header_not_found"},
		{"a column twice", []byte("No,Date,Customer,Amount,Amount\n"), m, "invoicebook.header_twice"},
		{"no column for the filter", []byte("No,Date,Customer,Amount\n"), mapping(t, simple+"keep: [{ column: Type, equals: [x] }]\n"), "invoicebook.column_missing"},
		{"an open quote", []byte("No,Date,Customer,Amount\n1,2025-01-02,\"A,1\n"), m, "source.csv_quote_unterminated"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := invoicebook.Read(context.Background(), file(t, "book.csv", tt.content), invoicebook.Options{Mapping: tt.mapping})
			if f, _ := fault.As(err); f == nil || f.Code != tt.code || !strings.Contains(f.Place.File, "book.csv") {
				t.Errorf("%v", err)
			}
		})
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := invoicebook.Read(ctx, file(t, "b.csv", []byte("a,b\n")), invoicebook.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestTheSameInvoiceInTwoFilesIsReported(t *testing.T) {
	in := []byte("No,Date,Customer,Amount\n1,2025-01-02,A,1\n")
	entries := append(file(t, "january.csv", in), file(t, "first-quarter.csv", in)...)
	book := read(t, entries, invoicebook.Options{Mapping: mapping(t, simple)})
	var found bool
	for _, f := range book.Findings {
		found = found || f.Rule == "invoicebook.document_in_two_files" && f.Count == 1 && strings.Contains(f.Example, "january.csv")
	}
	if !found || len(book.Lines) != 2 {
		t.Errorf("%v", show(book))
	}
}

// A rejected row comes back on its own: what it took from the row above it
// stands in it, and the header's row need not be where the mapping says.
func TestRejectsCanBeImportedOnceMended(t *testing.T) {
	m := mapping(t, `
header_row: 3
columns: { document: No, issue_date: Date, customer_name: Customer, amount: Amount }
fill_down: [document, issue_date, customer_name]
dates: [iso]
constants: { currency: EUR }
`)
	book := read(t, file(t, "b.csv", []byte("Sales,,,\n,,,\nNo,Date,Customer,Amount\n1,2025-01-02,A,1\n,,,oops\n")), invoicebook.Options{Mapping: m})
	if len(book.Rejects) != 1 {
		t.Fatalf("%v", show(book))
	}
	r := book.Rejects[0]
	r.Record[3] = "2"
	again := strings.Join(r.Header, ",") + "\n" + strings.Join(r.Record, ",") + "\n"
	expect(t, read(t, file(t, "rejects.csv", []byte(again)), invoicebook.Options{Mapping: m}),
		"2 1 A 2025-01-02 net 2 tax 0 EUR", "total EUR 1 net 2 tax 0")
}

func TestADiscountOnLinesThatSumToZeroIsReported(t *testing.T) {
	m := mapping(t, strings.Replace(simple, "amount: Amount,", "amount: Amount, invoice_discount_amount: Off,", 1))
	book := read(t, file(t, "b.csv", []byte("No,Date,Customer,Amount,Off\n1,2025-01-02,A,5,3\n1,2025-01-02,A,-5,3\n")), invoicebook.Options{Mapping: m})
	if f := book.Findings[0]; f.Rule != "invoicebook.discount_unspread" || f.Severity != "error" || f.Example != "1" {
		t.Errorf("%v", show(book))
	}
}
